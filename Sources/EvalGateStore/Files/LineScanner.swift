import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One line of a file: where it is and what it holds, without its line feed.
struct ScannedLine {
  /// Counted from 1.
  let number: Int
  let offset: Int
  let bytes: [UInt8]
  /// False for what stands after the last line feed.
  let isTerminated: Bool

  /// Bytes of the line with its line feed.
  var length: Int { bytes.count + (isTerminated ? 1 : 0) }
}

/// Reads a file line by line in large pieces, so that memory holds one line and one piece whatever the file's size.
struct LineScanner {
  private let descriptor: Descriptor
  private let path: String
  private let limit: Int
  private let piece: Int
  /// Bytes read and not yet handed out; `start` is the first of them.
  private var buffer: [UInt8] = []
  private var start = 0
  /// Where in the file the next piece begins.
  private var position = 0
  private var isAtEnd = false
  private var number = 0

  /// - Parameter limit: the longest line that is taken, in bytes.
  init(_ descriptor: Descriptor, path: String, limit: Int, piece: Int = 1 << 20) {
    self.descriptor = descriptor
    self.path = path
    self.limit = limit
    self.piece = piece
  }

  /// The next line, or nil after the last.
  mutating func next() throws(Diagnostic) -> ScannedLine? {
    var searched = start
    while true {
      if let end = Self.lineFeed(in: buffer, from: searched) { return take(upTo: end, isTerminated: true) }
      searched = buffer.count
      if isAtEnd { return start < buffer.count ? take(upTo: buffer.count, isTerminated: false) : nil }
      guard buffer.count - start <= limit else {
        throw Diagnostic(
          .unreadableFile, "a line is longer than \(limit >> 20) MB", at: SourceLocation(path: path, line: number + 1),
          help: "no line that evalgate writes is this long; look at what wrote the file")
      }
      searched -= start
      try refill()
    }
  }

  private mutating func take(upTo end: Int, isTerminated: Bool) -> ScannedLine {
    number += 1
    let line = ScannedLine(
      number: number, offset: position - buffer.count + start, bytes: Array(buffer[start..<end]),
      isTerminated: isTerminated)
    start = end + (isTerminated ? 1 : 0)
    return line
  }

  /// Drops what was handed out and reads the next piece behind what is left.
  private mutating func refill() throws(Diagnostic) {
    buffer.removeSubrange(..<start)
    start = 0
    do throws(SystemError) {
      // Long lines double what is read, so that a line costs linear time however long it is.
      let bytes = try descriptor.read(max(piece, buffer.count), at: position)
      isAtEnd = bytes.isEmpty
      position += bytes.count
      if buffer.isEmpty { buffer = bytes } else { buffer.append(contentsOf: bytes) }
    } catch {
      throw error.reading(path)
    }
  }

  private static func lineFeed(in buffer: [UInt8], from start: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, start < bytes.count,
        let found = memchr(base + start, 0x0A, bytes.count - start)
      else { return nil }
      return base.distance(to: UnsafeRawPointer(found))
    }
  }
}
