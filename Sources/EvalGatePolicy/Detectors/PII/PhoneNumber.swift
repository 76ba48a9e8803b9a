/// Digits in groups as telephone numbers are written, with parentheses and an extension where they have them.
struct PhoneNumber {
  let range: Range<Int>
  /// Without the international prefix and the extension.
  let digits: Digits
  let isInternational: Bool
  let groups: Int
  let hasDots: Bool
  private let lengths: NumberShape
  private let hasParentheses: Bool
  private let hasHyphens: Bool

  /// Reads as many groups as can belong to one number; nil where there are too few digits, or too many.
  init?(_ bytes: [UInt8], at start: Int) {
    var place = start
    var digits = Digits()
    var lengths = NumberShape()
    var end = start
    var isInternational = false
    var (hasHyphens, hasDots, opened, closed) = (false, false, false, false)
    // `(+358) 40 …` puts the country code in parentheses.
    if bytes[place] == UInt8(ascii: "("), bytes.at(place + 1) == UInt8(ascii: "+") {
      opened = true
      place += 1
    }
    if bytes[place] == UInt8(ascii: "+") {
      isInternational = true
      place += 1
      if bytes.at(place) == UInt8(ascii: " ") { place += 1 }
    }
    while lengths.groups < NumberShape.groupLimit {
      if bytes.at(place) == UInt8(ascii: "(") {
        guard !opened else { break }
        opened = true
        place += 1
      }
      let first = place
      while bytes.at(place).isDigit { place += 1 }
      let count = place - first
      guard count > 0, digits.count + count <= 15, bytes.isWordEnd(place) || Self.isExtension(bytes, place) else {
        break
      }
      // A number of a country code, an area and seven digits is whole; a group after it is something else.
      if isInternational, digits.count == 11, digits[0] == 1 { break }
      if !isInternational, digits.count >= 10, lengths.groups >= 3, digits[0] != 0 { break }
      for index in first..<place { digits.append(bytes[index] &- 0x30) }
      lengths.append(count, after: 0)
      if lengths.groups == 1, !isInternational,
        digits.value == 1 && count == 3 || digits.value == 11 && count == 3 || digits.value == 0 && count == 2
      {
        // 00 and 011 dial abroad; 001 dials North America.
        isInternational = true
        digits = Digits()
        if place - first == 3, bytes[place - 2] == UInt8(ascii: "0") { digits.append(1) }
      }
      if opened, !closed {
        guard bytes.at(place) == UInt8(ascii: ")") else { return nil }
        closed = true
        place += 1
      }
      end = place
      let separator = Self.separator(bytes, place)
      guard let separator else { break }
      if separator > 0, bytes[place] == UInt8(ascii: "-") { hasHyphens = true }
      if separator > 0, bytes[place] == UInt8(ascii: ".") { hasDots = true }
      place += separator
    }
    guard digits.count >= 6 else { return nil }
    let suffix = Self.extensionLength(bytes, end)
    guard bytes.isWordEnd(end + suffix), bytes.at(end) != UInt8(ascii: "-") || !bytes.at(end + 1).isLetter else {
      return nil
    }
    self.range = start..<end + suffix
    self.digits = digits
    self.isInternational = isInternational
    self.groups = lengths.groups
    self.lengths = lengths
    self.hasParentheses = closed
    self.hasHyphens = hasHyphens
    self.hasDots = hasDots
  }

  /// NXX-NXX-XXXX of the North American numbering plan: area and exchange begin with 2 to 9 and are no N11 code.
  var isNorthAmerican: Bool {
    let isLong = digits.count == 11 && digits[0] == 1
    let shapes: [NumberShape] = isLong ? ["1 3 3 4"] : ["3 3 4"]
    guard digits.count == 10 || isLong, hasHyphens || hasDots || hasParentheses,
      shapes.contains(where: { $0.groups == lengths.groups && $0.lengths == lengths.lengths })
    else { return false }
    let area = digits.number(isLong ? 1..<4 : 0..<3)
    let exchange = digits.number(isLong ? 4..<7 : 3..<6)
    return area >= 200 && exchange >= 200 && area % 100 != 11 && exchange % 100 != 11
  }

  /// Whether it has the form of a date, a postal code, a social security number or a version.
  var isOtherwiseWritten: Bool {
    let others: [NumberShape] = ["5 4", "4 2 2", "2 2 4", "1 2 4", "2 1 4", "1 1 4", "3 2 4"]
    if !hasParentheses, others.contains(where: { $0.lengths == lengths.lengths }), !(hasDots && groups > 3) {
      return hasHyphens || hasDots || lengths.lengths == NumberShape("5 4").lengths
    }
    return hasDots && (lengths.firstLength < 2 || groups == 4 && digits.count <= 12)
  }

  /// How many bytes stand between two groups; nil where what stands there separates no groups of one number.
  private static func separator(_ bytes: [UInt8], _ place: Int) -> Int? {
    let byte = bytes.at(place)
    guard
      byte == 0x20 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "/")
        || byte == UInt8(ascii: "(")
    else { return bytes.at(place - 1) == UInt8(ascii: ")") && byte.isDigit ? 0 : nil }
    if byte == UInt8(ascii: "(") { return bytes.at(place + 1).isDigit ? 0 : nil }
    let next = bytes.at(place + 1)
    return next.isDigit || next == UInt8(ascii: "(") && bytes.at(place + 2).isDigit ? 1 : nil
  }

  private static func isExtension(_ bytes: [UInt8], _ place: Int) -> Bool { extensionLength(bytes, place) > 0 }

  /// The length of `x123`, ` ext. 123` or ` ext 123` at a place.
  private static func extensionLength(_ bytes: [UInt8], _ place: Int) -> Int {
    var next = place
    if bytes.at(next) == 0x20 { next += 1 }
    if bytes.hasIgnoringCase("ext", at: next) {
      next += 3
      if bytes.at(next) == UInt8(ascii: ".") { next += 1 }
      if bytes.at(next) == 0x20 { next += 1 }
    } else if bytes.at(next).lowered == UInt8(ascii: "x") {
      next += 1
    } else {
      return 0
    }
    let first = next
    while next < first + 7, bytes.at(next).isDigit { next += 1 }
    return next > first && next < first + 7 ? next - place : 0
  }
}

extension NumberShape {
  /// The lengths of the groups, whatever stands between them.
  var lengths: UInt64 { code & 0xF8F8_F8F8_F8F8_F8F8 }
  /// The length of the first group.
  var firstLength: Int { Int(code >> 3 & 31) }
}
