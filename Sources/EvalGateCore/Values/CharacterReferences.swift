/// Character references of HTML: decimal, hexadecimal and the names that hide something (HTML standard, section 13.5).
package enum CharacterReference {
  private static let names: [(StaticString, UInt32)] = [
    ("amp;", 0x26), ("lt;", 0x3C), ("gt;", 0x3E), ("quot;", 0x22), ("apos;", 0x27), ("nbsp;", 0x20),
    ("shy;", 0xAD), ("period;", 0x2E), ("commat;", 0x40), ("hyphen;", 0x2D), ("colon;", 0x3A), ("sol;", 0x2F),
    ("lowbar;", 0x5F), ("num;", 0x23), ("dollar;", 0x24), ("comma;", 0x2C), ("Tab;", 0x20), ("NewLine;", 0x20),
    ("bsol;", 0x5C), ("quest;", 0x3F), ("equals;", 0x3D), ("percnt;", 0x25), ("lpar;", 0x28), ("rpar;", 0x29),
  ]

  /// What the reference at an index stands for, which need not be a Unicode scalar, and how many bytes it is long; nil where there
  /// is none.
  package static func at(_ index: Int, in bytes: [UInt8]) -> (code: UInt32, length: Int)? {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "&") else { return nil }
    if let number = number(bytes, index) { return number }
    let rest = bytes[(index + 1)...]
    guard let (name, code) = names.first(where: { name, _ in rest.starts(with: name) }) else { return nil }
    return (code, 1 + name.utf8CodeUnitCount)
  }

  private static func number(_ bytes: [UInt8], _ index: Int) -> (code: UInt32, length: Int)? {
    guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "#") else { return nil }
    let isHex = index + 2 < bytes.count && bytes[index + 2] | 0x20 == UInt8(ascii: "x")
    let start = index + (isHex ? 3 : 2)
    var (end, code) = (start, UInt32(0))
    while end < bytes.count, end - start < 9, let digit = bytes[end].hexDigit, isHex || digit < 10 {
      code = code &* (isHex ? 16 : 10) &+ UInt32(digit)
      end += 1
    }
    guard end > start else { return nil }
    // Browsers read a reference without its semicolon too.
    let isClosed = end < bytes.count && bytes[end] == UInt8(ascii: ";")
    return (code, end - index + (isClosed ? 1 : 0))
  }
}

extension ArraySlice<UInt8> {
  fileprivate func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { starts(with: $0) }
  }
}

extension String {
  /// The text with the characters that references of HTML stand for in it.
  package var referencesDecoded: String {
    let bytes = Array(utf8)
    guard bytes.contains(UInt8(ascii: "&")) else { return self }
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard let (code, length) = CharacterReference.at(index, in: bytes), let scalar = Unicode.Scalar(code) else {
        decoded.append(bytes[index])
        index += 1
        continue
      }
      decoded.append(contentsOf: String(scalar).utf8)
      index += length
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}
