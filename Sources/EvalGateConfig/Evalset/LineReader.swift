import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The lines of a case file one after another, with a fixed amount of memory however large the file and its lines are.
struct LineReader {
  /// One line without its end.
  struct Line: Sendable {
    let bytes: [UInt8]
    /// Counted from 1.
    let number: Int
    /// Where it begins in the file.
    let offset: Int
  }

  enum Step: Sendable {
    case line(Line)
    /// A line over the limit, of which nothing was kept.
    case tooLong(number: Int)
    case unreadable
    case end
  }

  /// The longest line: a case of 8 MiB is a mistake, and a line of 1 GB an attack.
  static let longestLine = 8 << 20
  private static let chunk = 1 << 18

  private let file: CaseFile
  private let limit: Int
  private var buffer: [UInt8] = []
  /// How much of the buffer was handed out.
  private var start = 0
  /// Where the buffer begins in the file.
  private var base = 0
  private var number = 0
  /// Whether the file cannot be read any further.
  private var isOver = false
  /// Over the bytes as they went by.
  private(set) var digest = DigestStream()

  init(_ file: CaseFile, limit: Int = LineReader.longestLine) {
    self.file = file
    self.limit = limit
  }

  mutating func next() -> Step {
    if isOver { return .end }
    var searched = start
    var isSkipping = false
    while true {
      if let end = newline(from: searched) {
        number += 1
        defer { start = end + 1 }
        return isSkipping || end - start > limit ? .tooLong(number: number) : .line(line(upTo: end))
      }
      searched = buffer.count
      if searched - start > limit {
        isSkipping = true
        drop(searched)
        searched = start
      }
      guard let more = file.read(Self.chunk, at: base + buffer.count) else {
        isOver = true
        return .unreadable
      }
      if more.isEmpty {
        guard start < buffer.count || isSkipping else { return .end }
        number += 1
        defer { drop(buffer.count) }
        return isSkipping ? .tooLong(number: number) : .line(line(upTo: buffer.count))
      }
      let waiting = searched - start
      drop(start)
      digest.update(more)
      buffer.append(contentsOf: more)
      searched = waiting
    }
  }

  private func newline(from place: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard place < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + place, 0x0A, bytes.count - place)
      else { return nil }
      return base.distance(to: UnsafeRawPointer(found))
    }
  }

  private func line(upTo end: Int) -> Line {
    let hasReturn = end > start && buffer[end - 1] == 0x0D
    return Line(bytes: Array(buffer[start..<(hasReturn ? end - 1 : end)]), number: number, offset: base + start)
  }

  /// Forgets the first `count` bytes of the buffer.
  private mutating func drop(_ count: Int) {
    buffer.removeSubrange(..<count)
    base += count
    start = 0
  }
}
