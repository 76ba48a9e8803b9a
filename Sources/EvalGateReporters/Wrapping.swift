import UnicodeText

extension String {
  /// The text in lines of at most so many columns as a terminal shows them; one empty line for an empty text.
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
