/// Mail addresses: a dot-atom, `@`, and a domain with a top level (RFC 5322 section 3.4.1, RFC 1035 section 2.3.1 for labels), also of
/// other scripts (RFC 5890) and with `(at)` and `(dot)` for the signs.
enum EmailScanner {
  static func append(to matches: inout [EntityMatch], _ bytes: [UInt8]) {
    append(to: &matches, in: bytes)
    guard let spelled = SpelledSigns(of: bytes) else { return }
    var more: [EntityMatch] = []
    append(to: &more, in: spelled.bytes)
    matches += more.compactMap { match in
      spelled.origin(of: match.range).map {
        EntityMatch(match.entity, $0, .likely, validator: match.validator)
      }
    }
  }

  private static func append(to matches: inout [EntityMatch], in bytes: [UInt8]) {
    var last = 0
    for at in bytes.indices where bytes[at] == UInt8(ascii: "@") {
      guard let local = local(bytes, before: at, from: last), let end = domainEnd(bytes, from: at + 1) else { continue }
      last = end
      guard !isSomethingElse(bytes, local..<end, at) else { continue }
      matches.append(EntityMatch(PIIEntity.email.rawValue, local..<end, .certain, validator: "domain"))
    }
  }

  /// Where the part before `@` begins: at most 64 bytes, without a dot at either end or two in a row.
  private static func local(_ bytes: [UInt8], before at: Int, from limit: Int) -> Int? {
    var start = at
    let first = max(limit, at - 64)
    while start > first, isAtom(bytes[start - 1]) || bytes[start - 1] == UInt8(ascii: ".") {
      if bytes[start - 1] == UInt8(ascii: "."), start < at, bytes[start] == UInt8(ascii: ".") { break }
      start -= 1
    }
    // Never from within a letter, and never from a dot, an apostrophe or the like on.
    while start < at,
      bytes[start] & 0xC0 == 0x80
        || !(bytes[start].isAlphanumeric || bytes[start] == UInt8(ascii: "_") || bytes[start] >= 0xC3)
    {
      start += 1
    }
    guard start < at, bytes[at - 1] != UInt8(ascii: ".") else { return nil }
    return start
  }

  /// Letters of ASCII and of two bytes, digits, and the signs that addresses really have of those the RFC allows.
  private static func isAtom(_ byte: UInt8) -> Bool {
    byte.isWord || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "%")
      || byte == UInt8(ascii: "'")
      || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "~") || byte & 0xC0 == 0x80 || byte &- 0xC3 <= 0xD4 - 0xC3
  }

  /// Where a domain ends: two labels or more of at most 63 bytes, the last one a top level, at most 253 bytes in all.
  private static func domainEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    var end: Int?
    var labels = 0
    while place < min(bytes.count, start + 253) {
      let first = place
      place = DomainLabel.end(bytes, from: first)
      let label = bytes[first..<place]
      guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-") else {
        break
      }
      labels += 1
      if labels > 1, DomainLabel.isTopLevel(label), bytes.isWordEnd(place) { end = place }
      guard bytes.at(place) == UInt8(ascii: ".") else { break }
      place += 1
    }
    return end
  }

  /// User names in URLs, remote repositories (`git@host:path`), accounts on machines (`ssh admin@host`) and images for dense screens
  /// (`icon@2x.png`) are no addresses.
  private static func isSomethingElse(_ bytes: [UInt8], _ range: Range<Int>, _ at: Int) -> Bool {
    if bytes.has("//", at: range.lowerBound - 2)
      || bytes.at(range.lowerBound - 1) == UInt8(ascii: ":") && isURLPassword(bytes, range.lowerBound - 1)
    {
      return true
    }
    let end = range.upperBound
    if bytes.at(end) == UInt8(ascii: ":"), bytes.at(end + 1).isAlphanumeric, bytes.has("git", at: range.lowerBound) {
      return true
    }
    if bytes.has(":/", at: end) || bytes.has(":~", at: end) { return true }
    if LoginCommand.isOne(bytes, before: range.lowerBound) { return true }
    // A call of a method, as in `x@y.inv()`.
    if bytes.at(end) == UInt8(ascii: "(") { return true }
    let name = bytes[range]
    let isDense =
      bytes.at(at + 1).isDigit && bytes.at(at + 2).lowered == UInt8(ascii: "x") && bytes.at(at + 3) == UInt8(ascii: ".")
    return isDense
      || [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".js", ".ts", ".css", ".html"].contains {
        name.reversed().starts(with: $0.utf8.reversed())
      }
  }

  /// Whether a colon stands between the user and the password of a URL: `scheme://user:`.
  private static func isURLPassword(_ bytes: [UInt8], _ colon: Int) -> Bool {
    var place = colon
    while place > max(0, colon - 64),
      bytes[place - 1].isWord || bytes[place - 1] == UInt8(ascii: "-") || bytes[place - 1] == UInt8(ascii: ".")
    { place -= 1 }
    return bytes.has("//", at: place - 2)
  }
}
