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
      // Without waiting: a named pipe would never answer.
      let descriptor = try Descriptor(place, O_RDONLY | O_NONBLOCK)
      let status = try descriptor.status
      guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(number: EISDIR) }
      guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(number: ENODEV) }
      guard Int(status.st_size) <= limit else { throw SystemError(number: EFBIG) }
      let bytes = try descriptor.read(Int(status.st_size) + 1, at: 0)
      guard bytes.count <= limit else { throw SystemError(number: EFBIG) }
      return bytes
    } catch {
      throw Self.diagnostic(error, path, limit)
    }
  }

  public func kind(of path: String) async -> FileKind {
    guard let place = try? place(of: path), let status = FilePaths.status(of: place) else { return .missing }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .missing
    }
  }

  public func localPath(of path: String) -> String? { try? place(of: path) }

  public func list(under folder: String) async throws -> [String] {
    let path = try RepositoryPath(folder).text
    _ = try place(of: path)
    let names = await namesFromGit(under: path) ?? walk(under: path)
    return Set(names.map(PathBytes.init)).sorted().map(\.path).filter { name in
      // Git names what its index has, even where the file is gone, and submodules, which are folders.
      FilePaths.isFile(FilePaths.joined(root, name))
    }
  }

  /// Nil where there is no git to ask.
  private func namesFromGit(under folder: String) async -> [String]? {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"]
    guard let output = try? await Git(folder: root).run(arguments + (folder.isEmpty ? [] : [folder]), limit: 1 << 30)
    else { return nil }
    return output.isSuccess ? output.names : nil
  }

  /// Folders that never hold what a user wrote.
  private static let ignored: Set<String> = [".git", ".build", "node_modules", ".evalgate"]

  private func walk(under folder: String) -> [String] {
    var found: [String] = []
    var folders = [folder]
    while let folder = folders.popLast() {
      // A folder that may not be read holds nothing for us.
      for name in (try? FilePaths.names(in: FilePaths.joined(root, folder))) ?? [] {
        let path = FilePaths.joined(folder, name)
        var status = stat()
        // Links to folders are not followed, so a walk always ends.
        guard lstat(FilePaths.joined(root, path), &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          if !Self.ignored.contains(name) { folders.append(path) }
        } else {
          found.append(path)
        }
      }
    }
    return found
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
    switch error.number {
    case EFBIG:
      Diagnostic(
        .unreadableFile, "\(path) is larger than \(limit) bytes", at: SourceLocation(path: path),
        help: "split it into smaller files")
    case ENODEV, ENXIO:
      Diagnostic(
        .unreadableFile, "\(path) is a pipe or a device, not a file", at: SourceLocation(path: path),
        help: "name an ordinary file")
    default: error.reading(path)
    }
  }
}
