import EvalGateCore
import JSONSchema
import StrictJSON

/// Looks at schemas that compile for what is wrong all the same: against their meta-schema, and by what can never match or
/// does nothing.
struct SchemaReview {
  let resolver: any SchemaResolver
  let options: JSONSchema.Options

  /// Adds what does not follow the meta-schema, or else the warnings.
  func review(_ node: Node, _ problems: inout Problems) throws(SchemaError) {
    let source = node.json
    if case .invalid(let issues) = try JSONSchema.validateSchema(source, resolver: resolver, options: options) {
      for issue in issues {
        problems.addOnce(
          Diagnostic(
            .badSchema, "\(issue.message), says the meta-schema", at: node.place(of: issue.instancePath),
            help: SchemaHelp.text(for: issue)))
      }
      return
    }
    for warning in JSONSchema.warnings(about: source, options: options) {
      problems.addOnce(Self.diagnostic(warning, in: node))
    }
  }

  private static func diagnostic(_ warning: SchemaWarning, in node: Node) -> Diagnostic {
    let (code, help): (DiagnosticCode, String) =
      switch warning.kind {
      case .neverMatches: (.schemaNeverMatches, "change one of the two")
      case .ignored: (.schemaIgnored, "remove it, or write what was meant")
      case .unsupported: (.schemaUnsupported, "leave it out of what is sent, or check it by a `json_schema` check")
      }
    // What a service does not take is the service's affair until it refuses; what the schema itself gets wrong is not.
    let severity: Diagnostic.Severity = warning.kind == .unsupported ? .note : .warning
    return Diagnostic(code, warning.message, at: node.keyPlace(of: warning.location), severity: severity, help: help)
  }

  // MARK: What services take

  /// Warns about what the services of a route do not take of the schema that is sent to them.
  static func warn(about schema: Node, sentBy route: Route, _ problems: inout Problems) {
    for service in Set(route.targets.compactMap(service)).sorted(by: { $0.rawValue < $1.rawValue }) {
      let warnings = JSONSchema.warnings(about: schema.json, sentTo: service)
      guard let first = warnings.first else { continue }
      // One message for each service: its rules are read together or not at all.
      var diagnostic = diagnostic(first, in: schema)
      diagnostic.help =
        warnings.dropFirst().map { "\(schema.keyPlace(of: $0.location)): \($0.message)" }
        + diagnostic.help + ["what it takes: \(service.source)"]
      problems.addOnce(diagnostic)
    }
  }

  /// The service that is to enforce the schema; nil where nobody does. OpenAI enforces it only with `strict_schema`.
  private static func service(of target: Target) -> StructuredOutputService? {
    switch target.provider {
    case "openai", "openai-responses", "azure-openai":
      target.options["strict_schema"]?.json == .bool(true) ? .openAI : nil
    case "anthropic": .anthropic
    case "gemini", "vertex": .gemini
    default: nil
    }
  }

  // MARK: Files that nothing names

  /// Reviews every file that is a schema, by its name or by its `$schema`, and that nothing has named.
  static func reviewFiles(of assembly: Assembly) async {
    let loader = SchemaLoader(shelf: assembly.shelf, listing: assembly.all)
    let endings = [".schema.json", ".schema.yml", ".schema.yaml"]
    for path in assembly.all where !assembly.shelf.compiledSchemas.contains(path) {
      if !endings.contains(where: path.hasSuffix) {
        guard await saysSchema(path, assembly.shelf.source) else { continue }
      }
      var found = Problems()
      if let node = await assembly.shelf.data(path, namedAt: nil, as: "schema", &found) {
        _ = await loader.compile(node, name: "schema", &found)
      }
      // A schema that something names and that cannot be read was told already.
      for problem in found.list { assembly.problems.addOnce(problem) }
    }
  }

  /// Folders in which evalgate's own files and the schemas beside them stand.
  private static let folders: Set<Substring> = ["schemas", "schema", "prompts", "policies", "evalsets", "tools"]

  /// Whether a JSON file in one of these folders names a version of JSON Schema as its `$schema`.
  ///
  /// What other programs keep elsewhere, and in versions that are not known here, is theirs to check.
  private static func saysSchema(_ path: String, _ source: any FileSource) async -> Bool {
    let parts = path.split(separator: "/")
    guard path.hasSuffix(".json"), parts.dropLast().contains(where: folders.contains), !parts.contains("node_modules"),
      let bytes = try? await source.read(path, limit: Shelf.handWritten)
    else { return false }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.contains("\"$schema\"") else { return false }
    do throws(JSONError) {
      guard let uri = try JSONValue(parsing: bytes)["$schema"]?.stringValue else { return false }
      return JSONSchema.Draft.allCases.contains { $0.rawValue == (uri.hasSuffix("#") ? String(uri.dropLast()) : uri) }
    } catch {
      // No JSON, and by what it names a schema: reading it says what is wrong.
      return JSONSchema.Draft.allCases.contains { text.contains("\"\($0.rawValue)") }
    }
  }
}
