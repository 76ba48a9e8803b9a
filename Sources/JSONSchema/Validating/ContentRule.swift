import StrictJSON

/// `contentEncoding`, `contentMediaType` and `contentSchema` of a string, as far as they can be checked here: the encodings
/// of RFC 4648, and JSON (2020-12 validation, section 8).
struct ContentRule: Sendable {
  /// What a string holds.
  enum Reading {
    case bytes
    case value(JSONValue)
    /// Not what the keyword of this name says.
    case failure(String)
  }

  let encoding: ContentEncoding?
  let isJSON: Bool
  /// What the decoded value must satisfy.
  var schema: Int?

  /// What a string must be, in words.
  var words: String {
    switch (encoding, isJSON) {
    case (let encoding?, true): "JSON in \(encoding.rawValue)"
    case (let encoding?, false): encoding.rawValue
    case (nil, _): "JSON"
    }
  }

  func reading(of text: String) -> Reading {
    guard let encoding else { return parsed(Array(text.utf8)) }
    guard let bytes = encoding.decode(text) else { return .failure("contentEncoding") }
    return isJSON ? parsed(bytes) : .bytes
  }

  private func parsed(_ bytes: [UInt8]) -> Reading {
    guard let value = try? JSONValue(parsing: bytes) else { return .failure("contentMediaType") }
    return .value(value)
  }

  /// Whether a media type is JSON: `application/json`, or one with the suffix `+json` (RFC 6839, section 3.1), whatever
  /// its parameters.
  static func isJSON(_ mediaType: String) -> Bool {
    let name = mediaType.utf8.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
    let lower = String(decoding: name, as: UTF8.self).lowercased()
    return lower == "application/json" || lower.hasSuffix("+json")
  }
}

/// A way to write bytes as text (RFC 4648), each with the padding it asks for.
enum ContentEncoding: String, Sendable, CaseIterable {
  case base64, base64url, base32, base32hex, base16

  /// Sections 4 to 8. Base 32 and base 16 are upper case there; lower case is not read.
  private var alphabet: StaticString {
    switch self {
    case .base64: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    case .base64url: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    case .base32: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    case .base32hex: "0123456789ABCDEFGHIJKLMNOPQRSTUV"
    case .base16: "0123456789ABCDEF"
    }
  }

  private var bitsPerDigit: Int {
    switch self {
    case .base64, .base64url: 6
    case .base32, .base32hex: 5
    case .base16: 4
    }
  }

  /// Digits, padding included, that stand for whole bytes.
  private var group: Int {
    switch self {
    case .base64, .base64url: 4
    case .base32, .base32hex: 8
    case .base16: 2
    }
  }

  /// The bytes of a text; nil when it is not in this encoding.
  func decode(_ text: String) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count % group == 0 else { return nil }
    let padding = digits.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard padding < group, isPossible(padding) else { return nil }
    var values = [UInt8](repeating: .max, count: 256)
    for index in 0..<alphabet.utf8CodeUnitCount { values[Int(alphabet.utf8Start[index])] = UInt8(index) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count * bitsPerDigit / 8)
    var bits: UInt32 = 0
    var count = 0
    for digit in digits.dropLast(padding) {
      let value = values[Int(digit)]
      guard value != .max else { return nil }
      bits = bits << UInt32(bitsPerDigit) | UInt32(value)
      count += bitsPerDigit
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      bits &= (1 << UInt32(count)) - 1
    }
    return bytes
  }

  /// Whether so many pad characters can end a text: those that leave a whole number of bytes and one digit at most for the
  /// rest of its bits.
  private func isPossible(_ padding: Int) -> Bool {
    switch self {
    case .base64, .base64url: padding <= 2
    case .base32, .base32hex: [0, 1, 3, 4, 6].contains(padding)
    case .base16: padding == 0
    }
  }
}
