/// Classes of bytes that the scanners share. All of them are about ASCII; other bytes are in none.
extension UInt8 {
  var isDigit: Bool { self &- 0x30 < 10 }
  var isLower: Bool { self &- 0x61 < 26 }
  var isUpper: Bool { self &- 0x41 < 26 }
  var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
  var isAlphanumeric: Bool { isDigit || isLetter }
  /// Letters, digits and `_`, which continue an identifier.
  var isWord: Bool { isAlphanumeric || self == UInt8(ascii: "_") }
  var isHexDigit: Bool { isDigit || (self | 0x20) &- 0x61 < 6 }
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  /// Blank, line feed and carriage return.
  var isSpace: Bool { isBlank || self == 0x0A || self == 0x0D }
  /// The lower-case letter of an upper-case one, any other byte as it is.
  var lowered: UInt8 { isUpper ? self | 0x20 : self }
  /// The upper-case letter of a lower-case one, any other byte as it is.
  var uppered: UInt8 { isLower ? self & 0xDF : self }
}

extension [UInt8] {
  /// The bytes of a span, which cannot be kept itself.
  init(copying span: Span<UInt8>) {
    self.init()
    reserveCapacity(span.count)
    for place in span.indices { append(span[place]) }
  }

  /// The byte at a place, or 0 outside the text, which is in no class.
  func at(_ place: Int) -> UInt8 { indices.contains(place) ? self[place] : 0 }

  /// Whether these bytes stand at a place.
  func has(_ text: StaticString, at place: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place >= 0, place <= self.count - count else { return false }
    for index in 0..<count where self[place + index] != text.utf8Start[index] { return false }
    return true
  }

  /// Whether these bytes stand at a place when ASCII case does not count. The text is given in lower case.
  func hasIgnoringCase(_ text: StaticString, at place: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place >= 0, place <= self.count - count else { return false }
    for index in 0..<count where self[place + index].lowered != text.utf8Start[index] { return false }
    return true
  }

  /// Whether no letter, digit or underscore stands before a place, so that a word can begin there. A letter of two bytes (Latin,
  /// Greek, Cyrillic) counts as one; ideographs do not, because nothing separates them from what follows.
  func isWordStart(_ place: Int) -> Bool {
    guard place > 0 else { return true }
    let before = self[place - 1]
    if before & 0xC0 == 0x80 { return !(place > 1 && self[place - 2] &- 0xC3 <= 0xD4 - 0xC3) }
    return !before.isWord
  }

  /// Whether no letter, digit or underscore stands at a place, so that a word can end before it.
  func isWordEnd(_ place: Int) -> Bool {
    guard place < count else { return true }
    return !self[place].isWord && !(self[place] &- 0xC3 <= 0xD4 - 0xC3)
  }

  /// Whether a stretch of letters and digits is a piece of a longer run of base64: signs of its alphabet go on beside it, as mixed as
  /// only what was encoded is. A path's steps go on with `/` too, and are words.
  func isWithinBase64(_ range: Range<Int>) -> Bool {
    var (upper, lower, all) = (0, 0, 0)
    func count(_ places: some Sequence<Int>) {
      for place in places {
        let byte = at(place)
        guard byte.isAlphanumeric || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") else { return }
        if byte.isUpper { upper += 1 } else if byte.isLower { lower += 1 }
        all += 1
      }
    }
    count((Swift.max(0, range.lowerBound - 64)..<range.lowerBound).reversed())
    count(range.upperBound..<Swift.min(self.count, range.upperBound + 64))
    return all >= 8 && upper * 5 >= all && lower * 5 >= all
  }
}
