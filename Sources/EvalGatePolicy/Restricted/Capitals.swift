/// Whether a capital begins a name: that of `Room Paris` does, that of a word in a title, in a text in capitals or of a German noun
/// says nothing.
enum Capitals {
  /// How much of a text is looked at before and behind a word.
  private static let reach = 160

  /// Whether a word of a text, a blank behind a part of a value, begins another name than the value's word there.
  ///
  /// - Parameter isTitled: whether the value's word has small letters behind its capital. `I`, `IS` and `HR` are no names as `Berlin` is one.
  static func beginName(after part: Range<Int>, isTitled: Bool, in bytes: [UInt8]) -> Bool {
    let rest = String(decoding: bytes[part.upperBound...].prefix(reach), as: UTF8.self).dropFirst()
    let word = rest.prefix(while: isOfWord)
    guard word.first?.isUppercase == true, !isTitled || word.dropFirst().first?.isLowercase == true else {
      return false
    }
    let front = String(decoding: bytes[..<part.lowerBound].suffix(reach), as: UTF8.self)
    let behind = rest.dropFirst(word.count)
    let around =
      words(String(front.reversed().prefix(while: isOfClause).reversed()))
      + words(String(behind.prefix(while: isOfClause)))
    let small = around.count { $0.first?.isLowercase == true }
    // One word beside it may begin the sentence, or be the second one of the name (`Room New York`).
    if small == 0 { return around.count < 2 }
    // Too few words may be of any language.
    return small < 2 || LanguageDetector.guess(front + rest)?.language != "de"
  }

  private static func words(_ clause: String) -> [Substring] {
    clause.split(separator: " ").filter { $0.first?.isUppercase == true || $0.first?.isLowercase == true }
  }

  private static func isOfWord(_ sign: Character) -> Bool { sign.isLetter || sign.isNumber }

  private static func isOfClause(_ sign: Character) -> Bool {
    isOfWord(sign) || sign == " " || sign == "-" || sign == "'" || sign == "’"
  }
}
