import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// A stored baseline under a name that its suite does not have any more, or in a place where nobody looks for it. Results are found
/// by their suite's name and project, so nothing is compared with it until it is moved.
struct LeftBaseline: Hashable, Sendable {
  let path: String
  /// Where it is looked for.
  let place: String
  let suite: String
  /// Whether its name alone says that it may be the suite's, and not its cases.
  var isByName = false

  /// The command that mends it.
  var move: String {
    let folder = place.split(separator: "/").dropLast().joined(separator: "/")
    let isBeside = path.split(separator: "/").dropLast().joined(separator: "/") == folder
    // git makes no folders.
    return (isBeside ? "" : "mkdir -p \(SafeText.shellWord(folder)) && ")
      + "git mv \(SafeText.shellWord(path)) \(SafeText.shellWord(place))"
  }

  /// Why nothing is compared with it, and what helps.
  ///
  /// - Parameter base: what the revision is called that has it.
  func why(at base: String) -> String {
    isByName
      ? "\(base) stores nothing of \(suite) in its folder, and \(path) is mostly of other cases: in a change of its own, "
        + "`\(move)` where it is meant, or there `evalgate run` and `evalgate baseline accept`"
      : "\(base) stores what \(suite) is compared with under a name that no suite has, \(path): "
        + "in a change of its own, `\(move)`"
  }
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
  func baselinesLeftByRenames(in head: Project) async -> [LeftBaseline] {
    var left: [LeftBaseline] = []
    for (now, _) in renames.formerNames.sorted(by: { $0.key < $1.key }) {
      guard let suite = head.suite(named: now) else { continue }
      for kind in BaselineFile.Kind.allCases {
        let before = await baselinePlace(of: suite, kind, in: workspace.files).path
        let after = BaselineFile.path(of: now, in: suite.home, kind)
        guard before != after, await workspace.files.kind(of: before) == .file,
          await workspace.files.kind(of: after) == .missing
        else { continue }
        left.append(LeftBaseline(path: before, place: after, suite: now))
      }
    }
    return left
  }

  /// A baseline at the base that no suite has there, and that is of most of a suite's cases; else one at the repository's top that
  /// is called so.
  func leftBaseline(of suite: Suite, in files: any FileSource) async -> LeftBaseline? {
    guard let project else { return nil }
    let place = BaselineFile.path(of: suite.name, in: suite.home)
    for path in await project.orphans(in: files) where !path.hasSuffix(".anchor.jsonl") {
      guard let baseline = try? await Self.baseline(at: path, in: files), baseline.isMostly(of: suite) else { continue }
      return LeftBaseline(path: path, place: place, suite: suite.name)
    }
    let top = BaselineFile.path(of: formerName(of: suite), in: "")
    guard !suite.home.isEmpty, await files.kind(of: top) != .missing else { return nil }
    return LeftBaseline(path: top, place: place, suite: suite.name, isByName: true)
  }
}

extension Project {
  /// Baselines among some files that none of the project's suites has, in its folders and under its names.
  func orphans(in files: any FileSource) async -> [String] {
    var known: Set<String> = []
    for suite in suites {
      for kind in BaselineFile.Kind.allCases { known.insert(await BaselinePlace.find(suite, kind, in: files).path) }
    }
    let all = Set(folders.map { BaselineFile.folder(in: $0) })
    var found: Set<String> = []
    for folder in all {
      for path in (try? await files.list(under: folder)) ?? [] where path.hasSuffix(".jsonl") && !known.contains(path) {
        found.insert(path)
      }
    }
    let own = BaselineFile.folder(in: home) + "/"
    return found.filter { !$0.hasPrefix(own) || isOwn(String($0.dropFirst(own.count))) }.sorted()
  }

  /// Where its configurations lie, and where its names begin.
  private var folders: [String] { [home] + configuration.parts.map(\.folder) }
}
