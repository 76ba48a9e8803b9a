import EvalGateCore
import StrictJSON

/// The files that a program is made of, by patterns from the folder of the file that names it.
package struct ProgramInputs: Sendable {
  private let patterns: [(written: String, pattern: PathPattern, place: SourceLocation)]

  /// Nil where `inputs` is not written.
  /// - Throws: `Diagnostic` for a pattern that leads out of the repository.
  init?(_ options: inout OptionReader) throws(Diagnostic) {
    guard let texts = try options.optionalStrings("inputs"), !texts.isEmpty else { return nil }
    let node = options.node["inputs"] ?? options.node
    let folder = node.location.folder
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

  /// Whether any of them may match something in a folder.
  /// - Parameter path: from the repository's root.
  func mayReach(_ path: String) -> Bool {
    patterns.contains { $0.pattern.matches(path) || $0.pattern.mayMatch(below: path) }
  }

  /// What they name, each with its content.
  /// - Throws: `Diagnostic` for a pattern that no file matches, or a file that cannot be read.
  func parts(in found: FoundFiles) async throws -> [String: String] {
    var matched: Set<String> = []
    for (written, pattern, place) in patterns {
      // What is in another repository nobody lists: where a pattern may mean it, all of it is meant.
      let names = found.parts.filter { name, part in
        pattern.matches(name) || part.isSubmodule && pattern.mayMatch(below: name)
      }.keys
      guard !names.isEmpty else {
        throw Diagnostic(
          .programInputs, "no file of the repository matches `\(written)`", at: place,
          help: "name files as git knows them: what it ignores is no part of a version")
      }
      matched.formUnion(names)
    }
    for name in matched.sorted() {
      if let part = found.parts[name] { try await found.refuseLeadingOut(part, called: name) }
    }
    return try await found.contents(of: found.parts.filter { matched.contains($0.key) })
  }
}
