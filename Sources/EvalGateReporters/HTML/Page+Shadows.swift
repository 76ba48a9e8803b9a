import EvalGateCore

extension Page {
  /// A table for each route that was asked beside the one that decides.
  func shadows(_ suite: SuiteReport) -> Markup {
    suite.shadows.map(table).joined()
  }

  private func table(_ tally: ShadowTally) -> Markup {
    let rows: [Markup] = ShadowText.rows(tally).map { row in
      """
      <tr><th scope="row">\(row[0])</th><td class="n" data-label="Here">\(row[1])</td>\
      <td class="n" data-label="There">\(row[2])</td></tr>

      """
    }
    let title: Markup = "Beside <code>\(Self.name(tally.route))</code>, which decides nothing"
    return """
      <div class="part"><h4>\(title)</h4>
      <div class="scroll" role="region" aria-label="Beside \(Self.name(tally.route))" tabindex="0"><table class="cards">
      <thead><tr><th scope="col"></th><th scope="col" class="n">Here</th><th scope="col" class="n">There</th></tr></thead>
      <tbody>\(rows)</tbody></table></div><p>\(ShadowText.sentence(tally))</p>\(failures(tally))</div>

      """
  }

  private func failures(_ tally: ShadowTally) -> Markup {
    let (shown, more) = Self.cut(ShadowText.failures(tally), 50)
    let rows: [Markup] = shown.map { "<li>\($0.excerpt(600))</li>\n" }
    return rows.isEmpty ? .empty : "<ul class=\"errors\">\(rows)</ul>\(more)"
  }
}
