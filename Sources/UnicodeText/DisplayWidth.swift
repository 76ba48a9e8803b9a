extension Character {
  /// The columns a terminal gives it: 0 for controls and lone marks, 2 for East Asian wide characters, emoji and flags.
  ///
  /// A cluster is as wide as its widest scalar (Unicode Standard Annex 11), because marks and joined emoji are drawn onto
  /// their base. Ambiguous characters count 1, as they do outside East Asian locales.
  public var displayWidth: Int {
    var widest = 0
    var indicators = 0
    for scalar in unicodeScalars {
      // Emoji presentation selector: the base is drawn as a picture, two columns wide.
      if scalar == "\u{FE0F}", widest > 0 { widest = 2 }
      if (0x1F1E6...0x1F1FF).contains(scalar.value) { indicators += 1 }
      widest = max(widest, scalar.displayWidth)
    }
    return indicators == 2 ? 2 : widest
  }
}

extension String {
  /// The columns a terminal gives it. Tabs and other controls count 0: replace them before measuring.
  public var displayWidth: Int { reduce(0) { $0 + $1.displayWidth } }

  /// The zero-based column of the character that holds a UTF-8 byte offset; where to put a caret under it.
  public func displayColumn(ofByte offset: Int) -> Int {
    guard let end = utf8.index(startIndex, offsetBy: max(0, offset), limitedBy: utf8.endIndex) else {
      return displayWidth
    }
    var column = 0
    var index = startIndex
    while index < end {
      let next = self.index(after: index)
      if next > end { break }
      column += self[index].displayWidth
      index = next
    }
    return column
  }

  /// The text itself where it fits into `width` columns, else its beginning and `ellipsis`.
  ///
  /// A wide character that would stick out is left off, so the result may be a column short. Only as much of the text
  /// is looked at as fits.
  public func truncated(toWidth width: Int, ellipsis: String = "…") -> String {
    let tail = ellipsis.displayWidth <= width ? ellipsis : ""
    let room = max(0, width) - tail.displayWidth
    var used = 0
    var cut = startIndex
    var index = startIndex
    while index < endIndex {
      used += self[index].displayWidth
      if used > max(0, width) { return String(self[..<cut]) + tail }
      index = self.index(after: index)
      if used <= room { cut = index }
    }
    return self
  }

  /// The text with spaces to fill `width` columns, after it or before it; a longer text is left as it is.
  public func padded(toWidth width: Int, alignRight: Bool = false) -> String {
    let missing = width - displayWidth
    guard missing > 0 else { return self }
    let spaces = String(repeating: " ", count: missing)
    return alignRight ? spaces + self : self + spaces
  }
}
