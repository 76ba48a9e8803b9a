/// The tags of HTML in a text, which its readers do not see.
enum Markup {
  private static let longest = 1_024

  /// The text without them; nil where there are none. Within a line of text tags part nothing, `<mark>184</mark>,250`; cells, items and
  /// paragraphs are apart.
  static func leftOut(of bytes: [UInt8]) -> AssembledText.Rest? {
    var (left, places): ([UInt8], [Int32]) = ([], [])
    var (index, isFound) = (0, false)
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<"), let (end, isWithin) = tag(in: bytes, at: index) {
        isFound = true
        if !isWithin {
          left.append(0x20)
          places.append(Int32(truncatingIfNeeded: index))
        }
        index = end
      } else {
        left.append(bytes[index])
        places.append(Int32(truncatingIfNeeded: index))
        index += 1
      }
    }
    return isFound ? (left, places + [Int32(truncatingIfNeeded: bytes.count)]) : nil
  }

  /// Where a tag or a comment ends that begins at a place, and whether it stands within a line of text.
  private static func tag(in bytes: [UInt8], at start: Int) -> (end: Int, isWithin: Bool)? {
    if bytes.holds("<!--", at: start) {
      let end = bytes.end(from: start + 4, limit: start + longest) { $0 != UInt8(ascii: ">") }
      return end < bytes.count && bytes[end] == UInt8(ascii: ">") ? (end + 1, true) : nil
    }
    let first = start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "/") ? start + 2 : start + 1
    guard first < bytes.count, ByteClass.isLetter(bytes[first]) else { return nil }
    let nameEnd = bytes.end(from: first, limit: first + 16, while: ByteClass.isAlphanumeric)
    let end = bytes.end(from: nameEnd, limit: start + longest) { $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<") }
    guard end < bytes.count, bytes[end] == UInt8(ascii: ">") else { return nil }
    return (end + 1, within.contains(bytes[first..<nameEnd].map { $0 | 0x20 }))
  }

  /// Elements of a line (HTML standard, section 4.5).
  private static let within: Set<[UInt8]> = Set(
    """
    a abbr b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var wbr
    """.listed.map { Array($0.utf8) })
}
