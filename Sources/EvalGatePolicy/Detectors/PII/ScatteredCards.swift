/// Numbers of payment cards whose groups stand further apart than by one sign: `4111  1111 …`, over a line break, in the cells of a
/// table, in a list, with slashes, after labels (`Part B: …`), in a sentence, and digit by digit.
///
/// Anything may stand between numbers that have nothing to do with one another, so only the grouping that is printed on cards counts,
/// with a check digit and an issuer, and none where more groups of the same length or many others go on: a table of amounts is no
/// card. A row of four with a word beside them, a sentence, and single digits that are not all there is are one only where a word
/// says something of a card.
struct ScatteredCards {
  private let bytes: [UInt8]
  /// Groups with nothing between them but what parts of one number have.
  private var row: [DigitGroup] = []
  /// Whether words of a sentence stand between some of them.
  private var isSentence = false
  private var found: [(match: EntityMatch, isTold: Bool)] = []

  /// - Parameters:
  ///   - isAlone: whether the text is a value and no sentence.
  ///   - context: asked only where a number could be one.
  static func append(
    to matches: inout [EntityMatch], _ bytes: [UInt8], _ groups: [DigitGroup], isAlone: Bool,
    context: (Range<Int>) -> Topics
  ) {
    var cards = ScatteredCards(bytes: bytes)
    for group in groups where !cards.isOrdinal(group) {
      if let last = cards.row.last {
        switch CardGap.between(last.end..<group.start, in: bytes) {
        case .signs: break
        case .sentence: cards.isSentence = true
        case .other: cards.finishRow()
        }
      }
      cards.row.append(group)
    }
    cards.finishRow()
    matches += cards.found.filter { found in
      let isEnough = found.isTold && !cards.isInNamedRow(found.match.range) || isAlone
      return isEnough || context(found.match.range).contains(.entity(.creditCard))
    }.map(\.match)
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  /// Those of a card, with what else stands on one.
  private static let longestRow = 8

  private mutating func finishRow() {
    defer {
      row.removeAll(keepingCapacity: true)
      isSentence = false
    }
    if row.count > 14, row.count < 17, row.allSatisfy({ $0.count == 1 }) { return look(at: row[...], isTold: false) }
    guard (3...Self.longestRow).contains(row.count) else { return }
    var index = 0
    while index < row.count {
      var end = index
      while end < row.count, row[end].count == 4 { end += 1 }
      if end - index == 4 { look(at: row[index..<end], isTold: !isSentence) }
      if end - index == 1, end + 1 < row.count, row[end].count == 6, row[end + 1].count == 5 {
        look(at: row[index..<end + 2], isTold: !isSentence)
      }
      index = max(end, index + 1)
    }
  }

  private mutating func look(at groups: ArraySlice<DigitGroup>, isTold: Bool) {
    guard let first = groups.first, let last = groups.last else { return }
    var digits = Digits()
    for group in groups { for place in group.start..<group.end { digits.append(bytes[place] &- 0x30) } }
    guard PaymentCard.isValid(digits) else { return }
    let match = EntityMatch(PIIEntity.creditCard.rawValue, first.start..<last.end, .likely, validator: "luhn+iin")
    found.append((match, isTold))
  }

  /// Whether groups are cells of a row in which words stand too.
  private func isInNamedRow(_ range: Range<Int>) -> Bool {
    if bytes[range].contains(UInt8(ascii: "<")) { return isBesideWords(range) }
    guard bytes[range].contains(UInt8(ascii: "|")), !bytes[range].contains(0x0A) else { return false }
    let start = bytes[..<range.lowerBound].lastIndex(of: 0x0A) ?? 0
    let end = bytes[range.upperBound...].firstIndex(of: 0x0A) ?? bytes.count
    return bytes[start..<range.lowerBound].contains(where: \.isLetter)
      || bytes[range.upperBound..<end].contains(where: \.isLetter)
  }

  /// Whether words stand before or after the tags around a stretch.
  private func isBesideWords(_ range: Range<Int>) -> Bool {
    var start = range.lowerBound
    while start > 0, range.lowerBound - start < Self.reach {
      let byte = bytes[start - 1]
      if byte == UInt8(ascii: ">") {
        guard let open = bytes[..<(start - 1)].suffix(Self.reach).lastIndex(of: UInt8(ascii: "<")) else { break }
        start = open
      } else if byte.isSpace {
        start -= 1
      } else {
        break
      }
    }
    var end = range.upperBound
    while end < bytes.count, end - range.upperBound < Self.reach {
      if bytes[end] == UInt8(ascii: "<") {
        guard let close = bytes[end...].prefix(Self.reach).firstIndex(of: UInt8(ascii: ">")) else { break }
        end = close + 1
      } else if bytes[end].isSpace {
        end += 1
      } else {
        break
      }
    }
    return bytes.at(start - 1).isLetter || bytes.at(end).isLetter
  }

  private static let reach = 80

  /// Whether a group numbers a line, a row or a part: it is the first on it, or after a label, and a sign stands after it.
  private func isOrdinal(_ group: DigitGroup) -> Bool {
    guard group.count <= 2 else { return false }
    var after = group.end
    while bytes.at(after).isBlank { after += 1 }
    guard ".):|=".utf8.contains(bytes.at(after)) else { return false }
    var before = group.start
    while before > 0, bytes[before - 1].isBlank || "|(#*".utf8.contains(bytes[before - 1]) { before -= 1 }
    if before == 0 || bytes[before - 1] == 0x0A { return true }
    var start = before
    while start > 0, before - start < 10, bytes[start - 1].isLetter { start -= 1 }
    return CardGap.isLabel(bytes[start..<before])
  }
}

/// What stands between two groups of digits, as far as both may belong to one number.
enum CardGap {
  /// Signs, blanks, line breaks, tags, and labels of parts.
  case signs
  /// Words of a sentence that tells a number part by part.
  case sentence
  case other

  private static let widest = 64

  static func between(_ gap: Range<Int>, in bytes: [UInt8]) -> CardGap {
    guard gap.count <= widest else { return .other }
    var isSentence = false
    var place = gap.lowerBound
    while place < gap.upperBound {
      let byte = bytes[place]
      if byte.isLetter {
        let start = place
        while place < gap.upperBound, bytes[place].isLetter { place += 1 }
        let word = bytes[start..<place]
        if isLabel(word) { continue }
        guard telling.contains(PackedWord(lowering: word)) else { return .other }
        isSentence = true
      } else if byte == UInt8(ascii: "<") {
        guard let end = tagEnd(bytes[place..<gap.upperBound]) else { return .other }
        place = end + 1
      } else {
        guard byte.isDigit || byte.isSpace || "|-/.,:;)(*_#`\"'[]{}=".utf8.contains(byte) else { return .other }
        place += 1
      }
    }
    return isSentence ? .sentence : .signs
  }

  /// Of a tag that holds or breaks text, and says nothing.
  private static func tagEnd(_ bytes: ArraySlice<UInt8>) -> Int? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: ">")) else { return nil }
    let name = bytes[..<end].dropFirst().drop { $0 == UInt8(ascii: "/") }.prefix(while: \.isAlphanumeric)
    return tags.contains(PackedWord(lowering: name)) ? end : nil
  }

  /// A single letter, or a word for a part.
  static func isLabel(_ word: ArraySlice<UInt8>) -> Bool {
    word.count == 1 && word.allSatisfy(\.isLetter) || labels.contains(PackedWord(lowering: word))
  }

  private static func words(_ text: String) -> Set<PackedWord> {
    Set(text.listed.map { PackedWord(String($0)) })
  }

  private static let labels = words("part group block segment piece chunk section quad line digits nbsp amp br")
  private static let telling = words(
    "then and next first second third fourth last finally followed by starts begins ends end in with the it is are lastly after that"
  )
  private static let tags = words("td th tr li ul ol br p div span b i em strong code dd dt tbody table")
}
