/// Lines that stand behind each other in a file, read in one piece: of a sealed run a few hundred at a time, of a journal, which
/// has them in the order in which they came, often one.
struct LineStretch {
  let lines: ArraySlice<IndexedLine>
  /// Where the first line begins.
  let offset: Int
  /// Without the line feed of the last line, which a file may lack.
  let length: Int

  /// Enough to make a read worth its call; a line that is longer stands alone.
  private static let limit = 1 << 18

  init(_ line: IndexedLine) { self.init([line]) }

  private init(_ lines: ArraySlice<IndexedLine>) {
    self.lines = lines
    offset = lines.first?.offset ?? 0
    length = (lines.last.map { $0.offset + Int($0.length) - 1 } ?? offset) - offset
  }

  /// The lines of a section in the order in which they are given.
  static func of(_ lines: [IndexedLine], _ section: IndexedLine.Section) -> [LineStretch] {
    var stretches: [LineStretch] = []
    for place in lines.indices where lines[place].section == section {
      if let last = stretches.last, last.isFollowed(by: lines[place]), last.lines.endIndex == place {
        stretches[stretches.count - 1] = LineStretch(lines[last.lines.startIndex...place])
      } else {
        stretches.append(LineStretch(lines[place...place]))
      }
    }
    return stretches
  }

  private func isFollowed(by line: IndexedLine) -> Bool {
    offset + length + 1 == line.offset && length + Int(line.length) <= Self.limit
  }
}
