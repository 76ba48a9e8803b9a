import EvalGateCore
import StrictJSON

/// The files that a program is made of, by patterns from the folder of the file that names it.
package struct ProgramInputs: Sendable {
  private let patterns: [(written: String, pattern: PathPattern, place: SourceLocation)]

  /// As much as one file may hold.
  private static let limit = 1 << 30

  /// Nil where `inputs` is not written.
  /// - Throws: `Diagnostic` for a pattern that leads out of the repository.
  init?(_ options: inout OptionReader) throws(Diagnostic) {
    guard let texts = try options.optionalStrings("inputs"), !texts.isEmpty else { return nil }
    let node = options.node["inputs"] ?? options.node
    let folder = ProgramLaunch.folder(of: node.location)
    var patterns: [(String, PathPattern, SourceLocation)] = []
    for text in texts {
      guard let pattern = PathPattern(text, in: folder) else {
        throw Diagnostic(
          .programInputs, "`\(text)` leads out of the repository", at: node.location,
          help: "name files of the repository, from the folder of this file")
      }
      patterns.append((text, pattern, node.location))
    }
    self.patterns = patterns
  }

  /// - Parameter path: from the repository's root.
  package func matches(_ path: String) -> Bool { patterns.contains { $0.pattern.matches(path) } }

  /// Of paths and bytes, in the order of the paths; nil where there are no files to look at.
  /// - Throws: `Diagnostic` for a pattern that no file matches, or a file that cannot be read.
  func digest(in files: (any FileSource)?) async throws -> Digest? {
    guard let files else { return nil }
    let paths = try await files.list(under: "")
    for (written, pattern, place) in patterns where !paths.contains(where: pattern.matches) {
      throw Diagnostic(
        .programInputs, "no file of the repository matches `\(written)`", at: place,
        help: "name files as git knows them: what it ignores is no part of a version")
    }
    var made: JSONObject = [:]
    for path in paths where matches(path) {
      made[path] = .string(Digest(of: try await files.read(path, limit: Self.limit)).hex)
    }
    return Digest(of: .object(made))
  }
}
