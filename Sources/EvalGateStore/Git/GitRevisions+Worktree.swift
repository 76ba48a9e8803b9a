public import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The files of a revision in a folder of their own, for programs that have to run there.
public struct Worktree: Sendable {
  /// Where the project's root is in it.
  public let root: String
  private let parent: String
  private let git: Git
  private let lock: WorktreeLock

  fileprivate init(in parent: String, lock: WorktreeLock, git: Git) {
    self.parent = parent
    self.git = git
    self.lock = lock
    root = parent + Self.name
  }

  /// Takes the folder away again. What cannot be removed is left to the system's own cleaning and to `git worktree prune`.
  public func remove() async { await Self.remove(parent, git) }

  /// Forced twice: where git was killed while it made the checkout, it counts as locked.
  fileprivate static func remove(_ parent: String, _ git: Git) async {
    _ = try? await git.run(["worktree", "remove", "--force", "--force", parent + name])
    WorktreeLock.forget(in: parent)
    rmdir(parent)
  }

  fileprivate static let name = "/base"
}

extension GitRevisions {
  /// Checks a revision out into a temporary folder; no hook of the repository is run.
  ///
  /// - Throws: `Diagnostic` when git cannot.
  public func worktree(at revision: Revision) async throws -> Worktree {
    await removeOrphans()
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/evalgate-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Diagnostic(
        .unwritableFile, "there is no room for a checkout of the base in \(parent)",
        help: "set TMPDIR to a folder that can be written")
    }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do {
      let lock = try WorktreeLock(in: folder)
      _ = try await git.output(["worktree", "add", "--detach", "--quiet", folder + Worktree.name, revision.name])
      return Worktree(in: folder, lock: lock, git: git)
    } catch {
      WorktreeLock.forget(in: folder)
      rmdir(folder)
      throw error
    }
  }

  /// Removes the checkouts that processes left which were killed. Git names those of this repository, wherever they lie; whoever
  /// still works in one holds its lock.
  private func removeOrphans() async {
    guard let output = try? await git.run(["worktree", "list", "--porcelain", "-z"]), output.isSuccess else { return }
    for entry in output.names where entry.hasPrefix("worktree ") && entry.hasSuffix(Worktree.name) {
      let parent = String(entry.dropFirst("worktree ".count).dropLast(Worktree.name.count))
      guard let lock = WorktreeLock(orphanedIn: parent) else { continue }
      await Worktree.remove(parent, git)
      withExtendedLifetime(lock) {}
    }
  }
}
