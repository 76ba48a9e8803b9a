import EvalGateCore
import EvalGateStore

extension Base {
  /// What is left in the working tree of the suites that a change takes away: prompts that are where they were, such as those of a
  /// folder that no configuration includes any more, and files of the change that say mostly the same.
  func remains(of base: Project, without project: Project) async -> Remains {
    var remains = Remains()
    remains.routes = await routesInUse(base, without: project)
    var lost: [String: Prompt] = [:]
    for suite in base.suites where project.suite(named: suite.name) == nil {
      let path = suite.prompt.location.path
      if await workspace.files.kind(of: path) == .missing {
        lost[path] = suite.prompt
      } else {
        remains.standing.insert(path)
      }
    }
    remains.copies = await copies(of: lost, base, project)
    return remains
  }

  /// The file of the change that has most of a prompt's text, by where the prompt was.
  ///
  /// - Parameter counts: whether a file is looked at, by its path and the digest of its bytes.
  func copies(
    of prompts: [String: Prompt], _ base: Project, _ project: Project,
    counts: (String, Digest) -> Bool = { _, _ in true }
  ) async -> [String: Remains.Copy] {
    guard !prompts.isEmpty else { return [:] }
    let wordings = prompts.mapValues(Wording.init(of:))
    var copies: [String: Remains.Copy] = [:]
    // What the project itself reads is looked at first.
    let changed = (await changedPaths() ?? []).filter { !BaselineFile.isPlace($0) }
    var left = Self.mostLookedAt
    for path in changed.filter({ project.files[$0] != nil }) + changed.filter({ project.files[$0] == nil }) {
      guard left > 0 else { break }
      guard let bytes = await text(path, in: workspace.files) else { continue }
      left -= bytes.count
      let digest = Digest(of: bytes)
      guard counts(path, digest) else { continue }
      let now = String(decoding: bytes, as: UTF8.self)
      for (was, wording) in wordings {
        let share = base.files[was] == digest ? 1 : wording.share(in: now)
        guard share >= Wording.same, share > copies[was]?.share ?? 0 else { continue }
        // A file that said it before the change is nothing that became of the prompt.
        if let before = await text(path, in: files),
          wording.share(in: String(decoding: before, as: UTF8.self)) >= Wording.same
        {
          continue
        }
        copies[was] = Remains.Copy(path: path, share: share)
      }
    }
    return copies
  }

  /// Paths that differ from the base, new ones included; nil where nobody can tell.
  func changedPaths() async -> [String]? {
    guard let revision, let revisions = await workspace.history() else { return nil }
    return try? await revisions.changes(since: revision)
  }

  /// As many bytes of a change are looked at, and no file that is larger than prompts are.
  private static let mostLookedAt = 16 << 20
  private static let largest = 256 << 10

  private func text(_ path: String, in files: any FileSource) async -> [UInt8]? {
    guard await files.kind(of: path) == .file, let bytes = try? await files.read(path, limit: Self.largest),
      !bytes.contains(0)
    else { return nil }
    return bytes
  }
}
