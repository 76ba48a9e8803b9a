import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output and standard error, written whole and tolerant of a reader that went away.
///
/// A closed pipe (`| head -1`) is not an error and does not change the exit code, so writing to one falls silent.
final class Console: Sendable {
  enum Stream: Int32, Sendable { case output = 1, error = 2 }

  private let closed = Mutex<Set<Int32>>([])

  func write(_ text: String, to stream: Stream = .output) {
    var text = text
    text.withUTF8 { write($0, to: stream) }
  }

  /// Output that is no text to look at, in pieces of any size.
  func write(_ bytes: [UInt8], to stream: Stream = .output) {
    bytes.withUnsafeBufferPointer { write($0, to: stream) }
  }

  private func write(_ bytes: UnsafeBufferPointer<UInt8>, to stream: Stream) {
    let isClosed = closed.withLock { $0.contains(stream.rawValue) }
    guard !isClosed, !bytes.isEmpty else { return }
    var sent = 0
    while sent < bytes.count {
      let count = systemWrite(stream.rawValue, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
      if count > 0 {
        sent += count
      } else if errno != EINTR {
        closed.withLock { _ = $0.insert(stream.rawValue) }
        return
      }
    }
  }

  func line(_ text: String = "", to stream: Stream = .output) { write(text + "\n", to: stream) }

  static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// Columns of the terminal; nil where there is none.
  static func columns(_ stream: Stream) -> Int? {
    var size = winsize()
    guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
