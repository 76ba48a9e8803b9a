import UnicodeText

/// The steps and fields of an address read one after the other, in which a sentence fits that no step of it says:
/// `/harbour/light/logistics/balance/48210/eur`.
struct SaidSteps {
  private let words: [Word]

  private struct Word {
    let text: Substring
    let letters: [UInt8]
    /// Whether it is none of the numbers of days, pages and versions that stand in paths.
    let isTelling: Bool
  }

  /// The name of a page has fewer words.
  private static let fewest = 6
  /// Fewer letters are in every text.
  private static let shortest = 8

  /// - Parameter values: of the steps and fields, decoded.
  init(_ values: [String]) {
    words = Self.words(of: values.joined(separator: "/")).map { word in
      Word(text: word, letters: Folding.letters(String(word)), isTelling: !Self.isSmallNumber(word.utf8))
    }
  }

  /// The first six words in a row that were said in a row, and not as the steps of a path there too; nil where none were.
  func told(by said: Conversation) -> String? {
    guard words.count >= Self.fewest else { return nil }
    for first in words.indices where words[first].isTelling {
      var (row, count): ([UInt8], Int) = ([], 0)
      for last in words[first...] {
        row += last.letters
        count += last.isTelling ? 1 : 0
        guard count >= Self.fewest, row.count >= Self.shortest else { continue }
        let text = words[first].text
        let stretch = String(text.base[text.startIndex..<last.text.endIndex])
        if said.tells(row), !said.tellsPath(stretch) { return stretch }
        break
      }
    }
    return nil
  }

  /// The words of a text, with `/` between those that are steps of a path or of a place in a shop (`src/forms`, `Men > Shoes`), and a blank
  /// between all others.
  static func path(of text: String) -> [UInt8] {
    var path = ""
    var end = text.startIndex
    for word in words(of: text) {
      let between = text.unicodeScalars[end..<word.startIndex]
      if !path.isEmpty { path += !between.contains("\n") && between.contains(where: steps.contains) ? "/" : " " }
      path += word
      end = word.endIndex
    }
    return Array(path.nfkcCaseFolded.utf8)
  }

  private static let steps: Set<Unicode.Scalar> = ["/", "\\", ">", "\u{203A}", "\u{BB}", "\u{2192}"]

  private static func words(of text: String) -> [Substring] {
    text.unicodeScalars.split { !$0.isLetterOrDigit }.map { Substring($0) }
  }

  private static func isSmallNumber(_ word: Substring.UTF8View) -> Bool {
    guard word.allSatisfy(ByteClass.isDigit) else { return false }
    return word.count < 4 || word.count == 4 && (word.starts(with: "19".utf8) || word.starts(with: "20".utf8))
  }
}
