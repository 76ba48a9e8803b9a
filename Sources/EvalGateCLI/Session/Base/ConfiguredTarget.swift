import EvalGateConfig
import EvalGateCore
import EvalGateForge
import EvalGateStore

/// The target branch as `base:` of the configuration names it, as far as a change may be believed about that.
///
/// Where a pipeline does not say what the change is to be merged into, `base:` does, and it is part of the change. So with `CI`
/// set another branch counts once the branch that was named before has the edit too.
enum ConfiguredTarget: Sendable {
  /// As the change says it.
  case named(String?)
  /// As it was said before the change edited it.
  case before(String?, RuleChange)
  /// Nobody can tell who says it.
  case unknown(String, help: String)

  var name: String? {
    switch self {
    case .named(let name), .before(let name, _): name
    case .unknown: nil
    }
  }

  /// That the change names another branch than the one that counts.
  var change: RuleChange? {
    if case .before(_, let change) = self { change } else { nil }
  }

  static func find(
    _ now: String?, _ revisions: GitRevisions, _ workspace: Workspace
  ) async throws -> ConfiguredTarget {
    guard Host.isCI else { return .named(now) }
    guard let before = try await before(now, revisions, workspace) else {
      // Nothing was edited, as far as the history goes.
      guard let now, await revisions.isShallow(),
        CIEnvironment(workspace.environment).isChangeRequest != false
      else { return .named(now) }
      return .unknown(
        "the history is cut off, so nobody can tell whether this change wrote `base: \(now)` itself",
        help: "git fetch --unshallow, or name the target branch with `--baseline`")
    }
    let named = before.name ?? "origin/HEAD"
    // A branch of the clone that it was written in is one of the remote in another clone.
    let own = try await revisions.resolve(named)
    let remote = own == nil ? try await revisions.resolve("origin/" + named) : nil
    guard let target = own ?? remote else {
      // Where no branch was named nothing was compared; a branch of a remote is not the change's to make by the way.
      if before.name == nil, let now, try await revisions.resolve("refs/remotes/" + now) != nil { return .named(now) }
      return .unknown(
        "this change names another target branch (`base: \(now ?? "")`), and `\(named)`, which was named before, is not in this clone",
        help: "fetch it, or name the target branch with `--baseline`")
    }
    guard let base = try await revisions.mergeBase(with: target) else {
      return .unknown(
        "this change names another target branch than `\(named)`, and there is no common history with that one here",
        help: "git fetch --unshallow, or name the target branch with `--baseline`")
    }
    if await workspace.target(at: base, in: revisions) == .named(now) { return .named(now) }
    return .before(
      target.label ?? target.name,
      RuleChange(
        .configuration, "base", .changed, from: before.name ?? "not set", to: now ?? "not set", decides: .base,
        note: "until `\(named)` has the edit too"))
  }

  /// What was named before the newest edit, wherever in the history that is; nil where it was never another one.
  private static func before(
    _ now: String?, _ revisions: GitRevisions, _ workspace: Workspace
  ) async throws -> WrittenTarget? {
    for edit in try await revisions.edits(of: "base", in: workspace.configurationPaths) {
      for revision in [edit, try await revisions.resolve(edit.name + "^")].compactMap(\.self) {
        let then = await workspace.target(at: revision, in: revisions)
        if then != .noConfiguration, then != .named(now) { return then }
      }
    }
    return nil
  }
}

extension Workspace {
  fileprivate func target(at revision: Revision, in revisions: GitRevisions) async -> WrittenTarget {
    await loader(reading: revisions.files(at: revision)).target(
      configPath: options.config.map(relativeToRoot), workingFolder: folder)
  }

  /// Where the configuration may lie.
  fileprivate var configurationPaths: [String] {
    options.config.map { [relativeToRoot($0)] } ?? ProjectLoader.configurationPaths(above: folder)
  }
}
