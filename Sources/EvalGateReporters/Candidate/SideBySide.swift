import EvalGateCore
import UnicodeText

/// Two texts beside each other in as many columns as there are, or one above the other where there are few.
struct SideBySide {
  let width: Int
  let indent: String
  /// Lines of one side at most.
  var mostLines = 6

  /// Narrower than this a column holds no sentence.
  private static let narrowest = 24

  /// - Parameter text: nil for a text that is not kept.
  func lines(_ before: UntrustedText?, _ after: UntrustedText?, titles: (String, String)) -> [String] {
    let column = (width - indent.displayWidth - 3) / 2
    guard column >= Self.narrowest else {
      let room = max(width - indent.displayWidth - 2, 10)
      return [(titles.0, before), (titles.1, after)].flatMap { title, text in
        [indent + title] + wrapped(text, room).map { indent + "│ " + $0 }
      }
    }
    let (left, right) = (wrapped(before, column), wrapped(after, column))
    let rows = (0..<max(left.count, right.count)).map { row -> (String, String) in
      (left.indices.contains(row) ? left[row] : "", right.indices.contains(row) ? right[row] : "")
    }
    return ([titles] + rows).map { row in
      let line = indent + row.0.padded(toWidth: column) + " │ " + row.1
      return line.trimmedEnd
    }
  }

  /// Broken where a line is full, by the columns that a terminal shows.
  private func wrapped(_ text: UntrustedText?, _ room: Int) -> [String] {
    guard let text else { return ["(not kept)"] }
    var lines: [String] = []
    for line in SafeText.quoted(text, gutter: "") {
      lines += line.wrapped(toWidth: room)
      if lines.count > mostLines { break }
    }
    guard lines.count > mostLines else { return lines }
    return lines.prefix(mostLines - 1) + ["…"]
  }
}
