import EvalGateCore

extension Page {
  /// What would lower the bar, or moves what is measured, on the first screen; the rest has a section of its own.
  var loudRules: Markup {
    let loud = report.rules.byWeight.filter(\.isLoud)
    guard !loud.isEmpty else { return .empty }
    let shown = loud.prefix(Self.shownOnTop).map { "<li>\(Self.rule($0))</li>\n" as Markup }
    let rest = report.rules.count - shown.count
    let more: Markup =
      rest > 0 ? "<li><a href=\"#rules\">and \(Format.count(rest, "more edit")) to the rules</a></li>\n" : .empty
    return """
      <p class="rules"><b>This change edits what it is judged by:</b></p>
      <ul class="rules">
      \(shown)\(more)</ul>

      """
  }

  /// Every edit to what the change is judged by, those that would lower the bar first. Nothing where the first screen has them all.
  var rules: Markup {
    guard report.rules.count > min(report.rules.count(where: \.isLoud), Self.shownOnTop) else { return .empty }
    let ordered = report.rules.byWeight
    let shown = ordered.prefix(Self.shownBelow)
    let rest = ordered.dropFirst(Self.shownBelow)
    let more: Markup = rest.isEmpty ? .empty : "<p class=\"more\">and \(rest.leftOut)</p>\n"
    let rows = shown.map { rule -> Markup in
      let mark: Markup =
        rule.isLoud
        ? "<span class=\"label unproven\"><span aria-hidden=\"true\">!</span> look</span>"
        : "<span class=\"label note\">noted</span>"
      return "<li>\(mark) \(Self.rule(rule))</li>\n"
    }
    return """
      <section id="rules">
      <h2>Edited rules</h2>
      <ul class="rules">
      \(rows)</ul>
      \(more)</section>
      """
  }

  private static let shownOnTop = 6
  private static let shownBelow = 200

  /// The edit in words; what stands between back quotes is a name, and set as one.
  private static func rule(_ change: RuleChange) -> Markup {
    let pieces = name(change.text, 400).unsafeText.split(separator: "`", omittingEmptySubsequences: false)
    // A quote that is not closed, as after a cut, is no quote.
    let isPaired = pieces.count % 2 == 1
    return pieces.enumerated().map { index, piece -> Markup in
      let text = UntrustedText(String(piece))
      if index % 2 == 1, isPaired || index < pieces.count - 1 { return "<code>\(text)</code>" }
      return index % 2 == 1 ? "`\(text)" : "\(text)"
    }.joined("")
  }
}
