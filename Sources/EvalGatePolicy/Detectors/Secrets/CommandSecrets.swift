/// Passwords on a command line: `curl -u name:password`, `--user name:password`.
struct CommandSecrets {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The credentials after a flag. - Parameter hyphen: where `-u` or `--user` begins.
  func match(at hyphen: Int) -> EntityMatch? {
    let flag: StaticString = bytes.has("--user", at: hyphen) ? "--user" : "-u"
    guard bytes.at(hyphen - 1).isBlank, bytes.has(flag, at: hyphen), followsCommand(hyphen) else { return nil }
    var start = hyphen + flag.utf8CodeUnitCount
    guard bytes.at(start).isBlank || bytes.at(start) == UInt8(ascii: "=") || flag.utf8CodeUnitCount == 2 else {
      return nil
    }
    while bytes.at(start).isBlank || bytes.at(start) == UInt8(ascii: "=") { start += 1 }
    let quote = bytes.at(start)
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { start += 1 }
    var end = start
    var colon: Int?
    while end < min(bytes.count, start + 256), !bytes[end].isSpace, !isQuoted || bytes[end] != quote {
      if bytes[end] == UInt8(ascii: ":"), colon == nil { colon = end }
      end += 1
    }
    guard let colon, colon > start else { return nil }
    var secret = bytes[colon + 1..<end]
    if let first = secret.first, first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
      secret = secret.dropFirst()
      if secret.last == first { secret = secret.dropLast() }
    }
    // An empty password leaves the user name as the secret, which is how keys are passed.
    if secret.isEmpty { secret = bytes[start..<colon] }
    guard secret.count >= 8, secret.contains(where: { $0.isDigit || $0.isUpper }), !Placeholder.isPlaceholder(secret),
      ByteEntropy.bits(secret) >= 2.5
    else { return nil }
    return EntityMatch(.command, secret.startIndex..<secret.endIndex, .likely, validator: "entropy")
  }

  /// Whether `curl` stands before the flag, within 512 bytes.
  private func followsCommand(_ hyphen: Int) -> Bool {
    var place = hyphen
    let limit = max(0, hyphen - 512)
    while place > limit {
      place -= 1
      if bytes[place] == UInt8(ascii: "c"), bytes.has("curl", at: place), bytes.isWordStart(place),
        bytes.at(place + 4).isBlank
      {
        return true
      }
    }
    return false
  }
}
