public import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Files that a command line names, wherever they lie.
public enum PlainFiles {
  /// The whole of a regular file.
  /// - Throws: `Diagnostic` when it is missing, a folder, unreadable or larger than `limit` bytes.
  public static func read(_ path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
    do throws(SystemError) {
      let descriptor = try Descriptor(path, O_RDONLY | O_NONBLOCK)
      let status = try descriptor.status
      guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError(number: EISDIR) }
      guard Int(status.st_size) <= limit else { throw SystemError(number: EFBIG) }
      return try descriptor.read(Int(status.st_size), at: 0)
    } catch {
      throw error.reading(path)
    }
  }

  /// Finds out before any work is done for it whether a file can be written.
  /// - Throws: `Diagnostic` when the path is a folder, or the nearest folder above it that exists may not be written.
  public static func checkWritable(_ path: String) throws(Diagnostic) {
    do throws(SystemError) {
      if let status = FilePaths.status(of: path) {
        guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(number: EISDIR) }
        if status.st_mode & S_IFMT != S_IFREG { return }
      }
      var folder = FilePaths.folder(of: path)
      while !FilePaths.exists(folder), folder != ".", folder != "/" { folder = FilePaths.folder(of: folder) }
      guard FilePaths.isFolder(folder) else { throw SystemError(number: ENOTDIR) }
      guard access(folder, W_OK | X_OK) == 0 else { throw .last }
    } catch {
      throw error.writing(path)
    }
  }

  /// The path without symbolic links; nil where there is nothing.
  public static func resolved(_ path: String) -> String? { FilePaths.resolved(path) }

  /// Whether a path leads to a pipe, which has no size and can be read once.
  public static func isPipe(_ path: String) -> Bool {
    FilePaths.status(of: path).map { $0.st_mode & S_IFMT == S_IFIFO } ?? false
  }

  /// Whether a path leads to a device, a pipe or a folder rather than to a file.
  public static func isSpecial(_ path: String) -> Bool { FilePaths.exists(path) && !FilePaths.isFile(path) }

  /// Writes a file whole or not at all.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    try AtomicFile.write(path) { try $0.write(bytes) }
  }
}
