/// How a number is grouped: `3-2-4` is three digits, a hyphen, two digits, a hyphen, four digits.
///
/// At most eight groups of at most 31 digits, each one byte of a word.
struct NumberShape: Hashable, Sendable, ExpressibleByStringLiteral {
  private(set) var code: UInt64 = 0
  private(set) var groups = 0

  static let groupLimit = 8

  init() {}

  init(stringLiteral text: String) {
    var separator: UInt8 = 0
    var length = 0
    for byte in text.utf8 {
      if byte.isDigit {
        length = length * 10 + Int(byte &- 0x30)
      } else {
        append(length, after: separator)
        (length, separator) = (0, byte)
      }
    }
    append(length, after: separator)
  }

  /// Appends a group; the caller keeps to eight.
  mutating func append(_ length: Int, after separator: UInt8) {
    code |= (UInt64(min(length, 31)) << 3 | Self.code(of: separator)) &<< UInt64(8 * groups)
    groups += 1
  }

  /// Whether a byte may stand between two groups of one number.
  static func isSeparator(_ byte: UInt8) -> Bool { code(of: byte) != 0 }

  private static func code(of separator: UInt8) -> UInt64 {
    switch separator {
    case UInt8(ascii: " "): 1
    case UInt8(ascii: "-"): 2
    case UInt8(ascii: "."): 3
    case UInt8(ascii: ":"): 4
    case UInt8(ascii: "/"): 5
    default: 0
    }
  }
}

/// A run of ASCII digits that no letter, digit or underscore touches.
struct DigitGroup: Hashable, Sendable {
  let start: Int
  let end: Int
  var count: Int { end - start }
}

/// Groups of digits that may be one number: neighbours with one separator between each two of them.
struct NumberWindow {
  let range: Range<Int>
  let digits: Digits
  let shape: NumberShape
}

/// All groups of digits of a text, in order.
struct DigitGroups {
  private(set) var groups: [DigitGroup] = []
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var place = 0
    while place < bytes.count {
      guard bytes[place].isDigit else {
        place += 1
        continue
      }
      let start = place
      while place < bytes.count, bytes[place].isDigit { place += 1 }
      if bytes.isWordStart(start), bytes.isWordEnd(place) { groups.append(DigitGroup(start: start, end: place)) }
    }
  }

  /// Calls with every run of groups that may be one number of 4 to 19 digits.
  ///
  /// At most eight runs begin at a group, so that the work grows with the text and no faster.
  func forEachWindow(_ body: (NumberWindow) -> Void) {
    for first in groups.indices where isFreeBefore(first) {
      var digits = Digits()
      var shape = NumberShape()
      var last = first
      while shape.groups < NumberShape.groupLimit {
        let group = groups[last]
        guard digits.count + group.count <= Digits.limit else { break }
        for place in group.start..<group.end { digits.append(bytes[place] &- 0x30) }
        shape.append(group.count, after: last == first ? 0 : bytes[group.start - 1])
        if digits.count >= 4, isFree(first, last) {
          body(NumberWindow(range: groups[first].start..<group.end, digits: digits, shape: shape))
        }
        guard isJoined(last) else { break }
        last += 1
      }
    }
  }

  /// Whether the next group follows after one separator.
  private func isJoined(_ index: Int) -> Bool {
    index + 1 < groups.count && groups[index + 1].start == groups[index].end + 1
      && NumberShape.isSeparator(bytes[groups[index].end])
  }

  /// Whether what stands before a group is no part of its number: nothing, or a blank.
  private func isFreeBefore(_ index: Int) -> Bool {
    let before = bytes.at(groups[index].start - 1)
    guard
      before == UInt8(ascii: ".") || before == UInt8(ascii: "-") || before == UInt8(ascii: ":")
        || before == UInt8(ascii: "/")
    else { return true }
    // `0.4716…` and `-5-12` continue a number; `no.4716` and `key:4716` do not.
    return !bytes.at(groups[index].start - 2).isDigit
  }

  /// Whether neither neighbour continues a run of groups in the run's own way: with the same separator and three digits or more.
  private func isFree(_ first: Int, _ last: Int) -> Bool {
    let end = groups[last].end
    let separator = first == last ? 0 : bytes[groups[last].start - 1]
    if isJoined(last) {
      let after = bytes[end]
      guard after == 0x20, separator != 0x20 || groups[last + 1].count < 3 else { return false }
    }
    if separator == 0x20, first > 0, isJoined(first - 1), groups[first - 1].count >= 3 { return false }
    return true
  }
}
