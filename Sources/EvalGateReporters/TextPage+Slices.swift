import EvalGateCore

extension TextPage {
  /// How many slices a suite shows before the rest is only counted.
  private static let shownSlices = 12

  /// The parts of each set that the set's author wanted to see, each with its size and how sure its rate is.
  var slices: String {
    report.suites.map { suite -> String in
      guard !suite.slices.isEmpty else { return "" }
      let shown = suite.slices.prefix(verbose ? .max : Self.shownSlices)
      let rows = shown.map { slice in
        [
          safe(slice.name), slice.valueText, "n \(slice.measure.n)", slice.intervalText ?? "",
          [slice.baselineText.map { "was \($0)" }, slice.note].compactMap { $0 }.joined(separator: paint.dot),
        ]
      }
      let rest = suite.slices.count - shown.count
      return "  \(safe(suite.name))   slices, with the 95% interval of the true rate\n"
        + Columns.text(rows, indent: "      ", right: [1, 2]) + (rest > 0 ? "      + \(rest) more\n" : "")
    }.joined()
  }
}
