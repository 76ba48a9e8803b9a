/// The files a project is loaded from: the working tree, or a revision read through git.
///
/// Paths are relative to the repository's root, with `/`.
public protocol FileSource: Sendable {
  /// - Throws: `Diagnostic` with a reason a person understands (missing, a directory, unreadable, too large).
  func read(_ path: String, limit: Int) async throws -> [UInt8]
  func kind(of path: String) async -> FileKind
  /// Every file below a folder that git does not ignore, sorted bytewise; all files where there is no git.
  func list(under folder: String) async throws -> [String]
  /// Where a file lies on this machine's disk, so that a large one is read in pieces; nil where it lies nowhere, as in git.
  ///
  /// Never a path that leads out of the repository, by a symbolic link or otherwise.
  func localPath(of path: String) -> String?
}

extension FileSource {
  public func localPath(of path: String) -> String? { nil }
}

public enum FileKind: Hashable, Sendable { case file, folder, missing }

/// A commit, by its full object name.
public struct Revision: Hashable, Sendable {
  public let name: String
  /// As a person wrote it (`origin/main`), where one did.
  public let label: String?

  public init(name: String, label: String? = nil) {
    self.name = name
    self.label = label
  }

  public var short: String { String(name.prefix(7)) }
}

/// What is asked of version control.
public protocol Revisions: Sendable {
  /// The commit that a reference names; nil when there is none of that name.
  func resolve(_ reference: String) async throws -> Revision?
  /// Where the working tree's history left `target`'s; nil when there is none to be had.
  func mergeBase(with target: Revision) async throws -> Revision?
  func head() async throws -> Revision?
  func files(at revision: Revision) -> any FileSource
  /// Paths that differ between a revision and the working tree, untracked ones included.
  func changes(since revision: Revision) async throws -> [String]
  /// Whether the history is cut off, so that a missing base may be fetched.
  func isShallow() async -> Bool
}
