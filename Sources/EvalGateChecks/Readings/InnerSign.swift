/// Signs within one number: `4.5`, `1,199`, `1'199`, `3/4`, `10:30`. What stands at either side of one is no number of its own.
enum InnerSign {
  /// Whether a sign at a place is part of the number that the digits at both of its sides are.
  ///
  /// - Parameter text: each character as its byte; what is not ASCII as anything else.
  static func isOne(_ text: [UInt8], at place: Int) -> Bool {
    let (before, after) = (digits(text, before: place), digits(text, after: place))
    guard before > 0, after > 0 else { return false }
    switch text[place] {
    case UInt8(ascii: "."): return !isDate(text, around: place)
    // Thousands, or a fraction: `5,6,7` is a list.
    case UInt8(ascii: ","):
      return after == 3 || after < 3 && !isComma(text, place - before - 1) && !isComma(text, place + after + 1)
    case UInt8(ascii: "'"): return after == 3
    // A time; `item 1:199` is none.
    case UInt8(ascii: ":"): return after == 2 && before <= 2
    // A fraction below one; the parts of a date and of a path are more, or longer.
    case UInt8(ascii: "/"):
      return before == 1 && after == 1 && text[place - 1] < text[place + 1] && !isSlash(text, place - 2)
        && !isSlash(text, place + 2)
    default: return false
    }
  }

  /// Whether what begins with a sign at a place adds nothing to the number before it: `€199.00`, `10:30:00`.
  static func addsNothing(_ text: [UInt8], at place: Int) -> Bool {
    let end = place + 1 + digits(text, after: place)
    return end - place <= 3 && text[(place + 1)..<end].allSatisfy { $0 == UInt8(ascii: "0") }
      && !(end < text.count && isOne(text, at: end))
  }

  /// Whether the three digits at a place are thousands of the number before them, as they are written with a blank between: `1 500`.
  ///
  /// - Parameter isFirm: whether only a blank counts at which no line may end.
  static func isThousand(_ text: [UInt8], at place: Int, isFirm: Bool) -> Bool {
    guard let blank = blanks.first(where: { text[..<place].suffix($0.count).elementsEqual($0) }),
      !isFirm || blank.count > 1, digits(text, after: place - 1) == 3
    else { return false }
    let end = place - blank.count
    let first = end - digits(text, before: end)
    guard (1...3).contains(end - first), text[first] != UInt8(ascii: "0") || end - first == 3 else { return false }
    // `1,200 500` are two numbers.
    return first < 2 || !(".,'/:-".utf8.contains(text[first - 1]) && text[first - 2].isDigit)
  }

  /// Blanks between thousands: the plain one, that at which no line ends, the narrow and the thin one.
  private static let blanks = [" ", "\u{A0}", "\u{202F}", "\u{2009}"].map { Array($0.utf8) }

  /// Longer ones are no parts of any form that matters.
  private static let longest = 16

  private static func digits(_ text: [UInt8], before place: Int) -> Int {
    var start = place
    while start > 0, place - start < longest, text[start - 1].isDigit { start -= 1 }
    return place - start
  }

  private static func digits(_ text: [UInt8], after place: Int) -> Int {
    text[(place + 1)...].prefix(longest).prefix(while: \.isDigit).count
  }

  private static func isComma(_ text: [UInt8], _ place: Int) -> Bool {
    isBetweenDigits(UInt8(ascii: ","), text, place)
  }

  private static func isSlash(_ text: [UInt8], _ place: Int) -> Bool {
    isBetweenDigits(UInt8(ascii: "/"), text, place)
  }

  private static func isBetweenDigits(_ sign: UInt8, _ text: [UInt8], _ place: Int) -> Bool {
    place > 0 && place + 1 < text.count && text[place] == sign && text[place - 1].isDigit && text[place + 1].isDigit
  }

  /// The day, the month and the year of `12.03.2024` are numbers of their own.
  private static func isDate(_ text: [UInt8], around place: Int) -> Bool {
    func isPart(_ byte: UInt8) -> Bool { byte.isDigit || byte == UInt8(ascii: ".") }
    var start = place
    while start > 0, place - start < longest, isPart(text[start - 1]) { start -= 1 }
    let lengths = text[start...].prefix(longest).prefix(while: isPart).split(separator: UInt8(ascii: ".")).map(\.count)
    return lengths.count == 3 && lengths[0] <= 2 && lengths[1] <= 2 && lengths[2] == 4
  }
}
