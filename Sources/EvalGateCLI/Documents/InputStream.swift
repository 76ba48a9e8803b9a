import EvalGateCore
import EvalGateStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a command line names (a file, a pipe, or standard input as `-`), read in pieces, so that a limit holds before what is too
/// large is in memory.
final class InputStream {
  private let file: String
  private let number: Int32
  /// Closed with the stream; nil for standard input.
  private let owned: Descriptor?
  private var buffer: [UInt8] = []
  /// How much of the buffer was handed out.
  private var start = 0
  private var isAtEnd = false
  private var lines = 0

  private static let piece = 1 << 18

  init(_ file: String) throws(Diagnostic) {
    self.file = file
    owned = file == "-" ? nil : try PlainFiles.open(Host.absolute(file))
    number = owned?.number ?? STDIN_FILENO
  }

  /// All of it; nil where it is more than `limit` bytes.
  func whole(limit: Int) throws(Diagnostic) -> [UInt8]? {
    while !isAtEnd, buffer.count <= limit { try refill() }
    return buffer.count > limit ? nil : buffer
  }

  /// The next line without its line feed, its bytes nil where they are more than `limit`; nil after the last.
  func nextLine(limit: Int) throws(Diagnostic) -> (number: Int, bytes: [UInt8]?)? {
    var searched = start
    var isTooLong = false
    while true {
      if let end = lineFeed(from: searched) {
        defer { start = end + 1 }
        return take(upTo: end, isTooLong || end - start > limit)
      }
      let waiting = buffer.count - start
      if isAtEnd {
        guard waiting > 0 || isTooLong else { return nil }
        defer { start = buffer.count }
        return take(upTo: buffer.count, isTooLong || waiting > limit)
      }
      if waiting > limit { isTooLong = true }
      buffer.removeSubrange(..<(isTooLong ? buffer.count : start))
      start = 0
      searched = buffer.count
      try refill()
    }
  }

  private func take(upTo end: Int, _ isTooLong: Bool) -> (number: Int, bytes: [UInt8]?) {
    lines += 1
    return (lines, isTooLong ? nil : Array(buffer[start..<end]))
  }

  private func lineFeed(from place: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, place < bytes.count,
        let found = memchr(base + place, 0x0A, bytes.count - place)
      else { return nil }
      return base.distance(to: UnsafeRawPointer(found))
    }
  }

  private func refill() throws(Diagnostic) {
    var count = 0
    var reason: Int32 = 0
    buffer += [UInt8](unsafeUninitializedCapacity: Self.piece) { piece, filled in
      repeat { count = read(number, piece.baseAddress, piece.count) } while count < 0 && errno == EINTR
      reason = errno
      filled = max(0, count)
    }
    isAtEnd = count == 0
    guard count >= 0 else {
      throw Diagnostic(
        .input,
        "\(file == "-" ? "standard input" : file) cannot be read to its end: \(String(cString: strerror(reason)))",
        help: "give a file, or a shorter stream")
    }
  }
}
