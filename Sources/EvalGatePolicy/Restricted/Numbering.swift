/// What numbers the parts of a text: `1.` before the lines of a list, `Word 3:`, a table's column of numbers, the keys of an object.
/// Whoever reads such a text aloud leaves them out.
struct Numbering {
  /// A number that may be one of several that do nothing but number: as all of its kind, after the same words and before the same
  /// sign.
  private struct Kind: Hashable {
    let label: [UInt8]
    let sign: UInt8
    /// Whether it begins a line. All that do so in the same way number the lines; within a line they have to count up.
    let isFirst: Bool
  }

  private typealias Mark = (number: Int, range: Range<Int>)

  private let bytes: [UInt8]
  private var kinds: [Kind: [Mark]] = [:]

  /// Fewer of a kind number nothing.
  private static let fewest = 3
  private static let longestNumber = 4

  /// The text without what numbers it; nil where nothing does.
  static func leftOut(of bytes: [UInt8]) -> AssembledText.Rest? {
    var numbering = Numbering(bytes: bytes)
    numbering.collect()
    let marks = numbering.marks.sorted { $0.lowerBound < $1.lowerBound }
    guard !marks.isEmpty else { return nil }
    var (left, places): ([UInt8], [Int32]) = ([], [])
    var start = 0
    for mark in marks + [bytes.count..<bytes.count] {
      if start < mark.lowerBound {
        left += bytes[start..<mark.lowerBound]
        places += (start..<mark.lowerBound).map { Int32(truncatingIfNeeded: $0) }
      }
      start = max(start, mark.upperBound)
    }
    return (left, places + [Int32(truncatingIfNeeded: bytes.count)])
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var marks: [Range<Int>] {
    let firsts = kinds.filter { $0.key.isFirst && $0.value.count >= Self.fewest }
    // Where lines are numbered with a sign, what else stands before it is what they hold.
    let taken = Set(firsts.keys.lazy.filter(\.label.isEmpty).map(\.sign))
    let others = kinds.filter { !$0.key.isFirst && !($0.key.label.isEmpty && taken.contains($0.key.sign)) }
    return firsts.values.joined().map(\.range) + others.values.flatMap(Self.countedUp)
  }

  /// Those of which each is one more than the last, from the first or from where it begins anew.
  private static func countedUp(_ marks: [Mark]) -> [Range<Int>] {
    var row: [Mark] = []
    var all: [Range<Int>] = []
    for next in marks {
      if row.last.map({ $0.number + 1 == next.number }) ?? true {
        row.append(next)
      } else if next.number == row.first?.number {
        if row.count >= fewest { all += row.map(\.range) }
        row = [next]
      }
    }
    return row.count >= fewest ? all + row.map(\.range) : all
  }

  private mutating func collect() {
    var index = 0
    while index < bytes.count {
      guard ByteClass.isAlphanumeric(bytes[index]) else {
        index += 1
        continue
      }
      let start = index
      index = bytes.end(from: start, while: ByteClass.isAlphanumeric)
      let word = start..<index
      guard word.count <= Self.longestNumber + 2 else { continue }
      if let (digits, isWhole) = Self.digits(of: word, in: bytes) {
        number(digits, of: word, isWhole: isWhole)
      } else if Self.isLetters(bytes[word]) {
        letter(word)
      }
    }
  }

  /// The number that a word is, or that ends it or begins it: `12`, `w12`, `12th`.
  private static func digits(of word: Range<Int>, in bytes: [UInt8]) -> (Range<Int>, isWhole: Bool)? {
    let start = bytes.end(
      from: word.lowerBound, limit: min(word.upperBound, word.lowerBound + 2), while: ByteClass.isLetter)
    let end = bytes.end(from: start, limit: word.upperBound, while: ByteClass.isDigit)
    guard (1...longestNumber).contains(end - start) else { return nil }
    if end == word.upperBound { return (start..<end, start == word.lowerBound) }
    let ending = bytes[end..<word.upperBound].map { $0 | 0x20 }
    let isOrdinal = start == word.lowerBound && ["st", "nd", "rd", "th"].contains { ending.elementsEqual($0.utf8) }
    return isOrdinal ? (start..<end, false) : nil
  }

  /// `a`, or a Roman number.
  private static func isLetters(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count <= longestNumber else { return false }
    return word.count == 1 || word.allSatisfy { "ivxlcIVXLC".utf8.contains($0) }
  }

  private mutating func number(_ digits: Range<Int>, of word: Range<Int>, isWhole: Bool) {
    let label = Label(before: word.lowerBound, in: bytes)
    guard let (sign, end) = sign(after: word.upperBound) else { return }
    let letters = bytes[label.start..<digits.lowerBound].filter(ByteClass.isLetter).map { $0 | 0x20 }
    let number = bytes[digits].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    // A comma and a bit of a word are in any text, so that these have to count up.
    let isPlain = sign != UInt8(ascii: ",") && isWhole
    if label.isFirst, isPlain {
      kinds[Kind(label: letters, sign: sign, isFirst: true), default: []].append((number, label.start..<end))
    }
    guard sign != 0 || isWhole && !letters.isEmpty else { return }
    kinds[Kind(label: letters, sign: sign, isFirst: false), default: []].append((number, label.start..<end))
    // Within a line the word before a number may as well belong to what was numbered before it.
    guard !label.isWhole, !letters.isEmpty, sign != 0 else { return }
    kinds[Kind(label: [], sign: sign, isFirst: false), default: []].append((number, word.lowerBound..<end))
  }

  /// Letters number the lines of a list and nothing else, with a full stop or a bracket.
  private mutating func letter(_ word: Range<Int>) {
    let label = Label(before: word.lowerBound, in: bytes)
    guard label.isFirst, !bytes[label.start..<word.lowerBound].contains(where: ByteClass.isAlphanumeric),
      let (sign, end) = sign(after: word.upperBound), sign == UInt8(ascii: ".") || sign == UInt8(ascii: ")")
    else { return }
    kinds[Kind(label: [0], sign: sign, isFirst: true), default: []].append((0, label.start..<end))
  }

  /// The words before a number: all of them from the beginning of a line or a part of it, or one.
  private struct Label {
    let start: Int
    /// Whether the line begins with it.
    var isFirst = false
    /// Whether it goes back to what separates parts.
    var isWhole = true

    private static let longest = 24

    init(before place: Int, in bytes: [UInt8]) {
      var start = place
      while start > 0, place - start <= Self.longest, !ByteClass.isDigit(bytes[start - 1]) {
        let byte = bytes[start - 1]
        if byte == 0x0A || byte == 0x0D || ",;{[(>|".utf8.contains(byte) {
          // A table's row and an object begin with such a sign.
          let before = byte < 0x20 ? byte : bytes[..<(start - 1)].last { $0 != 0x20 && $0 != 0x09 }
          (self.start, isFirst) = (start, before.map { $0 < 0x20 } ?? true)
          return
        }
        start -= 1
      }
      if start == 0 {
        (self.start, isFirst) = (0, true)
        return
      }
      var word = place
      while word > start, !ByteClass.isLetter(bytes[word - 1]) { word -= 1 }
      while word > start, ByteClass.isLetter(bytes[word - 1]) { word -= 1 }
      (self.start, isWhole) = (word, false)
    }
  }

  /// The sign after a number, past quotation marks and emphasis: 0 where it is only a blank or something else; nil where the number
  /// goes on.
  private func sign(after end: Int) -> (sign: UInt8, end: Int)? {
    var place = bytes.end(from: end, limit: end + 3) { " \t\"'`*_".utf8.contains($0) }
    guard place < bytes.count, bytes[place] >= 0x80 || ".):|-]=}>,".utf8.contains(bytes[place]) else {
      return end < bytes.count && ByteClass.isSpace(bytes[end]) ? (0, end) : nil
    }
    let sign = bytes[place] >= 0x80 ? 0x80 : bytes[place]
    place += 1
    if place < bytes.count, ByteClass.isDigit(bytes[place]), !"|=,".utf8.contains(sign) { return nil }
    return (sign, place)
  }
}
