import EvalGateConfig
import EvalGateCore
import EvalGateStore

/// The branch whose configuration may be believed about `base:`, because no change writes it by the way.
///
/// The remote's default one. A clone that was not told which that is has the branch that its history names and that names itself, or
/// else `main` or `master`. A branch that holds the change already is taken where there is no other: it may be one that the
/// change names, and it may be the one that a pipeline runs for.
struct DefaultBranch: Sendable {
  let name: String
  let tip: Revision
  /// Where the change left it.
  let base: Revision
  /// What its configuration says there under `base`.
  let written: String?

  enum Finding: Sendable {
    case branch(DefaultBranch)
    case none
    /// The history does not say where the change left it.
    case cutOff
    case several([String])
  }

  static func find(_ revisions: GitRevisions, _ workspace: Workspace) async throws -> Finding {
    let isCutOff = await revisions.isShallow()
    if try await revisions.resolve("origin/HEAD") != nil {
      let found = try await DefaultBranch("origin/HEAD", revisions, workspace)
      return found.map(Finding.branch) ?? (isCutOff ? .cutOff : .none)
    }
    guard !isCutOff else { return .cutOff }
    let head = try await revisions.head()
    var named: [DefaultBranch] = []
    for name in try await names(in: revisions, workspace) {
      guard let branch = try await DefaultBranch(name, revisions, workspace), branch.written == name else { continue }
      named.append(branch)
    }
    let others = named.filter { $0.base.name != head?.name }
    guard others.count < 2 else { return .several(others.map(\.name)) }
    if let only = others.first { return .branch(only) }
    var usual: [DefaultBranch] = []
    for name in ["main", "master"] {
      if let branch = try await DefaultBranch(name, revisions, workspace) { usual.append(branch) }
    }
    let best = usual.first { $0.base.name != head?.name } ?? named.first ?? usual.first
    return best.map(Finding.branch) ?? .none
  }

  /// Nil where there is no such branch in this clone, or none that the change came from.
  private init?(_ name: String, _ revisions: GitRevisions, _ workspace: Workspace) async throws {
    guard !GitRevisions.isOfHead(name), let tip = try await revisions.resolve(name),
      let base = try await revisions.mergeBase(with: tip)
    else { return nil }
    (self.name, self.tip, self.base) = (name, tip, base)
    written = await workspace.target(at: base, in: revisions).name
  }

  /// What was ever written under `base` in the history of the change.
  private static func names(in revisions: GitRevisions, _ workspace: Workspace) async throws -> [String] {
    var names: Set<String> = []
    for edit in try await revisions.edits(of: "base", in: workspace.configurationPaths) {
      if let name = await workspace.target(at: edit, in: revisions).name { names.insert(name) }
    }
    return names.sorted()
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
