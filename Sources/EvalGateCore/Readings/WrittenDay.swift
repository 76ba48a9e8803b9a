import UnicodeText

/// A day with its year as it stands in a text, in figures or with the name of a month: `1987-04-12`, `12.04.1987`, `12/04/87`,
/// `12 April 1987`, `April 12th, 1987`, `12 avril 1987`, `1987年4月12日`. Of two days the one has what the other leaves out:
/// `12. bis 14. April 1987`, `April 12-14, 1987`.
package struct WrittenDay: Sendable {
  /// What may be meant: of `03/04/2026` both, and of a year in two digits the one of either century.
  package let days: Set<CalendarDate>
  /// In bytes of the folded text.
  package let range: Range<Int>

  /// All in a text, in one pass: a day is as long as its words.
  ///
  /// - Parameter bytes: folded: small letters, without marks.
  package static func all(in bytes: [UInt8]) -> [WrittenDay] {
    var found: [WrittenDay] = []
    var place = 0
    while place < bytes.count {
      guard bytes[place].isFigure || bytes[place].isSmallLetter else {
        place += 1
        continue
      }
      if let written = WrittenDay(in: bytes, at: place) ?? WrittenDay(ofTwoIn: bytes, at: place) {
        found.append(written)
      }
      // One word of letters or of digits further: `DOB12.04.1987` begins with letters.
      let isFigures = bytes[place].isFigure
      while place < bytes.count, isFigures ? bytes[place].isFigure : bytes[place].isSmallLetter { place += 1 }
    }
    return found
  }

  /// The days that any text names.
  package static func days(in text: String) -> Set<CalendarDate> {
    guard text.utf8.contains(where: \.isFigure) else { return [] }
    return all(in: Array(text.nfkcCaseFolded.strippingMarks.utf8)).reduce(into: []) { $0.formUnion($1.days) }
  }

  /// One that begins at a place.
  ///
  /// - Parameter bytes: folded.
  package init?(in bytes: [UInt8], at start: Int) {
    guard start == 0 || !bytes[start - 1].isFigure, let (days, end) = DayReader(bytes: bytes).day(at: start),
      end == bytes.count || !bytes[end].isFigure
    else { return nil }
    self.days = days
    range = start..<end
  }

  /// The first of two days, and both where the second has no name of a month.
  private init?(ofTwoIn bytes: [UInt8], at start: Int) {
    guard start == 0 || !bytes[start - 1].isFigure, let (days, end) = DayReader(bytes: bytes).ofTwo(at: start) else {
      return nil
    }
    self.days = days
    range = start..<end
  }
}

private struct DayReader {
  let bytes: [UInt8]

  typealias Found = (days: Set<CalendarDate>, end: Int)

  func day(at start: Int) -> Found? {
    if let first = figures(at: start) { return inFigures(first) ?? withMonth(after: first) }
    guard start == 0 || !bytes[start - 1].isSmallLetter, let month = month(at: start) else { return nil }
    return beginning(with: month)
  }

  // MARK: Orders

  /// `1987-04-12`, `1987年4月12日`, `12.04.1987`, `12. 4. 1987`, `04/12/87`, `12 04 1987`.
  private func inFigures(_ first: Figures) -> Found? {
    guard let (sign, next) = sign(at: first.end), let second = figures(at: next), second.count <= 2,
      let (other, last) = self.sign(at: second.end), other == sign, let third = figures(at: last),
      sign != 0x20 || !isInRow(first, third)
    else { return nil }
    let days: [CalendarDate?]
    switch (first.count, third.count) {
    case (4, ...2): days = [CalendarDate(year: first.value, month: second.value, day: third.value)]
    case (...2, 4): days = Self.days(first.value, second.value, sign, in: [third.value])
    case (...2, 2) where sign == UInt8(ascii: ".") || sign == UInt8(ascii: "/"):
      days = Self.days(first.value, second.value, sign, in: Self.years(third.value))
    default: return nil
    }
    return found(days, end: holds("日", at: third.end) ? third.end + 3 : third.end)
  }

  /// The day stands before the month, or, unless full stops are between them, behind it.
  private static func days(_ a: Int, _ b: Int, _ sign: UInt8, in years: [Int]) -> [CalendarDate?] {
    years.flatMap { year in
      [CalendarDate(year: year, month: b, day: a)]
        + (sign == UInt8(ascii: ".") ? [] : [CalendarDate(year: year, month: a, day: b)])
    }
  }

  /// Those that two digits may stand for.
  private static func years(_ short: Int) -> [Int] { [1900 + short, 2000 + short] }

  /// `12 April 1987`, `12th of April, 1987`, `12. April 1987`, `12-Apr-87`, `12. Apr 87`, `1987 April 12`.
  private func withMonth(after first: Figures) -> Found? {
    guard let month = month(at: gap(from: ordinal(at: first.end))),
      let last = figures(at: apostrophe(at: gap(from: month.end)))
    else { return nil }
    switch (first.count, last.count) {
    case (...2, 4):
      return found([CalendarDate(year: last.value, month: month.number, day: first.value)], end: last.end)
    case (4, ...2):
      return found([CalendarDate(year: first.value, month: month.number, day: last.value)], end: last.end)
    // `12 April 10:30` has a time and no year.
    case (...2, 2) where last.end == bytes.count || bytes[last.end] != UInt8(ascii: ":"):
      let days = Self.years(last.value).map { CalendarDate(year: $0, month: month.number, day: first.value) }
      return found(days, end: last.end)
    default: return nil
    }
  }

  /// `April 12, 1987`, `April the 12th 1987`, `April 12, '87`.
  private func beginning(with month: Month) -> Found? {
    guard let day = figures(at: gap(from: month.end)), day.count <= 2 else { return nil }
    let place = gap(from: ordinal(at: day.end))
    let start = apostrophe(at: place)
    guard let year = figures(at: start), year.count == 4 || year.count == 2 && start > place else { return nil }
    let years = year.count == 4 ? [year.value] : Self.years(year.value)
    return found(years.map { CalendarDate(year: $0, month: month.number, day: day.value) }, end: year.end)
  }

  // MARK: Two days

  /// The first of two days of which the second says the year: `12. bis 14. April 1987`, `28 March and 2 April 1987`,
  /// `12.04.-14.04.1987`; with the second where the first says the month: `April 12 to 14, 1987`.
  func ofTwo(at start: Int) -> Found? {
    if let first = figures(at: start), first.count <= 2 {
      // `03` of `2026-03-12` begins none.
      guard start == 0 || !"-/.".utf8.contains(bytes[start - 1]) else { return nil }
      return inMonth(of: first) ?? withOwnMonth(first) ?? inFigures(ofTwo: first)
    }
    guard start == 0 || !bytes[start - 1].isSmallLetter, let month = month(at: start),
      let first = figures(at: gap(from: month.end)), first.count <= 2, let next = joint(from: ordinal(at: first.end))
    else { return nil }
    if let second = day(at: next) { return earlier([(month.number, first.value)], second, end: first.end) }
    guard let last = figures(at: next), last.count <= 2, last.value > first.value,
      let year = figures(at: gap(from: ordinal(at: last.end))), year.count == 4
    else { return nil }
    return found(
      [first, last].map { CalendarDate(year: year.value, month: month.number, day: $0.value) }, end: year.end)
  }

  /// `12. bis 14. April 1987`, `12th-14th of April, 1987`, `12.-14.04.1987`.
  private func inMonth(of first: Figures) -> Found? {
    guard let next = joint(from: ordinal(at: first.end)), let second = day(at: next) else { return nil }
    let days = second.days.filter { $0.day > first.value }
    return found(days.map { CalendarDate(year: $0.year, month: $0.month, day: first.value) }, end: first.end)
  }

  /// `28. March to 2 April 1987`.
  private func withOwnMonth(_ first: Figures) -> Found? {
    guard let month = month(at: gap(from: ordinal(at: first.end))), let next = joint(from: month.end),
      let second = day(at: next)
    else { return nil }
    return earlier([(month.number, first.value)], second, end: month.end)
  }

  /// `12.04.-14.04.1987`, `12/04 - 14/04/1987`; `1.2 - 14.04.1987` has a version before the day.
  private func inFigures(ofTwo first: Figures) -> Found? {
    guard let (sign, next) = sign(at: first.end), sign == UInt8(ascii: ".") || sign == UInt8(ascii: "/"),
      let other = figures(at: next), other.count <= 2, sign != UInt8(ascii: ".") || holds(".", at: other.end),
      let place = joint(from: other.end), let second = day(at: place)
    else { return nil }
    let orders = [(other.value, first.value)] + (sign == UInt8(ascii: ".") ? [] : [(first.value, other.value)])
    return earlier(orders, second, end: other.end)
  }

  /// The day before another one that has this month, in the same year or at the end of the one before.
  private func earlier(_ orders: [(month: Int, day: Int)], _ second: Found, end: Int) -> Found? {
    found(
      orders.flatMap { month, day in
        second.days.map { later in
          let isBefore = (month, day) < (later.month, later.day)
          return CalendarDate(year: isBefore ? later.year : later.year - 1, month: month, day: day)
        }
      }, end: end)
  }

  /// Where the second day begins behind a hyphen or a word that joins two; nil where nothing does.
  private func joint(from start: Int) -> Int? {
    var place = start
    var isJoined = false
    while place < bytes.count, place < start + 12 {
      if " .".utf8.contains(bytes[place]) || isJoined && bytes[place] == UInt8(ascii: ",") {
        place += 1
      } else if !isJoined, let sign = Self.joints.first(where: { holds($0, at: place) }) {
        (isJoined, place) = (true, place + sign.utf8CodeUnitCount)
      } else if isJoined, let word = Self.between.first(where: { holds($0, at: place) }) {
        place += word.utf8CodeUnitCount
      } else {
        break
      }
    }
    return isJoined ? place : nil
  }

  private static let joints: [StaticString] = [
    "-", "\u{2010}", "\u{2013}", "\u{2014}", "&", "to ", "till ", "until ", "through ", "and ", "bis zum ", "bis ",
    "und ", "au ", "et ",
    "al ", "hasta el ", "hasta ", "y ", "a ", "ao ", "e ", "t/m ", "tot ", "en ", "do ", "i ",
  ]

  // MARK: Signs

  /// Past the sign that stands for the century of a year.
  private func apostrophe(at place: Int) -> Int {
    for sign: StaticString in ["'", "\u{2019}"] where holds(sign, at: place) { return place + sign.utf8CodeUnitCount }
    return place
  }

  /// Whether more numbers stand beside the first and the last one, as in one of a telephone that is written in groups.
  private func isInRow(_ first: Figures, _ last: Figures) -> Bool {
    let (before, after) = (first.end - first.count - 2, last.end + 1)
    return before >= 0 && bytes[before].isFigure && bytes[before + 1] == 0x20
      || after < bytes.count && bytes[after].isFigure && bytes[after - 1] == 0x20
  }

  private func found(_ days: [CalendarDate?], end: Int) -> Found? {
    let days = Set(days.compactMap(\.self))
    guard !days.isEmpty else { return nil }
    return (days, end)
  }

  // MARK: Parts

  private typealias Figures = (value: Int, count: Int, end: Int)

  /// One, two or four digits.
  private func figures(at start: Int) -> Figures? {
    var (end, value) = (start, 0)
    while end < min(bytes.count, start + 5), bytes[end].isFigure {
      value = value * 10 + Int(bytes[end] - 0x30)
      end += 1
    }
    guard [1, 2, 4].contains(end - start) else { return nil }
    return (value, end - start, end)
  }

  private typealias Month = (number: Int, end: Int)

  private func month(at start: Int) -> Month? {
    var end = start
    while end < min(bytes.count, start + MonthName.longest + 1), bytes[end].isSmallLetter { end += 1 }
    guard let number = MonthName.number(of: bytes[start..<end]) else { return nil }
    return (number, end)
  }

  /// What stands between two numbers of a date, with a blank beside it perhaps, or a blank alone. The signs of Chinese and Japanese
  /// count as hyphens.
  private func sign(at place: Int) -> (sign: UInt8, end: Int)? {
    if holds("年", at: place) || holds("月", at: place) { return (UInt8(ascii: "-"), place + 3) }
    let start = place < bytes.count && bytes[place] == 0x20 ? place + 1 : place
    guard start < bytes.count, "-/.".utf8.contains(bytes[start]) else {
      guard start > place else { return nil }
      return (0x20, start)
    }
    let isSpaced = start + 1 < bytes.count && bytes[start + 1] == 0x20
    return (bytes[start], isSpaced ? start + 2 : start + 1)
  }

  /// Past the ending of an ordinal number.
  private func ordinal(at place: Int) -> Int {
    for ending: StaticString in ["st", "nd", "rd", "th", "er", "o"] where holds(ending, at: place) {
      return place + ending.utf8CodeUnitCount
    }
    return place
  }

  /// Past blanks, commas, full stops, hyphens, slashes and the small words between the parts of a date.
  private func gap(from start: Int) -> Int {
    var place = start
    while place < bytes.count, place < start + 12 {
      if " ,.-/".utf8.contains(bytes[place]) {
        place += 1
      } else if place > start, let word = Self.between.first(where: { holds($0, at: place) }) {
        place += word.utf8CodeUnitCount
      } else {
        break
      }
    }
    return place
  }

  private static let between: [StaticString] = ["of ", "de ", "del ", "di ", "the ", "den "]

  private func holds(_ text: StaticString, at place: Int) -> Bool {
    guard place + text.utf8CodeUnitCount <= bytes.count else { return false }
    return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
  }
}

extension UInt8 {
  fileprivate var isFigure: Bool { (0x30...0x39).contains(self) }
  fileprivate var isSmallLetter: Bool { (0x61...0x7A).contains(self) }
}
