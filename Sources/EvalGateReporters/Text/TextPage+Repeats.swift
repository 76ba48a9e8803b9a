import EvalGateCore

extension TextPage {
  /// How many flaky cases a suite shows before the rest is only counted.
  private static let shownFlaky = 5

  /// Cases that pass sometimes, each with how often, where cases ran more than once.
  var repeats: String {
    report.suites.map { suite -> String in
      guard let repeats = suite.repeats, !repeats.flaky.isEmpty || verbose else { return "" }
      let shown = repeats.flaky.prefix(verbose ? .max : Self.shownFlaky)
      let rows = shown.map { [safe($0.id), $0.rateText, $0.location.map { safe($0.description) } ?? ""] }
      let rest = repeats.flaky.count - shown.count
      return "  \(paint.yellow("~")) \(safe(suite.name))   \(repeats.sentence(dot: paint.dot))\n"
        + Columns.text(rows, indent: "      ") + (rest > 0 ? "      + \(rest) more\n" : "")
    }.joined()
  }
}
