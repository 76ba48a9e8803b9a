import EvalGateCore
import EvalGateStore

/// That a suite runs another prompt or policy than it did while the file it ran was edited too: somebody ships that file, and nobody
/// measures it any more.
struct Displacement: Sendable {
  let suite: Suite
  /// `prompt` or `policy`.
  let noun: String
  /// What it ran at the base, and what it runs now, as paths.
  let was: String
  let now: String

  /// Why nothing may be decided of the suite, with the way out.
  var why: String {
    "it runs `\(now)` now, and the \(noun) it ran, `\(was)`, was edited and is measured by nobody: give it that one back, "
      + "leave the file as it was, or take it away"
  }

  var change: RuleChange {
    RuleChange(
      .suite, suite.name, .changed, from: was, to: now, decides: .base,
      note: "its gates are undecided, because `\(was)` was edited beside it", location: suite.location)
  }
}

extension Base {
  /// - Parameter before: the base's project, with its suites under the names of now.
  func displacements(_ before: Project, by project: Project) async -> [Displacement] {
    var found: [Displacement] = []
    for suite in project.suites {
      guard let old = before.suite(named: suite.name) else { continue }
      for (noun, path) in Self.files {
        guard let was = path(old), let now = path(suite), was != now, await isEdited(was, since: before),
          !project.suites.contains(where: { path($0) == was && $0.evalset.id == old.evalset.id })
        else { continue }
        found.append(Displacement(suite: suite, noun: noun, was: was, now: now))
      }
    }
    return found
  }

  /// What a suite runs and ships.
  private static let files: [(noun: String, path: @Sendable (Suite) -> String?)] = [
    ("prompt", { $0.prompt.location.path }), ("policy", { $0.policy?.location.path }),
  ]

  /// Whether a file is still there and no longer reads as it did.
  private func isEdited(_ path: String, since before: Project) async -> Bool {
    guard await workspace.files.kind(of: path) != .missing else { return false }
    guard let bytes = try? await workspace.files.read(path, limit: 8 << 20) else { return true }
    return Digest(of: bytes) != before.files[path]
  }
}
