/// A text of which one is asked whether words and numbers begin and end at a place: `approved` is no word of `disapproved`, and 4711 is
/// no number of 147110.
struct WordedText {
  /// Stands between letters of a word that somebody wrote apart: no sign of the word, and what is before it may be another word.
  static let joint: Unicode.Scalar = "\u{1}"

  /// In UTF-8, without joints.
  let bytes: [UInt8]
  /// Where joints were.
  private let joints: Set<Int>

  init(_ text: [UInt8]) {
    let joint = UInt8(ascii: Self.joint)
    guard text.contains(joint) else {
      (bytes, joints) = (text, [])
      return
    }
    var (bytes, joints): ([UInt8], Set<Int>) = ([], [])
    for byte in text {
      if byte == joint { joints.insert(bytes.count) } else { bytes.append(byte) }
    }
    (self.bytes, self.joints) = (bytes, joints)
  }

  /// Whether no word or number that begins before a stretch goes on in it, and none of it after it.
  func isWhole(_ range: Range<Int>) -> Bool {
    isEnd(range.lowerBound) && isEnd(range.upperBound) && !isCut(before: range.lowerBound)
      && !isCut(after: range.upperBound) && !beginsWithThousands(range)
  }

  /// Whether a stretch begins within a number, after one of its signs: `5 stars` in `4.5 stars`.
  private func isCut(before place: Int) -> Bool {
    place > 1 && place < bytes.count && bytes[place].isDigit && !joints.contains(place)
      && InnerSign.isOne(bytes, at: place - 1)
  }

  /// Whether a stretch begins with the thousands of a number before it: `500 €` in `1 500 €`. Digits alone may as well be an id of
  /// their own where a plain blank stands before them.
  func beginsWithThousands(_ range: Range<Int>) -> Bool {
    let place = range.lowerBound
    return place > 1 && place < bytes.count && bytes[place].isDigit
      && InnerSign.isThousand(bytes, at: place, isFirm: bytes[range].allSatisfy(\.isDigit))
  }

  /// Whether the last name of an address goes on after a place: `…/tool` in `…/tool2` and `…/tool-kit`.
  func isNameCut(after place: Int) -> Bool {
    guard place < bytes.count else { return false }
    if bytes[place].isDigit { return true }
    return "-_".utf8.contains(bytes[place]) && place + 1 < bytes.count && kind(at: place + 1) != .other
  }

  /// Whether a name that begins before a place goes on at it: `salaries` in `staff_salaries` and `x-salaries`.
  func isNameCut(before place: Int) -> Bool {
    guard place > 0, place < bytes.count, kind(at: place) != .other else { return false }
    let sign = bytes[place - 1]
    return sign.isDigit || "-_".utf8.contains(sign) && place > 1 && kind(at: place - 2) != .other
  }

  /// Whether a stretch ends within a number, before one of its signs: `$20` in `$20,000`. `$20.00` is the same number.
  private func isCut(after place: Int) -> Bool {
    place > 0 && place < bytes.count && bytes[place - 1].isDigit && !joints.contains(place)
      && InnerSign.isOne(bytes, at: place) && !InnerSign.addsNothing(bytes, at: place)
  }

  /// Whether no word or number goes on at a place.
  func isEnd(_ place: Int) -> Bool {
    guard place > 0, place < bytes.count, !joints.contains(place) else { return true }
    var before = place - 1
    while before > 0, bytes[before] & 0xC0 == 0x80 { before -= 1 }
    let kind = kind(at: before)
    return kind == .other || kind != self.kind(at: place)
  }

  /// What a sign is to a word of a script in which words have spaces between them and nothing is written on to them.
  private enum Kind { case letter, digit, other }

  private func kind(at place: Int) -> Kind {
    switch bytes[place] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
    case let byte where byte.isDigit: .digit
    // Latin, Greek, Cyrillic and Armenian letters, U+00C0 to U+057F and U+1E00 to U+1FFF.
    case 0xC3...0xD5: .letter
    case 0xE1 where place + 1 < bytes.count && (0xB8...0xBF).contains(bytes[place + 1]): .letter
    default: .other
    }
  }
}
