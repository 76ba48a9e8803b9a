/// Numbers of payment cards whose groups stand further apart than by one sign: `4111  1111 …`, over a line break, in the cells of a
/// table, in a list, with slashes.
///
/// Anything may stand between numbers that have nothing to do with one another, so only the grouping that is printed on cards counts,
/// with a check digit and an issuer, and none where more groups of the same length or many others go on: a table of amounts is no
/// card, and neither is a row of four with a word beside them that says nothing of a card.
struct ScatteredCards {
  private let bytes: [UInt8]
  /// Groups with nothing but signs between them.
  private var row: [DigitGroup] = []
  private var found: [EntityMatch] = []

  /// - Parameter context: asked only where a number could be one.
  static func append(
    to matches: inout [EntityMatch], _ bytes: [UInt8], _ groups: [DigitGroup], context: (Range<Int>) -> Topics
  ) {
    var cards = ScatteredCards(bytes: bytes)
    for group in groups where !cards.isOrdinal(group) {
      if let last = cards.row.last, !cards.isGap(last.end..<group.start) { cards.finishRow() }
      cards.row.append(group)
    }
    cards.finishRow()
    matches += cards.found.filter { !cards.isInNamedRow($0.range) || context($0.range).contains(.entity(.creditCard)) }
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Those of a card, with what else stands on one.
  private static let longestRow = 8

  private mutating func finishRow() {
    defer { row.removeAll(keepingCapacity: true) }
    guard (3...Self.longestRow).contains(row.count) else { return }
    var index = 0
    while index < row.count {
      var end = index
      while end < row.count, row[end].count == 4 { end += 1 }
      if end - index == 4 { look(at: row[index..<end]) }
      if end - index == 1, end + 1 < row.count, row[end].count == 6, row[end + 1].count == 5 {
        look(at: row[index..<end + 2])
      }
      index = max(end, index + 1)
    }
  }

  private mutating func look(at groups: ArraySlice<DigitGroup>) {
    guard let first = groups.first, let last = groups.last else { return }
    var digits = Digits()
    for group in groups { for place in group.start..<group.end { digits.append(bytes[place] &- 0x30) } }
    guard PaymentCard.isValid(digits) else { return }
    found.append(
      EntityMatch(PIIEntity.creditCard.rawValue, first.start..<last.end, .likely, validator: "luhn+iin"))
  }

  /// Whether groups are cells of a row in which words stand too.
  private func isInNamedRow(_ range: Range<Int>) -> Bool {
    guard bytes[range].contains(UInt8(ascii: "|")), !bytes[range].contains(0x0A) else { return false }
    let start = bytes[..<range.lowerBound].lastIndex(of: 0x0A) ?? 0
    let end = bytes[range.upperBound...].firstIndex(of: 0x0A) ?? bytes.count
    return bytes[start..<range.lowerBound].contains(where: \.isLetter)
      || bytes[range.upperBound..<end].contains(where: \.isLetter)
  }

  private static let widest = 16

  /// Whether nothing stands in a gap that parts of one number would not have between them: signs, blanks, line breaks, the numbers of
  /// a list's lines.
  private func isGap(_ gap: Range<Int>) -> Bool {
    gap.count <= Self.widest && bytes[gap].allSatisfy { $0.isDigit || $0.isSpace || "|-/.,:;)(*_#`".utf8.contains($0) }
  }

  /// Whether a group numbers a line or a row: it is the first on it, and a sign stands after it.
  private func isOrdinal(_ group: DigitGroup) -> Bool {
    guard group.count <= 2 else { return false }
    var before = group.start
    while before > 0, bytes[before - 1].isBlank || "|(#*".utf8.contains(bytes[before - 1]) { before -= 1 }
    guard before == 0 || bytes[before - 1] == 0x0A else { return false }
    var after = group.end
    while bytes.at(after).isBlank { after += 1 }
    return ".):|".utf8.contains(bytes.at(after))
  }
}
