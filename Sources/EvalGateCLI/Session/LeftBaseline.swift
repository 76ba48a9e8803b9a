import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// A stored baseline under a name that its suite does not have any more. Results are found by their suite's name, so nothing is
/// compared with it until it is moved.
struct LeftBaseline: Hashable, Sendable {
  let path: String
  /// Where it is looked for.
  let place: String
  let suite: String

  /// The command that mends it.
  var move: String { "git mv \(SafeText.shellWord(path)) \(SafeText.shellWord(place))" }
}

extension RuleChange {
  /// The same, with what a suite's new name leaves to be done.
  func naming(_ left: [LeftBaseline]) -> RuleChange {
    let mine = left.filter { $0.suite == name }
    guard subject == .suite, direction == .changed, let note, !mine.isEmpty else { return self }
    var named = self
    named.note =
      "\(note), which " + mine.map { "`\($0.move)`" }.joined(separator: " and ")
      + " \(mine.count == 1 ? "takes" : "take") along"
    return named
  }
}

extension Base {
  /// What a change that gives suites other names leaves behind in the working tree.
  func baselinesLeftByRenames() async -> [LeftBaseline] {
    var left: [LeftBaseline] = []
    for (now, former) in renames.formerNames.sorted(by: { $0.key < $1.key }) {
      for place in [BaselineFile.path, BaselineFile.anchorPath] {
        guard await workspace.files.kind(of: place(former)) == .file,
          await workspace.files.kind(of: place(now)) == .missing
        else { continue }
        left.append(LeftBaseline(path: place(former), place: place(now), suite: now))
      }
    }
    return left
  }

  /// A baseline at the base that no suite has there, and that is of most of a suite's cases.
  func leftBaseline(of suite: Suite, in files: any FileSource) async -> LeftBaseline? {
    guard let project, let paths = try? await files.list(under: BaselineFile.folder) else { return nil }
    let taken = Set(project.suites.flatMap { [BaselineFile.path(of: $0.name), BaselineFile.anchorPath(of: $0.name)] })
    let asked = Set(suite.evalset.headers.map(\.digest))
    let orphans = paths.filter { path in
      path.hasSuffix(".jsonl") && !path.hasSuffix(".anchor.jsonl") && !taken.contains(path)
        && project.isOwn(String(path.dropFirst(BaselineFile.folder.count + 1)))
    }
    for path in orphans {
      guard let baseline = try? await Self.baseline(at: path, in: files) else { continue }
      let shared = Set(baseline.cases.map(\.digest)).intersection(asked)
      if 2 * shared.count > baseline.cases.count {
        return LeftBaseline(path: path, place: BaselineFile.path(of: suite.name), suite: suite.name)
      }
    }
    return nil
  }
}
