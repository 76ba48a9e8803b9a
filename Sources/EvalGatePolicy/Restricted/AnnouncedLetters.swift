/// Words that say how a letter is written, or which sign stands there, where somebody spells a value: `lowercase t, uppercase R`,
/// `tR7 hash kq`.
enum AnnouncedLetters {
  /// So many of the words that are in few other texts make a text a spelling.
  private static let fewest = 2

  /// The text without them; nil where nothing is spelled like that.
  static func leftOut(of bytes: [UInt8]) -> AssembledText.Rest? {
    var announcing: [Range<Int>] = []
    var telling = 0
    bytes.forEachWord { place in
      guard let word = words[bytes[place]] else { return }
      telling += word
      announcing.append(place)
    }
    guard telling >= fewest else { return nil }
    var (left, places): ([UInt8], [Int32]) = ([], [])
    var start = 0
    for place in announcing + [bytes.count..<bytes.count] {
      left += bytes[start..<place.lowerBound]
      places += (start..<place.lowerBound).lazy.map { Int32(truncatingIfNeeded: $0) }
      start = place.upperBound
    }
    return (left, places + [Int32(truncatingIfNeeded: bytes.count)])
  }

  /// For each how much of a spelling it makes by itself; most are in other texts too.
  private static let words = WordTable<Int>(
    [
      (2, "exclamation"),
      (1, "lowercase uppercase capital small hash hashtag ampersand asterisk underscore hyphen caret tilde"),
      (
        0,
        "lower upper case letter capitalized digit number sign mark point question percent pound star plus equals dollar dash dot period slash colon semicolon"
      ),
    ].flatMap { weight, words in words.listed.map { ($0, weight) } })
}
