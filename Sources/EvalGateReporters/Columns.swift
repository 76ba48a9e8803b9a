import UnicodeText

/// Rows of text in aligned columns.
public enum Columns {
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
