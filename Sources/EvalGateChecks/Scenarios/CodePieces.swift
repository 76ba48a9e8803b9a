// What a program reads as one piece, whatever stands in it.
extension ArraySlice<UInt8> {
  /// After the text in quotes, one or three, that begins at a place; nil where none does, or where it does not end.
  func endOfText(at start: Int) -> Int? {
    let quote = self[start]
    guard quote.isQuote else { return nil }
    let quotes = [UInt8](repeating: quote, count: self[start...].starts(with: [quote, quote, quote]) ? 3 : 1)
    var place = start + quotes.count
    while place < endIndex {
      if self[place] == UInt8(ascii: "\\") {
        place += 2
      } else if self[place...].starts(with: quotes), quotes.count == 3 || !isApostrophe(at: place) {
        return place + quotes.count
      } else {
        place += 1
      }
    }
    return nil
  }

  /// As in `'It's done'`, which models write: behind a text no letter follows.
  private func isApostrophe(at place: Int) -> Bool {
    self[place - 1].isLetterOrDigit && place + 1 < endIndex && self[place + 1].isLetterOrDigit
  }

  /// Where the comment ends that begins at a place and goes on to the end of its line; nil where none does. An address has `//` within a
  /// word.
  func endOfComment(at start: Int) -> Int? {
    guard self[start...].isComment, start == startIndex || self[start - 1] <= 0x20 else { return nil }
    return self[start...].firstIndex(of: 0x0A) ?? endIndex
  }

  /// Whether a comment of a program begins here.
  var isComment: Bool {
    if first == UInt8(ascii: "#") { return true }
    return first == UInt8(ascii: "/") && dropFirst().first.map { "/*".utf8.contains($0) } ?? false
  }
}

extension UInt8 {
  var isQuote: Bool { "'\"`".utf8.contains(self) }

  fileprivate var isLetterOrDigit: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self >= 0x80
  }
}
