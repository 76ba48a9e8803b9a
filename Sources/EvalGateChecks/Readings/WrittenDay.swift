import EvalGateCore
import UnicodeText

/// The days that a text names with their years, however they are written: `2026-03-12`, `12 March 2026`, `March 12th, 2026`, `12.03.2026`.
/// What may be one of two days, as `03/04/2026`, is both.
enum WrittenDay {
  static func all(in text: String) -> Set<CalendarDate> {
    guard text.utf8.contains(where: \.isDigit) else { return [] }
    let runs = runs(of: text)
    var found: Set<CalendarDate> = []
    for place in runs.indices.dropLast(2) where runs[(place + 1)...(place + 2)].allSatisfy(\.isJoined) {
      found.formUnion(days(runs[place].text, runs[place + 1].text, runs[place + 2].text))
    }
    return found
  }

  /// Those of a value that is hardly more than one.
  static func all(inValue value: String) -> Set<CalendarDate> {
    value.unicodeScalars.count <= longestValue ? all(in: value) : []
  }

  private static let longestValue = 40

  /// Letters or digits in a row, and whether nothing but the signs of a date stands before them.
  private struct Run {
    let text: Substring
    let isJoined: Bool
  }

  /// Words that stand within a date and say nothing of it.
  private static let fillers: Set<Substring> = ["st", "nd", "rd", "th", "of", "de", "del", "di", "the", "den", "er"]

  private static func runs(of text: String) -> [Run] {
    let folded = Substring(text.nfkcCaseFolded)
    let scalars = folded.unicodeScalars
    var runs: [Run] = []
    var end = scalars.startIndex
    var place = end
    while place < scalars.endIndex {
      guard scalars[place].isLetterOrDigit else {
        place = scalars.index(after: place)
        continue
      }
      let start = place
      let isNumber = scalars[place].isDigit
      while place < scalars.endIndex, scalars[place].isLetterOrDigit, scalars[place].isDigit == isNumber {
        place = scalars.index(after: place)
      }
      let between = scalars[end..<start]
      let isJoined = between.count <= 2 && between.allSatisfy { " .,/-\u{A0}\u{202F}".unicodeScalars.contains($0) }
      if isJoined, fillers.contains(folded[start..<place]) {
        end = place
        continue
      }
      runs.append(Run(text: folded[start..<place], isJoined: isJoined))
      end = place
    }
    return runs
  }

  private static func days(_ a: Substring, _ b: Substring, _ c: Substring) -> [CalendarDate] {
    let (first, second, third) = (number(a), number(b), number(c))
    if a.utf8.count == 4, let first, let second, let third {
      return [CalendarDate(year: first, month: second, day: third)].compactMap(\.self)
    }
    guard c.utf8.count == 4, let year = third else { return [] }
    if let first, let month = months[b] {
      return [CalendarDate(year: year, month: month, day: first)].compactMap(\.self)
    }
    if let month = months[a], let second {
      return [CalendarDate(year: year, month: month, day: second)].compactMap(\.self)
    }
    guard let first, let second, a.utf8.count <= 2, b.utf8.count <= 2 else { return [] }
    return [CalendarDate(year: year, month: second, day: first), CalendarDate(year: year, month: first, day: second)]
      .compactMap(\.self)
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.count <= 4 && text.utf8.allSatisfy(\.isDigit) ? Int(text) : nil
  }

  /// Names of months in the languages of the packs of refusals that write them in letters, folded.
  private static let months: [Substring: Int] = {
    let names = [
      "january jan januar janvier enero gennaio janeiro januari stycznia styczeń",
      "february feb februar février febrero febbraio fevereiro februari lutego luty",
      "march mar märz mars marzo março maart marca marzec",
      "april apr avril abril aprile kwietnia kwiecień",
      "may mai mayo maggio maio mei maja maj",
      "june jun juni juin junio giugno junho czerwca czerwiec",
      "july jul juli juillet julio luglio julho lipca lipiec",
      "august aug août agosto augustus sierpnia sierpień",
      "september sep sept septembre septiembre settembre setembro września wrzesień",
      "october oct oktober okt octobre octubre ottobre outubro października październik",
      "november nov novembre noviembre novembro listopada listopad",
      "december dec dezember dez décembre diciembre dicembre dezembro grudnia grudzień",
    ]
    return Dictionary(
      names.enumerated().flatMap { index, line in line.split(separator: " ").map { ($0, index + 1) } },
      uniquingKeysWith: { first, _ in first })
  }()
}
