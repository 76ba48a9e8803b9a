import CurlHTTP
import EvalGateCore

/// How long a server asks to be left alone.
enum RetryAfter {
  /// `retry-after-ms` (sent by OpenAI and Azure), else `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date.
  /// - Parameter now: seconds since 1970, which a date is counted from.
  /// - Returns: Milliseconds, at least 0; nil where nothing that can be read is said.
  static func milliseconds(in headers: HTTPHeaders, now: Int) -> Double? {
    if let text = headers["retry-after-ms"], let value = number(text) { return value }
    guard let text = headers["retry-after"] else { return nil }
    if let seconds = number(text) { return seconds * 1000 }
    return HTTPDate.secondsSince1970(text, now: now).map { Double(max(0, $0 - now)) * 1000 }
  }

  /// A duration as Google writes it (https://protobuf.dev/reference/protobuf/google.protobuf/#duration): `5s`, `0.25s`.
  static func milliseconds(ofDuration text: String) -> Double? {
    guard text.hasSuffix("s") else { return nil }
    return number(String(text.dropLast())).map { $0 * 1000 }
  }

  /// A decimal number without a sign. What is too large to be one is a very long wait all the same.
  private static func number(_ text: String) -> Double? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }),
      let value = Double(text)
    else { return nil }
    return min(value, 1e12)
  }
}

/// Dates of HTTP headers (RFC 9110 section 5.6.7), always UTC.
enum HTTPDate {
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads the preferred form and the two obsolete ones that a recipient must accept:
  /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
  static func secondsSince1970(_ text: String, now: Int) -> Int? {
    guard text.utf8.count <= 64 else { return nil }
    let words = text.split { " ,-".contains($0) }.map(String.init)
    switch (words.count, words.last) {
    case (6, "GMT"): return seconds(day: words[1], month: words[2], year: words[3], time: words[4], now: now)
    case (5, _): return seconds(day: words[2], month: words[1], year: words[4], time: words[3], now: now)
    default: return nil
    }
  }

  private static func seconds(day: String, month: String, year: String, time: String, now: Int) -> Int? {
    let clock = time.split(separator: ":", omittingEmptySubsequences: false).compactMap { digits($0) }
    guard clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60, let day = digits(day),
      let month = months.firstIndex(of: month), var number = digits(year)
    else { return nil }
    if year.utf8.count == 2 {
      let thisYear = CalendarDate(secondsSince1970: now).year
      number += thisYear / 100 * 100
      // "more than 50 years in the future" means the most recent year with these two digits.
      if number > thisYear + 50 { number -= 100 }
    }
    guard let date = CalendarDate(year: number, month: month + 1, day: day) else { return nil }
    return date.dayNumber * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }

  private static func digits(_ text: some StringProtocol) -> Int? {
    (1...4).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }
}
