import EvalGateCore

extension MarkdownComment {
  /// A table for each route that was asked beside the one that decides; empty where none was.
  func shadows(_ suite: SuiteReport) -> String {
    suite.shadows.map { tally in
      let rows = ShadowText.rows(tally).map { row in
        "| \(([row[0]] + row.dropFirst().map { Self.text($0) }).joined(separator: " | ")) |"
      }
      return (["| | Here | \(Self.code(tally.route)) |", "|:--|--:|--:|"] + rows).joined(separator: "\n")
        + "\n\nBeside \(Self.code(tally.route)), which decides nothing: \(Self.text(ShadowText.sentence(tally), 300))"
        + ShadowText.failures(tally).map { "\n- \(SafeText.markdown($0.excerpt(500)))" }.joined()
    }.joined(separator: "\n\n")
  }
}
