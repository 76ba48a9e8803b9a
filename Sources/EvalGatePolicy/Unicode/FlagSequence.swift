/// A black flag with tags: valid for England, Scotland and Wales alone (Unicode Technical Standard 51, ED-14a).
struct FlagSequence {
  private var start: Int?
  private var letters: [UInt8] = []

  mutating func begin(at range: Range<Int>) {
    start = range.upperBound
    letters.removeAll(keepingCapacity: true)
  }

  /// Whether a tag belongs to a flag that was begun.
  mutating func take(_ value: UInt32, at range: Range<Int>) -> Bool {
    guard start != nil, letters.count < 6 else { return false }
    guard value == 0xE007F else {
      letters.append(UInt8(value & 0x7F))
      return true
    }
    let isFlag = ["gbeng", "gbsct", "gbwls"].contains { Array($0.utf8) == letters }
    if isFlag { start = nil }
    return isFlag
  }

  /// The tags of a flag that came to nothing.
  mutating func end() -> Range<Int>? {
    defer {
      start = nil
      letters.removeAll(keepingCapacity: true)
    }
    guard let start, !letters.isEmpty else { return nil }
    return start..<start
  }
}
