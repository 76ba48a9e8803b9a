#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A parsed JSON text that keeps its bytes and one 16-byte entry a value; strings and numbers are made when asked for.
///
/// For hot paths that look at a few members of a text. `JSONValue` is the handier form for everything else.
public final class JSONDocument: Sendable {
  let bytes: [UInt8]
  let tape: PlainList<TapeEntry>

  /// Reads a text strictly by RFC 8259: UTF-8 without byte order mark, each key once, nothing repaired.
  ///
  /// Numbers of any size and precision are accepted and keep their text, see `JSONNumber.isExactInDouble`.
  public init(parsing bytes: [UInt8], limits: JSONLimits = .default) throws(JSONError) {
    self.bytes = bytes
    do throws(Fault) {
      tape = try Self.tape(of: bytes.span, limits: limits)
    } catch {
      throw JSONError(error, in: bytes.span)
    }
  }

  /// Reads a text strictly, see `init(parsing:limits:)` for bytes.
  public convenience init(parsing text: String, limits: JSONLimits = .default) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }

  /// The value of the whole text.
  public var root: JSONNode { JSONNode(document: self, index: 0) }

  /// The line and column of a byte, counted from the start of the text.
  public func position(of offset: Int) -> TextPosition {
    let bytes = bytes
    return TextPosition(of: offset, in: bytes.span)
  }

  /// The text of a string's or a number's entry.
  func text(of entry: TapeEntry) -> String {
    guard entry.kind == .string, entry.flag else {
      return withBytes(of: entry) { String(decoding: $0, as: UTF8.self) }
    }
    let bytes = bytes
    return StringDecoder.string(bytes.span, offset: Int(entry.offset), count: Int(entry.count), hasEscapes: true)
  }

  /// The bytes of a scalar's entry as they stand, of a string without its quotes.
  @inline(__always)
  func withBytes<R>(of entry: TapeEntry, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    bytes.withUnsafeBufferPointer { bytes in
      body(UnsafeBufferPointer(rebasing: bytes[Int(entry.offset)..<Int(entry.offset) + Int(entry.count)]))
    }
  }

  /// The value of a number's entry that is an integer of at most 15 digits; nil for another number.
  func plainInteger(of entry: TapeEntry) -> Int? {
    guard !entry.flag else { return nil }
    return withBytes(of: entry) { digits in
      var magnitude = 0
      let isNegative = digits.first == Byte.minus
      for digit in isNegative ? digits[1...] : digits[...] { magnitude = magnitude &* 10 &+ Int(digit &- Byte.zero) }
      return isNegative ? -magnitude : magnitude
    }
  }

  /// Where on the tape the value of a key stands, by a walk over the members of the object at `index`.
  func value(of key: UnsafeBufferPointer<UInt8>, in index: Int) -> Int? {
    place(of: key, from: index + 1, to: Int(tape[index].next)).map { $0 + 1 }
  }

  /// Where on the tape a key stands, by a walk over the members whose keys stand at `start` and behind it.
  func place(of key: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int? {
    var place = start
    while place < end {
      if isKey(place, key) { return place }
      place = Int(tape[place + 1].next)
    }
    return nil
  }

  /// One bit of 64 for each key from `start` to `end`. A key whose bit is not among them is none of these.
  func keyMarks(from start: Int, to end: Int) -> UInt64 {
    var marks: UInt64 = 0
    var place = start
    while place < end {
      let entry = tape[place]
      // With an escape it may be any.
      marks |= entry.flag ? .max : withBytes(of: entry) { Self.mark(of: $0) }
      place = Int(tape[place + 1].next)
    }
    return marks
  }

  /// The bit of a key, by its length and its ends.
  @inline(__always)
  static func mark(of key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard let first = key.first, let last = key.last else { return 1 }
    let ends = UInt64(first) | UInt64(last) &<< 8 | UInt64(truncatingIfNeeded: key.count) &<< 16
    return 1 &<< ((ends &* 0x9E37_79B9_7F4A_7C15) &>> 58)
  }

  /// Whether the key at a place of the tape is these bytes, without making a string where it has no escapes.
  @inline(__always)
  func isKey(_ place: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let entry = tape[place]
    if entry.flag { return text(of: entry).withBytes { $0.elementsEqual(key) } }
    guard Int(entry.count) == key.count else { return false }
    return withBytes(of: entry) { written in
      guard let a = written.baseAddress, let b = key.baseAddress else { return key.isEmpty }
      return memcmp(a, b, key.count) == 0
    }
  }

  private static func tape(of source: Span<UInt8>, limits: JSONLimits) throws(Fault) -> PlainList<TapeEntry> {
    guard source.count <= limits.bytes else { throw Fault(.sizeLimit, at: limits.bytes) }
    if startsWithByteOrderMark(source) { throw Fault(.byteOrderMark, at: 0) }
    var parser = TapeParser(depthLimit: limits.depth, byteCount: source.count)
    do throws(Fault) {
      try parser.parse(source)
    } catch {
      throw Wrapping.fault(insteadOf: error, in: source, depthLimit: limits.depth) ?? error
    }
    return parser.finished()
  }

  /// Whether the text begins with U+FEFF in UTF-8 or UTF-16.
  private static func startsWithByteOrderMark(_ source: Span<UInt8>) -> Bool {
    guard source.count >= 2 else { return false }
    switch (source[0], source[1]) {
    case (0xFE, 0xFF), (0xFF, 0xFE): return true
    case (0xEF, 0xBB): return source.count >= 3 && source[2] == 0xBF
    default: return false
    }
  }
}
