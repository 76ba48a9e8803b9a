import EvalGateCore

/// Dates and years in figures, which are grouped as telephone numbers are.
enum WrittenDate {
  private static let years = 1900...2099

  /// Where a date ends that begins at a place: `2024/10/21`, `21.10.2024`, `10/21/24`, `10/2024`, `2006-2022`, `2023-24`, `20231014`,
  /// and two days of one year, `03/12-03/14/2026`; nil where none does, or where its digits go on as those of a longer number.
  static func end(in bytes: [UInt8], at start: Int) -> Int? {
    guard let first = Figures(bytes, at: start) else { return nil }
    if first.count == 8 {
      let (year, rest) = (first.value / 10_000, first.value % 10_000)
      return isDay(year, rest / 100, rest % 100) ? free(bytes, first.end, after: 0) : nil
    }
    let separator = bytes.at(first.end)
    if separator == 0x20 { return yearsInARow(bytes, from: first) }
    guard "-/.".utf8.contains(separator), let second = Figures(bytes, at: first.end + 1) else { return nil }
    if bytes.at(second.end) == separator, let third = Figures(bytes, at: second.end + 1) {
      guard isDate(first, second, third, separator) else { return nil }
      return free(bytes, third.end, after: separator)
    }
    if let last = lastDay(bytes, after: second.end, separator), isDayOfYear(first.value, second.value) {
      return free(bytes, last, after: separator)
    }
    return isSpan(first, second, separator) ? free(bytes, second.end, after: separator) : nil
  }

  /// Where a day with its year ends, written with the same signs, behind a day without one and a hyphen.
  private static func lastDay(_ bytes: [UInt8], after day: Int, _ separator: UInt8) -> Int? {
    var place = bytes.at(day) == separator ? day + 1 : day
    if bytes.at(place) == 0x20 { place += 1 }
    guard bytes.at(place) == UInt8(ascii: "-") else { return nil }
    place += bytes.at(place + 1) == 0x20 ? 2 : 1
    guard let first = Figures(bytes, at: place), bytes.at(first.end) == separator,
      let second = Figures(bytes, at: first.end + 1), bytes.at(second.end) == separator,
      let third = Figures(bytes, at: second.end + 1), isDate(first, second, third, separator)
    else { return nil }
    return third.end
  }

  private static func isDayOfYear(_ first: Int, _ second: Int) -> Bool {
    // A leap year has all of them.
    CalendarDate(year: 2024, month: second, day: first) != nil
      || CalendarDate(year: 2024, month: first, day: second) != nil
  }

  /// A day with its year at either end, day and month in any order that the calendar knows. Two digits are a year after slashes and
  /// dots; between hyphens they may as well be a number.
  private static func isDate(_ first: Figures, _ second: Figures, _ third: Figures, _ separator: UInt8) -> Bool {
    guard second.count <= 2 else { return false }
    if first.count == 4 { return third.count <= 2 && isDay(first.value, second.value, third.value) }
    guard first.count <= 2, third.count == 4 || third.count == 2 && separator != UInt8(ascii: "-") else { return false }
    let year = third.count == 4 ? third.value : 2000 + third.value
    return isDay(year, second.value, first.value) || isDay(year, first.value, second.value)
  }

  /// Two years, a year and the end of the next one or a month, a month and a year.
  private static func isSpan(_ first: Figures, _ second: Figures, _ separator: UInt8) -> Bool {
    switch (first.count, second.count) {
    case (4, 4): years.contains(first.value) && years.contains(second.value) && separator != UInt8(ascii: ".")
    case (4, 2): years.contains(first.value) && separator != UInt8(ascii: ".")
    case (1...2, 4): (1...12).contains(first.value) && years.contains(second.value)
    default: false
    }
  }

  /// `2020 2021 2022`, as in the head of a table.
  private static func yearsInARow(_ bytes: [UInt8], from first: Figures) -> Int? {
    var (last, count) = (first, 0)
    while last.count == 4, years.contains(last.value) {
      count += 1
      guard bytes.at(last.end) == 0x20, let next = Figures(bytes, at: last.end + 1) else { break }
      last = next
    }
    guard count > 1, last.count == 4, years.contains(last.value) else { return nil }
    return free(bytes, last.end, after: 0x20)
  }

  private static func isDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    years.contains(year) && CalendarDate(year: year, month: month, day: day) != nil
  }

  /// The place itself, unless digits or letters go on there.
  private static func free(_ bytes: [UInt8], _ end: Int, after separator: UInt8) -> Int? {
    guard bytes.isWordEnd(end) else { return nil }
    let goesOn = separator > 0x20 && bytes.at(end) == separator && bytes.at(end + 1).isDigit
    return goesOn ? nil : end
  }

  /// A run of up to eight digits.
  private struct Figures {
    let value: Int
    let count: Int
    let end: Int

    init?(_ bytes: [UInt8], at start: Int) {
      var (place, value) = (start, 0)
      while place < start + 9, bytes.at(place).isDigit {
        value = value * 10 + Int(bytes[place] &- 0x30)
        place += 1
      }
      guard (1...8).contains(place - start) else { return nil }
      (self.value, count, end) = (value, place - start, place)
    }
  }
}
