/// A date given where it was said how to write one: `Enter the date of birth in the format DD.MM.YYYY as it stands in the passport:
/// 12.03.1985`.
enum AskedDate {
  /// The sentence before a date, where it shows a date in letters, so that what is given behind it is what it speaks of, however many
  /// words stand between the two. Nil where it shows none, or the date is only another part of it: `… in the format DD.MM.YYYY by
  /// 31.12.2025`.
  static func sentence(before date: Range<Int>, in bytes: [UInt8]) -> Range<Int>? {
    var end = date.lowerBound
    while end > 0, bytes[end - 1].isSpace || "`\"'(*_".utf8.contains(bytes[end - 1]) { end -= 1 }
    guard isGiven(at: end, in: bytes) else { return nil }
    let limit = max(0, end - longest)
    var (start, hasForm) = (end, false)
    while start > limit, !bytes[start - 1].isDigit, !isSentenceEnd(start - 1, in: bytes) {
      start -= 1
      hasForm = hasForm || isForm(start, in: bytes)
    }
    return hasForm ? start..<end : nil
  }

  /// No sentence that asks for something is longer.
  private static let longest = 192

  /// Whether what ends at a place gives what comes behind it.
  private static func isGiven(at end: Int, in bytes: [UInt8]) -> Bool {
    if ":=>|".utf8.contains(bytes.at(end - 1)) { return true }
    var start = end
    while start > max(0, end - 8), bytes[start - 1].isLetter || bytes[start - 1] >= 0x80 { start -= 1 }
    return verbs.contains(PackedWord(lowering: bytes[start..<end]))
  }

  private static let verbs = SecretName.words("is ist est es è é was war lautet")

  private static func isSentenceEnd(_ place: Int, in bytes: [UInt8]) -> Bool {
    bytes[place] == 0x0A || ".!?;".utf8.contains(bytes[place]) && bytes.at(place + 1).isSpace
  }

  /// Whether the month of a date in letters begins at a place, `MM` of `DD.MM.YYYY`.
  private static func isForm(_ place: Int, in bytes: [UInt8]) -> Bool {
    guard bytes[place].lowered == UInt8(ascii: "m"), bytes.at(place + 1).lowered == UInt8(ascii: "m") else {
      return false
    }
    func isPart(_ sign: Int, _ first: Int) -> Bool {
      "./-".utf8.contains(bytes.at(sign)) && bytes.at(first).isLetter && bytes.at(first) == bytes.at(first + 1)
    }
    return isPart(place + 2, place + 3) && !bytes.at(place - 1).isLetter
      || isPart(place - 1, place - 3) && !bytes.at(place + 2).isLetter
  }
}
