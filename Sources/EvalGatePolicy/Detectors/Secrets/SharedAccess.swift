/// Signatures by which Azure lets anybody use a resource for a time: `?sv=2022-11-02&…&se=…&sig=…`.
enum SharedAccess {
  /// What they begin with.
  static let prefix = Array("sig=".utf8)
  /// Signs of Base64 in a digest of 32 bytes, padding aside.
  private static let signs = 43
  /// How far from the signature the rest of its query is looked for.
  private static let reach = 512

  /// The signature that begins at a place with `sig=`. Others sign queries too, so the end of its time has to be there, and the
  /// version of the storage service or the name of what it opens.
  static func match(_ bytes: [UInt8], at start: Int) -> EntityMatch? {
    guard bytes.has("sig=", at: start), let end = signatureEnd(bytes, from: start + prefix.count) else { return nil }
    let signature = start + prefix.count..<end
    guard !Placeholder.isRepetitive(bytes[signature]), ByteEntropy.bits(bytes[signature]) >= 3.5 else { return nil }
    let query = bytes[query(in: bytes, around: start..<end)].split {
      $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "?")
    }
    let isTimed = query.contains { value($0, of: "se=")?.first?.isDigit ?? false }
    let isOfAzure = query.contains { isVersion($0) || value($0, of: "sr=")?.count ?? 0 > 3 }
    return isTimed && isOfAzure ? EntityMatch(.sharedAccess, signature, .likely, validator: "structure") : nil
  }

  private static func signatureEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    for _ in 0..<signs {
      guard let length = length(ofSign: place, in: bytes) else { return nil }
      place += length
    }
    if bytes.at(place) == UInt8(ascii: "=") { place += 1 }
    if bytes.hasIgnoringCase("%3d", at: place) { place += 3 }
    return length(ofSign: place, in: bytes) == nil ? place : nil
  }

  /// `+` and `/` are escaped in an address.
  private static func length(ofSign place: Int, in bytes: [UInt8]) -> Int? {
    let byte = bytes.at(place)
    if byte.isAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") { return 1 }
    return bytes.hasIgnoringCase("%2b", at: place) || bytes.hasIgnoringCase("%2f", at: place) ? 3 : nil
  }

  private static func query(in bytes: [UInt8], around signature: Range<Int>) -> Range<Int> {
    var (start, end) = (signature.lowerBound, signature.upperBound)
    while start > max(0, signature.lowerBound - reach), isOfQuery(bytes[start - 1]) { start -= 1 }
    while end < min(bytes.count, signature.upperBound + reach), isOfQuery(bytes[end]) { end += 1 }
    return start..<end
  }

  private static func isOfQuery(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !"\"'`<>\\".utf8.contains(byte)
  }

  /// What a parameter says; `&amp;` is written for `&` in pages.
  private static func value(_ parameter: ArraySlice<UInt8>, of name: StaticString) -> ArraySlice<UInt8>? {
    let parameter = parameter.starts(with: "amp;".utf8) ? parameter.dropFirst(4) : parameter
    let count = name.utf8CodeUnitCount
    return Array(parameter.prefix(count)).has(name, at: 0) ? parameter.dropFirst(count) : nil
  }

  /// `sv=2022-11-02`
  private static func isVersion(_ parameter: ArraySlice<UInt8>) -> Bool {
    guard let date = value(parameter, of: "sv="), date.count == 10 else { return false }
    return date.enumerated().allSatisfy { [4, 7].contains($0) ? $1 == UInt8(ascii: "-") : $1.isDigit }
  }
}
