/// A parsed JSON text that keeps its bytes and one 16-byte entry a value; strings and numbers are made when asked for.
///
/// For hot paths that look at a few members of a text. `JSONValue` is the handier form for everything else.
public final class JSONDocument: Sendable {
  let bytes: [UInt8]
  let tape: [TapeEntry]

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
    let bytes = bytes
    return StringDecoder.string(
      bytes.span, offset: Int(entry.offset), count: Int(entry.count),
      hasEscapes: entry.kind == .string && entry.flag)
  }

  /// Where on the tape the value of a key stands, by a walk over the members of the object at `index`.
  func value(of key: UnsafeBufferPointer<UInt8>, in index: Int) -> Int? {
    var place = index + 1
    for _ in 0..<tape[index].count {
      if isKey(tape[place], key) { return place + 1 }
      place = Int(tape[place + 1].next)
    }
    return nil
  }

  /// Whether a key is these bytes, without making a string where it has no escapes.
  func isKey(_ entry: TapeEntry, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    if entry.flag { return text(of: entry).withBytes { $0.elementsEqual(key) } }
    guard Int(entry.count) == key.count else { return false }
    let start = Int(entry.offset)
    for place in key.indices where bytes[start + place] != key[place] { return false }
    return true
  }

  private static func tape(of source: Span<UInt8>, limits: JSONLimits) throws(Fault) -> [TapeEntry] {
    guard source.count <= limits.bytes else { throw Fault(.sizeLimit, at: limits.bytes) }
    if startsWithByteOrderMark(source) { throw Fault(.byteOrderMark, at: 0) }
    var parser = TapeParser(depthLimit: limits.depth, byteCount: source.count)
    do throws(Fault) {
      try parser.parse(source)
    } catch {
      throw Wrapping.fault(insteadOf: error, in: source, depthLimit: limits.depth) ?? error
    }
    return parser.tape.array
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
