import EvalGateCore
import EvalGateForge
import EvalGateReporters
import EvalGateStore

/// The target branch as `base:` of the configuration names it, as far as a change may be believed about that.
///
/// Where a pipeline does not say what the change is to be merged into, `base:` does, and it is part of the change. So with `CI`
/// set it counts as the default branch has it where the change left that one, however often the change edited it.
enum ConfiguredTarget: Sendable {
  /// As the change says it.
  case named(String?)
  /// As it was said before the change edited it.
  case before(String?, RuleChange)
  /// Nobody can tell who says it.
  case unknown(String, help: WayOut)

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
    switch try await DefaultBranch.find(revisions, workspace) {
    case .branch(let branch): return try await said(by: branch, now, revisions)
    case .several(let names):
      return .unknown(
        "this clone does not say which branch is the default one, and `base:` named "
          + names.map { "`\($0)`" }.joined(separator: " and "),
        help: WayOut("git remote set-head origin --auto", orNaming: "name the target branch"))
    case .cutOff:
      guard let now, CIEnvironment(workspace.environment).isChangeRequest != false else { return .named(now) }
      let fetch = try await revisions.resolve(now) == nil ? revisions.fetching(now) : nil
      return .unknown(
        "the history is cut off, so nobody can tell whether this change wrote `base: \(now)` itself",
        help: WayOut(fetch ?? "git fetch --unshallow", orNaming: "name the target branch"))
    case .none:
      // Where no branch was named nothing was compared; a branch of a remote is not the change's to make by the way.
      guard let now, try await revisions.resolve("refs/remotes/" + now) == nil else { return .named(now) }
      if try await revisions.resolve(now) == nil, let fetch = try await revisions.fetching(now) {
        return .unknown("there is no branch `\(now)` in this clone, which `base:` names", help: WayOut(fetch))
      }
      return .unknown(
        "this change names its target branch itself (`base: \(now)`), and nothing in this clone says which one is the default",
        help: WayOut("git remote set-head origin --auto", orNaming: "name the target branch"))
    }
  }

  /// - Parameter now: what the change says.
  private static func said(
    by branch: DefaultBranch, _ now: String?, _ revisions: GitRevisions
  ) async throws -> ConfiguredTarget {
    if branch.written == now {
      guard let now, GitRevisions.isOfHead(now) else { return .named(now) }
      return .unknown(
        "`base: \(now)` is the change itself",
        help: WayOut("write the branch that changes are merged into", orNaming: "name it"))
    }
    let written = branch.written.flatMap { GitRevisions.isOfHead($0) ? nil : $0 }
    let named = written ?? branch.name
    guard let target = written == nil ? branch.tip : try await revisions.resolve(named) else {
      return .unknown(
        "this change names another target branch (`base: \(now ?? "")`), and `\(named)`, which `\(branch.name)` names, is not in this clone",
        help: WayOut("fetch it", orNaming: "name the target branch"))
    }
    guard let base = try await revisions.mergeBase(with: target) else {
      return .unknown(
        "this change names another target branch than `\(named)`, and there is no common history with that one here",
        help: WayOut("git fetch --unshallow", orNaming: "name the target branch"))
    }
    // Another name for the same commit is no other base.
    if let other = try await revisions.resolve(now ?? "origin/HEAD"),
      try await revisions.mergeBase(with: other)?.name == base.name
    {
      return .named(now)
    }
    return .before(
      named,
      RuleChange(
        .configuration, "base", .changed, from: branch.written ?? "not set", to: now ?? "not set", decides: .base,
        note: "until `\(branch.name)` has the edit too, or the pipeline names another branch with `--baseline`"))
  }
}

extension GitRevisions {
  /// The command that brings a branch that this clone does not have; nil where the name is of none that could be brought.
  ///
  /// A clone of one branch does not keep what it fetches of another one, unless it is told where.
  func fetching(_ name: String) async throws -> String? {
    guard let (remote, branch) = try await remoteBranch(named: name) else { return nil }
    let depth = await isShallow() ? " --unshallow" : ""
    return "git fetch\(depth) \(remote) " + SafeText.shellWord("\(branch):refs/remotes/\(remote)/\(branch)")
  }
}
