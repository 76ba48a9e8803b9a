/// A date that shows how one is written: `Date of birth (e.g. 31.01.1990)`.
enum ShownDate {
  /// Whether an example is announced right before a date, behind a label and nothing else. Beside any other word, a name above all, it
  /// may be somebody's, and so may what is filled in after it, of which the example is then all that tells.
  static func stands(at range: Range<Int>, in bytes: [UInt8]) -> Bool {
    var line = String(decoding: bytes[max(0, range.lowerBound - longest)..<range.lowerBound], as: UTF8.self)
      .lowercased()[...]
    while let last = line.last, " `\"',:(".contains(last) { line.removeLast() }
    guard let word = announcements.first(where: line.hasSuffix) else { return false }
    line.removeLast(word.count)
    let label = line.split(omittingEmptySubsequences: false) { $0.isNewline || "\"|>{".contains($0) }.last ?? line
    let words = label.split { !$0.isLetter }
    guard !words.isEmpty, words.allSatisfy({ isOfLabel($0) }) else { return false }
    let rest = String(decoding: bytes[range.upperBound...].prefix(longest), as: UTF8.self)
    return !rest.prefix { !$0.isNewline && !"\"|<.".contains($0) }.contains { $0.isUppercase || $0.isNumber }
  }

  private static func isOfLabel(_ word: Substring) -> Bool {
    labels.contains(String(word)) || ContextWords.topics(of: PackedWord(String(word))).contains(.entity(.birthDate))
  }

  /// No label is longer.
  private static let longest = 96

  /// The longer ones first.
  private static let announcements = [
    "for example", "example", "e.g.", "zum beispiel", "beispiel", "z. b.", "z.b.", "par exemple", "p. ex.", "p.ex.",
    "por ejemplo", "p. ej.", "p.ej.", "bijv.",
  ]
  /// What the label of a field says beside its name.
  private static let labels: Set<String> = [
    "date", "of", "your", "enter", "please", "bitte", "geben", "sie", "ihr", "ein", "de", "fecha", "data", "di",
    "votre",
  ]
}
