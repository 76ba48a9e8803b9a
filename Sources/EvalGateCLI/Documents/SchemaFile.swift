import EvalGateConfig
import EvalGateCore
import EvalGateStore
import JSONSchema
import StrictJSON

/// A schema that a command line names.
enum SchemaFile {
  /// Reads, checks against its meta-schema and compiles.
  /// - Parameters:
  ///   - file: what the command line names: a file, a pipe, or standard input as `-`.
  ///   - path: from the root of the disk; what relative references are relative to.
  ///   - shown: how messages name a path.
  /// - Throws: every problem, with its place in the file it is in.
  static func load(
    _ file: String, at path: String, files: SchemaFiles, options: JSONSchema.Options, shown: (String) -> String
  ) throws -> JSONSchema {
    let bytes = try StandardInput.bytes(of: file, limit: SchemaFiles.limit)
    let places = try self.places(bytes, file == "-" ? StandardInput.name : shown(path))
    let value = places.document.root.value
    let malformed: [SchemaIssue]
    let uri = FileURI.of(PlainFiles.resolved(path) ?? path)
    do throws(SchemaError) {
      let compiled = try JSONSchema(value, baseURI: uri, resolver: files, options: options)
      if case .invalid(let issues) = try JSONSchema.validateSchema(value, resolver: files, options: options) {
        malformed = issues
      } else {
        return compiled
      }
    } catch {
      throw Problems(
        error.problems.map { problem in
          guard !problem.uri.isEmpty, problem.uri != uri, let other = files.path(for: problem.uri),
            let bytes = try? PlainFiles.read(other, limit: SchemaFiles.limit),
            let elsewhere = try? Self.places(bytes, shown(other))
          else { return Self.problem(problem.message, places, at: problem.location, help: problem.help) }
          return Self.problem(problem.message, elsewhere, at: problem.location, help: problem.help)
        })
    }
    throw Problems(
      malformed.map { Self.problem($0.message, places, at: $0.instancePath, help: SchemaHelp.text(for: $0)) })
  }

  private static func places(_ bytes: [UInt8], _ path: String) throws(Diagnostic) -> DocumentPlaces {
    do throws(JSONError) {
      return DocumentPlaces(document: try JSONDocument(parsing: bytes), bytes: bytes, path: path, firstLine: 1)
    } catch {
      var diagnostic = JSONReader.diagnostic(
        for: error, path: path, firstLine: 1, depth: JSONLimits.default.depth)
      diagnostic.excerpt = DocumentPlaces.excerpt(around: error.offset, in: bytes)
      throw diagnostic
    }
  }

  private static func problem(
    _ message: String, _ places: DocumentPlaces, at pointer: JSONPointer, help: String
  ) -> Diagnostic {
    let node = places.node(at: pointer)
    return Diagnostic(
      .badSchema, message, at: places.place(of: node), help: help, excerpt: places.excerpt(of: node))
  }
}
