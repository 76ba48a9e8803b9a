import EvalGateCore

extension MarkdownComment {
  /// How many flaky cases are named before the rest is only counted.
  private static let shownFlaky = 20

  /// Cases that pass sometimes, each with how often; empty where none does.
  func flaky(_ suite: SuiteReport) -> String {
    guard let repeats = suite.repeats, !repeats.flaky.isEmpty else { return "" }
    let shown = repeats.flaky.prefix(Self.shownFlaky)
    let names = shown.map { "\(Self.code($0.id)) \($0.rateText)" }.joined(separator: ", ")
    let rest = repeats.flaky.count - shown.count
    return "\(repeats.sentence(dot: " · ")): \(names)" + (rest > 0 ? " and \(rest) more" : "")
  }
}
