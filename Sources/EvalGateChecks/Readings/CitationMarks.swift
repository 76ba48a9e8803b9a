/// What points to sources within a sentence: `[1]`, `[2, 3]`, `[doc1]`, `[1](https://…)`, `([CDC](https://…))`, `(4)`, `【4†source】`, `¹`,
/// `<sup>1</sup>`.
///
/// For finding sentences that are known: in other texts a number in brackets may be one of the text.
enum CitationMarks {
  /// In scalars.
  private static let (longestMark, longestTarget) = (60, 400)

  /// The text without them; nil where there are none.
  static func removed(from text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    guard scalars.contains(where: { "[(\u{3010}\u{E200}<".unicodeScalars.contains($0) || isRaised($0) }) else {
      return nil
    }
    var plain: [Unicode.Scalar] = []
    var place = 0
    var isChanged = false
    while place < scalars.count {
      if let end = end(ofMarkIn: scalars, at: place, after: plain.last) {
        plain.append(" ")
        (place, isChanged) = (end, true)
      } else {
        plain.append(scalars[place])
        place += 1
      }
    }
    return isChanged ? String(String.UnicodeScalarView(plain)) : nil
  }

  /// Where a mark that begins at a place ends; nil where none does.
  private static func end(ofMarkIn text: [Unicode.Scalar], at place: Int, after last: Unicode.Scalar?) -> Int? {
    switch text[place] {
    case "\u{3010}": return closing("\u{3011}", text, from: place)
    case "\u{E200}": return closing("\u{E201}", text, from: place)
    case "[":
      guard let end = closing("]", text, from: place), isNumbered(text[(place + 1)..<(end - 1)]) else { return nil }
      return target(text, at: end) ?? end
    case "(":
      if place + 1 < text.count, text[place + 1] == "[" {
        guard let end = closing("]", text, from: place + 1), let after = target(text, at: end), after < text.count,
          text[after] == ")"
        else { return nil }
        return after + 1
      }
      guard let end = closing(")", text, from: place), text[(place + 1)..<(end - 1)].allSatisfy(isOfNumbers),
        isNumbered(text[(place + 1)..<(end - 1)])
      else { return nil }
      return end
    case "<":
      guard text[place...].starts(with: "<sup>".unicodeScalars), let end = closing("<", text, from: place + 1) else {
        return nil
      }
      return closing(">", text, from: end)
    default:
      return isRaised(text[place]) && last?.isDigit == false ? place + 1 : nil
    }
  }

  /// The place after a sign that closes what opens at a place.
  private static func closing(
    _ sign: Unicode.Scalar, _ text: [Unicode.Scalar], from place: Int, within limit: Int = longestMark
  ) -> Int? {
    text[place...].prefix(limit).dropFirst().firstIndex(of: sign).map { $0 + 1 }
  }

  /// The end of `(https://…)` that follows at a place.
  private static func target(_ text: [Unicode.Scalar], at place: Int) -> Int? {
    guard place < text.count, text[place] == "(" else { return nil }
    return closing(")", text, from: place, within: longestTarget)
  }

  private static func isNumbered(_ mark: ArraySlice<Unicode.Scalar>) -> Bool {
    mark.first == "^" || mark.contains(where: \.isDigit) && !mark.contains("\n")
  }

  private static func isOfNumbers(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isDigit || ", -\u{2013}".unicodeScalars.contains(scalar)
  }

  private static func isRaised(_ scalar: Unicode.Scalar) -> Bool {
    "\u{B9}\u{B2}\u{B3}\u{2020}\u{2021}".unicodeScalars.contains(scalar) || (0x2070...0x2079).contains(scalar.value)
  }
}
