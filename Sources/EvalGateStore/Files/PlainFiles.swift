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
      let descriptor = try Descriptor(reading: path)
      let size = try descriptor.size
      guard size <= limit else { throw SystemError(number: EFBIG) }
      return try descriptor.read(size, at: 0)
    } catch {
      throw error.reading(path)
    }
  }

  /// Opens a regular file or a pipe that a person named.
  package static func open(_ path: String) throws(Diagnostic) -> Descriptor {
    do throws(SystemError) { return try Descriptor(reading: path, takesPipes: true) } catch {
      throw error.reading(path)
    }
  }

  /// Finds out before any work is done for it whether a file can be written.
  /// - Throws: `Diagnostic` when the path is a folder, or the nearest folder above it that exists may not be written.
  public static func checkWritable(_ path: String) throws(Diagnostic) {
    do throws(SystemError) {
      var status = stat()
      if stat(path, &status) == 0 {
        guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(number: EISDIR) }
        if status.st_mode & S_IFMT != S_IFREG {
          guard access(path, W_OK) == 0 else { throw .last }
          return
        }
      } else if errno != ENOENT, errno != ENOTDIR {
        throw .last
      }
      var folder = FilePaths.folder(of: path)
      while !FilePaths.exists(folder), folder != ".", folder != "/" { folder = FilePaths.folder(of: folder) }
      guard FilePaths.isFolder(folder) else { throw SystemError(number: ENOTDIR) }
      guard access(folder, W_OK | X_OK) == 0 else { throw .last }
    } catch {
      throw error.writing(path)
    }
  }

  /// Whether there is anything at a path.
  public static func exists(_ path: String) -> Bool { FilePaths.exists(path) }

  /// Whether a path leads to a folder.
  public static func isFolder(_ path: String) -> Bool { FilePaths.isFolder(path) }

  /// The path without symbolic links; nil where there is nothing.
  public static func resolved(_ path: String) -> String? { FilePaths.resolved(path) }

  /// Where a file of this path comes to lie, links followed; the path itself where its folder is not there yet.
  public static func place(of path: String) -> String {
    FilePaths.end(ofLink: path) ?? path
  }

  /// Whether two paths lead to one file, by links of any kind or by another spelling.
  public static func areSame(_ path: String, _ other: String) -> Bool {
    guard let one = FilePaths.status(of: path), let two = FilePaths.status(of: other) else { return false }
    return one.st_ino == two.st_ino && one.st_dev == two.st_dev
  }

  /// Whether a path leads to a pipe, which has no size and can be read once.
  public static func isPipe(_ path: String) -> Bool {
    FilePaths.status(of: path).map { $0.st_mode & S_IFMT == S_IFIFO } ?? false
  }

  /// Whether a path leads to a device, a pipe or a folder rather than to a file.
  public static func isSpecial(_ path: String) -> Bool { FilePaths.exists(path) && !FilePaths.isFile(path) }

  /// How large a file is, in bytes; 0 where there is none yet.
  /// - Throws: `Diagnostic` when it is there and cannot be looked at, or is a folder.
  public static func size(of path: String) throws(Diagnostic) -> Int {
    do throws(SystemError) {
      guard let status = FilePaths.status(of: path) else { return 0 }
      guard status.st_mode & S_IFMT != S_IFDIR else { throw SystemError(number: EISDIR) }
      return Int(status.st_size)
    } catch {
      throw error.writing(path)
    }
  }

  /// Adds to the end of a file, which is made where there is none.
  /// - Throws: `Diagnostic` when it cannot be written.
  public static func append(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    do throws(SystemError) {
      try Descriptor(path, O_WRONLY | O_CREAT | O_APPEND).write(bytes)
    } catch {
      throw error.writing(path)
    }
  }

  /// Writes a file whole or not at all.
  public static func write(_ bytes: [UInt8], to path: String) throws { try write(to: path) { try $0.write(bytes) } }

  /// The same, stretch by stretch.
  public static func write(to path: String, _ body: (NewFile) throws -> Void) throws {
    try AtomicFile.write(path) { try body(NewFile(file: $0)) }
  }

  /// A file that is being written.
  public struct NewFile {
    let file: AtomicFile
    public func write(_ bytes: [UInt8]) throws { try file.write(bytes) }
  }
}
