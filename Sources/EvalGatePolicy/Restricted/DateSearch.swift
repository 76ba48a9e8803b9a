import EvalGateCore

/// Finds restricted dates however a day is written: `1987-04-12`, `12.04.1987`, `12/04/87`, `12 April 1987`, `April 12th, 1987`,
/// `12 avril 1987`.
///
/// A day and a month that may be read in either order are read in both: whoever knows the day sees it in both.
struct DateSearch: Sendable {
  private var values: [CalendarDate: [Int]] = [:]

  init(_ values: [RestrictedValue]) {
    for (index, value) in values.enumerated() {
      guard let written = WrittenDay(in: value.folded, at: 0), written.range.upperBound == value.folded.count else {
        continue
      }
      for day in written.days { self.values[day, default: []].append(index) }
    }
  }

  /// - Parameter bytes: of the folded view.
  func matches(in bytes: [UInt8]) -> [(value: Int, range: Range<Int>)] {
    guard !values.isEmpty else { return [] }
    return WrittenDay.all(in: bytes).flatMap { written in
      Set(written.days.flatMap { values[$0] ?? [] }).sorted().map { ($0, written.range) }
    }
  }
}
