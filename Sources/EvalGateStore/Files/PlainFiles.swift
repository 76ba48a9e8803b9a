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

  /// Writes a file whole or not at all.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    try AtomicFile.write(path) { try $0.write(bytes) }
  }
}
