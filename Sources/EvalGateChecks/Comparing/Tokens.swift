import UnicodeText

/// How the words of a text are counted where texts are compared by overlap.
enum Tokens: String, CaseIterable, Sendable {
  /// Runs of letters and digits in lower case, nothing else: what the reference implementation of ROUGE counts, here for every
  /// script instead of for ASCII alone.
  case words
  /// Words, with punctuation and symbols as tokens of their own, case kept: what the `13a` tokenizer of BLEU comes to for
  /// plain text, and its `intl` for other scripts.
  case marks
  /// Every character that is not a space, for scripts that write no spaces between words.
  case characters

  /// Tokens beyond this are not compared: the work is their product.
  static let limit = 5_000

  /// The tokens of a text, composed canonically first.
  func of(_ text: String) -> [String] {
    let text = self == .words ? text.nfd.caseFolded.nfc : text.nfc
    var tokens: [String] = []
    var word = String.UnicodeScalarView()
    func end() {
      if !word.isEmpty { tokens.append(String(word)) }
      word.removeAll(keepingCapacity: true)
    }
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      switch self {
      case .characters: if !properties.isWhitespace { tokens.append(String(scalar)) }
      case .words, .marks:
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
          .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
          word.append(scalar)
        default:
          end()
          if self == .marks, !properties.isWhitespace { tokens.append(String(scalar)) }
        }
      }
    }
    end()
    return tokens
  }
}
