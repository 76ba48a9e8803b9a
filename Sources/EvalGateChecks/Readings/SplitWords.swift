import UnicodeText

/// Words that are written in parts: letter by letter with signs or spaces between them (`w-a-r-r-a-n-t-y`, `w·a·t·e·r`), and with a hyphen
/// at the end of a line.
///
/// For finding words that are known. `e.g.` and `A/B` are no words in parts: those have three letters at least, with spaces four.
/// Between letters that stood apart a joint is left, since one of them may be a word of its own (`a w a t e r`).
enum SplitWords {
  /// The text with all of them in one piece; nil where there are none.
  static func joined(_ text: String) -> String? {
    let scalars = Array(text.nfkc.unicodeScalars)
    var joined: [Unicode.Scalar] = []
    var isChanged = false
    var place = 0
    while place < scalars.count {
      if let end = endOfLetters(scalars, from: place) {
        for letter in scalars[place..<end] where letter.isLetterOrDigit { joined += [letter, WordedText.joint] }
        (place, isChanged) = (end, true)
      } else if let end = endOfDivision(scalars, at: place) {
        (place, isChanged) = (end, true)
      } else {
        joined.append(scalars[place])
        place += 1
      }
    }
    return isChanged ? String(String.UnicodeScalarView(joined)) : nil
  }

  /// Where a word ends whose letters stand apart and that begins at a place; nil where none does. Between them stands one sign, or two;
  /// or one space everywhere.
  private static func endOfLetters(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
    guard isSingle(scalars, at: start) else { return nil }
    var (end, letters) = (start + 1, 1)
    let isSpaced = end < scalars.count && scalars[end] == " "
    while true {
      let signs = scalars[end...].prefix(isSpaced ? 1 : 2).prefix { isSpaced ? $0 == " " : $0.isSignBetweenLetters }
      let next = end + signs.count
      guard !signs.isEmpty, isSingle(scalars, at: next) else { break }
      (end, letters) = (next + 1, letters + 1)
    }
    return letters >= (isSpaced ? 4 : 3) ? end : nil
  }

  /// Whether a letter stands at a place and no other beside it.
  private static func isSingle(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
    func isOfWord(_ place: Int) -> Bool { scalars.indices.contains(place) && scalars[place].isLetterOrDigit }
    return isOfWord(place) && !isOfWord(place - 1) && !isOfWord(place + 1)
  }

  /// Where a word goes on that a hyphen at a place divides at the end of its line; nil where none does.
  private static func endOfDivision(_ scalars: [Unicode.Scalar], at place: Int) -> Int? {
    guard place > 0, scalars[place] == "-" || scalars[place] == "\u{2010}", scalars[place - 1].isLetterOrDigit else {
      return nil
    }
    let rest = scalars[(place + 1)...]
    guard let first = rest.firstIndex(where: { !$0.properties.isWhitespace && $0 != ">" }),
      scalars[first].isLetterOrDigit, rest[..<first].contains(where: { $0 == "\n" || $0 == "\r" })
    else { return nil }
    return first
  }
}

extension Unicode.Scalar {
  fileprivate var isSignBetweenLetters: Bool { !properties.isWhitespace && !isLetterOrDigit && !isMark }
}
