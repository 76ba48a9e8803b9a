import UnicodeText

/// Rows of text in aligned columns.
public enum Columns {
  /// How little room the last column may be left before rows are broken up.
  private static let least = 24

  /// The same for a screen of `width` columns: where rows are wider, the last cell goes on below itself, broken at words; where
  /// there is no room even for that, what follows the first cell goes below it.
  public static func text(
    _ rows: [[String]], width: Int?, indent: String = "  ", right: Set<Int> = []
  ) -> String {
    let plain = text(rows, indent: indent, right: right)
    guard let width, plain.split(separator: "\n").contains(where: { String($0).shownWidth > width }) else {
      return plain
    }
    let count = rows.map(\.count).max() ?? 0
    let before = (0..<max(0, count - 1)).reduce(indent.displayWidth) { used, column in
      used + 2 + (rows.map { $0.indices.contains(column) ? $0[column].displayWidth : 0 }.max() ?? 0)
    }
    guard width - before < least else {
      let head = text(rows.map { Array($0.prefix(count - 1)) }, indent: indent, right: right).split(
        separator: "\n", omittingEmptySubsequences: false)
      return zip(rows, head).map { row, head in
        let last = row.count == count ? row[count - 1].wrapped(toWidth: width - before) : [""]
        return last.enumerated().map { index, part in
          ((index == 0 ? String(head) : "").padded(toWidth: before) + part).trimmedEnd + "\n"
        }.joined()
      }.joined()
    }
    return rows.map { row in
      let rest = row.dropFirst().filter { !$0.isEmpty }.joined(separator: "  ")
      let (first, below) = (max(width - indent.displayWidth, 10), max(width - indent.displayWidth - 2, 10))
      return (row.first ?? "").wrapped(toWidth: first).map { "\(indent)\($0)\n" }.joined()
        + (rest.isEmpty ? "" : rest.wrapped(toWidth: below).map { "\(indent)  \($0.trimmedEnd)\n" }.joined())
    }.joined()
  }

  /// Two spaces between columns; the last one is not padded. Widths are those a terminal shows.
  public static func text(_ rows: [[String]], indent: String = "  ", right: Set<Int> = []) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.indices.contains(column) ? $0[column].displayWidth : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.indices.map { column -> String in
        if right.contains(column) { return row[column].padded(toWidth: widths[column], alignRight: true) }
        return column == row.count - 1 ? row[column] : row[column].padded(toWidth: widths[column])
      }
      var line = indent + cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
