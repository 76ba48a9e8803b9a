import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The bytes of a case file: on this machine's disk, read in pieces, or whole in memory where they came from git.
enum CaseFile: Sendable {
  case disk(OpenFile)
  case memory([UInt8])

  var size: Int {
    switch self {
    case .disk(let file): file.size
    case .memory(let bytes): bytes.count
    }
  }

  /// Up to `count` bytes at a place, fewer only at the end; nil when they cannot be read.
  func read(_ count: Int, at offset: Int) -> [UInt8]? {
    switch self {
    case .disk(let file): return file.read(count, at: offset)
    case .memory(let bytes):
      let start = min(offset, bytes.count)
      return Array(bytes[start..<min(start + count, bytes.count)])
    }
  }
}

/// An open file, closed when nobody holds it any more.
///
/// It stays open for a whole run: a file that is moved over the old one does not change what is read.
final class OpenFile: Sendable {
  private let descriptor: Int32

  /// Nil when it cannot be opened for reading or is no plain file; a pipe is not waited for.
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
  }

  deinit { close(descriptor) }

  var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  func read(_ count: Int, at offset: Int) -> [UInt8]? {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = pread(descriptor, base + filled, count - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        failed = got < 0
        if got <= 0 { return }
        filled += got
      }
    }
    return failed ? nil : bytes
  }
}
