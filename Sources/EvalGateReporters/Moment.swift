import EvalGateCore

/// A second in UTC, for reports that say when.
struct Moment {
  private let day: CalendarDate
  private let second: Int

  /// - Parameter seconds: since 1970; a time before the year 1 or after 9999 is brought to their edge.
  init(_ seconds: Int) {
    let bounded = min(max(seconds, -62_135_596_800), 253_402_300_799)
    day = CalendarDate(secondsSince1970: bounded)
    second = bounded - day.dayNumber * 86_400
  }

  /// `2026-11-21T02:15:48`, as JUnit's readers take it.
  var junit: String { "\(day)T\(clock)" }
  /// `2026-11-21T02:15:48Z`, as programs take it.
  var iso: String { junit + "Z" }
  /// `2026-11-21 02:15 UTC`.
  var text: String { "\(day) \(clock.prefix(5)) UTC" }

  private var clock: String {
    [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }
}
