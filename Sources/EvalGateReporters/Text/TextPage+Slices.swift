import EvalGateCore

extension TextPage {
  /// How many slices that fell a suite shows before the rest is only counted.
  private static let shownSlices = 5

  /// The parts of each set that its author wanted to see, each with its size and how sure its rate is: those that fell, the
  /// deepest first, and with `--verbose` all of them.
  var slices: String {
    report.suites.map { suite -> String in
      let fallen = suite.slices.filter { ($0.drop ?? 0) > 1e-12 }
        .enumerated().sorted { ($1.element.drop ?? 0, $0.offset) < ($0.element.drop ?? 0, $1.offset) }.map(\.element)
      let all = verbose ? suite.slices : fallen
      guard !all.isEmpty else { return "" }
      let shown = all.prefix(verbose ? .max : Self.shownSlices)
      let rows = shown.map { slice in
        [
          safe(slice.name), slice.valueText, "n \(slice.measure.n)", slice.intervalText ?? "",
          [slice.baselineText.map { "was \($0)" }, slice.note].compactMap { $0 }.joined(separator: paint.dot),
        ]
      }
      let rest = all.count - shown.count
      return
        "  \(safe(suite.name))   \(verbose ? "slices" : "slices that fell"), with the 95% interval of the true rate\n"
        + Columns.text(rows, indent: "      ", right: [1, 2]) + (rest > 0 ? "      + \(rest) more\n" : "")
    }.joined()
  }
}
