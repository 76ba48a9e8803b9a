import EvalGateCore

/// The other orders and lengths in which people write a value: a name with the last name first, a telephone number as it is dialled at
/// home, a short id with a hyphen in it or without, a short name with a blank in it or without.
enum ValueForms {
  static func of(_ value: String) -> [String] {
    [lastNameFirst(value), subscriberNumber(value), shortID(value)].compactMap(\.self) + otherSpacing(value)
  }

  /// `Smith James` for `James Smith`: two or three words with a capital and nothing but letters.
  private static func lastNameFirst(_ value: String) -> String? {
    let words = value.split(separator: " ")
    guard (2...3).contains(words.count), words.allSatisfy(isName), words.dropLast() != words.dropFirst() else {
      return nil
    }
    return (words.suffix(1) + words.dropLast()).joined(separator: " ")
  }

  private static func isName(_ word: Substring) -> Bool {
    guard let first = word.first, first.isUppercase, word.count > 1 else { return false }
    return word.allSatisfy { $0.isLetter || $0 == "-" || $0 == "'" || $0 == "’" }
  }

  /// The digits without the country's code and the zero that is dialled within the country, `1712345678` for `+49 171 2345678`: they stand
  /// in the number however it is written. Eleven digits that begin with one of North America are taken for its code and a number.
  private static func subscriberNumber(_ value: String) -> String? {
    guard let number = TelephoneNumber(value), number.isTold || number.code == "1" else { return nil }
    return number.home
  }

  /// `A-4711` for `A4711` and the other way round. In longer ones what stands between letters and digits counts for nothing anyway.
  private static func shortID(_ value: String) -> String? {
    let letters = value.prefix { $0.isASCII && $0.isLetter }
    let isJoined = value.dropFirst(letters.count).first == "-"
    let number = value.dropFirst(letters.count + (isJoined ? 1 : 0))
    guard !letters.isEmpty, number.count > 1, (4...5).contains(letters.count + number.count),
      number.allSatisfy({ $0.isASCII && $0.isNumber })
    else { return nil }
    return letters + (isJoined ? "" : "-") + number
  }

  /// `田中美咲` for `田中 美咲` and the other way round: names in scripts that put no spaces between words are written in both ways. Two to
  /// five letters; in longer ones what stands between letters counts for nothing anyway.
  private static func otherSpacing(_ value: String) -> [String] {
    let words = value.split { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
    let letters = words.joined()
    guard words.count <= 2, (2...5).contains(letters.unicodeScalars.count),
      letters.unicodeScalars.allSatisfy({ $0.isLetterOrDigit && $0.isWrittenWithoutSpaces })
    else { return [] }
    guard words.count == 1 else { return [letters] }
    return letters.indices.dropFirst().map { letters[..<$0] + " " + letters[$0...] }
  }
}
