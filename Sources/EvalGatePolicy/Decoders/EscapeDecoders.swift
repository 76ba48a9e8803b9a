import EvalGateCore

/// Finds escapes in a text and decodes the stretch around them, so that a value half escaped is whole again.
///
/// Only as much as stands around escapes is decoded: a long page with one `%20` costs a line of the budget, not all of it.
struct EscapeStretches {
  /// How much plain text before and after an escape belongs to its stretch, in bytes.
  private static let margin = 64

  /// - Parameter escape: the bytes an escape at an index stands for and its length; nil where there is none.
  static func decode(
    _ bytes: [UInt8], into sink: inout FragmentSink, marks: (UInt8) -> Bool,
    escape: (Int) -> (value: [UInt8], length: Int)?
  ) {
    var decoded: [UInt8] = []
    var places: [Int32] = []
    var (first, copied, last) = (-1, 0, 0)
    func copy(to end: Int) {
      decoded += bytes[copied..<end]
      places += (copied..<end).lazy.map { Int32(truncatingIfNeeded: $0) }
    }
    func finish(_ sink: inout FragmentSink) {
      guard first >= 0 else { return }
      let end = min(bytes.count, last + margin)
      copy(to: end)
      places.append(Int32(truncatingIfNeeded: end))
      sink.accept(decoded, from: first..<end, share: 0.5, places: places)
      decoded.removeAll(keepingCapacity: true)
      places.removeAll(keepingCapacity: true)
      first = -1
    }
    var index = 0
    while index < bytes.count {
      guard marks(bytes[index]), let (value, length) = escape(index) else {
        index += 1
        continue
      }
      if first >= 0, index - last > margin * 2 { finish(&sink) }
      if first < 0 {
        first = max(0, index - margin)
        copied = first
      }
      copy(to: index)
      decoded += value
      places += value.map { _ in Int32(truncatingIfNeeded: index) }
      index += length
      (copied, last) = (index, index)
    }
    finish(&sink)
  }
}

/// Percent-encoding (RFC 3986, section 2.1), and the same with `=` as mail has it (RFC 2045, section 6.7).
struct PercentDecoder: Decoder {
  static let name = "percent"

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    EscapeStretches.decode(bytes, into: &sink, marks: { $0 == percent || $0 == equals }) { index in
      guard let value = octet(bytes, at: index) else { return nil }
      // `width=100` gives a number to a name: of these there are two side by side.
      if bytes[index] == equals, !isEqualsEscape(bytes, at: index + 3), !isEqualsEscape(bytes, at: index - 3) {
        return nil
      }
      return ([value], 3)
    }
  }

  private static let percent = UInt8(ascii: "%")
  private static let equals = UInt8(ascii: "=")

  private static func octet(_ bytes: [UInt8], at index: Int) -> UInt8? {
    guard index + 2 < bytes.count, let high = ByteClass.hex(bytes[index + 1]), let low = ByteClass.hex(bytes[index + 2])
    else { return nil }
    return high << 4 | low
  }

  private static func isEqualsEscape(_ bytes: [UInt8], at index: Int) -> Bool {
    index >= 0 && index < bytes.count && bytes[index] == equals && octet(bytes, at: index) != nil
  }
}

/// Escapes with a backslash: `\n`, `\x41`, `\u0041`, `\u{41}`, `\U00000041`, `\101`.
struct EscapeDecoder: Decoder {
  static let name = "escapes"

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    EscapeStretches.decode(bytes, into: &sink, marks: { $0 == UInt8(ascii: "\\") }) { escape(bytes, at: $0) }
  }

  private static func escape(_ bytes: [UInt8], at index: Int) -> (value: [UInt8], length: Int)? {
    guard index + 1 < bytes.count else { return nil }
    switch bytes[index + 1] {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return ([0x20], 2)
    case UInt8(ascii: "x"): return number(bytes, at: index, skip: 2, digits: 2)
    case UInt8(ascii: "U"): return number(bytes, at: index, skip: 2, digits: 8)
    case UInt8(ascii: "u") where bytes.holds("{", at: index + 2):
      let end = bytes.end(from: index + 3, limit: index + 10) { ByteClass.hex($0) != nil }
      guard end > index + 3, end < bytes.count, bytes[end] == UInt8(ascii: "}") else { return nil }
      guard let (value, _) = number(bytes, at: index, skip: 3, digits: end - index - 3) else { return nil }
      return (value, end + 1 - index)
    case UInt8(ascii: "u"):
      guard let (value, length) = number(bytes, at: index, skip: 2, digits: 4) else { return nil }
      return value.isEmpty ? surrogates(bytes, at: index) : (value, length)
    case 0x30...0x37:
      let end = bytes.end(from: index + 1, limit: index + 4) { $0 >= 0x30 && $0 <= 0x37 }
      guard end - index > 2 else { return nil }
      return ([UInt8(truncatingIfNeeded: bytes[index + 1..<end].reduce(0) { $0 << 3 | Int($1 & 7) })], end - index)
    default: return nil
    }
  }

  private static func number(_ bytes: [UInt8], at index: Int, skip: Int, digits: Int) -> (value: [UInt8], length: Int)?
  {
    guard let code = code(bytes, at: index + skip, digits: digits) else { return nil }
    var value: [UInt8] = []
    value.append(scalar: code)
    return (value, skip + digits)
  }

  private static func code(_ bytes: [UInt8], at start: Int, digits: Int) -> UInt32? {
    guard start + digits <= bytes.count else { return nil }
    var code: UInt32 = 0
    for byte in bytes[start..<start + digits] {
      guard let digit = ByteClass.hex(byte) else { return nil }
      code = code << 4 | UInt32(digit)
    }
    return code
  }

  /// `\ud83d\ude00`: two units of UTF-16 for one character.
  private static func surrogates(_ bytes: [UInt8], at index: Int) -> (value: [UInt8], length: Int)? {
    guard let high = code(bytes, at: index + 2, digits: 4), bytes.holds("\\u", at: index + 6),
      let low = code(bytes, at: index + 8, digits: 4), (0xD800..<0xDC00).contains(high), (0xDC00..<0xE000).contains(low)
    else { return nil }
    var value: [UInt8] = []
    value.append(scalar: 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    return (value, 12)
  }
}

/// Character references of HTML.
struct EntityDecoder: Decoder {
  static let name = "entities"

  static func decode(_ bytes: [UInt8], into sink: inout FragmentSink) {
    EscapeStretches.decode(bytes, into: &sink, marks: { $0 == UInt8(ascii: "&") }) { reference(bytes, at: $0) }
  }

  /// The bytes that a reference at an index stands for, and its length; nil where there is none.
  static func reference(_ bytes: [UInt8], at index: Int) -> (value: [UInt8], length: Int)? {
    guard let (code, length) = CharacterReference.at(index, in: bytes) else { return nil }
    var value: [UInt8] = []
    value.append(scalar: code)
    return (value, length)
  }
}
