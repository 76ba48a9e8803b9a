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
  private let folder: String
  private let git: Git

  fileprivate init(folder: String, git: Git) {
    self.folder = folder
    self.git = git
    root = folder
  }

  /// Takes the folder away again. What cannot be removed is left to the system's own cleaning and to `git worktree prune`.
  public func remove() async {
    _ = try? await git.run(["worktree", "remove", "--force", folder])
    rmdir(String(folder.dropLast(Worktree.name.utf8.count)))
  }

  fileprivate static let name = "/base"
}

extension GitRevisions {
  /// Checks a revision out into a temporary folder; no hook of the repository is run.
  ///
  /// - Throws: `Diagnostic` when git cannot.
  public func worktree(at revision: Revision) async throws -> Worktree {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/evalgate-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Diagnostic(
        .unwritableFile, "there is no room for a checkout of the base in \(parent)",
        help: "set TMPDIR to a folder that can be written")
    }
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do {
      _ = try await git.output(["worktree", "add", "--detach", "--quiet", folder + Worktree.name, revision.name])
    } catch {
      rmdir(folder)
      throw error
    }
    return Worktree(folder: folder + Worktree.name, git: git)
  }
}
