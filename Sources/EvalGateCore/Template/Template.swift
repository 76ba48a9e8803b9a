public import StrictJSON

/// Text with places for variables, parsed once and rendered strictly: an undefined variable is an error, and an inserted value
/// is never parsed again.
///
/// - `{{path.to[0]}}` inserts a value: text as it is, numbers and truth values as JSON writes them. A list, an object or
///   `null` needs `{{path | json}}`, which inserts its JSON.
/// - `{{#each items}} … {{this.name}} … {{@index}} … {{/each}}` repeats for every element.
/// - `{{#if path}} … {{else}} … {{/if}}` chooses; absent, `null`, `false`, empty text and empty lists count as no.
/// - `\{{` is a literal `{{`.
public struct Template: Sendable, Hashable {
  public let source: String
  /// Where the text begins in its file.
  public let location: SourceLocation
  /// Every variable asked for, in order, those inside `{{#each}}` that refer to the element left out.
  public let references: [Reference]
  let parts: [TemplatePart]

  /// - Parameter margin: how many columns of its file precede every line after the first, as in an indented YAML block.
  /// - Throws: `Diagnostic` with line and column for anything that does not parse.
  public init(_ source: String, location: SourceLocation, margin: Int = 0) throws(Diagnostic) {
    self.source = source
    self.location = location
    var parser = TemplateParser(source, at: location, margin: margin)
    parts = try parser.parse()
    references = Self.references(of: parts)
  }

  /// One variable the template asks for.
  public struct Reference: Hashable, Sendable {
    /// As written: `order.items[0].name`.
    public let path: String
    /// The first key of the path, which a case has to define.
    public let root: String
    public let location: SourceLocation
    /// Whether it only decides an `{{#if}}`, where being absent is an answer.
    public let isOptional: Bool
  }

  /// - Throws: `Diagnostic` for a variable that is not there, naming place and path.
  public func render(_ variables: JSONObject) throws(Diagnostic) -> String {
    var output = ""
    output.reserveCapacity(source.utf8.count + 256)
    try TemplateRenderer(variables: variables).append(parts, to: &output)
    return output
  }

  private static func references(of parts: [TemplatePart]) -> [Reference] {
    parts.flatMap { part -> [Reference] in
      switch part {
      case .text: []
      case .value(let path, _): path.reference(optional: false)
      case .each(let path, let body): path.reference(optional: false) + references(of: body)
      case .condition(let path, let then, let otherwise):
        // What stands in a branch is asked for only when the branch is taken, so it is optional as well.
        path.reference(optional: true)
          + (references(of: then) + references(of: otherwise)).map {
            Reference(path: $0.path, root: $0.root, location: $0.location, isOptional: true)
          }
      }
    }
  }
}

indirect enum TemplatePart: Sendable, Hashable {
  case text(String)
  case value(TemplatePath, json: Bool)
  case each(TemplatePath, [TemplatePart])
  case condition(TemplatePath, [TemplatePart], [TemplatePart])
}

/// `order.items[0].name`, `this.name`, `@index`.
struct TemplatePath: Sendable, Hashable {
  enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
  }
  enum Root: Sendable, Hashable {
    case variable
    /// The element of the innermost `{{#each}}`.
    case this
    case position
  }

  let text: String
  let root: Root
  let steps: [Step]
  let location: SourceLocation

  func reference(optional: Bool) -> [Template.Reference] {
    guard root == .variable, case .key(let first)? = steps.first else { return [] }
    return [Template.Reference(path: text, root: first, location: location, isOptional: optional)]
  }
}

extension DiagnosticCode {
  public static let template = DiagnosticCode(
    "prompt/template",
    "A template that does not parse: a tag that is not closed, an unknown tag, or a path that is not one.")
  public static let undefinedVariable = DiagnosticCode(
    "prompt/undefined-variable",
    "A template asks for a variable that a case does not define. Nothing is printed in its place, because a prompt with a hole is another prompt."
  )
}
