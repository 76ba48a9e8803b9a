/// An address that stands by itself in a text, without any mark of Markdown or HTML around it.
struct BareAddress {
  /// Where it stands; nil where what looks like the beginning of one is none.
  let range: Range<Int>?
  /// From where the text goes on.
  let next: Int

  /// One with a scheme, of which the `://` is at a place.
  init(in bytes: [UInt8], aroundScheme place: Int) {
    var start = place
    while start > 0, place - start < 12, ByteClass.isAlphanumeric(bytes[start - 1]) { start -= 1 }
    let end = Self.end(in: bytes, from: place + 3)
    range = start < place && end > place + 3 ? start..<end : nil
    next = max(end, place + 3)
  }

  /// One that may begin with `www.` at a place.
  init(in bytes: [UInt8], at start: Int) {
    let isStart =
      start == 0 || !ByteClass.isAlphanumeric(bytes[start - 1]) && bytes[start - 1] != 0x2F && bytes[start - 1] != 0x2E
    guard isStart, bytes.holds("www.", at: start) || bytes.holds("WWW.", at: start) else {
      (range, next) = (nil, start + 1)
      return
    }
    let end = Self.end(in: bytes, from: start + 4)
    range = end > start + 4 ? start..<end : nil
    next = max(end, start + 1)
  }

  /// One with a scheme and no host, such as `mailto:`, that begins at a place.
  init(in bytes: [UInt8], atOpaque start: Int) {
    let end = Self.end(in: bytes, from: start)
    let isStart = start == 0 || !ByteClass.isAlphanumeric(bytes[start - 1])
    range = isStart && end - start > 8 ? start..<end : nil
    next = max(isStart ? end : start + 1, start + 1)
  }

  private static func end(in bytes: [UInt8], from start: Int) -> Int {
    var end = bytes.end(from: start) { $0 > 0x20 && !endsAddress[Int($0)] }
    // Punctuation at the end belongs to the sentence, and so does a parenthesis that was not opened.
    let opensParenthesis = bytes[start..<end].contains(UInt8(ascii: "("))
    let opensBrace = bytes[start..<end].contains(UInt8(ascii: "{"))
    while end > start, ".,;:!?'*_~)]}".utf8.contains(bytes[end - 1]) {
      if bytes[end - 1] == UInt8(ascii: ")"), opensParenthesis { break }
      if bytes[end - 1] == UInt8(ascii: "}"), opensBrace { break }
      end -= 1
    }
    return end
  }

  private static let endsAddress: [Bool] = (0..<256).map { "<>\"`|^\u{7F}".utf8.contains(UInt8($0)) }
}
