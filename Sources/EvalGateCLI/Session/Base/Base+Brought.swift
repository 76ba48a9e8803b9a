import EvalGateCore
import EvalGateStore

/// What a change brings or takes away that a later run would build on, and that is no rule: shown beside the rules, because a
/// reviewer has to see it.
extension Base {
  /// Kept runs that the change brings along, answers that it recorded, and what is stored of suites that it takes away.
  func evidenceEdits(by project: Project) async -> [RuleChange] {
    await broughtRuns() + broughtRecordings(of: project) + editedRecordings(of: project) + deletedBaselines(by: project)
      + otherAnchors(in: project)
  }

  private func broughtRuns() async -> [RuleChange] {
    guard revision != nil, let tracked = try? await workspace.runs.trackedRuns() else { return [] }
    return await brought(
      .runs, "runs", tracked.count,
      note: "files of the repository are no attempts, and none counts: `git rm -r --cached \(Self.keptFolder)`")
  }

  /// Answers in the place of those that were asked for on this machine.
  private func broughtRecordings(of project: Project) async -> [RuleChange] {
    guard revision != nil, let tracked = try? await workspace.trackedRecordings(of: project.suites.map(\.evalset))
    else {
      return []
    }
    return await brought(
      .recordings, "recordings", tracked.count,
      note: "no answer there counts: `evalgate recordings keep` moves them beside their evalset")
  }

  /// Shows that a change brings files into a folder of what is kept on this machine.
  ///
  /// - Parameter count: of those that git tracks there.
  private func brought(_ subject: RuleChange.Subject, _ name: String, _ count: Int, note: String) async -> [RuleChange]
  {
    let folder = Self.keptFolder + "/" + name
    guard count > 0, let first = await brought(in: folder) else { return [] }
    return [
      RuleChange(
        subject, folder, .added, to: Format.count(count, "file"), decides: .base, note: note,
        location: SourceLocation(path: first))
    ]
  }

  /// The first file of the change in a folder, or what it puts in the folder's place.
  private func brought(in folder: String) async -> String? {
    await changedPaths()?.first { path in
      path == Self.keptFolder || path == folder || path.hasPrefix(folder + "/")
    }
  }

  private static let keptFolder = ".evalgate"

  /// Recordings that may decide, where the change answers from others than the base would.
  private func editedRecordings(of project: Project) async -> [RuleChange] {
    var seen: Set<String> = []
    var edits: [RuleChange] = []
    for suite in project.suites {
      let path = suite.evalset.recordingsPath
      guard seen.insert(path).inserted, let edit = await recordingEdits(of: suite), let what = edit.told else {
        continue
      }
      edits.append(
        RuleChange(
          .recordings, suite.evalset.id, edit.isNew ? .added : .changed, to: what, decides: .head,
          note: "what is replayed is what the change brings",
          location: edit.firstLine.map { SourceLocation(path: path, line: $0) } ?? SourceLocation(file: path)))
    }
    return edits
  }

  /// Why one version may answer otherwise than it did though nothing of it was edited; nil where it cannot.
  ///
  /// Which cases an answer is of only its request says, so that a case which is new says nothing of the answers that come with it.
  func recordingDoubt(about suite: Suite) async -> String? {
    guard let edits = await recordingEdits(of: suite) else { return nil }
    let parts = [
      edits.edited > 0 ? "edits \(Format.count(edits.edited, "answer"))" : nil,
      edits.added > 0 ? "brings \(Format.count(edits.added, "new answer"))" : nil,
    ].compactMap(\.self)
    guard !parts.isEmpty else { return nil }
    return
      "both sides are one version, and the change \(parts.joined(separator: " and ")) that it is judged by: where the model answers"
      + " otherwise now, `evalgate baseline accept` takes that into the change"
  }

  /// Nil where recordings of the suite decide nothing, or cannot be read.
  private func recordingEdits(of suite: Suite) async -> RecordingEdits? {
    guard let was = await formerRecordings(of: suite) else { return nil }
    let path = suite.evalset.recordingsPath
    return try? RecordingEdits(of: workspace.absolute(path), shownAs: path, since: was)
  }

  /// What the base has in the file of a suite's recordings, wherever it lay there; nil where they decide nothing, are the same
  /// now, or cannot be read.
  func formerRecordings(of suite: Suite) async -> [UInt8]? {
    guard case .revision(_, let files, let before?) = place, allowsRecordings(suite) else { return nil }
    let former = before.suite(named: suite.name)
    guard (former?.mode ?? suite.mode) != .live else { return nil }
    let path = suite.evalset.recordingsPath
    guard let was = await bytes(of: former?.evalset.recordingsPath ?? path, in: files),
      let now = await bytes(of: path, in: workspace.files), was != now
    else { return nil }
    return was
  }

  /// Empty where there is no such file, nil where it cannot be read.
  private func bytes(of path: String, in files: any FileSource) async -> [UInt8]? {
    await files.kind(of: path) == .file ? try? await files.read(path, limit: 1 << 30) : []
  }

  /// What the base stores of suites that are still there, where the change stores nothing of them any more.
  private func deletedBaselines(by project: Project) async -> [RuleChange] {
    guard case .revision(_, let files, let before?) = place else { return [] }
    var edits: [RuleChange] = []
    for suite in project.suites where before.suite(named: suite.name) != nil {
      for kind in BaselineFile.Kind.allCases {
        let there = await baselinePlace(of: suite, kind, in: files).path
        guard await files.kind(of: there) == .file, await workspace.files.kind(of: there) == .missing else { continue }
        let here = await BaselinePlace.find(suite, kind, in: workspace.files).path
        guard await workspace.files.kind(of: here) == .missing else { continue }
        edits.append(
          RuleChange(
            .baseline, kind == .anchor ? "\(suite.name) (anchor)" : suite.name, .removed, from: there, decides: .base,
            note: kind == .anchor
              ? "and the suite is pinned to nothing once this is merged"
              : "and nothing is stored to compare with once this is merged", location: SourceLocation(path: there)))
      }
    }
    return edits
  }

  /// Anchors in the place of those that the base has. Nobody has to say why a suite is pinned to something else, and later changes
  /// are held to it.
  private func otherAnchors(in project: Project) async -> [RuleChange] {
    guard case .revision(_, let files, let before?) = place else { return [] }
    var edits: [RuleChange] = []
    for suite in project.suites where before.suite(named: suite.name) != nil {
      let there = await baselinePlace(of: suite, .anchor, in: files).path
      let here = await BaselinePlace.find(suite, .anchor, in: workspace.files).path
      guard let was = await bytes(of: there, in: files), let now = await bytes(of: here, in: workspace.files),
        !was.isEmpty, !now.isEmpty, was != now
      else { continue }
      let decides = await anchorPinnedAlone(of: suite) != nil
      let wayOut =
        acceptance == .change ? ": a change of its own, which edits nothing that answers, decides at once" : ""
      edits.append(
        RuleChange(
          .baseline, "\(suite.name) (anchor)", decides ? .loosened : .changed, from: Self.passing(was, at: there),
          to: Self.passing(now, at: here), decides: decides ? .head : .base,
          note: decides
            ? "the change's decides, because it edits nothing that answers"
            : "and the suite is pinned to the other once this is merged" + wayOut,
          location: SourceLocation(path: here)))
    }
    return edits
  }

  /// `60/60 pass`; the file where nobody can read it.
  private static func passing(_ bytes: [UInt8], at path: String) -> String {
    (try? BaselineFile.read(bytes, path: path))?.passingText ?? path
  }
}

extension RecordingEdits {
  /// `9 answers edited, 2 new`; nil where there is nothing to tell.
  fileprivate var told: String? {
    let parts = [(edited, "edited"), (added, "new"), (removed, "removed")].filter { $0.0 > 0 }
    guard let first = parts.first else { return nil }
    let rest = parts.dropFirst().map { ", \(Format.count($0.0)) \($0.1)" }
    return "\(Format.count(first.0, "answer")) \(first.1)" + rest.joined()
  }
}
