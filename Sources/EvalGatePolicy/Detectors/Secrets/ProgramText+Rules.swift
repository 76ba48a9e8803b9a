/// What is said of a secret where one could stand: how a password has to be made, and what a token is made of.
extension ProgramText {
  /// A rule for passwords: with a range of characters (`>=12/A-Z/0-9`), or in words of such rules (`min-length:12`).
  static func isRule(_ value: ArraySlice<UInt8>) -> Bool {
    let hasRange = value.indices.dropLast(2).contains { place in
      value[place + 1] == UInt8(ascii: "-")
        && ranges.contains { $0 == (value[place], value[place + 2]) }
    }
    if hasRange { return true }
    return value.split(whereSeparator: { !$0.isLetter }).lazy.filter { ruleWords.contains(PackedWord(lowering: $0)) }
      .prefix(2).count > 1
  }

  private static let ranges: [(UInt8, UInt8)] = ["az", "AZ", "09"].map { (ends: StaticString) in
    (ends.utf8Start[0], ends.utf8Start[1])
  }

  private static let ruleWords = SecretName.words(
    """
    min max length len upper lower uppercase lowercase digit digits symbol symbols special letter letters number numbers char chars
    character characters
    """)

  /// Terms with slashes between them, of words, algorithms and durations: `JWT/RS256/15m`.
  static func isTerms(_ value: ArraySlice<UInt8>) -> Bool {
    let terms = value.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return (2...6).contains(terms.count) && terms.allSatisfy(isTerm) && terms.contains { $0.allSatisfy(\.isLetter) }
  }

  /// Capitals or small letters with a short number behind them or none, or a number with a unit or none.
  private static func isTerm(_ term: ArraySlice<UInt8>) -> Bool {
    let number = term.prefix(while: \.isDigit)
    if !number.isEmpty {
      let unit = term.dropFirst(number.count)
      return number.count <= 5 && unit.count <= 3 && unit.allSatisfy(\.isLower)
    }
    let letters = term.prefix(while: \.isLetter)
    let digits = term.dropFirst(letters.count)
    return (2...8).contains(letters.count) && (letters.allSatisfy(\.isUpper) || letters.allSatisfy(\.isLower))
      && digits.count <= 4 && digits.allSatisfy(\.isDigit)
  }
}
