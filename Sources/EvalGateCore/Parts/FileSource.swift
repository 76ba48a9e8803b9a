/// The files a project is loaded from: the working tree, or a revision read through git.
///
/// Paths are relative to the repository's root, with `/`.
public protocol FileSource: Sendable {
  /// - Throws: `Diagnostic` with a reason a person understands (missing, a directory, unreadable, too large).
  func read(_ path: String, limit: Int) async throws -> [UInt8]
  func kind(of path: String) async -> FileKind
  /// What is below a folder and git does not ignore; everything where there is no git.
  func listing(under folder: String) async throws -> FileListing
  /// Where a file lies on this machine's disk, so that a large one is read in pieces; nil where it lies nowhere, as in git.
  ///
  /// Never a path that leads out of the repository, by a symbolic link or otherwise.
  func localPath(of path: String) -> String?
  /// Where a path leads once links are followed, from the root; nil where nothing of the repository is there. One that begins with
  /// `/` is a place on this machine's disk.
  func destination(of path: String) async -> String?
  /// The commit that another repository in a folder of this one stands at (a submodule); nil where there is none.
  /// - Throws: `Diagnostic` where it cannot be told.
  func commit(ofSubmodule path: String) async throws -> String?
  /// What a symbolic link says, as it is written; nil where there is none.
  func link(at path: String) async -> String?
  /// The digests of what version control keeps of files: what a checkout does to line ends is none of their content.
  /// - Throws: `Diagnostic` for a file that cannot be read.
  func digests(of paths: [String], limit: Int) async throws -> [String: Digest]
  /// The first thing that is there, was asked for and could not be had, whoever passed that over; nil where nothing was missed.
  func absence() async -> Diagnostic?
}

extension FileSource {
  public func localPath(of path: String) -> String? { nil }
  public func destination(of path: String) async -> String? { path.hasPrefix("/") ? nil : path }
  public func commit(ofSubmodule path: String) async throws -> String? { nil }
  public func link(at path: String) async -> String? { nil }
  public func absence() async -> Diagnostic? { nil }

  public func digests(of paths: [String], limit: Int) async throws -> [String: Digest] {
    var digests: [String: Digest] = [:]
    for path in paths { digests[path] = Digest(of: try await read(path, limit: limit)) }
    return digests
  }

  /// The paths of a listing by themselves.
  public func list(under folder: String) async throws -> [String] { try await listing(under: folder).paths }
}

public enum FileKind: Hashable, Sendable {
  case file, folder, missing
  /// Something is there, and it can be read as neither: what it is, such as "a symbolic link that leads nowhere".
  ///
  /// It is never taken for missing, because what is missing falls back to something milder: a default, or nothing at all.
  case unusable(String)
}

/// What a folder holds.
public struct FileListing: Hashable, Sendable {
  /// Files, sorted bytewise, and what stands in a file's place: a link wherever it leads, a pipe. Such a path says what it is when
  /// it is read.
  public let paths: [String]
  /// Those of them that are symbolic links.
  public let links: Set<String>
  /// Folders in which another repository stands (submodules); nothing in them is listed.
  public let submodules: [String]
  /// Folders that could not be looked into, one problem each. A suite in there would be passed over, so they end a run.
  public let problems: [Diagnostic]

  public init(
    _ paths: [String], links: Set<String> = [], submodules: [String] = [], problems: [Diagnostic] = []
  ) {
    self.paths = paths
    self.links = links
    self.submodules = submodules
    self.problems = problems
  }
}

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

  /// Whether a person named it by the beginning of its hash, which nothing else can mean.
  package var isNamedByHash: Bool { label.map { $0.utf8.count >= 7 && name.hasPrefix($0.lowercased()) } ?? false }
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
