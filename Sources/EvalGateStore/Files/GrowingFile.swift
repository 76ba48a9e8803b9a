public import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A file that others read while it is written: each piece is in it whole the moment it is known.
public final class GrowingFile: Sendable {
  private let path: String
  private let descriptor: Descriptor

  /// Begins it anew. A pipe or a device is written as it is.
  /// - Throws: `Diagnostic` when it cannot be written.
  public init(at path: String) throws(Diagnostic) {
    self.path = path
    do throws(SystemError) {
      try FilePaths.makeFolder(FilePaths.folder(of: path))
      let isSpecial = FilePaths.exists(path) && !FilePaths.isFile(path)
      descriptor = try Descriptor(path, O_WRONLY | O_APPEND | (isSpecial ? 0 : O_CREAT | O_TRUNC))
    } catch {
      throw error.writing(path)
    }
  }

  /// Adds a piece, in one call of the system where that takes it whole.
  /// - Throws: `Diagnostic` when it cannot be written, mostly because the disk is full.
  public func write(_ bytes: [UInt8]) throws(Diagnostic) {
    do throws(SystemError) { try descriptor.write(bytes) } catch { throw error.writing(path) }
  }
}
