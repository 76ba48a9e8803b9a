import EvalGateCore

extension MarkdownComment {
  /// How many slices are shown before the rest is only counted.
  private static let shownSlices = 12

  /// The parts of a set that its author wanted to see, as a table; empty where there are none.
  func slices(_ suite: SuiteReport) -> String {
    guard !suite.slices.isEmpty else { return "" }
    let rows = suite.slices.prefix(Self.shownSlices).map { slice in
      "| \(Self.text(slice.name, 120)) | \(slice.valueText) | \(slice.measure.n) | \(slice.intervalText ?? "–") | "
        + "\(slice.baselineText ?? "–") | \(slice.note ?? "") |"
    }
    let rest = suite.slices.count - rows.count
    let head = ["| Slice | Value | n | 95% interval | Baseline | |", "|:--|--:|--:|:--|--:|:--|"]
    return (head + rows).joined(separator: "\n") + (rest > 0 ? "\n\n…and \(rest) more" : "")
  }
}
