/// The extent of a string in a JSON text, its escapes and its UTF-8 checked.
struct StringScan {
  /// The offset of the closing quote.
  let end: Int
  /// Whether its content has to be unescaped.
  let hasEscapes: Bool

  /// Reads the string whose opening quote stands at `start` (RFC 8259 section 7).
  init(_ source: Span<UInt8>, from start: Int) throws(Fault) {
    var place = start + 1
    var hasEscapes = false
    while true {
      place = PlainRun.endOfText(source, place)
      guard place < source.count else { throw Fault(.truncated, at: source.count, other: start) }
      switch source[place] {
      case Byte.quote:
        end = place
        self.hasEscapes = hasEscapes
        return
      case Byte.backslash:
        hasEscapes = true
        place = try Self.escapeEnd(source, place, string: start)
      case 0x80...:
        let isCutOff = UTF8Sequence(source, at: place) == .cutOff
        throw isCutOff ? Fault(.truncated, at: source.count, other: start) : Fault(.invalidUTF8, at: place)
      default: throw Fault(.controlCharacter, at: place)
      }
    }
  }

  /// Checks the escape whose backslash stands at `start` and returns the offset after it. A surrogate pair is one.
  private static func escapeEnd(_ source: Span<UInt8>, _ start: Int, string: Int) throws(Fault) -> Int {
    guard start + 1 < source.count else { throw Fault(.truncated, at: source.count, other: string) }
    switch source[start + 1] {
    case Byte.quote, Byte.backslash, Byte.slash, 0x62, 0x66, 0x6E, 0x72, 0x74: return start + 2
    case Byte.u: break
    default: throw Fault(.badEscape, at: start)
    }
    let unit = try hexUnit(source, start, string: string)
    switch unit {
    case 0xDC00...0xDFFF: throw Fault(.loneSurrogate, at: start)
    case 0xD800...0xDBFF: break
    default: return start + 6
    }
    let second = start + 6
    guard second < source.count else { throw Fault(.truncated, at: source.count, other: string) }
    guard source[second] == Byte.backslash else { throw Fault(.loneSurrogate, at: start) }
    guard second + 1 < source.count else { throw Fault(.truncated, at: source.count, other: string) }
    guard source[second + 1] == Byte.u else { throw Fault(.loneSurrogate, at: start) }
    let low = try hexUnit(source, second, string: string)
    guard 0xDC00...0xDFFF ~= low else { throw Fault(.loneSurrogate, at: start) }
    return second + 6
  }

  /// The four hexadecimal digits of the `\u` escape at `start`.
  private static func hexUnit(_ source: Span<UInt8>, _ start: Int, string: Int) throws(Fault) -> UInt16 {
    var unit: UInt16 = 0
    for place in start + 2..<start + 6 {
      guard place < source.count else { throw Fault(.truncated, at: source.count, other: string) }
      guard let digit = Byte.hexValue(source[place]) else { throw Fault(.badEscape, at: start) }
      unit = unit << 4 | digit
    }
    return unit
  }
}
