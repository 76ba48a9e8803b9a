import EvalGateCore

/// The bytes of a file that are known to be UTF-8, without a byte order mark at their start.
struct SourceText: Sendable {
  let path: String
  let bytes: [UInt8]
  let hadByteOrderMark: Bool

  /// - Throws: `file/encoding` with the place of the first byte that is no UTF-8.
  init(_ raw: [UInt8], path: String) throws(Diagnostic) {
    self.path = path
    hadByteOrderMark = raw.starts(with: [0xEF, 0xBB, 0xBF])
    bytes = hadByteOrderMark ? Array(raw.dropFirst(3)) : raw
    if raw.starts(with: [0xFF, 0xFE]) || raw.starts(with: [0xFE, 0xFF]) {
      throw Diagnostic(
        .encoding, "the file is UTF-16", at: SourceLocation(path: path),
        help: "save it as UTF-8 without a byte order mark")
    }
    if let offset = UTF8Check.firstInvalidByte(of: bytes) {
      throw Diagnostic(
        .encoding, "invalid UTF-8: byte \(Self.hexadecimal(bytes[offset]))", at: place(of: offset),
        help: "save the file as UTF-8", excerpt: excerpt(line: place(of: offset).line))
    }
  }

  /// The place of a byte, counted from the start.
  func place(of offset: Int, length: Int = 1) -> SourceLocation {
    var cursor = PlaceCursor(path: path)
    return bytes.withUnsafeBufferPointer { cursor.place(of: offset, in: $0, length: length) }
  }

  /// A line without its end, or nil where there is none or it is too long to be shown.
  func excerpt(line: Int) -> String? { lines.excerpt(line, of: bytes) }

  /// Where each line begins: made when asked for, and worth keeping by who asks often.
  var lines: LineTable { LineTable(bytes) }

  static let longestExcerpt = 16_384

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "0x" + (digits.count == 1 ? "0" : "") + digits
  }
}

/// The lines of a text; they end with LF, CR LF or CR.
struct LineTable: Sendable {
  private var starts = [0]

  init(_ bytes: [UInt8]) {
    for (offset, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
      if byte == 0x0D, offset + 1 < bytes.count, bytes[offset + 1] == 0x0A { continue }
      starts.append(offset + 1)
    }
  }

  /// The bytes of a line without its end, counted from 1; nil where there is no such line.
  func range(_ line: Int, of bytes: [UInt8]) -> Range<Int>? {
    guard line >= 1, line <= starts.count else { return nil }
    let start = starts[line - 1]
    var end = line < starts.count ? starts[line] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return line == starts.count && start == end ? nil : start..<end
  }

  func excerpt(_ line: Int, of bytes: [UInt8]) -> String? {
    guard let range = range(line, of: bytes), range.count <= SourceText.longestExcerpt else { return nil }
    return String(decoding: bytes[range], as: UTF8.self)
  }
}

/// Well-formedness by table 3-7 of the Unicode standard.
enum UTF8Check {
  /// The offset of the first byte that begins no well-formed sequence; nil when all is well.
  static func firstInvalidByte(of bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBufferPointer { firstInvalidByte(of: $0) }
  }

  static func firstInvalidByte(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var offset = 0
    let count = bytes.count
    while offset < count {
      let byte = bytes[offset]
      if byte < 0x80 {
        offset += 1
        continue
      }
      guard let (length, second) = sequence(after: byte), offset + length <= count,
        second.contains(bytes[offset + 1])
      else { return offset }
      for place in (offset + 2)..<(offset + max(length, 2)) where bytes[place] & 0xC0 != 0x80 { return offset }
      offset += length
    }
    return nil
  }

  private static func sequence(after lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>)? {
    switch lead {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xE1...0xEF: (3, 0x80...0xBF)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: nil
    }
  }
}
