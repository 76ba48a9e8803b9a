/// Dates and times of RFC 3339, section 5.6.
enum DateTimeFormat {
  static func isDateTime(_ text: String) -> Bool {
    var scanner = ByteScanner(text)
    guard takeDate(&scanner), scanner.take("T") || scanner.take("t"), takeTime(&scanner) else { return false }
    return scanner.isAtEnd
  }

  static func isDate(_ text: String) -> Bool {
    var scanner = ByteScanner(text)
    return takeDate(&scanner) && scanner.isAtEnd
  }

  static func isTime(_ text: String) -> Bool {
    var scanner = ByteScanner(text)
    return takeTime(&scanner) && scanner.isAtEnd
  }

  private static func takeDate(_ scanner: inout ByteScanner) -> Bool {
    guard let year = scanner.takeNumber(digits: 4), scanner.take("-"),
      let month = scanner.takeNumber(digits: 2), (1...12).contains(month), scanner.take("-"),
      let day = scanner.takeNumber(digits: 2)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
  }

  private static func takeTime(_ scanner: inout ByteScanner) -> Bool {
    guard let hour = scanner.takeNumber(digits: 2), hour <= 23, scanner.take(":"),
      let minute = scanner.takeNumber(digits: 2), minute <= 59, scanner.take(":"),
      let second = scanner.takeNumber(digits: 2), second <= 60
    else { return false }
    if scanner.take("."), scanner.takeDigits() == 0 { return false }
    guard let offset = takeOffset(&scanner) else { return false }
    // A leap second is the last one of a day in UTC (section 5.7).
    let utc = (hour * 60 + minute - offset + 2 * 1_440) % 1_440
    return second < 60 || utc == 1_439
  }

  /// Takes a zone and returns its offset from UTC in minutes.
  private static func takeOffset(_ scanner: inout ByteScanner) -> Int? {
    if scanner.take("Z") || scanner.take("z") { return 0 }
    let isNegative = scanner.next == UInt8(ascii: "-")
    guard scanner.take("+") || scanner.take("-"),
      let hour = scanner.takeNumber(digits: 2), hour <= 23, scanner.take(":"),
      let minute = scanner.takeNumber(digits: 2), minute <= 59
    else { return nil }
    return (isNegative ? -1 : 1) * (hour * 60 + minute)
  }
}

/// Durations of RFC 3339, appendix A.
enum DurationFormat {
  static func matches(_ text: String) -> Bool {
    var scanner = ByteScanner(text)
    guard scanner.take("P") else { return false }
    var weeks = scanner
    if weeks.takeDigits() > 0, weeks.take("W") { return weeks.isAtEnd }
    guard let dateParts = takeParts("YMD", &scanner) else { return false }
    guard scanner.take("T") else { return dateParts > 0 && scanner.isAtEnd }
    guard let timeParts = takeParts("HMS", &scanner) else { return false }
    return timeParts > 0 && scanner.isAtEnd
  }

  /// Takes numbers with their units, which follow each other without a gap; nil when they do not.
  private static func takeParts(_ units: String, _ scanner: inout ByteScanner) -> Int? {
    var left = Array(units.unicodeScalars)[...]
    var count = 0
    while scanner.next?.isDigit == true {
      _ = scanner.takeDigits()
      // The first part may have any unit; after it only the very next one will do.
      guard let index = left.firstIndex(where: { scanner.take($0) }), count == 0 || index == left.startIndex else {
        return nil
      }
      left = left[(index + 1)...]
      count += 1
    }
    return count
  }
}
