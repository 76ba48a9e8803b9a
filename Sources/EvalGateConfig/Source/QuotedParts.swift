extension String {
  /// A sentence with parts of it between back quotes left out.
  ///
  /// - Parameter isHidden: is given a part and what stands before it.
  func hidingQuotes(where isHidden: (_ part: Substring, _ before: Substring) -> Bool) -> String {
    let parts = split(separator: "`", omittingEmptySubsequences: false)
    var text = ""
    for (index, part) in parts.enumerated() {
      guard index % 2 == 1 else {
        text += part
        continue
      }
      text += "`" + (isHidden(part, parts[index - 1]) ? "…" : part) + "`"
    }
    return text
  }

  /// The letters and digits alone, by which two ways to quote one text are the same.
  var lettersAndDigits: String {
    String(
      String.UnicodeScalarView(unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    )
  }
}
