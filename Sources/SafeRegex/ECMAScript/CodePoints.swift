/// Sets of code points as ranges in ascending order that do not touch.
enum CodePoints {
  typealias Ranges = [ClosedRange<UInt32>]

  static let last: UInt32 = 0x10FFFF

  static let digits: Ranges = [0x30...0x39]

  static let wordCharacters: Ranges = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]

  /// White space and line ends of ECMA-262 (sections 12.2 and 12.3).
  static let spaces: Ranges = [
    0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
    0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
  ]

  static func complement(of ranges: Ranges) -> Ranges {
    var result: Ranges = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= last { result.append(next...last) }
    return result
  }

  /// Any ranges as one set.
  static func union(of ranges: Ranges) -> Ranges {
    var result: Ranges = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let before = result.last, range.lowerBound <= before.upperBound + 1 {
        result[result.count - 1] = before.lowerBound...max(before.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }
}
