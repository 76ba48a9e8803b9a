extension String {
  /// With the letters beyond ASCII that stand as percent signs and numbers, as RFC 3987 section 3.2 makes an IRI of a URI: `/wiki/M%C3%BCnchen`
  /// and `/wiki/München` are one page. ASCII stays as it is written, since `a%2Fb` is another path than `a/b`, and so do octets that
  /// are no letters in UTF-8.
  var withReadableLetters: String {
    guard utf8.contains(UInt8(ascii: "%")) else { return self }
    let bytes = Array(utf8)
    var readable: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let octets = Self.octets(from: index, in: bytes)
      if octets.isEmpty {
        readable.append(bytes[index])
        index += 1
        continue
      }
      let end = index + 3 * octets.count
      readable += String(validating: octets, as: UTF8.self) == nil ? Array(bytes[index..<end]) : octets
      index = end
    }
    return String(decoding: readable, as: UTF8.self)
  }

  /// The octets beyond ASCII that are written one behind the other from a place on.
  private static func octets(from start: Int, in bytes: [UInt8]) -> [UInt8] {
    var octets: [UInt8] = []
    var index = start
    while index + 2 < bytes.count, bytes[index] == UInt8(ascii: "%"), let high = ByteClass.hex(bytes[index + 1]),
      let low = ByteClass.hex(bytes[index + 2]), high >= 8
    {
      octets.append(UInt8(high << 4 | low))
      index += 3
    }
    return octets
  }
}
