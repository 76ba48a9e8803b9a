/// What is said of a secret in a sentence, with more between its name and itself than a verb.
extension SaidSecrets {
  /// What says more of a name before a verb or an operator follows: `(from .env)`, `of the user`, `, which`.
  func phrase(_ start: Int) -> Place? {
    var place = start
    if bytes.at(place) == UInt8(ascii: "(") {
      let close = skipped(place + 1, limit: 48, while: { $0 != UInt8(ascii: ")") && $0 != 0x0A })
      guard bytes.at(close) == UInt8(ascii: ")") else { return nil }
      place = skipped(close + 1, while: \.isBlank)
    } else if bytes.at(place) == UInt8(ascii: ",") {
      let word = skipped(place + 1, while: \.isBlank)
      place = skipped(word, while: \.isLetter)
      guard Self.relatives.contains(PackedWord(lowering: bytes[word..<place])) else { return nil }
      place = skipped(place, while: \.isBlank)
    } else {
      guard let end = afterPreposition(place) else { return nil }
      place = end
      for _ in 0..<6 where !isOperator(place) && said(place) == nil {
        place = skipped(place, limit: 32, while: { !$0.isSpace && !":=,;".utf8.contains($0) })
        place = skipped(place, limit: 4, while: \.isBlank)
      }
    }
    guard isOperator(place) else { return said(place) }
    let value = skipped(place + 1, while: { $0.isBlank || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "_") })
    return isLineEnd(value) ? (bytes[place] == UInt8(ascii: ":") ? under(value) : nil) : Place(start: opened(value))
  }

  private func isOperator(_ place: Int) -> Bool {
    bytes.at(place) == UInt8(ascii: ":") && bytes.at(place + 1) != UInt8(ascii: "/")
      || bytes.at(place) == UInt8(ascii: "=") && bytes.at(place + 1) != UInt8(ascii: "=")
  }

  private func afterPreposition(_ start: Int) -> Int? {
    let end = skipped(start, limit: 5, while: { $0.isLetter || $0 >= 0x80 })
    guard bytes.at(end).isBlank, Self.prepositions.contains(PackedWord(lowering: bytes[start..<max(start, end)])) else {
      return nil
    }
    return skipped(end, while: \.isBlank)
  }

  private static let relatives = SecretName.words("which that it")
  private static let prepositions = SecretName.words(
    "of for on in at to from de del della do da du des von vom für zu zum para por per pour voor van")

  // MARK: Bare words

  /// Whether a word of ten signs and more has small and capital letters and digits, as nothing that is said in a sentence has. Where
  /// other signs are in it, so have names of files and versions: those of passwords alone, or a part that was drawn, tell it.
  func isDrawn(_ start: Int) -> Bool {
    var end = skipped(start, limit: 64, while: { (0x21..<0x7F).contains($0) })
    while end > start, ".,;:!?".utf8.contains(bytes[end - 1]) { end -= 1 }
    let word = bytes[start..<max(start, end)]
    guard word.count >= 10, word.contains(where: \.isDigit), word.contains(where: \.isUpper),
      word.contains(where: \.isLower), !word.contains(where: { "=\"'`()[]{}<>\\".utf8.contains($0) })
    else { return false }
    let parts = word.split(whereSeparator: { !$0.isAlphanumeric })
    return parts.count == 1 || parts.contains(where: ProgramText.isDrawn)
      || word.contains { "!#%&^~".utf8.contains($0) } && WordShare.of(word, withDigits: false) < 0.3
  }

  /// What is said to be what the name names: `use … as the password`, `… is your new API key`.
  func value(before end: Int) -> Place? {
    var place = SecretName.range(endingAt: end, in: bytes).lowerBound
    for _ in 0..<5 {
      guard place > 1, bytes[place - 1] == 0x20 else { return nil }
      let wordEnd = place - 1
      place = wordEnd
      while place > 0, wordEnd - place < 12, bytes[place - 1].isLetter { place -= 1 }
      let word = PackedWord(lowering: bytes[place..<wordEnd])
      guard Self.equating.contains(word) else {
        guard place < wordEnd else { return nil }
        continue
      }
      return bytes.at(place - 1) == 0x20 ? valueEnding(at: place - 1) : nil
    }
    return nil
  }

  private static let equating = SecretName.words("as is was")

  /// The word that ends at a place, with the quotes around it.
  private func valueEnding(at end: Int) -> Place? {
    let isQuoted = "`\"'".utf8.contains(bytes.at(end - 1))
    var start = isQuoted ? end - 1 : end
    while start > max(0, end - 130), bytes[start - 1] > 0x20, bytes[start - 1] < 0x7F,
      !isQuoted || bytes[start - 1] != bytes[end - 1]
    {
      start -= 1
    }
    if isQuoted { return bytes.at(start - 1) == bytes[end - 1] ? Place(start: start - 1) : nil }
    return isDrawn(start) ? Place(start: start) : nil
  }
}
