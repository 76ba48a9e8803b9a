import EvalGateCore

extension ProgramInputs {
  /// What they name, each with its content.
  /// - Throws: `Diagnostic` for a pattern that no file matches, or a file that cannot be read.
  func parts(in found: FoundFiles) async throws -> [String: String] {
    var matched: Set<String> = []
    for one in patterns {
      // What is in another repository nobody lists: where a pattern may mean it, all of it is meant.
      let names = found.parts.filter { name, part in
        one.pattern.matches(name) || part.isSubmodule && one.pattern.mayMatch(below: name)
      }.keys
      guard !names.isEmpty else {
        throw Diagnostic(
          .programInputs, "no file of the repository matches `\(one.written)`", at: one.place,
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
