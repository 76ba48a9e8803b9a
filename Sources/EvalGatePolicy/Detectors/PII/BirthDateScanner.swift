import EvalGateCore

/// Dates next to a word that says somebody was born on them. A date alone is no personal data.
struct BirthDateScanner {
  private let bytes: [UInt8]

  /// The years a living person can have been born in, and some years to come: a pure function knows no present day.
  private static let years = 1905...2035

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func match(_ group: DigitGroup, before previous: DigitGroup?) -> EntityMatch? {
    // The middle or the end of a date whose beginning was looked at already.
    if let previous, group.start == previous.end + 1, NumberShape.isSeparator(bytes[previous.end]),
      bytes[previous.end] != 0x20
    {
      return nil
    }
    guard let range = numeric(group) ?? dayFirst(group) ?? monthFirst(group) else { return nil }
    return EntityMatch(PIIEntity.birthDate.rawValue, range, .likely, validator: "calendar")
  }

  /// `1962-04-05`, `4/20/2000`, `20.04.2000`: the year at either end, day and month in any order that the calendar knows.
  private func numeric(_ group: DigitGroup) -> Range<Int>? {
    guard let first = number(at: group.start), let separator = separator(first.end),
      let second = number(at: first.end + 1), bytes.at(second.end) == separator, let third = number(at: second.end + 1),
      bytes.isWordEnd(third.end)
    else { return nil }
    let range = group.start..<third.end
    if first.count == 4 { return isDate(first.value, second.value, third.value) ? range : nil }
    guard third.count == 4 || third.count == 2, second.count <= 2, first.count <= 2 else { return nil }
    let year = third.count == 4 ? third.value : third.value + (third.value > 35 ? 1900 : 2000)
    return isDate(year, second.value, first.value) || isDate(year, first.value, second.value) ? range : nil
  }

  /// `26 March 1963`, `26. März 1963`, `26-Mar-1963`, `26 de marzo de 1963`.
  private func dayFirst(_ group: DigitGroup) -> Range<Int>? {
    guard let day = number(at: group.start), day.count <= 2 else { return nil }
    let afterDay = skip(day.end, ordinals: true)
    guard let month = month(at: afterDay), let year = number(at: skip(month.end, ordinals: false)), year.count == 4,
      bytes.isWordEnd(year.end), isDate(year.value, month.value, day.value)
    else { return nil }
    return group.start..<year.end
  }

  /// `March 26, 1963`, where the group is the day.
  private func monthFirst(_ group: DigitGroup) -> Range<Int>? {
    guard let day = number(at: group.start), day.count <= 2, bytes.at(group.start - 1) == 0x20 else { return nil }
    var start = group.start - 1
    while start > max(0, group.start - 12),
      bytes[start - 1].isLetter || bytes[start - 1] >= 0x80 || bytes[start - 1] == UInt8(ascii: ".")
    { start -= 1 }
    guard let month = month(at: start), let year = number(at: skip(day.end, ordinals: true)), year.count == 4,
      bytes.isWordEnd(year.end), isDate(year.value, month.value, day.value)
    else { return nil }
    return start..<year.end
  }

  private func isDate(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    Self.years.contains(year) && CalendarDate(year: year, month: month, day: day) != nil
  }

  private func separator(_ place: Int) -> UInt8? {
    let byte = bytes.at(place)
    return byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") ? byte : nil
  }

  private func number(at start: Int) -> (value: Int, count: Int, end: Int)? {
    var place = start
    var value = 0
    while place < start + 5, bytes.at(place).isDigit {
      value = value * 10 + Int(bytes[place] &- 0x30)
      place += 1
    }
    guard (1...4).contains(place - start) else { return nil }
    return (value, place - start, place)
  }

  /// Past blanks, hyphens, commas and dots, `st`, `nd`, `rd`, `th`, `of` and `de`.
  private func skip(_ start: Int, ordinals: Bool) -> Int {
    var place = start
    if ordinals {
      for word: StaticString in ["st", "nd", "rd", "th"] where bytes.hasIgnoringCase(word, at: place) { place += 2 }
    }
    let limit = start + 8
    while place < limit {
      let byte = bytes.at(place)
      if byte == 0x20 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: "/")
      {
        place += 1
      } else if bytes.hasIgnoringCase("of ", at: place) || bytes.hasIgnoringCase("de ", at: place) {
        place += 3
      } else {
        break
      }
    }
    return place
  }

  /// A month by its name, or the name's beginning, in one of six languages.
  private func month(at start: Int) -> (value: Int, end: Int)? {
    var end = start
    while end < start + 14, bytes.at(end).isLetter || bytes.at(end) >= 0x80 { end += 1 }
    guard end - start >= 3 else { return nil }
    let word = bytes[start..<end].map(\.lowered)
    for (index, names) in Self.months.enumerated()
    where names.contains(where: { name in name.starts(with: word) || word.count > 3 && word.starts(with: name) }) {
      return (index + 1, bytes.at(end) == UInt8(ascii: ".") ? end + 1 : end)
    }
    return nil
  }

  /// Names of months in English, German, French, Spanish, Italian and Portuguese.
  private static let months: [[[UInt8]]] = [
    "january januar janvier enero gennaio janeiro januari",
    "february februar février fevrier febrero febbraio fevereiro februari",
    "march märz maerz mars marzo março marco maart", "april avril abril aprile", "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho", "july juli juillet julio luglio julho", "august août aout agosto augustus",
    "september septembre septiembre settembre setembro", "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro", "december dezember décembre decembre diciembre dicembre dezembro",
  ].map { $0.split(separator: " ").map { Array($0.utf8) } }
}
