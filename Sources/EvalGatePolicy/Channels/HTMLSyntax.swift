/// HTML as CommonMark lets it pass (CommonMark 0.31, sections 4.6 and 6.6). What does not follow it is shown as text.
enum HTMLSyntax {
  /// Where an opening or a closing tag ends; nil where none begins.
  static func tagEnd(_ bytes: [UInt8], at start: Int) -> Int? {
    guard bytes.holds("<", at: start) else { return nil }
    let isClosing = bytes.holds("/", at: start + 1)
    let name = start + (isClosing ? 2 : 1)
    guard name < bytes.count, ByteClass.isLetter(bytes[name]) else { return nil }
    var index = bytes.end(from: name) { ByteClass.isAlphanumeric($0) || $0 == 0x2D }
    while let next = space(bytes, from: index) {
      let isSpaced = next > index
      index = next
      guard index < bytes.count else { return nil }
      if bytes[index] == 0x3E { return index + 1 }
      if bytes.holds("/>", at: index), !isClosing { return index + 2 }
      guard isSpaced, !isClosing, let end = attributeEnd(bytes, at: index) else { return nil }
      index = end
    }
    return nil
  }

  private static func attributeEnd(_ bytes: [UInt8], at start: Int) -> Int? {
    guard ByteClass.isLetter(bytes[start]) || bytes[start] == 0x5F || bytes[start] == 0x3A else { return nil }
    let end = bytes.end(from: start) { ByteClass.isAlphanumeric($0) || "_.:-".utf8.contains($0) }
    guard let sign = space(bytes, from: end), bytes.holds("=", at: sign) else { return end }
    guard let value = space(bytes, from: sign + 1), value < bytes.count else { return nil }
    guard bytes[value] == 0x22 || bytes[value] == 0x27 else {
      let end = bytes.end(from: value) { !ByteClass.isSpace($0) && !"\"'=<>`".utf8.contains($0) }
      return end > value ? end : nil
    }
    var index = value + 1
    while index < bytes.count, bytes[index] != bytes[value] {
      if bytes[index] == 0x0A, isBlankLine(bytes, at: index + 1) { return nil }
      index += 1
    }
    return index < bytes.count ? index + 1 : nil
  }

  /// Past white space; nil where a paragraph ends in it.
  static func space(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index < bytes.count, ByteClass.isSpace(bytes[index]) {
      if bytes[index] == 0x0A, isBlankLine(bytes, at: index + 1) { return nil }
      index += 1
    }
    return index
  }

  /// Whether nothing stands in the line that begins here.
  static func isBlankLine(_ bytes: [UInt8], at start: Int) -> Bool {
    let end = bytes.end(from: start) { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    return end < bytes.count && bytes[end] == 0x0A
  }

  /// `<scheme:…>` (CommonMark 0.31, section 6.5): its end, where one begins.
  static func autolinkEnd(_ bytes: [UInt8], at start: Int) -> Int? {
    guard bytes.holds("<", at: start) else { return nil }
    let scheme = bytes.end(from: start + 1) {
      ByteClass.isAlphanumeric($0) || $0 == 0x2B || $0 == 0x2E || $0 == 0x2D
    }
    guard scheme > start + 1, bytes.holds(":", at: scheme) else { return nil }
    let end = bytes.end(from: scheme) { $0 > 0x20 && $0 != 0x3C && $0 != 0x3E }
    return bytes.holds(">", at: end) ? end + 1 : nil
  }

  /// Elements that begin a block of HTML, which goes on to an empty line.
  static let blocks: Set<String> = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link",
    "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
  ]
  /// Elements whose block goes on to where they are closed.
  static let verbatim: Set<String> = ["script", "pre", "style", "textarea"]
}
