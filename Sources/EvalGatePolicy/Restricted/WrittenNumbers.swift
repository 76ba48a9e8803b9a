/// The groups of digits of a text, and whether some of them together are one number.
struct WrittenNumbers {
  let groups: [Range<Int>]
  private let bytes: [UInt8]
  /// The most that may stand between two digits that are spread.
  private static let longestJoiner = 8

  init(_ bytes: [UInt8]) {
    var groups: [Range<Int>] = []
    var index = 0
    while index < bytes.count {
      guard ByteClass.isDigit(bytes[index]) else {
        index += 1
        continue
      }
      let end = bytes.end(from: index, while: ByteClass.isDigit)
      groups.append(index..<end)
      index = end
    }
    (self.groups, self.bytes) = (groups, bytes)
  }

  /// Whether there are only a few signs, and no letter, between a group and the next one.
  func isJoined(_ group: Int) -> Bool {
    let joiner = joiner(after: group)
    guard joiner.count <= Self.longestJoiner else { return false }
    var index = joiner.lowerBound
    while index < joiner.upperBound {
      let (scalar, length) = UTF8Reading.scalar(in: bytes, at: index)
      if scalar?.isLetterOrDigit ?? false { return false }
      index += length
    }
    return true
  }

  private func joiner(after group: Int) -> Range<Int> { groups[group].upperBound..<groups[group + 1].lowerBound }

  private func signs(after group: Int) -> ArraySlice<UInt8> { bytes[joiner(after: group)] }

  // MARK: As a number

  /// Whether groups are written as one number, which ends where they end, decimals aside.
  func isNumber(_ range: ClosedRange<Int>, _ count: Int) -> Bool {
    guard let mark = groupingMark(range, fewest: count) else { return false }
    return begins(range, mark: mark, count) && ends(range, mark: mark, count) && !isBetweenLetters(range)
  }

  /// Whether groups are written as a number to which these decimals belong, in any country's signs: `1,482.10`, `1.482,1`, `1 482,10`.
  func isNumber(_ range: ClosedRange<Int>, withDecimals decimals: [UInt8]) -> Bool {
    let next = range.upperBound + 1
    guard next < groups.count, bytes[groups[next]].trimmingZeros.elementsEqual(decimals),
      // Decimals tell a number apart, so that thousands may be grouped as longer ones are.
      let mark = groupingMark(range, fewest: Self.grouped)
    else { return false }
    let sign = signs(after: range.upperBound)
    guard sign.count == 1, sign != mark, sign.elementsEqual(".".utf8) || sign.elementsEqual(",".utf8),
      begins(range, mark: mark, Self.grouped)
    else { return false }
    let end = groups[next].upperBound
    if next + 1 < groups.count, joiner(after: next).count == 1, ".,/:".utf8.contains(bytes[end]) { return false }
    return !isBetweenLetters(groups[range.lowerBound].lowerBound..<end)
  }

  /// From how many digits on a blank or a full stop between thousands is hardly something else.
  private static let grouped = 5

  /// What stands between the thousands; empty for digits in one piece, nil where the groups are no thousands.
  private func groupingMark(_ range: ClosedRange<Int>, fewest count: Int) -> ArraySlice<UInt8>? {
    guard range.count > 1 else { return [] }
    let mark = signs(after: range.lowerBound)
    guard range.dropLast().allSatisfy({ signs(after: $0) == mark }) else { return nil }
    // Of four digits `4.417` and `4 417` are more often something else.
    let marks = count >= Self.grouped ? [",", ".", "'", "\u{2019}", " ", "_", "\u{66C}"] : [",", "'", "\u{2019}"]
    guard marks.contains(where: { mark.elementsEqual($0.utf8) }) else { return nil }
    let sizes = range.map { groups[$0].count }
    let isThousands = sizes[0] <= 3 && sizes.dropFirst().allSatisfy { $0 == 3 }
    // Lakhs and crores: `1,84,250`.
    let isLakhs = sizes[0] <= 2 && sizes.dropFirst().dropLast().allSatisfy { $0 == 2 } && sizes.last == 3
    return isThousands || isLakhs && mark.elementsEqual(",".utf8) ? mark : nil
  }

  private func begins(_ range: ClosedRange<Int>, mark: ArraySlice<UInt8>, _ count: Int) -> Bool {
    let first = range.lowerBound
    guard first > 0, joiner(after: first - 1).count <= 3 else { return true }
    let before = signs(after: first - 1)
    if before.elementsEqual(",".utf8) { return mark.isEmpty && count >= 6 }
    if before.elementsEqual(".".utf8) { return false }
    guard !mark.isEmpty, before == mark else { return true }
    return mark.elementsEqual(" ".utf8) && (groups[first].count < 3 || groups[first - 1].count > 3)
  }

  private func ends(_ range: ClosedRange<Int>, mark: ArraySlice<UInt8>, _ count: Int) -> Bool {
    let last = range.upperBound
    guard last + 1 < groups.count, joiner(after: last).count <= 3 else { return true }
    let after = signs(after: last)
    let next = groups[last + 1]
    if !mark.isEmpty, after == mark { return mark.elementsEqual(" ".utf8) && next.count != 3 }
    guard after.elementsEqual(",".utf8) || after.elementsEqual(".".utf8) else { return true }
    if mark.isEmpty, count >= 6, after.elementsEqual(",".utf8) { return true }
    // Decimals, and none of a version or an address: nothing goes on after them.
    guard count > 4 || bytes[next].allSatisfy({ $0 == 0x30 }) else { return false }
    if isLetter(at: next.upperBound) { return false }
    guard last + 2 < groups.count, joiner(after: last + 1).count == 1 else { return true }
    let further = bytes[next.upperBound]
    return further != 0x2E && further != 0x2C
  }

  /// Whether letters stand at the digits that are no currency: `EUR184250` and `184250kr` are numbers, `3f184250` is none.
  private func isBetweenLetters(_ range: ClosedRange<Int>) -> Bool {
    isBetweenLetters(groups[range.lowerBound].lowerBound..<groups[range.upperBound].upperBound)
  }

  private func isBetweenLetters(_ place: Range<Int>) -> Bool {
    let (start, end) = (place.lowerBound, place.upperBound)
    let (before, after) = (isLetter(before: start), isLetter(at: end))
    if before, after { return true }
    if before {
      var index = start
      while index > 0, ByteClass.isLetter(bytes[index - 1]) { index -= 1 }
      return isLetterOrDigit(before: index) || !Self.isCurrency(bytes[index..<start])
    }
    guard after else { return false }
    let stop = bytes.end(from: end, while: ByteClass.isLetter)
    return isLetter(at: stop) || stop < bytes.count && ByteClass.isDigit(bytes[stop])
      || !Self.isCurrency(bytes[end..<stop])
  }

  private static func isCurrency(_ letters: ArraySlice<UInt8>) -> Bool {
    (1...4).contains(letters.count) && letters.contains { ByteClass.hex($0) == nil }
  }

  private func isLetter(at index: Int) -> Bool {
    guard index < bytes.count else { return false }
    let scalar = UTF8Reading.scalar(in: bytes, at: index).scalar
    return scalar.map { $0.isOfWord && !$0.isDigit } ?? false
  }

  private func isLetter(before index: Int) -> Bool {
    UTF8Reading.scalar(in: bytes, before: index).map { $0.isOfWord && !$0.isDigit } ?? false
  }

  private func isLetterOrDigit(before index: Int) -> Bool {
    UTF8Reading.scalar(in: bytes, before: index)?.isOfWord ?? false
  }

  // MARK: Spread

  /// Whether each digit stands by itself, `1-4-8-2-1-0`.
  func isSpelled(_ range: ClosedRange<Int>) -> Bool { range.allSatisfy { groups[$0].count == 1 } }

  /// Whether two groups are what stands before and after a decimal sign, and nothing but the sign is between them.
  func isAmount(_ range: ClosedRange<Int>, fraction: Int, isReversed: Bool) -> Bool {
    guard range.count == 2 else { return false }
    let sign = signs(after: range.lowerBound)
    return groups[isReversed ? range.lowerBound : range.upperBound].count == fraction
      && (sign.elementsEqual(".".utf8) || sign.elementsEqual(",".utf8))
  }

  /// Whether digits are spread with signs between them, and are no date, no time, and no part of a longer row of digits.
  func isSpread(_ range: ClosedRange<Int>) -> Bool {
    guard range.count > 1 else { return false }
    let isSpelled = isSpelled(range)
    let mark = signs(after: range.lowerBound)
    if !isSpelled {
      guard mark.count <= 3, range.dropLast().allSatisfy({ signs(after: $0) == mark }) else { return false }
      if isDateOrTime(range, mark) { return false }
    }
    let (start, end) = (groups[range.lowerBound].lowerBound, groups[range.upperBound].upperBound)
    guard !isLetter(before: start), !isLetter(at: end) else { return false }
    let last = signs(after: range.upperBound - 1)
    return !goesOn(range.lowerBound - 1, mark, isSpelled) && !goesOn(range.upperBound, last, isSpelled)
  }

  /// Whether the row of digits goes on between a group and the next one.
  private func goesOn(_ group: Int, _ mark: ArraySlice<UInt8>, _ isSpelled: Bool) -> Bool {
    guard group >= 0, group + 1 < groups.count, isJoined(group) else { return false }
    let signs = signs(after: group)
    return signs == mark || !isSpelled && signs.allSatisfy { " -()+/.".utf8.contains($0) }
  }

  private func isDateOrTime(_ range: ClosedRange<Int>, _ mark: ArraySlice<UInt8>) -> Bool {
    guard mark.count == 1, let sign = mark.first else { return false }
    let parts = range.map { bytes[groups[$0]].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    let sizes = range.map { groups[$0].count }
    if sign == UInt8(ascii: ":") { return sizes == [2, 2, 2] && parts[0] < 24 && parts[1] < 60 && parts[2] < 60 }
    guard "-/.".utf8.contains(sign) else { return false }
    func isMonth(_ part: Int) -> Bool { (1...12).contains(part) }
    func isDay(_ part: Int) -> Bool { (1...31).contains(part) }
    func isYear(_ part: Int) -> Bool { (1900...2099).contains(part) }
    switch sizes {
    case [4, 2]: return isYear(parts[0]) && isMonth(parts[1])
    case [2, 4]: return isMonth(parts[0]) && isYear(parts[1])
    case [2, 2, 2]:
      return isDay(parts[0]) && isMonth(parts[1]) || isMonth(parts[0]) && isDay(parts[1])
        || isMonth(parts[1]) && isDay(parts[2])
    case _ where sizes.count == 3 && sizes[0] == 4: return isYear(parts[0]) && isMonth(parts[1]) && isDay(parts[2])
    case _ where sizes.count == 3 && sizes[2] == 4:
      return isYear(parts[2]) && (isMonth(parts[0]) && isDay(parts[1]) || isDay(parts[0]) && isMonth(parts[1]))
    default: return false
    }
  }
}

extension ArraySlice<UInt8> {
  /// Decimals without the zeros at the end, which change nothing.
  var trimmingZeros: ArraySlice<UInt8> { dropLast(reversed().prefix { $0 == UInt8(ascii: "0") }.count) }
}
