import JSONSchema
import StrictJSON

/// The remote documents of the suite, by the URIs its README gives them.
struct SuiteRemotes: SchemaResolver {
  func schema(for uri: String) throws -> JSONValue? {
    let prefix = "http://localhost:1234/"
    guard uri.hasPrefix(prefix), !uri.contains("..") else { return nil }
    return try SharedFiles.json(SharedFiles.suite + "/remotes/" + uri.dropFirst(prefix.count))
  }
}

/// One file of the official suite, run.
struct SuiteResult {
  let file: String
  var total = 0
  var failures: [String] = []

  /// Runs a file; a schema that does not compile fails all its tests.
  static func run(_ path: String, named file: String, options: JSONSchema.Options) throws -> SuiteResult {
    var result = SuiteResult(file: file)
    for group in try SharedFiles.json(path)?.arrayValue ?? [] {
      let name = group["description"]?.stringValue ?? ""
      let schema = compile(group["schema"] ?? true, options)
      for test in group["tests"]?.arrayValue ?? [] {
        result.total += 1
        let expected = test["valid"] == .bool(true)
        let description = "\(file): \(name): \(test["description"]?.stringValue ?? "")"
        switch schema {
        case .success(let schema):
          let verdict = schema.validate(test["data"] ?? .null)
          if verdict.isValid != expected { result.failures.append("\(description): \(verdict)") }
        case .failure(let error): result.failures.append("\(description): \(error)")
        }
      }
    }
    return result
  }

  private static func compile(_ schema: JSONValue, _ options: JSONSchema.Options) -> Result<JSONSchema, SchemaError> {
    do throws(SchemaError) {
      return .success(try JSONSchema(schema, resolver: SuiteRemotes(), options: options))
    } catch {
      return .failure(error)
    }
  }

  /// Runs every file of a folder of the suite.
  static func runFolder(_ folder: String, options: JSONSchema.Options) throws -> [SuiteResult] {
    let path = SharedFiles.suite + "/tests/" + folder
    return try SharedFiles.jsonFiles(in: path).map { try run(path + "/" + $0, named: $0, options: options) }
  }
}
