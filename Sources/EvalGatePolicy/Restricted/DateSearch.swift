/// Finds restricted dates however a day is written: `1987-04-12`, `12.04.1987`, `12/04/87`, `12 April 1987`, `April 12th, 1987`,
/// `12 avril 1987`.
///
/// A day and a month that may be read in either order are read in both: whoever knows the day sees it in both.
struct DateSearch: Sendable {
  private var values: [Day: [Int]] = [:]

  init(_ values: [RestrictedValue]) {
    for (index, value) in values.enumerated() {
      let words = ViewedText(value.text).folded.bytes
      guard let written = WrittenDay(in: words, at: 0), written.end == words.count else { continue }
      for day in written.days { self.values[day, default: []].append(index) }
    }
  }

  /// Linear in the text: a date is as long as its words.
  /// - Parameter bytes: of the folded view.
  func matches(in bytes: [UInt8]) -> [(value: Int, range: Range<Int>)] {
    guard !values.isEmpty else { return [] }
    var matches: [(Int, Range<Int>)] = []
    var index = 0
    while index < bytes.count {
      guard ByteClass.isAlphanumeric(bytes[index]) else {
        index += 1
        continue
      }
      if let written = WrittenDay(in: bytes, at: index) {
        let found = written.days.flatMap { values[$0] ?? [] }
        matches += Set(found).sorted().map { ($0, index..<written.end) }
      }
      // One word of letters or digits further: `DOB12.04.1987` begins with letters.
      let belongs = ByteClass.isDigit(bytes[index]) ? ByteClass.isDigit : ByteClass.isLetter
      index = bytes.end(from: index, while: belongs)
    }
    return matches
  }
}

/// A day of the calendar; of years that are written with two digits only these.
struct Day: Hashable, Sendable {
  let year: Int
  let month: Int
  let day: Int

  /// Nil where the calendar has no such day.
  init?(_ year: Int, _ month: Int, _ day: Int) {
    guard CivilDate.isValid(year: year, month: month, day: day) else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// The same in the years that two digits may stand for.
  static func of(century year: Int, _ month: Int, _ day: Int) -> [Day] {
    [1900 + year, 2000 + year].compactMap { Day($0, month, day) }
  }
}

/// A date that is written at a place, in figures or with the name of a month, and the days that it may mean.
struct WrittenDay {
  private(set) var days: Set<Day> = []
  private(set) var end = 0

  private let bytes: [UInt8]

  /// - Parameter bytes: folded: small letters, without marks.
  init?(in bytes: [UInt8], at start: Int) {
    self.bytes = bytes
    guard start == 0 || !ByteClass.isDigit(bytes[start - 1]) else { return nil }
    if let first = figures(at: start) {
      inFigures(first)
      if days.isEmpty { withMonth(after: first) }
    } else if start == 0 || !ByteClass.isLetter(bytes[start - 1]), let month = MonthName(in: bytes, at: start) {
      beginning(with: month)
    }
    guard !days.isEmpty, end == bytes.count || !ByteClass.isDigit(bytes[end]) else { return nil }
  }

  private typealias Figures = (value: Int, count: Int, end: Int)

  private func figures(at start: Int) -> Figures? {
    let end = bytes.end(from: start, limit: start + 5, while: ByteClass.isDigit)
    guard (1...4).contains(end - start), end - start != 3 else { return nil }
    return (bytes[start..<end].reduce(0) { $0 * 10 + Int($1 - 0x30) }, end - start, end)
  }

  /// `1987-04-12`, `1987年4月12日`, `12.04.1987`, `12. 4. 1987`, `04/12/87`, `4/12/87`.
  private mutating func inFigures(_ first: Figures) {
    guard let (sign, next) = sign(at: first.end), let second = figures(at: next), second.count <= 2,
      let (other, last) = self.sign(at: second.end), other == sign, let third = figures(at: last)
    else { return }
    if first.count == 4 {
      guard third.count <= 2 else { return }
      add([Day(first.value, second.value, third.value)])
    } else if third.count == 4 {
      add([
        Day(third.value, second.value, first.value),
        sign == UInt8(ascii: ".") ? nil : Day(third.value, first.value, second.value),
      ])
    } else if third.count == 2, first.count <= 2, sign == UInt8(ascii: ".") || sign == UInt8(ascii: "/") {
      add(Day.of(century: third.value, second.value, first.value))
      if sign == UInt8(ascii: "/") { add(Day.of(century: third.value, first.value, second.value)) }
    }
    end = bytes.holds("日", at: third.end) ? third.end + 3 : third.end
  }

  private mutating func add(_ days: [Day?]) { self.days.formUnion(days.compactMap(\.self)) }

  /// What stands between two numbers of a date, with a blank behind it perhaps. The signs of Chinese and Japanese count as hyphens.
  private func sign(at place: Int) -> (UInt8, Int)? {
    if bytes.holds("年", at: place) || bytes.holds("月", at: place) { return (UInt8(ascii: "-"), place + 3) }
    let start = place < bytes.count && bytes[place] == 0x20 ? place + 1 : place
    guard start < bytes.count, "-/.".utf8.contains(bytes[start]) else { return nil }
    let isSpaced = start + 1 < bytes.count && bytes[start + 1] == 0x20
    return (bytes[start], isSpaced ? start + 2 : start + 1)
  }

  /// `12 April 1987`, `12th of April, 1987`, `12. April 1987`, `12-Apr-87`, `1987 April 12`.
  private mutating func withMonth(after first: Figures) {
    var place = first.end
    for suffix: StaticString in ["st", "nd", "rd", "th", "er", "º", "ª"] where bytes.holds(suffix, at: place) {
      place += suffix.utf8CodeUnitCount
      break
    }
    guard let month = MonthName(in: bytes, at: gap(from: place)), let last = figures(at: gap(from: month.end)) else {
      return
    }
    if first.count <= 2, last.count == 4 {
      add([Day(last.value, month.number, first.value)])
    } else if first.count == 4, last.count <= 2 {
      add([Day(first.value, month.number, last.value)])
    } else if first.count <= 2, last.count == 2, month.end < bytes.count, bytes[month.end] != 0x20 {
      add(Day.of(century: last.value, month.number, first.value))
    }
    end = last.end
  }

  /// `April 12, 1987`, `April the 12th 1987`.
  private mutating func beginning(with month: MonthName) {
    guard let day = figures(at: gap(from: month.end)), day.count <= 2 else { return }
    var place = day.end
    for suffix: StaticString in ["st", "nd", "rd", "th"] where bytes.holds(suffix, at: place) { place += 2 }
    guard let year = figures(at: gap(from: place)), year.count == 4 else { return }
    add([Day(year.value, month.number, day.value)])
    end = year.end
  }

  /// Past blanks, commas, full stops, hyphens, slashes and the small words between the parts of a date.
  private func gap(from start: Int) -> Int {
    var place = start
    while place < bytes.count, place < start + 12 {
      if " ,.-/".utf8.contains(bytes[place]) {
        place += 1
      } else if let word = Self.between.first(where: { bytes.holds($0, at: place) }), place > start {
        place += word.utf8CodeUnitCount
      } else {
        break
      }
    }
    return place
  }

  private static let between: [StaticString] = ["of ", "de ", "del ", "the ", "den "]
}

/// A month by its name or the first letters of it.
struct MonthName {
  let number: Int
  let end: Int

  /// - Parameter bytes: folded.
  init?(in bytes: [UInt8], at start: Int) {
    guard start < bytes.count, Self.initials.contains(bytes[start]) else { return nil }
    let end = bytes.end(from: start, limit: start + 11, while: ByteClass.isLetter)
    guard (3...10).contains(end - start), let number = Self.numbers[Array(bytes[start..<end])] else { return nil }
    (self.number, self.end) = (number, end)
  }

  /// In English, German, French, Spanish, Italian, Portuguese, Dutch and Polish, without marks.
  private static let numbers: [[UInt8]: Int] = {
    let names = [
      "january jan januar janner janvier janv enero ene gennaio gen janeiro januari stycznia",
      "february feb februar fevrier fevr fev febrero febbraio fevereiro februari lutego",
      "march mar marz maerz mars marzo marco maart mrt marca", "april apr avril avr abril abr aprile kwietnia",
      "may mai mayo maggio mag maio mei maja", "june jun juni juin junio giugno giu junho czerwca",
      "july jul juli juillet juil julio luglio lug julho lipca",
      "august aug aout agosto ago augustus sierpnia",
      "september sep sept septembre septiembre settembre set setembro wrzesnia",
      "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernika",
      "november nov novembre noviembre novembro listopada",
      "december dec dezember dez decembre diciembre dic dicembre dezembro grudnia",
    ]
    var numbers: [[UInt8]: Int] = [:]
    for (month, row) in names.enumerated() {
      for name in row.split(separator: " ") { numbers[Array(name.utf8)] = month + 1 }
    }
    return numbers
  }()

  private static let initials = Set(numbers.keys.compactMap(\.first))
}
