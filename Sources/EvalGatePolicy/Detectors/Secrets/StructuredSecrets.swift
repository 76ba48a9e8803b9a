import EvalGateCore

/// Secrets that no prefix alone tells: signed tokens, private keys, credentials in URLs and commands, and the like.
struct StructuredSecrets {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What those begin with that are told by their beginning.
  static let prefixes = [Array("eyJ".utf8), Array("ZXlK".utf8), SharedAccess.prefix, FileSecrets.puttyPrefix]
  /// How many bytes the shortest of them has.
  static let shortest = 20

  /// A JSON web token (RFC 7519): a header that decodes to an object, a payload, a signature that may be empty.
  func webToken(at start: Int) -> EntityMatch? {
    guard bytes.has("eyJ", at: start) else { return nil }
    var end = start
    var dots: [Int] = []
    let limit = min(bytes.count, start + 8192)
    while end < limit,
      bytes[end].isWord || bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: ".")
        || bytes[end] == UInt8(ascii: "=")
    {
      if bytes[end] == UInt8(ascii: ".") { dots.append(end) }
      if dots.count > 4 || endsAfterPadding(end, from: start) { break }
      end += 1
    }
    guard dots.count >= 2, bytes.has("eyJ", at: dots[0] + 1), dots[0] - start >= 12, dots[1] - dots[0] >= 8,
      let header = bytes[start..<dots[0]].prefix(4096).base64Decoded, header.starts(with: "{\"".utf8)
    else { return nil }
    let isExact = header.last == UInt8(ascii: "}") && header.allSatisfy { (0x20...0x7E).contains($0) }
    if dots.count == 2, bytes.at(end - 1) == UInt8(ascii: "."), end - 1 > dots[1] { end -= 1 }
    return EntityMatch(.webToken, start..<end, isExact ? .certain : .likely, validator: "header")
  }

  /// Whether padding stands before a byte that does not go on with padding or a dot: then a run of base64 is over. Without this, a
  /// long row of short runs would be read again from each of them.
  private func endsAfterPadding(_ place: Int, from start: Int) -> Bool {
    place > start && bytes[place - 1] == UInt8(ascii: "=") && bytes[place] != UInt8(ascii: "=")
      && bytes[place] != UInt8(ascii: ".")
  }

  /// A token of the above kind in another layer of base64, as Kubernetes keeps it.
  func wrappedWebToken(at start: Int) -> EntityMatch? {
    guard bytes.has("ZXlK", at: start), bytes.at(start - 1) != UInt8(ascii: "/") else { return nil }
    var end = start
    let limit = min(bytes.count, start + 8192)
    while end < limit,
      TokenForm.Alphabet.base64.contains(bytes[end]) || bytes[end] == UInt8(ascii: "_")
        || bytes[end] == UInt8(ascii: "-")
    {
      if endsAfterPadding(end, from: start) { break }
      end += 1
    }
    guard end - start >= 60, let inner = bytes[start..<end].prefix(8192).base64Decoded,
      inner.starts(with: "eyJ".utf8),
      inner.contains(UInt8(ascii: "."))
    else { return nil }
    return EntityMatch(.wrappedWebToken, start..<end, .likely, validator: "header")
  }

  /// From `-----BEGIN … PRIVATE KEY-----` to its end, or to the end of the text where it is cut off (RFC 7468).
  ///
  /// - Parameter least: how many signs of base64 there must be, at fewest.
  func privateKey(at start: Int, least: Int = 48) -> EntityMatch? {
    guard bytes.has("-----BEGIN ", at: start) else { return nil }
    var label = start + 11
    let limit = min(bytes.count, label + 48)
    while label < limit, bytes[label].isUpper || bytes[label].isDigit || bytes[label] == 0x20 { label += 1 }
    guard bytes.has("-----", at: label),
      bytes.has("PRIVATE KEY", at: label - 11) || bytes.has("PRIVATE KEY BLOCK", at: label - 17)
    else { return nil }
    let body = label + 5
    var end = body
    var signs = 0
    let last = min(bytes.count, body + 16_384)
    while end < last, !bytes.has("-----END", at: end) {
      if TokenForm.Alphabet.base64.contains(bytes[end]) { signs += 1 }
      end += 1
    }
    guard signs >= least else { return nil }
    if bytes.has("-----END", at: end) {
      end += 8
      while end < bytes.count, bytes[end].isUpper || bytes[end].isDigit || bytes[end] == 0x20 { end += 1 }
      while end < bytes.count, bytes[end] == UInt8(ascii: "-") { end += 1 }
    }
    return EntityMatch(.privateKey, start..<end, .certain, validator: "pem")
  }

  /// The secret of an Azure application: three signs, a digit, `Q~`, and 31 to 34 more.
  func azureSecret(at start: Int) -> EntityMatch? {
    guard bytes.has("Q~", at: start), bytes.at(start - 1).isDigit, start >= 4 else { return nil }
    let first = start - 4
    guard bytes[first..<start - 1].allSatisfy(isAzure), first == 0 || !isAzure(bytes[first - 1]) else { return nil }
    var end = start + 2
    while end < min(bytes.count, start + 40), isAzure(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
    guard (31...34).contains(end - start - 2), ByteEntropy.bits(bytes[first..<end]) >= 3 else { return nil }
    return EntityMatch(.azure, first..<end, .likely, validator: "structure")
  }

  private func isAzure(_ byte: UInt8) -> Bool {
    byte.isWord || byte == UInt8(ascii: "~") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
  }

  /// A Telegram bot: its number, `:A`, and 34 signs. - Parameter colon: where the colon stands.
  func telegramToken(colon: Int) -> EntityMatch? {
    guard bytes.has(":A", at: colon) else { return nil }
    var start = colon
    while start > max(0, colon - 17), bytes[start - 1].isDigit { start -= 1 }
    var end = colon + 1
    while end < min(bytes.count, colon + 37), TokenForm.Alphabet.base64URL.contains(bytes[end]) { end += 1 }
    guard (5...16).contains(colon - start), end - colon - 1 == 35, bytes.isWordStart(start),
      ByteEntropy.bits(bytes[colon..<end]) >= 3.5
    else { return nil }
    return EntityMatch(.telegram, start..<end, .likely, validator: "structure")
  }

  /// `number|secret` of a Facebook application. - Parameter bar: where the bar stands.
  func facebookToken(bar: Int) -> EntityMatch? {
    var start = bar
    while start > max(0, bar - 17), bytes[start - 1].isDigit { start -= 1 }
    var end = bar + 1
    while end < min(bytes.count, bar + 29), TokenForm.Alphabet.base64URL.contains(bytes[end]) { end += 1 }
    guard (15...16).contains(bar - start), end - bar - 1 == 27, bytes.isWordStart(start) else { return nil }
    return EntityMatch(.facebook, start..<end, .likely, validator: "structure")
  }

  /// Terraform Cloud: fourteen signs, `.atlasv1.`, sixty and more. - Parameter dot: where the first dot stands.
  func terraformToken(dot: Int) -> EntityMatch? {
    guard bytes.has(".atlasv1.", at: dot), dot >= 14 else { return nil }
    let start = dot - 14
    var end = dot + 9
    while end < min(bytes.count, dot + 80), TokenForm.Alphabet.parts.contains(bytes[end]) { end += 1 }
    guard bytes[start..<dot].allSatisfy(\.isAlphanumeric), end - dot - 9 >= 60,
      ByteEntropy.bits(bytes[start..<end]) >= 3.5
    else { return nil }
    return EntityMatch(.terraform, start..<end, .likely, validator: "structure")
  }

  /// The end of a Mailchimp key (32 hexadecimal digits, `-us` and a number) or of a MaxMind key (`_mmk`), found by that end.
  func suffixed(at place: Int) -> EntityMatch? {
    if bytes.has("-us", at: place), bytes.at(place + 3).isDigit {
      var end = place + 3
      while end < place + 6, bytes.at(end).isDigit { end += 1 }
      let start = place - 32
      guard start >= 0, bytes[start..<place].allSatisfy(\.isHexDigit), bytes.isWordStart(start), bytes.isWordEnd(end),
        !Placeholder.isRepetitive(bytes[start..<place])
      else { return nil }
      return EntityMatch(.mailchimp, start..<end, .likely, validator: "structure")
    }
    guard bytes.has("_mmk", at: place), bytes.isWordEnd(place + 4), place >= 36,
      bytes.at(place - 30) == UInt8(ascii: "_")
    else { return nil }
    let start = place - 36
    guard bytes[start..<place].allSatisfy(\.isWord), bytes.isWordStart(start) else { return nil }
    return EntityMatch(.maxmind, start..<place + 4, .likely, validator: "structure")
  }
}
