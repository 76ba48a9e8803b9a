import EvalGateCore
import Testing

@Suite("days")
struct CalendarDateTests {
  @Test(
    "a day that does not exist is refused",
    arguments: [
      "2024-02-30", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-4-1", "",
      "2024-01-01T00:00",
    ])
  func refusing(text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test("a leap day of a leap year exists", arguments: ["2024-02-29", "2000-02-29"])
  func leapDay(text: String) {
    #expect(CalendarDate(text)?.description == text)
  }

  // Worked out with `date -u -d @…`.
  @Test(
    "seconds since 1970 fall on their day",
    arguments: [
      (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (951_782_400, "2000-02-29"),
      (1_782_864_000, "2026-07-01"), (-1, "1969-12-31"),
    ])
  func fromSeconds(seconds: Int, day: String) {
    #expect(CalendarDate(secondsSince1970: seconds).description == day)
  }

  @Test("the number of a day and the day are each other's inverse")
  func roundTrip() throws {
    for year in [1970, 1999, 2000, 2026, 2100] {
      for month in 1...12 {
        let day = try #require(CalendarDate(year: year, month: month, day: 28))
        #expect(CalendarDate(secondsSince1970: day.dayNumber * 86_400) == day)
      }
    }
  }
}
