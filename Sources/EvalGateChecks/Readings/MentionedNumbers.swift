import StrictJSON
import UnicodeText

/// The numbers that a text speaks of, each as what it is worth: `1,250.00 EUR` says 1250. A day, a telephone and an account are one thing
/// with all their digits, and say none of their parts.
enum MentionedNumbers {
  /// Digits of an account or a day.
  private static let leastOfNames = 8

  static func all(in text: String) -> Set<JSONNumber> {
    let scalars = Array(text.nfkcCaseFolded.unicodeScalars)
    var found: Set<JSONNumber> = []
    var place = 0
    while place < scalars.count {
      guard scalars[place].isDigit else {
        place += 1
        continue
      }
      let start = place
      while place < scalars.count,
        scalars[place].isDigit || separators.contains(scalars[place]) && scalars.isWithinNumber(place)
      {
        place += 1
      }
      found.formUnion(numbers(scalars[start..<place], isCalled: start > 0 && scalars[start - 1] == "+"))
    }
    return found
  }

  private static func numbers(_ digits: ArraySlice<Unicode.Scalar>, isCalled: Bool) -> [JSONNumber] {
    let whole = WrittenNumber.readings(of: String(String.UnicodeScalarView(digits)))
    guard whole.isEmpty, !isCalled, digits.count(where: \.isDigit) < leastOfNames else { return whole }
    return digits.split { !$0.isDigit && $0 != "." }.flatMap {
      WrittenNumber.readings(of: String(String.UnicodeScalarView($0)))
    }
  }

  private static let separators = Set(" .,'/:-\u{A0}\u{202F}".unicodeScalars)
}
