import EvalGateCore
import EvalGateProviders
import EvalGateReporters
import EvalGateStore

extension Workspace {
  /// Byte code of Python that git tracks beside the files of a program: every machine on which that runs writes it anew, and makes
  /// another version of the program by it.
  ///
  /// In a folder `__pycache__` alone, where it is never read without its source: elsewhere it may be all that there is of a module.
  func trackedByteCode(of suites: [Suite]) async -> [Diagnostic] {
    let makes = suites.flatMap(\.programMakes).map(\.make)
    // What git does not track is not listed.
    guard !makes.isEmpty, let listing = try? await files.listing(under: "") else { return [] }
    let found = listing.paths.filter { path in
      path.hasSuffix(".pyc") && folder(of: path).hasSuffix("__pycache__") && makes.contains { $0.includes(path) }
    }
    guard let first = found.first else { return [] }
    let others = found.count > 1 ? " and \(Format.count(found.count - 1)) more" : ""
    let (verb, pronoun) = found.count == 1 ? ("is", "it") : ("are", "them")
    return [
      Diagnostic(
        .trackedByteCode,
        "`\(first)`\(others) \(verb) byte code that git tracks, and so a part of a program, which is another one wherever Python "
          + "writes \(pronoun) anew",
        severity: .warning,
        help: "`git rm -r --cached \(SafeText.shellWord(folder(of: first)))`, and `__pycache__/` in .gitignore")
    ]
  }

  private func folder(of path: String) -> String { path.split(separator: "/").dropLast().joined(separator: "/") }
}

extension DiagnosticCode {
  static let trackedByteCode = DiagnosticCode(
    "program/byte-code",
    "Byte code that git tracks is a part of the program whose files it lies among. Python writes it anew on each machine, so the program is another version there, and what is stored says nothing of it."
  )
}
