#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open file, closed when nobody holds it any more. Never inherited by a child.
package final class Descriptor: Sendable {
  package let number: Int32

  init(_ path: String, _ flags: Int32, mode: mode_t = 0o644) throws(SystemError) {
    var result: Int32
    repeat { result = open(path, flags | O_CLOEXEC, mode) } while result < 0 && errno == EINTR
    guard result >= 0 else { throw .last }
    number = result
  }

  /// Opens an ordinary file for reading and nothing else: a pipe would never answer, and a device has no end.
  ///
  /// - Parameter takesPipes: for what a person named and waits for.
  init(reading path: String, takesPipes: Bool = false) throws(SystemError) {
    var result: Int32
    let waiting = takesPipes ? 0 : O_NONBLOCK
    repeat { result = open(path, O_RDONLY | waiting | O_CLOEXEC) } while result < 0 && errno == EINTR
    guard result >= 0 else { throw .last }
    var status = stat()
    let isRead = fstat(result, &status) == 0
    let kind = status.st_mode & S_IFMT
    guard isRead, kind == S_IFREG || (takesPipes && kind == S_IFIFO) else {
      close(result)
      throw SystemError(number: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : ENODEV)
    }
    number = result
  }

  deinit {
    // A child that was forked and has not yet become its program still holds the file open, and with it the lock.
    unlock()
    close(number)
  }

  var size: Int {
    get throws(SystemError) { Int(try status.st_size) }
  }

  var status: stat {
    get throws(SystemError) {
      var status = stat()
      guard fstat(number, &status) == 0 else { throw .last }
      return status
    }
  }

  /// Whether the file still has a name, that is, was not moved over or removed meanwhile.
  var hasName: Bool { ((try? status.st_nlink) ?? 0) > 0 }

  /// Writes everything, in one call wherever the system takes it whole.
  /// - Throws: with `written` bytes possibly already in the file; the caller decides whether to cut them off.
  func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      #if canImport(Darwin)
        let count = Darwin.write(number, base, rest.count)
      #else
        let count = Glibc.write(number, base, rest.count)
      #endif
      if count < 0 {
        if errno == EINTR { continue }
        throw .last
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  func write(_ bytes: [UInt8]) throws(SystemError) {
    // `withUnsafeBytes` hands typed errors on as untyped ones.
    var failure: SystemError?
    bytes.withUnsafeBytes { buffer in
      do throws(SystemError) { try write(buffer) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  /// Reads up to `buffer.count` bytes at a place; fewer only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError) -> Int {
    var filled = 0
    while filled < buffer.count, let base = buffer.baseAddress {
      let count = pread(number, base + filled, buffer.count - filled, off_t(offset + filled))
      if count < 0 {
        if errno == EINTR { continue }
        throw .last
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// `count` bytes at a place; fewer only at the end of the file.
  package func read(_ count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: max(count, 0)) { buffer, filled in
      do throws(SystemError) {
        filled = try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  package func truncate(to size: Int) throws(SystemError) {
    guard ftruncate(number, off_t(size)) == 0 else { throw .last }
  }

  /// Returns when the bytes are on the disk itself.
  package func synchronize() throws(SystemError) {
    #if canImport(Darwin)
      // fsync on macOS leaves the bytes in the drive's own memory.
      if fcntl(number, F_FULLFSYNC) == 0 { return }
      guard fsync(number) == 0 else { throw .last }
    #else
      guard fdatasync(number) == 0 || errno == EINVAL || errno == EROFS else { throw .last }
    #endif
  }

  enum LockOutcome { case taken, held }

  /// Takes the lock that keeps other processes from writing; it is let go when the file is closed.
  func lock(waiting: Bool = false) throws(SystemError) -> LockOutcome {
    while flock(number, waiting ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK: return .held
      default: throw .last
      }
    }
    return .taken
  }

  func unlock() { flock(number, LOCK_UN) }
}
