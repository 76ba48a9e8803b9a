import StrictJSON

/// The files that a program is made of, by patterns from the folder of the file that names it.
public struct ProgramInputs: Sendable {
  /// As somebody wrote it, and where.
  package struct Pattern: Sendable {
    package let written: String
    package let pattern: PathPattern
    package let place: SourceLocation
  }

  package let patterns: [Pattern]

  /// Nil where `inputs` is not written.
  /// - Throws: `Diagnostic` for a pattern that leads out of the repository.
  package init?(_ options: inout OptionReader) throws(Diagnostic) {
    guard let texts = try options.optionalStrings("inputs"), !texts.isEmpty else { return nil }
    let node = options.node["inputs"] ?? options.node
    let folder = node.location.folder
    var patterns: [Pattern] = []
    for text in texts {
      guard let pattern = PathPattern(text, in: folder) else {
        throw Diagnostic(
          .programInputs, "`\(text)` leads out of the repository", at: node.location,
          help: "name files of the repository, from the folder of this file")
      }
      patterns.append(Pattern(written: text, pattern: pattern, place: node.location))
    }
    self.patterns = patterns
  }

  /// - Parameter path: from the repository's root.
  package func matches(_ path: String) -> Bool { patterns.contains { $0.pattern.matches(path) } }

  /// Whether any of them may match something in a folder.
  /// - Parameter path: from the repository's root.
  package func mayReach(_ path: String) -> Bool {
    patterns.contains { $0.pattern.matches(path) || $0.pattern.mayMatch(below: path) }
  }
}

extension DiagnosticCode {
  /// A pattern of `inputs` that names no file.
  public static let programInputs = DiagnosticCode(
    "program/inputs",
    "`inputs` names the files that a program is made of. By a pattern that matches none of them an edited program would be taken for the old one."
  )
}
