/// The lines of a text that are said to whoever reads it, and not shown as code, between fences or indented (CommonMark 0.31,
/// sections 4.4 and 4.5).
enum SpokenLines {
  /// Where they begin; blank ones are left out. A fence that nobody closes hides nothing.
  static func starts(in text: [UInt8]) -> [Int] {
    let lines = text.split(separator: UInt8(ascii: "\n"))
    let closed = closedFences(of: lines)
    var starts: [Int] = []
    var open: Fence?
    for (number, line) in lines.enumerated() {
      let fence = Fence(line)
      if let opening = open {
        if let fence, fence.closes(opening) { open = nil }
      } else if let fence, closed.contains(number) {
        open = fence
      } else if !isIndented(line), line.contains(where: { $0 > 0x20 }) {
        starts.append(line.startIndex)
      }
    }
    return starts
  }

  /// The lines with a fence that a later line would close.
  private static func closedFences(of lines: [ArraySlice<UInt8>]) -> Set<Int> {
    var closed: Set<Int> = []
    // From the end, with the longest fence of each sign that can close one.
    var closing: [UInt8: Fence] = [:]
    for (number, line) in lines.enumerated().reversed() {
      guard let fence = Fence(line) else { continue }
      if closing[fence.sign]?.closes(fence) ?? false { closed.insert(number) }
      if fence.isBare, fence.count > closing[fence.sign]?.count ?? 0 { closing[fence.sign] = fence }
    }
    return closed
  }

  private static func isIndented(_ line: ArraySlice<UInt8>) -> Bool {
    line.first == UInt8(ascii: "\t") || line.starts(with: [0x20, 0x20, 0x20, 0x20])
  }
}

/// A line that begins or ends a block of code, indented as in the item of a list too.
private struct Fence {
  let sign: UInt8
  let count: Int
  /// Whether nothing stands behind it, as behind one that closes.
  let isBare: Bool

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
