/// A kind of token that its issuer marks with a prefix.
struct TokenForm: Sendable {
  /// Which signs follow the prefix.
  enum Alphabet: Sendable {
    case digits, hex, lowerHex, lowerAlphanumeric, upperAlphanumeric, alphanumeric, letters
    /// Capitals without the digits 0, 1, 8 and 9 (RFC 4648 section 6).
    case base32
    /// Letters, digits, `-` and `_` (RFC 4648 section 5).
    case base64URL
    /// Letters, digits, `+`, `/` and `=`.
    case base64
    /// Those of `base64URL`, and `=` and `.`, for tokens of several parts.
    case parts
  }

  let id: String
  let prefix: [UInt8]
  let alphabet: Alphabet
  /// How many signs follow the prefix.
  let length: ClosedRange<Int>
  /// What must be found between or after them.
  let rule: Rule

  /// What a token has to satisfy beyond its length.
  enum Rule: Sendable {
    /// Varied enough: at least this many bits a sign.
    case entropy(Double)
    /// The checksum of GitHub's tokens makes it certain; without it, it is likely.
    case github
    /// Groups of these lengths with hyphens or dots between them.
    case groups([Int])
    /// At least this many digits, and varied.
    case digits(Int)
    /// Contains this text.
    case contains(String)
    /// Ends with this text.
    case suffix(String)
    /// The prefix says it all.
    case exact
  }

  init(
    _ id: String, _ prefix: String, _ alphabet: Alphabet, _ length: ClosedRange<Int>, _ rule: Rule = .entropy(2.8)
  ) {
    self.id = id
    self.prefix = Array(prefix.utf8)
    self.alphabet = alphabet
    self.length = length
    self.rule = rule
  }

  init(_ id: String, _ prefix: String, _ alphabet: Alphabet, _ length: Int, _ rule: Rule = .entropy(2.8)) {
    self.init(id, prefix, alphabet, length...length, rule)
  }

  /// The prefix and how many signs follow it: no two forms have both in common.
  var name: String { "\(String(decoding: prefix, as: UTF8.self))+\(length.lowerBound)" }

  /// How many bytes the shortest token of this form has.
  var shortest: Int { prefix.count + length.lowerBound }

  /// The token of this form that begins at a place.
  func match(_ bytes: [UInt8], at start: Int) -> EntityMatch? {
    guard start + prefix.count < bytes.count, prefix.count > 4 || bytes.at(start - 1) != UInt8(ascii: "."),
      bytes[start..<start + prefix.count].elementsEqual(prefix)
    else { return nil }
    let first = start + prefix.count
    var end = first
    let limit = min(bytes.count, first + length.upperBound + 1)
    // Padding ends a run of base64, or a long row of short runs would be read again from each of them.
    let isPadded = if case .base64 = alphabet { true } else { false }
    while end < limit, alphabet.contains(bytes[end]) {
      if isPadded, end > first, bytes[end - 1] == UInt8(ascii: "="), bytes[end] != UInt8(ascii: "=") { break }
      end += 1
    }
    // A token that goes on in signs it cannot have is a mask or something else.
    if end > first, bytes[end - 1] == UInt8(ascii: "-"), !bytes.isWordEnd(end) || bytes.at(end) == UInt8(ascii: "#") {
      return nil
    }
    // Signs that end a sentence rather than a token.
    while end > first, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-"),
      end - first > length.lowerBound
    {
      end -= 1
    }
    guard length.contains(end - first), !bytes.at(end).isAlphanumeric else { return nil }
    // Two or three signs stand in every longer text of base64.
    if prefix.count <= 3, bytes.isWithinBase64(start..<end) { return nil }
    let body = bytes[first..<end]
    guard let confidence = confidence(bytes[start..<end], body) else { return nil }
    return EntityMatch(id, start..<end, confidence, validator: confidence == .certain ? "checksum" : "structure")
  }

  private func confidence(_ token: ArraySlice<UInt8>, _ body: ArraySlice<UInt8>) -> EntityMatch.Confidence? {
    if case .exact = rule { return .likely }
    guard !Placeholder.isRepetitive(body) else { return nil }
    switch rule {
    case .exact: return .likely
    case .entropy(let least): return ByteEntropy.bits(body) >= least && !Placeholder.isPlaceholder(body) ? .likely : nil
    case .github: return CRC32.checksGitHubToken(token) ? .certain : ByteEntropy.bits(body) >= 3 ? .likely : nil
    case .groups(let lengths): return Self.groups(body) == lengths ? .likely : nil
    case .digits(let least):
      let isVaried = body.lazy.filter(\.isDigit).count >= least && ByteEntropy.bits(body) >= 2.5
      return isVaried && !Placeholder.isPlaceholder(body) ? .likely : nil
    case .contains(let text):
      return Self.contains(body, Array(text.utf8)) && ByteEntropy.bits(body) >= 3 ? .likely : nil
    case .suffix(let text): return body.suffix(text.utf8.count).elementsEqual(text.utf8) ? .likely : nil
    }
  }

  private static func groups(_ body: ArraySlice<UInt8>) -> [Int] {
    var lengths = [0]
    for byte in body {
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") {
        lengths.append(0)
      } else {
        lengths[lengths.count - 1] += 1
      }
    }
    return lengths
  }

  private static func contains(_ body: ArraySlice<UInt8>, _ text: [UInt8]) -> Bool {
    guard body.count >= text.count else { return false }
    return (body.startIndex...body.endIndex - text.count).contains { body[$0..<$0 + text.count].elementsEqual(text) }
  }
}

extension TokenForm.Alphabet {
  func contains(_ byte: UInt8) -> Bool {
    switch self {
    case .digits: byte.isDigit
    case .hex: byte.isHexDigit
    case .lowerHex: byte.isHexDigit && !byte.isUpper
    case .lowerAlphanumeric: byte.isDigit || byte.isLower
    case .upperAlphanumeric: byte.isDigit || byte.isUpper
    case .alphanumeric: byte.isAlphanumeric
    case .letters: byte.isLetter
    case .base32: byte.isUpper || byte &- 0x32 < 6
    case .base64URL: byte.isWord || byte == UInt8(ascii: "-")
    case .base64:
      byte.isAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
    case .parts: byte.isWord || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ".")
    }
  }
}
