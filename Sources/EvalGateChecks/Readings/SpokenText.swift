import UnicodeText

/// A text as it is read aloud: folded, on one line, without what only says how it is set.
enum SpokenText {
  static func of(_ text: String) -> String {
    let folded = Array(text.nfkcCaseFolded.strippingMarks.unicodeScalars)
    let plain = withoutLineStarts(withoutLinkTargets(withoutTags(folded))).compactMap(spoken)
    let words = plain.split(whereSeparator: \.properties.isWhitespace)
    return words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  }

  /// The words of a text that was made so, with what ends a sentence as a word of its own: what is said in two sentences is not
  /// said in one. Dots in a row are a pause.
  static func words(of spoken: String) -> [String] {
    withoutPauses(spoken).split(separator: " ").flatMap { piece -> [String] in
      let words = split(piece)
      let isEnd = piece.unicodeScalars.last.map { ".!?\u{3002}".unicodeScalars.contains($0) } ?? false
      guard isEnd, let last = words.last else { return words }
      let bare = last.unicodeScalars.reversed().drop { ".!?\u{3002}".unicodeScalars.contains($0) }
      return words.dropLast() + [String(String.UnicodeScalarView(bare.reversed())), "."].filter { !$0.isEmpty }
    }
  }

  private static func withoutPauses(_ text: String) -> String {
    guard text.contains("..") else { return text }
    var plain: [Unicode.Scalar] = []
    var dots = 0
    for scalar in text.unicodeScalars {
      dots = scalar == "." ? dots + 1 : 0
      if dots == 2 { plain[plain.count - 1] = " " }
      if dots < 2 { plain.append(scalar) }
    }
    return String(String.UnicodeScalarView(plain))
  }

  /// At what stands between words, unless it is a sign of a number.
  private static func split(_ piece: Substring) -> [String] {
    let scalars = Array(piece.unicodeScalars)
    let bytes = scalars.contains(where: \.isDigit) ? scalars.map { $0.isASCII ? UInt8($0.value) : 0xFF } : []
    return scalars.indices.split { place in
      separates(scalars[place]) && (bytes.isEmpty || !InnerSign.isOne(bytes, at: place))
    }.map { String(String.UnicodeScalarView(scalars[$0])) }
  }

  /// What stands between words beside a space. Signs of currencies, shares and addresses are part of a word.
  private static func separates(_ scalar: Unicode.Scalar) -> Bool {
    ",;:()\"'/|-\u{2022}\u{B7}{}<>".unicodeScalars.contains(scalar)
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
    var closing = NextSign(">", in: text)
    while place < text.count {
      guard let tag = tag(in: text, at: place, &closing) else {
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
  private static func tag(
    in text: [Unicode.Scalar], at start: Int, _ closing: inout NextSign
  ) -> (name: String, end: Int)? {
    guard text[start] == "<", start + 1 < text.count else { return nil }
    let first = text[start + 1] == "/" ? start + 2 : start + 1
    guard first < text.count, text[first] == "!" || ("a"..."z").contains(text[first]),
      let sign = closing.place(from: first), sign < first + longestTag
    else { return nil }
    let end = end(ofTagIn: text, from: first) ?? sign
    let name = text[first..<end].prefix { ("a"..."z").contains($0) || $0.isDigit }
    return (String(String.UnicodeScalarView(name)), end + 1)
  }

  /// The sign that closes a tag, which one within the quotes of a value does not; nil where none does.
  private static func end(ofTagIn text: [Unicode.Scalar], from first: Int) -> Int? {
    var quote: Unicode.Scalar?
    var last: Unicode.Scalar = " "
    for place in first..<min(text.count, first + longestTag) {
      let scalar = text[place]
      if let open = quote {
        if scalar == open { quote = nil }
      } else if scalar == ">" {
        return place
      } else if last == "=", scalar == "\"" || scalar == "'" {
        quote = scalar
      }
      if !scalar.properties.isWhitespace { last = scalar }
    }
    return nil
  }

  // MARK: Markdown

  /// Without `(https://…)` or `[1]` after the text of a link, and without footnotes (`[^1]`).
  private static func withoutLinkTargets(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard text.contains("]") else { return text }
    var plain: [Unicode.Scalar] = []
    var place = 0
    var (parenthesis, bracket) = (NextSign(")", in: text), NextSign("]", in: text))
    while place < text.count {
      let next = place + 1 < text.count ? text[place + 1] : " "
      let closing: Int? =
        switch (text[place], next) {
        case ("]", "("): parenthesis.place(from: place + 1)
        case ("]", "["), ("[", "^"): bracket.place(from: place + 1)
        default: nil
        }
      guard let end = closing, end < place + longestTag else {
        plain.append(text[place])
        place += 1
        continue
      }
      place = end + 1
    }
    return plain
  }

  /// Without what lines of quotations, headings, tables and lists begin with; a line's end is a space.
  private static func withoutLineStarts(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
    guard lines.count > 1 else { return text }
    let bare = lines.map { line in
      let line = line.drop { ">#|-+*".unicodeScalars.contains($0) || $0.properties.isWhitespace }
      let rest = line.drop(while: \.isDigit)
      let isNumbered = rest.count < line.count && rest.first.map { ".)".unicodeScalars.contains($0) } ?? false
      return isNumbered && rest.dropFirst().first?.properties.isWhitespace == true ? rest.dropFirst() : line
    }
    return Array(bare.joined(separator: [" "]))
  }
}

/// Where a sign stands next, asked for from left to right, so that a text in which it stands nowhere is gone over once.
private struct NextSign {
  private let sign: Unicode.Scalar
  private let text: [Unicode.Scalar]
  private var found = -1

  init(_ sign: Unicode.Scalar, in text: [Unicode.Scalar]) { (self.sign, self.text) = (sign, text) }

  mutating func place(from start: Int) -> Int? {
    if found < start { found = text[min(start, text.count)...].firstIndex(of: sign) ?? text.count }
    return found < text.count ? found : nil
  }
}
