public import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The working tree.
///
/// Nothing outside its root is read, not even through a symbolic link: the paths come from files of a pull request.
public struct DiskFiles: FileSource {
  /// The root as given, for messages, and without symbolic links, to compare with.
  private let root: String
  private let resolvedRoot: String

  /// - Throws: `Diagnostic` when the root is not a folder.
  public init(root: String) throws(Diagnostic) {
    guard let resolved = FilePaths.resolved(root), FilePaths.isFolder(resolved) else {
      throw Diagnostic(
        .unreadableFile, "\(root) is not a folder", at: SourceLocation(path: root), help: "run in the project's folder")
    }
    self.root = root
    resolvedRoot = resolved
  }

  public func read(_ path: String, limit: Int) async throws -> [UInt8] {
    let place = try place(of: path)
    do throws(SystemError) {
      let descriptor = try Descriptor(reading: place)
      let size = try descriptor.size
      guard size <= limit else { throw SystemError(number: EFBIG) }
      let bytes = try descriptor.read(size + 1, at: 0)
      guard bytes.count <= limit else { throw SystemError(number: EFBIG) }
      return bytes
    } catch {
      throw Self.diagnostic(error, path, limit)
    }
  }

  public func kind(of path: String) async -> FileKind {
    guard (try? RepositoryPath(path)) != nil else { return .missing }
    do throws(Diagnostic) {
      return FilePaths.kind(of: try place(of: path))
    } catch {
      return .unusable("a symbolic link that leads out of the repository")
    }
  }

  public func localPath(of path: String) -> String? { try? place(of: path) }

  public func listing(under folder: String) async throws -> FileListing {
    let path = try RepositoryPath(folder).text
    _ = try place(of: path)
    let found = await askGit(under: path) ?? walk(under: path)
    var (paths, links, submodules): ([String], Set<String>, [String]) = ([], [], [])
    for name in Set(found.names.map(PathBytes.init)).sorted().map(\.path) {
      // Git names what its index has, even where the file is gone, and submodules, which are folders.
      switch FilePaths.standing(at: FilePaths.joined(root, name)) {
      case .file: paths.append(name)
      case .link:
        paths.append(name)
        links.insert(name)
      // A repository that nobody added has a slash at its end.
      case .folder where name.utf8.last != UInt8(ascii: "/"): submodules.append(name)
      case .folder, .nothing: break
      }
    }
    return FileListing(paths, links: links, submodules: submodules, problems: found.closed.sorted().map(Self.closed))
  }

  public func destination(of path: String) async -> String? {
    let place =
      path.utf8.first == UInt8(ascii: "/") ? path : (try? RepositoryPath(path)).map { FilePaths.joined(root, $0.text) }
    guard let place, let resolved = FilePaths.resolved(place) else { return nil }
    if resolved.utf8.elementsEqual(resolvedRoot.utf8) { return "" }
    guard PathBytes.isBelow(resolved, resolvedRoot) else { return nil }
    return String(resolved.dropFirst(resolvedRoot.count + 1))
  }

  public func link(at path: String) async -> String? {
    (try? RepositoryPath(path)).flatMap { FilePaths.linkText(of: FilePaths.joined(root, $0.text)) }
  }

  /// A file that has other line ends here than in the index, and that git takes for unmodified, is what the index has of it.
  public func digests(of paths: [String], limit: Int) async throws -> [String: Digest] {
    var digests: [String: Digest] = [:]
    var converted: [String] = []
    for path in paths {
      let bytes = try await read(path, limit: limit)
      digests[path] = Digest(of: bytes)
      if Self.hasOtherLineEnds(bytes) { converted.append(path) }
    }
    guard !converted.isEmpty else { return digests }
    for (path, bytes) in await Git(folder: root).unmodified(converted, limit: limit) {
      digests[path] = Digest(of: bytes)
    }
    return digests
  }

  private static func hasOtherLineEnds(_ bytes: [UInt8]) -> Bool {
    var isAfterReturn = false
    for byte in bytes {
      if isAfterReturn, byte == 0x0A { return true }
      isAfterReturn = byte == 0x0D
    }
    return false
  }

  /// With what was edited in it since.
  public func commit(ofSubmodule path: String) async throws -> String? {
    let path = try RepositoryPath(path).text
    let folder = FilePaths.joined(root, path)
    guard FilePaths.exists(folder + "/.git") else {
      // One that was not fetched is what the index says.
      let line = try await Git(folder: root).output(["ls-files", "-z", "--stage", "--", path]).names.first
      return line.flatMap { line in
        line.hasPrefix("160000 ") ? line.split(separator: " ").dropFirst().first.map(String.init) : nil
      }
    }
    let git = Git(folder: folder)
    let head = try await git.output(["rev-parse", "HEAD"]).line
    let edits = try await git.output(
      ["diff", "HEAD", "--no-ext-diff", "--no-textconv", "--full-index"], limit: 1 << 30)
    return edits.bytes.isEmpty ? head : "\(head) and \(Digest(of: edits.bytes).hex)"
  }

  /// Names, and folders that could not be opened.
  private typealias Found = (names: [String], closed: [String])

  /// Nil where there is no git to ask.
  private func askGit(under folder: String) async -> Found? {
    let git = Git(folder: root)
    guard !git.isOutsideRepositories else { return nil }
    let arguments = ["ls-files", "-z", "--cached"] + Git.untracked + ["--"]
    guard let output = try? await git.run(arguments + (folder.isEmpty ? [] : [folder]), limit: 1 << 30),
      output.isSuccess
    else { return nil }
    return (output.names, output.closedFolders)
  }

  /// Folders that never hold what a user wrote.
  private static let ignored: Set<String> = [".git", ".build", "node_modules", ".evalgate", "__pycache__"]

  private func walk(under folder: String) -> Found {
    var found: Found = ([], [])
    var folders = [folder]
    while let folder = folders.popLast() {
      guard let names = try? FilePaths.names(in: FilePaths.joined(root, folder)) else {
        found.closed.append(folder)
        continue
      }
      for name in names {
        let path = FilePaths.joined(folder, name)
        // Links to folders are not followed, so a walk always ends.
        if FilePaths.isOwnFolder(FilePaths.joined(root, path)) {
          if !Self.ignored.contains(name) { folders.append(path) }
        } else {
          found.names.append(path)
        }
      }
    }
    return found
  }

  private static func closed(_ folder: String) -> Diagnostic {
    let path = folder.isEmpty ? "." : folder
    return Diagnostic(
      .unreadableFile, "the folder `\(path)` cannot be looked into", at: SourceLocation(file: path),
      help: "give this user the right to read it; where nothing of the project is in it, name it in `.gitignore`")
  }

  /// Where a path stands on disk, links followed.
  private func place(of path: String) throws(Diagnostic) -> String {
    let place = FilePaths.joined(root, try RepositoryPath(path).text)
    guard let resolved = FilePaths.resolved(place) else { return place }
    guard
      resolved.utf8.elementsEqual(resolvedRoot.utf8) || resolvedRoot == "/" || PathBytes.isBelow(resolved, resolvedRoot)
    else { throw RepositoryPath.outside(path) }
    return resolved
  }

  private static func diagnostic(_ error: SystemError, _ path: String, _ limit: Int) -> Diagnostic {
    guard error.number == EFBIG else { return error.reading(path) }
    return Diagnostic(
      .unreadableFile, "\(path) is larger than \(limit) bytes", at: SourceLocation(file: path),
      help: "split it into smaller files")
  }
}
