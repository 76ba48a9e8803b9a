/// What of a part of a link tools said, where words of the model's own stand around it: names and sentences of several words, ids, numbers
/// with their letters.
///
/// More data in a field must not hide what one word less would show.
struct SaidParts {
  /// Its words: letters and digits with the signs within a number, an amount or an id, `88213-TK` and `1,482.10`.
  private let words: [(letters: [UInt8], hasDigit: Bool, isSmall: Bool)]
  /// Ids of letters and digits, `TND-2026-00417`, as they stand and without groups at their ends: `TND-2026-00417-x` holds that id too.
  private let ids: [[UInt8]]

  private static let longest = 64

  init(_ value: ViewedText) {
    let bytes = value.bytes
    var words: [(letters: [UInt8], hasDigit: Bool, isSmall: Bool)] = []
    var ids: [[UInt8]] = []
    var index = 0
    while index < bytes.count, words.count < Self.longest {
      guard Self.isWord(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      index = Self.end(in: bytes, from: start)
      let digits = bytes[start..<index].count(where: ByteClass.isDigit)
      let letters = ViewedText(bytes: Array(bytes[start..<index])).letters.bytes
      words.append(
        (letters, digits > 0, digits == 0 && letters.count < Self.shortestWord || Self.isYear(bytes[start..<index])))
      if digits > 0, digits < letters.count { ids += Self.ids(in: bytes[start..<index]) }
    }
    self.words = words
    self.ids = ids
  }

  /// Whether tools said one of its ids. A word beside it hides it no more than one that stands by itself.
  func holdID(saidBy said: Conversation) -> Bool { ids.contains(where: said.tellsNumbered) }

  /// Ids of eight letters and digits and more that a word is, or that some of its groups are.
  private static func ids(in word: ArraySlice<UInt8>) -> [[UInt8]] {
    let groups = word.split(separator: UInt8(ascii: "-")).prefix(mostGroups)
    let letters = groups.map { ViewedText(bytes: Array($0)).letters.bytes }
    return groups.indices.flatMap { first in
      (first..<groups.count).compactMap { last in
        let id = Array(letters[first...last].joined())
        // As it was written: letters that look like digits are digits there.
        let signs = groups[first...last].joined().filter { ByteClass.isAlphanumeric($0) || $0 >= 0x80 }
        let isMixed = signs.contains(where: ByteClass.isDigit) && !signs.allSatisfy(ByteClass.isDigit)
        let isOne = id.count >= shortest && isMixed && !isTime(signs)
        return isOne && !CarriedData.isIdentifier(groups[first...last].joined(separator: [0x2D])) ? id : nil
      }
    }
  }

  private static let mostGroups = 8

  /// A day and a time on it, `2026-05-12T10:00`, of which anybody may speak.
  private static func isTime(_ id: [UInt8]) -> Bool {
    id.count > 8 && id[8] | 0x20 == UInt8(ascii: "t") && id[..<8].allSatisfy(ByteClass.isDigit)
      && id[9...].allSatisfy { ByteClass.isDigit($0) || $0 | 0x20 == UInt8(ascii: "z") }
  }

  /// Whether at least eight letters and digits of it were said by tools: in a row of words of which two are more than small ones, or in numbers
  /// and ids of four and more.
  func areTold(by said: Conversation) -> Bool {
    guard words.count > 1 else { return false }
    for first in words.indices where first + 1 < words.count && !words[first].isSmall {
      let next = words[first].letters + words[first + 1].letters
      if !words[first + 1].isSmall, next.count >= Self.shortest, said.tells(next, byTools: true) { return true }
      guard words[first + 1].isSmall, first + 2 < words.count, !words[first + 2].isSmall else { continue }
      let third = next + words[first + 2].letters
      if third.count >= Self.shortest, said.tells(third, byTools: true) { return true }
    }
    let numbers = Set(words.filter { $0.hasDigit && !$0.isSmall && $0.letters.count >= 4 }.map(\.letters))
    let told = numbers.filter(said.tellsNumbered)
    return told.count > 1 && told.reduce(0) { $0 + $1.count } >= Self.shortest
  }

  private static let shortest = 8
  /// Words of grammar and of every text are shorter.
  private static let shortestWord = 4

  /// Every such word of a text that has a digit.
  static func numbered(in bytes: [UInt8]) -> [[UInt8]] {
    var found: [[UInt8]] = []
    var index = 0
    while index < bytes.count {
      guard isWord(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      index = end(in: bytes, from: start)
      if bytes[start..<index].contains(where: ByteClass.isDigit) {
        found.append(ViewedText(bytes: Array(bytes[start..<index])).letters.bytes)
      }
    }
    return found
  }

  private static func isWord(_ byte: UInt8) -> Bool { ByteClass.isAlphanumeric(byte) || byte >= 0x80 }

  /// Where a word ends: a hyphen between a number and letters, and the signs of a number, are within it.
  private static func end(in bytes: [UInt8], from start: Int) -> Int {
    var end = start
    while end < bytes.count {
      if isWord(bytes[end]) {
        end += 1
      } else if end + 1 < bytes.count, isWithin(bytes[end], bytes[end - 1], bytes[end + 1]),
        // `vollmer-88213` is a word and a number, `TK-88213` is one id.
        end - start <= shortestWord || bytes[start..<end].contains(where: ByteClass.isDigit)
      {
        end += 2
      } else {
        break
      }
    }
    return end
  }

  private static func isWithin(_ sign: UInt8, _ before: UInt8, _ after: UInt8) -> Bool {
    let digits = (ByteClass.isDigit(before), ByteClass.isDigit(after))
    if sign == UInt8(ascii: "-") { return isWord(after) && (digits.0 || digits.1) }
    return ".,'/:".utf8.contains(sign) && digits.0 && digits.1
  }

  private static func isYear(_ word: ArraySlice<UInt8>) -> Bool {
    word.count == 4 && word.allSatisfy(ByteClass.isDigit)
      && (word.starts(with: "19".utf8) || word.starts(with: "20".utf8))
  }
}
