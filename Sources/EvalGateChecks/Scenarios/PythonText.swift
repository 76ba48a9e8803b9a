/// A list or a dictionary that is no JSON, written as JSON: texts in any quotes, with line breaks and the escapes of Python in them,
/// `True`, tuples, comments, and a comma before a bracket that closes.
struct PythonText {
  private(set) var json: [UInt8] = []
  private(set) var end: Int

  /// Nil where it does not end, or has a word that Python has not.
  init?(_ text: ArraySlice<UInt8>) {
    end = text.startIndex
    var depth = 0
    while end < text.endIndex {
      let byte = text[end]
      if byte.isQuote {
        guard let close = text.endOfText(at: end) else { return nil }
        addText(text[end..<close])
        end = close
      } else if let close = text.endOfComment(at: end) {
        end = close
      } else if (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) {
        guard let (word, own) = Self.words.first(where: { text[end...].starts(with: $0.0) }) else { return nil }
        json += own
        end += word.count
      } else {
        add(byte, &depth)
        end += 1
        if depth == 0 { return }
      }
    }
    return nil
  }

  private static let words = [
    ("True", "true"), ("False", "false"), ("None", "null"), ("NaN", "null"), ("Infinity", "0"),
  ].map { (Array($0.utf8), Array($1.utf8)) }

  private mutating func add(_ byte: UInt8, _ depth: inout Int) {
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("):
      depth += 1
      json.append(byte == UInt8(ascii: "(") ? UInt8(ascii: "[") : byte)
    case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"):
      depth -= 1
      while let last = json.last, last <= 0x20 { json.removeLast() }
      if json.last == UInt8(ascii: ",") { json.removeLast() }
      json.append(byte == UInt8(ascii: ")") ? UInt8(ascii: "]") : byte)
    default: json.append(byte)
    }
  }

  // MARK: Texts

  private static let (mark, slash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))

  /// A text with its quotes; what is in them is looked at for names of tools, so that escapes are undone.
  private mutating func addText(_ text: ArraySlice<UInt8>) {
    // `b'…'`, `u'…'`.
    while let last = json.last, "bfru".utf8.contains(last) { json.removeLast() }
    let count = text.count >= 6 && text.prefix(3).allSatisfy { $0 == text.first } ? 3 : 1
    var rest = text.dropFirst(count).dropLast(count)
    json.append(Self.mark)
    while let byte = rest.popFirst() {
      if byte == Self.slash { addEscape(&rest) } else { addPlain(byte) }
    }
    json.append(Self.mark)
  }

  private mutating func addPlain(_ byte: UInt8) {
    switch byte {
    case Self.mark, Self.slash: json += [Self.slash, byte]
    case ..<0x20: json += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
    default: json.append(byte)
    }
  }

  /// What stands after a backslash, which is itself a part of the text where nothing that is known does.
  private mutating func addEscape(_ rest: inout ArraySlice<UInt8>) {
    guard let kind = rest.first else { return addPlain(Self.slash) }
    if let count = Self.digits[kind], let value = Self.number(in: rest.dropFirst().prefix(count), radix: 16, count) {
      rest = rest.dropFirst(1 + count)
      return add(value)
    }
    let octal = rest.prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
    if let value = Self.number(in: octal, radix: 8, octal.count) {
      rest = rest.dropFirst(octal.count)
      return add(value)
    }
    switch kind {
    case UInt8(ascii: "'"), UInt8(ascii: "`"), Self.mark, Self.slash: addPlain(kind)
    case _ where "/bfnrt".utf8.contains(kind): json += [Self.slash, kind]
    case 0x0A: break
    default: return addPlain(Self.slash)
    }
    rest = rest.dropFirst()
  }

  /// How many hexadecimal digits follow `\x`, `\u` and `\U`.
  private static let digits = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8]

  private static func number(in text: ArraySlice<UInt8>, radix: Int, _ count: Int) -> UInt32? {
    guard count > 0, text.count == count, text.allSatisfy({ $0.isOfName }) else { return nil }
    return UInt32(String(decoding: text, as: UTF8.self), radix: radix)
  }

  /// Halves of a pair are no letter of any name.
  private mutating func add(_ value: UInt32) {
    for byte in String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8 { addPlain(byte) }
  }
}
