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

  /// The id of a public key, by which GnuPG names it: `0x20B1A390B168D356`, or all of its fingerprint.
  static func isKeyID(_ value: ArraySlice<UInt8>) -> Bool {
    value.starts(with: "0x".utf8) && [8, 16, 40].contains(value.count - 2)
      && value.dropFirst(2).allSatisfy(\.isHexDigit)
  }

  /// Terms with slashes between them, of words, algorithms with their parameters, standards and durations: `JWT/RS256/15m`,
  /// `Argon2id/m=65536/t=3`, `ISO27001/A.9.4.3`. One of them at least begins with a word.
  ///
  /// - Parameter ofPassword: people make passwords of words with a capital and a number, `Crane42/Vault7`.
  static func isTerms(_ value: ArraySlice<UInt8>, ofPassword: Bool) -> Bool {
    guard value.contains(UInt8(ascii: "/")) else { return false }
    let terms = value.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard (2...6).contains(terms.count), terms.allSatisfy({ isParameter($0) || isSection($0) || isTerm($0) }),
      terms.contains(where: { $0.allSatisfy(\.isLetter) || $0.prefix(while: \.isLetter).count >= 3 })
    else { return false }
    return !ofPassword || terms.contains { isParameter($0) || isSection($0) }
      || !value.indices.dropLast().contains { value[$0].isUpper && value[$0 + 1].isLower }
  }

  /// `m=65536`
  private static func isParameter(_ term: ArraySlice<UInt8>) -> Bool {
    let name = term.prefix(while: \.isLower)
    return (1...3).contains(name.count) && term.dropFirst(name.count).first == UInt8(ascii: "=")
      && isNumber(term.dropFirst(name.count + 1))
  }

  /// `A.9.4.3`
  private static func isSection(_ term: ArraySlice<UInt8>) -> Bool {
    let parts = term.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count > 1 && parts.dropFirst().allSatisfy(isNumber)
      && (isNumber(parts[0]) || parts[0].count == 1 && parts[0].allSatisfy(\.isUpper))
  }

  private static func isTerm(_ term: ArraySlice<UInt8>) -> Bool {
    let words = term.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return words.count <= 3 && words.allSatisfy(isWordWithNumber)
  }

  private static func isNumber(_ digits: ArraySlice<UInt8>) -> Bool {
    (1...6).contains(digits.count) && digits.allSatisfy(\.isDigit)
  }

  /// Letters of one case, the first one a capital or not, with a short number behind them or none, and a short ending or none; or a
  /// number with a unit or none.
  private static func isWordWithNumber(_ word: ArraySlice<UInt8>) -> Bool {
    let letters = word.prefix(while: \.isLetter)
    let digits = word.dropFirst(letters.count).prefix(while: \.isDigit)
    let ending = word.dropFirst(letters.count + digits.count)
    guard letters.count <= 8, digits.count <= 6, ending.count <= 3, ending.allSatisfy(\.isLower) else { return false }
    if letters.isEmpty { return !digits.isEmpty }
    return (letters.count > 1 || !digits.isEmpty)
      && (letters.allSatisfy(\.isUpper) || letters.dropFirst().allSatisfy(\.isLower))
  }
}
