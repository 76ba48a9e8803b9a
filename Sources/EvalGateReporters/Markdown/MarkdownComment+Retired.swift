import EvalGateCore

extension MarkdownComment {
  /// How many are named; the JSON report has all of them.
  private static let shownRetired = 5

  /// Scenarios that are asked no more, with the reason.
  var retired: String {
    report.suites.filter { !$0.retired.isEmpty }.map { suite in
      let named = suite.retired.prefix(Self.shownRetired).map {
        "\(Self.code($0.header.id)) (\(Self.text($0.reason, 200)))"
      }
      let more = suite.retired.count - named.count
      return "**Not asked any more in \(Self.side(suite.name)):** " + named.joined(separator: ", ")
        + (more > 0 ? " and \(more) more" : "")
    }.joined(separator: "  \n")
  }
}
