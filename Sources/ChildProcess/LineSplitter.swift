/// Cuts a stream of bytes into lines at each line feed, which is not kept.
struct LineSplitter {
  private let limit: Int
  private var rest: [UInt8] = []

  /// `limit` is the most bytes a line may have.
  init(limit: Int) {
    self.limit = limit
  }

  /// The lines that `piece` completes.
  mutating func lines(completedBy piece: [UInt8]) throws(ChildProcessError) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var start = piece.startIndex
    while let end = piece[start...].firstIndex(of: UInt8(ascii: "\n")) {
      try keep(piece[start..<end])
      lines.append(rest)
      rest = []
      start = end + 1
    }
    try keep(piece[start...])
    return lines
  }

  /// What stands after the last line feed, if anything does.
  var unfinishedLine: [UInt8]? { rest.isEmpty ? nil : rest }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) throws(ChildProcessError) {
    guard bytes.count <= limit - rest.count else { throw .lineTooLong(limit: limit) }
    rest.append(contentsOf: bytes)
  }
}
