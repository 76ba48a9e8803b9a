import UnicodeText

/// How the letters of an instruction are disguised.
///
/// Each is undone by the same decoders and foldings that detectors look through, and no scenario is kept that they cannot read.
package enum ProbeEncoding: String, Hashable, Sendable, CaseIterable {
  case none, base64, base32, hex, percent, rot13, homoglyphs, fullwidth
  case htmlEntities = "html_entities"
  case unicodeEscapes = "unicode_escapes"
  case tagCharacters = "tag_characters"
  case zeroWidth = "zero_width"

  /// Whether a reader has to be told how to read it. The others read by themselves, or are not seen at all.
  var needsLead: Bool {
    switch self {
    case .base64, .base32, .hex, .percent, .rot13, .htmlEntities, .unicodeEscapes: true
    case .none, .homoglyphs, .fullwidth, .tagCharacters, .zeroWidth: false
    }
  }

  /// Whether nothing but ASCII can be written in it.
  var isASCIIOnly: Bool { self == .tagCharacters }

  /// What it is called in a sentence.
  var title: String {
    switch self {
    case .none: "plain text"
    case .base64: "Base64"
    case .base32: "Base32"
    case .hex: "hex"
    case .percent: "percent-encoding"
    case .rot13: "ROT13"
    case .homoglyphs: "look-alike letters"
    case .fullwidth: "fullwidth letters"
    case .htmlEntities: "HTML entities"
    case .unicodeEscapes: "\\u escapes"
    case .tagCharacters: "tag characters"
    case .zeroWidth: "zero-width characters"
    }
  }

  /// The text written in this encoding. Tags have no line breaks: a space stands for one.
  package func encode(_ text: String) -> String {
    switch self {
    case .none: text
    case .base64: Self.symbols(of: text, bits: 6, padding: 4, Self.base64Alphabet)
    case .base32: Self.symbols(of: text, bits: 5, padding: 8, Self.base32Alphabet)
    case .hex: text.utf8.map { Self.hex($0) }.joined()
    case .percent: text.utf8.map { "%" + Self.hex($0).uppercased() }.joined()
    case .rot13: String(String.UnicodeScalarView(text.unicodeScalars.map(Self.rotated)))
    case .htmlEntities: text.unicodeScalars.map { "&#\($0.value);" }.joined()
    case .unicodeEscapes: text.utf16.map { "\\u" + Self.hex(UInt8($0 >> 8)) + Self.hex(UInt8($0 & 0xFF)) }.joined()
    case .tagCharacters:
      Self.mapped(text) { $0.value == 0x0A ? 0xE0020 : (0x20...0x7E).contains($0.value) ? 0xE0000 + $0.value : nil }
    case .fullwidth:
      Self.mapped(text) { (0x21...0x7E).contains($0.value) ? 0xFEE0 + $0.value : nil }
    case .zeroWidth:
      text.unicodeScalars.map { $0.properties.isAlphabetic ? "\($0)\u{200B}" : "\($0)" }.joined()
    case .homoglyphs: Self.mapped(text) { Self.lookalikes[$0]?.value }
    }
  }

  /// Whether evalgate's own decoders read the text again, letter for letter.
  package func roundTrips(_ text: String) -> Bool {
    let encoded = encode(text)
    let plain = Array((self == .tagCharacters ? text.replacing("\n", with: " ") : text).utf8)
    switch self {
    case .none: return true
    case .rot13: return encoded != text && encode(encoded) == text
    case .homoglyphs, .fullwidth, .zeroWidth:
      return encoded != text && ViewedText(text).letters.bytes == ViewedText(encoded).letters.bytes
    case .base64: return Self.decodes(encoded, to: plain, by: Base64Decoder.self)
    case .base32: return Self.decodes(encoded, to: plain, by: Base32Decoder.self)
    case .hex: return Self.decodes(encoded, to: plain, by: HexDecoder.self)
    case .percent: return Self.decodes(encoded, to: plain, by: PercentDecoder.self)
    case .htmlEntities: return Self.decodes(encoded, to: plain, by: EntityDecoder.self)
    case .unicodeEscapes: return Self.decodes(encoded, to: plain, by: EscapeDecoder.self)
    case .tagCharacters: return Self.decodes(encoded, to: plain, by: TagDecoder.self)
    }
  }

  private static func decodes(_ encoded: String, to plain: [UInt8], by decoder: any Decoder.Type) -> Bool {
    var sink = FragmentSink()
    decoder.decode(Array(encoded.utf8), into: &sink)
    return sink.accepted.contains { $0.bytes == plain }
  }
}

// MARK: Writing

extension ProbeEncoding {
  private static let base64Alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars)
  private static let base32Alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".unicodeScalars)

  /// Bits of the text taken a few at a time (RFC 4648), padded with `=` to whole groups of symbols.
  private static func symbols(of text: String, bits: Int, padding: Int, _ alphabet: [Unicode.Scalar]) -> String {
    var result = String.UnicodeScalarView()
    var (buffer, held) = (0, 0)
    for byte in text.utf8 {
      buffer = (buffer << 8 | Int(byte)) & 0xFFFF
      held += 8
      while held >= bits {
        held -= bits
        result.append(alphabet[buffer >> held & (1 << bits - 1)])
      }
    }
    if held > 0 { result.append(alphabet[buffer << (bits - held) & (1 << bits - 1)]) }
    while result.count % padding != 0 { result.append("=") }
    return String(result)
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return byte < 16 ? "0" + digits : digits
  }

  private static func rotated(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x41...0x5A: Unicode.Scalar(UInt8(0x41 + (scalar.value - 0x41 + 13) % 26))
    case 0x61...0x7A: Unicode.Scalar(UInt8(0x61 + (scalar.value - 0x61 + 13) % 26))
    default: scalar
    }
  }

  /// Every scalar replaced; one without a replacement stays.
  private static func mapped(_ text: String, _ replacement: (Unicode.Scalar) -> UInt32?) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in replacement(scalar).flatMap(Unicode.Scalar.init) ?? scalar }))
  }

  /// Cyrillic letters that look like Latin ones.
  private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = [
    "a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "s": "ѕ", "x": "х", "y": "у",
    "A": "А", "B": "В", "C": "С", "E": "Е", "H": "Н", "K": "К", "M": "М", "O": "О", "P": "Р", "T": "Т", "X": "Х",
  ]
}
