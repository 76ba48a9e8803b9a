/// A JSON Pointer (RFC 6901): the way from the root of a value to one place in it.
public struct JSONPointer: Sendable {
  /// The unescaped reference tokens; none for the whole document.
  public let tokens: [String]

  /// The whole document.
  public static let root = JSONPointer(tokens: [])

  /// The pointer with these unescaped tokens.
  public init(tokens: [String]) { self.tokens = tokens }

  /// Reads the string form (section 3): empty, or each token after a slash with `~0` for `~` and `~1` for `/`.
  public init(_ text: String) throws(JSONPointerError) {
    try self.init(bytes: Array(text.utf8))
  }

  /// Reads the URI fragment form (section 6): `#` and the percent-encoded string form.
  public init(fragment: String) throws(JSONPointerError) {
    var rest = Array(fragment.utf8)[...]
    guard rest.popFirst() == Byte.hash else { throw .missingHash }
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == 0x25 else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Byte.hexValue), let low = rest.popFirst().flatMap(Byte.hexValue) else {
        throw .badPercentEncoding
      }
      bytes.append(UInt8(high << 4 | low))
    }
    try self.init(bytes: bytes)
  }

  private init(bytes: [UInt8]) throws(JSONPointerError) {
    guard let first = bytes.first else {
      tokens = []
      return
    }
    guard first == Byte.slash else { throw .missingSlash }
    var tokens: [String] = []
    for part in bytes.dropFirst().split(separator: Byte.slash, omittingEmptySubsequences: false) {
      tokens.append(try Self.unescape(part))
    }
    self.tokens = tokens
  }

  private static func unescape(_ part: ArraySlice<UInt8>) throws(JSONPointerError) -> String {
    var bytes: [UInt8] = []
    var rest = part
    while let byte = rest.popFirst() {
      guard byte == 0x7E else {
        bytes.append(byte)
        continue
      }
      switch rest.popFirst() {
      case Byte.zero: bytes.append(0x7E)
      case Byte.zero + 1: bytes.append(Byte.slash)
      default: throw .badEscape
      }
    }
    guard let token = String(validating: bytes, as: UTF8.self) else { throw .badPercentEncoding }
    return token
  }

  /// This pointer and one more step, to the member with this key (or to an element, given as digits).
  public func appending(_ token: String) -> JSONPointer { JSONPointer(tokens: tokens + [token]) }

  /// This pointer and one more step, to the element with this index.
  public func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

  /// The value that the pointer leads to, nil when there is none. `-`, the place after the last element, is none.
  public func resolve(in value: JSONValue) -> JSONValue? {
    var current = value
    for token in tokens {
      guard let next = Self.step(token, in: current) else { return nil }
      current = next
    }
    return current
  }

  private static func step(_ token: String, in value: JSONValue) -> JSONValue? {
    switch value {
    case .object(let object): object[token]
    case .array: index(token).flatMap { value[$0] }
    default: nil
    }
  }

  /// Digits without leading zeros (section 4).
  private static func index(_ token: String) -> Int? {
    guard token.utf8.allSatisfy(Byte.isDigit), token == "0" || token.utf8.first != Byte.zero else { return nil }
    return Int(token)
  }

  /// The URI fragment form: `#` and the string form with what a fragment cannot hold percent-encoded (RFC 3986).
  public var fragment: String {
    var bytes: [UInt8] = [Byte.hash]
    for byte in description.utf8 {
      if Self.isFragmentByte(byte) {
        bytes.append(byte)
      } else {
        bytes.append(0x25)
        bytes.append(contentsOf: [byte >> 4, byte & 0xF].map { $0 < 10 ? Byte.zero + $0 : 0x41 + $0 - 10 })
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isFragmentByte(_ byte: UInt8) -> Bool {
    Byte.isLetter(byte) || Byte.isDigit(byte) || "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
  }
}

extension JSONPointer: CustomStringConvertible {
  /// The string form.
  public var description: String {
    var bytes: [UInt8] = []
    for token in tokens {
      bytes.append(Byte.slash)
      for byte in token.utf8 {
        switch byte {
        case 0x7E: bytes.append(contentsOf: "~0".utf8)
        case Byte.slash: bytes.append(contentsOf: "~1".utf8)
        default: bytes.append(byte)
        }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension JSONPointer: Hashable {
  /// Whether both have the same tokens, by bytes.
  public static func == (left: JSONPointer, right: JSONPointer) -> Bool {
    left.tokens.elementsEqual(right.tokens) { $0.sameBytes(as: $1) }
  }

  /// Feeds the tokens by bytes.
  public func hash(into hasher: inout Hasher) {
    for token in tokens { hasher.combine(UTF8Key(token)) }
    hasher.combine(tokens.count)
  }
}

/// Why a text is no JSON Pointer.
public enum JSONPointerError: String, Error, Hashable, Sendable, CaseIterable {
  /// The text is not empty and does not begin with a slash.
  case missingSlash = "missing_slash"
  /// A tilde without `0` or `1` after it.
  case badEscape = "bad_escape"
  /// A fragment that does not begin with `#`.
  case missingHash = "missing_hash"
  /// A percent sign without two hexadecimal digits, or bytes that are not UTF-8.
  case badPercentEncoding = "bad_percent_encoding"

  /// The error in words.
  public var message: String {
    switch self {
    case .missingSlash: "JSON Pointer must be empty or begin with `/`"
    case .badEscape: "`~` in a JSON Pointer must be written `~0`, and `/` in a key `~1`"
    case .missingHash: "JSON Pointer fragment must begin with `#`"
    case .badPercentEncoding: "invalid percent-encoding in a JSON Pointer fragment"
    }
  }
}
