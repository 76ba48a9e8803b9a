import EvalGateCore
import EvalGateStore

/// That a suite runs another prompt, policy, file of tools or route than it did while what it ran was edited too: somebody ships
/// that, and nobody measures it any more.
struct Displacement: Sendable {
  let suite: Suite
  /// What it ran at the base, and what it runs now: paths of files, or routes.
  let was: String
  let now: String
  /// What happened beside it, as the end of a sentence.
  let reason: String
  /// Why nothing may be decided of the suite, with the way out.
  let why: String

  var change: RuleChange {
    RuleChange(
      .suite, suite.name, .changed, from: was, to: now, decides: .base,
      note: "its gates are undecided, because \(reason)", location: suite.location)
  }
}

extension Displacement {
  /// - Parameter noun: `prompt` or `policy`.
  init(_ suite: Suite, _ noun: String, was: String, now: String) {
    self.init(
      suite: suite, was: was, now: now, reason: "`\(was)` was edited beside it",
      why: "it runs `\(now)` now, and the \(noun) it ran, `\(was)`, was edited and is measured by nobody: give it that "
        + "one back, leave the file as it was, or take it away")
  }

  /// - Parameter copy: a file that the suite does not run either and that says mostly what its prompt did, which is gone.
  init(_ suite: Suite, was: String, now: String, copy: Remains.Copy) {
    self.init(
      suite: suite, was: was, now: now, reason: "`\(copy.path)` has \(copy.much) of that one",
      why: "it runs `\(now)` now, and `\(copy.path)`, which has \(copy.much) of the prompt it ran, `\(was)`, is "
        + "measured by nobody: give it that one, or bring that file in a change of its own")
  }
}

extension Base {
  /// Files that suites do not run any more.
  ///
  /// - Parameter before: the base's project, with its suites under the names of now.
  func displacedFiles(_ before: Project, by project: Project) async -> [Displacement] {
    var found: [Displacement] = []
    let copies = await movedCopies(before, by: project)
    for suite in project.suites {
      guard let old = before.suite(named: suite.name) else { continue }
      if let copy = copies[suite.name] {
        found.append(
          Displacement(suite, was: old.prompt.location.path, now: suite.prompt.location.path, copy: copy))
        continue
      }
      for (noun, was, now) in Self.files(of: old, suite, before) {
        guard was != now, await isEdited(was, since: before) else { continue }
        let way = Way(old.route)
        guard !project.stillMeasures(old, of: before, isSameWay: { way.isGoing(by: Way($0)) }) else { continue }
        found.append(Displacement(suite, noun, was: was, now: now))
        break
      }
    }
    return found
  }

  /// Of suites that run another prompt and whose own is not where it was: what holds it beside what they run, by name.
  private func movedCopies(_ before: Project, by project: Project) async -> [String: Remains.Copy] {
    var copies: [String: Remains.Copy] = [:]
    for suite in project.suites {
      let now = suite.prompt.location.path
      guard let old = before.suite(named: suite.name)?.prompt, old.location.path != now,
        await workspace.files.kind(of: old.location.path) == .missing
      else { continue }
      let same = project.files[now]
      copies[suite.name] = await self.copies(of: [old.location.path: old], before, project) { path, digest in
        path != now && digest != same && !project.suites.contains { $0.prompt.location.path == path }
      }.values.first
    }
    return copies
  }

  /// What a suite ran and shipped, and what it runs in its place.
  private static func files(
    of old: Suite, _ suite: Suite, _ before: Project
  ) -> [(noun: String, was: String, now: String)] {
    var files = [("prompt", old.prompt.location.path, suite.prompt.location.path)]
    if let was = old.policy?.location.path, let now = suite.policy?.location.path { files.append(("policy", was, now)) }
    // A file of tools that several prompts had stays with the others when one gets its own.
    if let was = old.prompt.tools?.location.path, was != old.prompt.location.path,
      !before.suites.contains(where: {
        $0.prompt.tools?.location.path == was && $0.prompt.location.path != old.prompt.location.path
      })
    {
      files.append(("file of tools", was, (suite.prompt.tools?.location ?? suite.prompt.location).path))
    }
    return files
  }

  /// Whether a file is still there and no longer reads as it did.
  private func isEdited(_ path: String, since before: Project) async -> Bool {
    guard await workspace.files.kind(of: path) != .missing else { return false }
    guard let bytes = try? await workspace.files.read(path, limit: 8 << 20) else { return true }
    return Digest(of: bytes) != before.files[path]
  }
}
