import UnicodeText

extension String {
  /// The text in lines of at most so many columns as a terminal shows them; one empty line for an empty text. Colours take no
  /// room.
  func wrapped(toWidth width: Int) -> [String] {
    var lines: [String] = []
    var rest = Substring(self)
    repeat {
      let (head, tail) = Self.split(rest, max(width, 1))
      lines.append(String(head))
      rest = tail
    } while !rest.isEmpty
    return lines
  }

  /// The columns a terminal gives it, colours aside. Every escape in a report is ours: those of others are written out.
  var shownWidth: Int {
    var (width, index) = (0, startIndex)
    while index < endIndex {
      if let end = Self.endOfColour(in: self[...], at: index) {
        index = end
      } else {
        width += self[index].displayWidth
        index = self.index(after: index)
      }
    }
    return width
  }

  /// Behind a colour that begins here; nil where none does.
  private static func endOfColour(in text: Substring, at index: Substring.Index) -> Substring.Index? {
    guard text[index] == "\u{1B}" else { return nil }
    return text[index...].firstIndex(of: "m").map { text.index(after: $0) }
  }

  /// Without spaces at the end.
  var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }

  /// At the last space that fits, or in the middle of a word that does not fit at all.
  private static func split(_ text: Substring, _ room: Int) -> (Substring, Substring) {
    var (used, index) = (0, text.startIndex)
    var space: Substring.Index?
    while index < text.endIndex {
      if let end = endOfColour(in: text, at: index) {
        index = end
        continue
      }
      used += text[index].displayWidth
      if used > room {
        let cut = space ?? (index == text.startIndex ? text.index(after: index) : index)
        return (text[..<cut], text[cut...].drop { $0 == " " })
      }
      if text[index] == " " { space = index }
      index = text.index(after: index)
    }
    return (text, "")
  }
}
