import UnicodeText

/// A text as it is read aloud: folded, on one line, without what only says how it is set.
enum SpokenText {
  static func of(_ text: String) -> String {
    let folded = Array(text.nfkcCaseFolded.strippingMarks.unicodeScalars)
    let plain = withoutLineStarts(withoutLinkTargets(withoutTags(folded))).compactMap(spoken)
    let words = plain.split(whereSeparator: \.properties.isWhitespace)
    return words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  }

  /// Nil for signs that set what is around them: emphasis, code, brackets of links, escapes. Quotes and dashes are one of each.
  private static func spoken(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "*", "_", "~", "`", "[", "]", "\\": nil
    case "\u{2018}"..."\u{201B}", "\u{02BC}": "'"
    case "\u{201C}"..."\u{201F}": "\""
    case "\u{2010}"..."\u{2015}", "\u{2212}": "-"
    default: scalar
    }
  }

  // MARK: HTML

  /// Tags that begin something on a line of its own; all others stand within words as well.
  private static let blocks: Set = [
    "br", "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "td", "th", "tr", "table", "hr", "h1", "h2", "h3", "h4", "h5",
    "h6", "blockquote", "pre", "section", "article", "option",
  ]
  private static let longestTag = 400

  private static func withoutTags(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard text.contains("<") else { return text }
    var plain: [Unicode.Scalar] = []
    var place = 0
    while place < text.count {
      guard let tag = tag(in: text, at: place) else {
        plain.append(text[place])
        place += 1
        continue
      }
      if blocks.contains(tag.name) { plain.append(" ") }
      place = tag.end
    }
    return plain
  }

  /// A tag or a comment that begins at a place; nil where none does, or where it does not end.
  private static func tag(in text: [Unicode.Scalar], at start: Int) -> (name: String, end: Int)? {
    guard text[start] == "<", start + 1 < text.count else { return nil }
    let first = text[start + 1] == "/" ? start + 2 : start + 1
    guard first < text.count, text[first] == "!" || ("a"..."z").contains(text[first]),
      let end = text[first..<min(text.count, first + longestTag)].firstIndex(of: ">")
    else { return nil }
    let name = text[first..<end].prefix { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
    return (String(String.UnicodeScalarView(name)), end + 1)
  }

  // MARK: Markdown

  /// Without `(https://…)` after the text of a link.
  private static func withoutLinkTargets(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard text.contains("]") else { return text }
    var plain: [Unicode.Scalar] = []
    var place = 0
    while place < text.count {
      plain.append(text[place])
      let opens = text[place] == "]" && place + 1 < text.count && text[place + 1] == "("
      let end = opens ? text[place..<min(text.count, place + longestTag)].firstIndex(of: ")") : nil
      place = end.map { $0 + 1 } ?? place + 1
    }
    return plain
  }

  /// Without the signs that lines of quotations, headings and tables begin with; a line's end is a space.
  private static func withoutLineStarts(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
    guard lines.count > 1 else { return text }
    let bare = lines.map { line in line.drop { ">#|".unicodeScalars.contains($0) || $0.properties.isWhitespace } }
    return Array(bare.joined(separator: [" "]))
  }
}
