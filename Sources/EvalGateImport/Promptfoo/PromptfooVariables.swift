import EvalGateCore
import StrictJSON

/// Variables that are made of others: promptfoo reads a value as a template too, and here what is inserted is never read again.
enum PromptfooVariables {
  /// How many variables one may stand behind.
  private static let deepest = 8

  /// The variables with what they say of each other filled in.
  ///
  /// - Returns: with the names of those that still say something that nobody fills in.
  static func filled(_ variables: JSONObject) -> (values: JSONObject, open: [String]) {
    var filled = variables
    for _ in 0..<deepest {
      let next = JSONObject(filled.map { ($0.key, rendered($0.value, filled) ?? $0.value) })
      guard next != filled else { break }
      filled = next
    }
    return (filled, filled.filter { isTemplate($0.value) }.map(\.key))
  }

  private static func isTemplate(_ value: JSONValue) -> Bool {
    value.stringValue.map { $0.contains("{{") || $0.contains("{%") } ?? false
  }

  private static func rendered(_ value: JSONValue, _ variables: JSONObject) -> JSONValue? {
    guard isTemplate(value), let text = value.stringValue,
      let written = try? Nunjucks(structured: []).convert(text),
      let template = try? Template(written, location: SourceLocation(path: "")),
      !template.references.isEmpty, let rendered = try? template.render(variables)
    else { return nil }
    return .string(rendered)
  }
}
