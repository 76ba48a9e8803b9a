/// The lines of a text that are said to whoever reads it, and not shown as code, between fences or indented (CommonMark 0.31,
/// sections 4.4 and 4.5).
enum SpokenLines {
  /// Where they begin; blank ones are left out.
  static func starts(in text: [UInt8]) -> [Int] {
    var starts: [Int] = []
    var open: Fence?
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let fence = Fence(line)
      if let opening = open {
        if let fence, fence.closes(opening) { open = nil }
      } else if let fence {
        open = fence
      } else if !isIndented(line), line.contains(where: { $0 > 0x20 }) {
        starts.append(line.startIndex)
      }
    }
    return starts
  }

  private static func isIndented(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "\t") || line.starts(with: [0x20, 0x20, 0x20, 0x20])
  }
}

/// A line that begins or ends a block of code, indented as in the item of a list too.
private struct Fence {
  private let sign: UInt8
  private let count: Int
  private let isBare: Bool

  init?(_ line: ArraySlice<UInt8>) {
    let line = line.drop { $0 <= 0x20 }
    guard let sign = line.first, sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~") else { return nil }
    let rest = line.drop { $0 == sign }
    // What has more of them is code within a line.
    guard line.count - rest.count >= 3, !rest.contains(UInt8(ascii: "`")) else { return nil }
    (self.sign, count, isBare) = (sign, line.count - rest.count, rest.allSatisfy { $0 <= 0x20 })
  }

  func closes(_ opening: Fence) -> Bool { isBare && sign == opening.sign && count >= opening.count }
}
