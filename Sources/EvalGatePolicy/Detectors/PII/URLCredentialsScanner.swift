#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// User names with passwords in the authority of a URL (RFC 3986 section 3.2.1).
enum URLCredentialsScanner {
  static func append(to matches: inout [EntityMatch], _ bytes: [UInt8]) {
    var place = 0
    while let marker = next(bytes, from: place) {
      place = marker + 3
      guard let match = match(bytes, marker) else { continue }
      matches.append(match)
      place = max(place, match.range.upperBound)
    }
  }

  private static func next(_ bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBufferPointer { next($0, from: start) }
  }

  private static func next(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start
    while place < bytes.count, let base = bytes.baseAddress,
      let found = memchr(base + place, Int32(UInt8(ascii: ":")), bytes.count - place)
    {
      place = UnsafeRawPointer(found) - UnsafeRawPointer(base)
      if place + 2 < bytes.count, bytes[place + 1] == UInt8(ascii: "/"), bytes[place + 2] == UInt8(ascii: "/") {
        return place
      }
      place += 1
    }
    return nil
  }

  /// Whether a URL has something before an `@`, so that a closer look is worth it.
  static func mayHold(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    next(bytes, from: 0) != nil && bytes.contains(UInt8(ascii: "@"))
  }

  /// The whole URL up to the end of its authority; nil where the authority holds no password, or a placeholder for one.
  private static func match(_ bytes: [UInt8], _ marker: Int) -> EntityMatch? {
    var start = marker
    while start > max(0, marker - 20),
      bytes[start - 1].isAlphanumeric || bytes[start - 1] == UInt8(ascii: "+") || bytes[start - 1] == UInt8(ascii: "-")
        || bytes[start - 1] == UInt8(ascii: ".")
    { start -= 1 }
    while start < marker, !bytes[start].isLetter { start += 1 }
    guard marker - start >= 2 else { return nil }
    let authority = marker + 3
    var (colon, at) = (-1, -1)
    var end = authority
    while end < min(bytes.count, authority + 512) {
      let byte = bytes[end]
      guard !byte.isSpace, byte > 0x20, byte < 0x7F, !"/?#\"'<>`\\|,;)]}".utf8.contains(byte) else { break }
      if byte == UInt8(ascii: ":"), colon < 0 { colon = end }
      if byte == UInt8(ascii: "@") { at = end }
      end += 1
    }
    guard at > 0, colon > 0, colon < at - 1, end > at + 1, colon < at else { return nil }
    guard !Placeholder.isPlaceholder(bytes[colon + 1..<at]) else { return nil }
    // What everybody's development machine has opens nothing.
    let password = bytes[colon + 1..<at]
    let isLocal = bytes[authority..<colon].elementsEqual(password) && isLoopback(bytes[at + 1..<end])
    return EntityMatch(
      PIIEntity.urlCredentials.rawValue, start..<end, isLocal || isGeneric(password) ? .weak : .likely,
      validator: "authority")
  }

  /// Whether what stands for the password is a word for one, as in every description of such a URL: `user:pass@host`.
  static func isGeneric(_ password: ArraySlice<UInt8>) -> Bool {
    generic.contains { password.map(\.lowered) == Array($0.utf8) }
  }

  private static let generic = ["pass", "password", "passwd", "pwd", "secret", "passphrase", "xyz"]

  private static func isLoopback(_ host: ArraySlice<UInt8>) -> Bool {
    let name = host.prefix { $0 != UInt8(ascii: ":") }.map { $0 | 0x20 }
    return name == Array("localhost".utf8) || host.prefix { $0 != UInt8(ascii: ":") }.elementsEqual("127.0.0.1".utf8)
  }
}
