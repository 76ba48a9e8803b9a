import EvalGateCore
import UnicodeText

/// The ways in which software reads what a text says: with percent-encoding and references of HTML decoded, and as a mail program
/// reads addresses and a shell reads words, without comments and quotes.
enum WrittenReadings {
  /// Encodings within encodings are followed this far.
  private static let most = 8

  /// All of them folded, the text as it is first.
  static func all(of text: String) -> [String] { mailReadings(of: decoded(text)) }

  /// All of a value in which somebody may hide what it says, with what is hidden in it.
  static func all(ofHiding value: String) -> [String] {
    let readings = decoded(value)
    return mailReadings(of: readings + readings.flatMap(hidden))
  }

  /// What a text says in look-alike letters, in Base64, and with words for the signs of addresses.
  static func hidden(in text: String) -> [String] {
    let undisguised = UndisguisedText(text).cautious
    return undisguised + EncodedTexts.lines(in: text) + ([text] + undisguised).compactMap(SpelledAddress.written)
  }

  private static func decoded(_ text: String) -> [String] {
    var readings = [text]
    var place = 0
    while place < readings.count {
      for decoded in [readings[place].percentDecoded, readings[place].referencesDecoded]
      where readings.count < most && !readings.contains(decoded) {
        readings.append(decoded)
      }
      place += 1
    }
    return readings
  }

  private static func mailReadings(of texts: [String]) -> [String] {
    // Names of hosts may be written with the full stop of Chinese and Japanese (RFC 3490, section 3.1).
    var readings = texts.map { $0.nfkcCaseFolded.replacing("\u{3002}", with: ".") }
    for reading in readings {
      let bare = withoutSpaces(withoutCommentsAndQuotes(reading))
      if !readings.contains(bare) { readings.append(bare) }
    }
    return readings
  }

  /// Spaces around `@` and the dots of a domain, which mail programs pass over (RFC 5322, section 4.4).
  private static func withoutSpaces(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
    var bare = String.UnicodeScalarView()
    var spaces = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        if bare.last != "@", bare.last != "." { spaces.append(scalar) }
        continue
      }
      if scalar != "@", scalar != "." { bare.append(contentsOf: spaces) }
      spaces.removeAll()
      bare.append(scalar)
    }
    return String(bare)
  }

  /// Comments and quoted words of an address (RFC 5322, sections 3.2.2 and 3.2.4), and the quotes of a shell. A comment that does not
  /// end is none.
  private static func withoutCommentsAndQuotes(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { "(\"'\\".unicodeScalars.contains($0) }) else { return text }
    var bare = String.UnicodeScalarView()
    var opened: [String.UnicodeScalarView.Index] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "'", "\\": continue
      case "(":
        opened.append(bare.endIndex)
        bare.append(scalar)
      case ")":
        guard let start = opened.popLast() else {
          bare.append(scalar)
          continue
        }
        bare.removeSubrange(start...)
      default: bare.append(scalar)
      }
    }
    return String(bare)
  }
}
