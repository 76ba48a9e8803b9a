import EvalGateCore

/// Finds what a JSON Schema ignores: keywords and formats that nobody knows.
///
/// The specification lets them pass (2020-12 core, section 4.3.1; validation, section 7.2.3). In a policy `maximun: 200` would
/// switch a rule off without a word.
struct SchemaKeywords {
  private(set) var problems: [Diagnostic] = []

  static func problems(of schema: Node) -> [Diagnostic] {
    var keywords = SchemaKeywords()
    keywords.visit(schema, depth: 0)
    return keywords.problems
  }

  /// Compiling refuses schemas that are nested more deeply.
  private static let depth = 256

  private mutating func visit(_ schema: Node, depth: Int) {
    guard case .mapping(let entries) = schema.content, depth < Self.depth else { return }
    for entry in entries {
      switch entry.value.content {
      case _ where Self.holdingOne.contains(entry.key): visit(entry.value, depth: depth + 1)
      case .sequence(let schemas) where Self.holdingList.contains(entry.key):
        for schema in schemas { visit(schema, depth: depth + 1) }
      case .mapping(let schemas) where Self.holdingMap.contains(entry.key):
        for schema in schemas { visit(schema.value, depth: depth + 1) }
      case _ where entry.key == "$schema": checkVersion(entry.value)
      case _ where entry.key == "format": checkFormat(entry.value)
      case _ where Self.known.contains(entry.key): break
      default: report("keyword", entry.key, among: Self.known, at: entry.keyLocation)
      }
    }
  }

  private mutating func checkVersion(_ node: Node) {
    guard case .string(let uri) = node.content, uri.utf8.starts(with: Self.version.utf8) else {
      problems.append(
        Diagnostic(
          .policyBadSchema, "the schema of arguments is of another version than 2020-12", at: node.location,
          help: "remove `$schema`: 2020-12 is meant without it"))
      return
    }
  }

  private mutating func checkFormat(_ node: Node) {
    guard case .string(let name) = node.content, !Self.formats.contains(name) else { return }
    report("format", name, among: Self.formats, at: node.location)
  }

  private mutating func report(_ kind: String, _ name: String, among known: [String], at place: SourceLocation) {
    problems.append(
      Diagnostic(
        .policyBadSchema, "unknown \(kind) `\(name)` in the schema of arguments: it would hold nothing", at: place,
        label: suggestion(for: name, among: known).map { "did you mean `\($0)`?" },
        help: "write a \(kind) of JSON Schema 2020-12"))
  }

  private static let version = "https://json-schema.org/draft/2020-12/schema"

  private static let holdingOne: Set<String> = [
    "items", "contains", "additionalProperties", "propertyNames", "not", "if", "then", "else", "unevaluatedItems",
    "unevaluatedProperties",
  ]
  private static let holdingList: Set<String> = ["allOf", "anyOf", "oneOf", "prefixItems"]
  private static let holdingMap: Set<String> = ["properties", "patternProperties", "dependentSchemas", "$defs"]

  private static let known: [String] =
    holdingOne.sorted() + holdingList.sorted() + holdingMap.sorted() + [
      "$id", "$ref", "$anchor", "$dynamicRef", "$dynamicAnchor", "$schema", "$comment", "type", "const", "enum",
      "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern",
      "maxItems", "minItems", "uniqueItems", "maxContains", "minContains", "maxProperties", "minProperties", "required",
      "dependentRequired", "format", "title", "description", "default", "deprecated", "readOnly", "writeOnly",
      "examples",
    ]

  private static let formats = [
    "date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname", "ipv4", "ipv6", "uri",
    "uri-reference", "iri", "iri-reference", "uri-template", "uuid", "json-pointer", "relative-json-pointer", "regex",
  ]
}
