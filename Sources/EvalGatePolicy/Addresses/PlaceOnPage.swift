import EvalGateCore
import UnicodeText

/// What stands after `#` in an address where it names a place on the page, as `#History`, `#json.dumps` and `#L10-L20` do.
///
/// It is never sent, so the page is the same without it. A page's program can read it: `#/settings` may be a page of its own, and
/// `#token=…` and what nobody would call a place carry something there.
enum PlaceOnPage {
  private static let (longest, mostWords, longestWord, mostDigits) = (64, 8, 24, 4)

  /// Whether a fragment is a few words, each with a short number behind it or not.
  static func isOne(_ fragment: String) -> Bool {
    let name = fragment.percentDecoded
    guard name.utf8.count <= longest else { return false }
    let words = name.unicodeScalars.split { "-_.".unicodeScalars.contains($0) }
    return words.count <= mostWords
      && words.allSatisfy { word in
        let letters = word.prefix { !$0.isDigit && ($0.isLetterOrDigit || $0.isMark) }
        let rest = word.dropFirst(letters.count)
        return letters.count <= longestWord && rest.count <= mostDigits && rest.allSatisfy(\.isDigit)
      }
  }
}
