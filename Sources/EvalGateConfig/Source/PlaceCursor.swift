package import EvalGateCore

/// Turns byte offsets into lines and columns, walking forward only, so that all places of a file together cost one pass.
package struct PlaceCursor {
  let path: String
  private var offset = 0
  private var line: Int
  private var column = 1

  /// - Parameter line: the number of the first line, for a text that is a line of a file.
  package init(path: String, line: Int = 1) {
    self.path = path
    self.line = line
  }

  /// The place of a byte that is not before an earlier one asked for.
  mutating func place(of target: Int, in bytes: UnsafeBufferPointer<UInt8>, length: Int = 1) -> SourceLocation {
    advance(to: target, in: bytes)
    return SourceLocation(path: path, line: line, column: column, length: length)
  }

  /// The place of a range of bytes; its length counts characters, up to the end of its first line.
  package mutating func place(of range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> SourceLocation {
    var start = place(of: range.lowerBound, in: bytes)
    advance(to: range.upperBound, in: bytes)
    start.length = line == start.line ? max(1, column - start.column) : 1
    return start
  }

  private mutating func advance(to target: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    let end = min(target, bytes.count)
    while offset < end {
      if end - offset >= 8, let characters = Self.characters(in: bytes, from: offset) {
        column += characters
        offset += 8
        continue
      }
      let byte = bytes[offset]
      if byte >= 0x20 {
        if byte & 0xC0 != 0x80 { column += 1 }
      } else if byte == 0x0A || (byte == 0x0D && !(offset + 1 < bytes.count && bytes[offset + 1] == 0x0A)) {
        line += 1
        column = 1
      } else {
        column += 1
      }
      offset += 1
    }
  }

  /// How many characters begin in the next eight bytes; nil where one of those may be a line end.
  private static func characters(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: start, as: UInt64.self)
    let highBits: UInt64 = 0x8080_8080_8080_8080
    // Below 0x20 in any byte, worked out in all of them at once.
    guard (word &- 0x2020_2020_2020_2020) & ~word & highBits == 0 else { return nil }
    // What goes on with a character has the bits 10 in front.
    return 8 - (word & ~(word &<< 1) & highBits).nonzeroBitCount
  }
}
