import EvalGateCore

extension Page {
  /// How many labels a matrix shows.
  private static let shownLabels = 16

  /// Which label was expected and which came; in brackets what the change made of it, over the cases both sides have.
  func confusion(_ suite: SuiteReport) -> Markup {
    let matrix = Confusion(suite.outcomes)
    guard matrix.total > 0, matrix.labels.count > 1 else { return .empty }
    let pairs = suite.comparison?.pairs ?? []
    let (before, after) = (Confusion(pairs.map(\.before)), Confusion(pairs.map(\.after)))
    // The labels with the most wrong answers say the most.
    let weighed = matrix.labels.map { label in
      (label, matrix.expected(label) + matrix.answered(label) - 2 * matrix[expected: label, got: label])
    }
    let kept = Set(weighed.sorted { ($0.1, $1.0) > ($1.1, $0.0) }.prefix(Self.shownLabels).map(\.0))
    let labels = matrix.labels.filter(kept.contains)
    let columns = labels + (matrix.hasOther ? [Confusion.other] : [])
    let rows: [Markup] = labels.map { expected in
      let total = matrix.expected(expected)
      let cells: [Markup] = columns.map { got in
        cell(matrix, expected, got, change: after[expected: expected, got: got] - before[expected: expected, got: got])
      }
      return """
        <tr><th scope="row">\(Self.name(expected, 60))</th>\(cells)<td class="n sum">\(total)</td>\
        <td class="n sum">\(share(matrix.recall(expected)))</td></tr>

        """
    }
    let precision: [Markup] = columns.map {
      "<td class=\"n sum\">\($0 == Confusion.other ? "–" : share(matrix.precision($0)))</td>"
    }
    let more = matrix.labels.count - labels.count
    return """
      <div class="part"><h4>Confusion</h4>
      <div class="scroll" role="region" aria-label="Confusion of \(Self.name(suite.name))" tabindex="0"><table class="matrix">
      <thead><tr><th scope="col">expected ↓ got →</th>\(columns.map { "<th scope=\"col\" class=\"n\">\(Self.name($0, 60))</th>" as Markup })\
      <th scope="col" class="n sum">n</th><th scope="col" class="n sum">recall</th></tr></thead>
      <tbody>\(rows)<tr><th scope="row" class="sum">precision</th>\(precision)<td class="sum"></td>\
      <td class="n sum">\(Format.percent(Double(matrix.correct) / Double(matrix.total)))</td></tr></tbody></table></div>
      \(more > 0 ? "<p class=\"more\">and \(more) more labels, with fewer wrong answers</p>\n" as Markup : .empty)</div>

      """
  }

  private func cell(_ matrix: Confusion, _ expected: String, _ got: String, change: Int) -> Markup {
    let count = matrix[expected: expected, got: got]
    let total = matrix.expected(expected)
    guard count > 0 || change != 0 else { return "<td class=\"n zero\">0</td>" }
    // Ten steps of colour, in the style sheet, because the page's policy allows no inline styles.
    let step = total > 0 ? min(9, count * 9 / total + (count > 0 ? 1 : 0)) : 0
    let isRight = expected.utf8.elementsEqual(got.utf8)
    let delta: Markup = change == 0 ? .empty : " <small>\(change > 0 ? "+" : "−")\(abs(change))</small>"
    return "<td class=\"n \(isRight ? "right" : "wrong") h\(step)\">\(count)\(delta)</td>"
  }

  private func share(_ measure: Measure) -> String { measure.value.map { Format.percent($0) } ?? "–" }
}
