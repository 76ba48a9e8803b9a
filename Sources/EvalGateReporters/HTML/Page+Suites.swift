import EvalGateCore

extension Page {
  /// How many suites are shown whole before the rest is only counted.
  private static let shownSuites = 60

  /// A part of the page for each suite: counts, what moved, slices, confusions, fields, times and tokens.
  var suites: Markup {
    guard !report.suites.isEmpty else { return .empty }
    let (shown, more) = Self.cut(report.suites, Self.shownSuites)
    let single = shown.count == 1
    return """
      <section id="suites">
      <h2>Suites</h2>
      \(shown.map { suite($0, isOpen: single || needsLook($0)) })\(more)</section>
      """
  }

  private func needsLook(_ suite: SuiteReport) -> Bool {
    suite.failed + suite.errors > 0 || !suite.missing.isEmpty || !suite.waived.isEmpty
      || !(suite.comparison?.broke.isEmpty ?? true)
  }

  private func suite(_ suite: SuiteReport, isOpen: Bool) -> Markup {
    let moved: Markup = suite.moved.map { "<span class=\"moved\">\($0)</span>" } ?? .empty
    let kind: Markup = suite.isSafety ? "<span class=\"label plain\">safety</span>" : .empty
    let parts = [
      notes(suite), errors(suite), schema(suite), confusion(suite), fields(suite), slices(suite), shadows(suite),
      spread(suite),
    ]
    return """
      <details class="suite"\(isOpen ? " open" : "")>
      <summary><h3>\(Self.name(suite.name))</h3> \(kind) \(bar(suite)) \
      <span class="counts">\(counts(suite))</span> \(moved)</summary>
      <div class="body">
      \(parts)</div>
      </details>

      """
  }

  private func counts(_ suite: SuiteReport) -> Markup {
    let facts: [(Int, Markup)] = [
      (suite.passed, "passed"), (suite.failed, "failed"), (suite.errors, "errors"), (suite.missing.count, "missing"),
      (suite.flaky.count, "flaky"), (suite.waived.count, "waived"),
    ]
    return facts.enumerated().filter { $0.offset == 0 || $0.element.0 > 0 }.map {
      "\($0.element.0) \($0.element.1)" as Markup
    }
    .joined(" · ")
  }

  /// Passed, failed and not measured as parts of one bar.
  private func bar(_ suite: SuiteReport) -> Markup {
    let missing = max(0, suite.planned - suite.passed - suite.failed - suite.errors)
    let parts: [(Markup, Int)] = [
      ("good", suite.passed), ("bad", suite.failed), ("none", suite.errors + missing),
    ]
    let total = parts.reduce(0) { $0 + $1.1 }
    guard total > 0 else { return .empty }
    var x = 0.0
    let drawn = parts.filter { $0.1 > 0 }.map { style, count -> Markup in
      let width = max(2, 120 * Double(count) / Double(total))
      defer { x += width }
      return
        "<rect class=\"\(style)\" x=\"\(Chart.number(x))\" y=\"0\" width=\"\(Chart.number(width))\" height=\"10\"/>"
    }
    let words = "\(suite.passed) of \(total) passed, \(suite.failed) failed, \(suite.errors + missing) without a result"
    return """
      <svg class="bar" viewBox="0 0 120 10" width="120" height="10" preserveAspectRatio="none" role="img" \
      aria-label="\(words)"><title>\(words)</title>\(drawn)</svg>
      """
  }

  private func notes(_ suite: SuiteReport) -> Markup {
    var lines: [Markup] = []
    if let note = suite.baselineNote { lines.append("No comparison: \(Self.name(note, 300)).") }
    if let comparison = suite.comparison {
      let scope: [(String, [String])] = [
        ("edited", comparison.edited), ("removed", comparison.removed), ("added", comparison.added),
      ]
      for (word, ids) in scope where !ids.isEmpty {
        lines.append("\(Format.count(ids.count, "case")) \(word) since the baseline: \(Self.listed(ids)).")
      }
      if !comparison.fixed.isEmpty { lines.append("Fixed: \(Self.listed(comparison.fixed.map(\.after.id))).") }
    }
    if !suite.flaky.isEmpty { lines.append("Flaky, passed some of their trials: \(Self.listed(suite.flaky)).") }
    return lines.map { "<p>\($0)</p>\n" as Markup }.joined()
  }

  private func errors(_ suite: SuiteReport) -> Markup {
    guard !suite.errorGroups.isEmpty else { return .empty }
    let (shown, more) = Self.cut(suite.errorGroups, 50)
    let rows: [Markup] = shown.map { group in
      let tries: Markup = group.tries > 1 ? " after \(group.tries) tries" : .empty
      let help: Markup = group.help.map { "<br><span class=\"muted\">help: \(Self.name($0))</span>" } ?? .empty
      return """
        <li><b>\(Self.name(group.target))</b> · \(Self.name(group.reason.replacing("_", with: " "))) · \
        \(Self.name(group.callsText(of: suite)))\(tries) · first at <code>\(Self.name(group.firstCase))</code>\
        <br><span class="muted">\(group.message.excerpt(300))</span>\(help)</li>

        """
    }
    return "<div class=\"part\"><h4>Errors of the infrastructure</h4><ul class=\"errors\">\n\(rows)</ul>\(more)</div>\n"
  }

  private func slices(_ suite: SuiteReport) -> Markup {
    guard !suite.slices.isEmpty else { return .empty }
    let (shown, more) = Self.cut(suite.slices, 100)
    let rows: [Markup] = shown.map { slice in
      let picture = slice.interval.flatMap {
        Whiskers(.rate(failures: 0, allowed: 0, interval: $0, method: ""))
      }?.svg
      let small: Markup = slice.note.map { "<span class=\"sub\">\($0)</span>" } ?? .empty
      return """
        <tr><th scope="row">\(Self.name(slice.name))\(small)</th>\
        <td class="n" data-label="Value">\(slice.valueText)</td>\
        <td class="n" data-label="Cases">\(slice.measure.n)</td>\
        <td class="n" data-label="95% interval">\(slice.intervalText ?? "–")\(picture.map { " \($0)" as Markup } ?? .empty)</td>\
        <td class="n" data-label="Baseline">\(slice.baselineText ?? "–")</td></tr>

        """
    }
    return """
      <div class="part"><h4>Slices</h4>
      <div class="scroll" role="region" aria-label="Slices of \(Self.name(suite.name))" tabindex="0"><table class="cards">
      <thead><tr><th scope="col">Slice</th><th scope="col" class="n">Value</th><th scope="col" class="n">Cases</th>\
      <th scope="col" class="n">95% interval</th><th scope="col" class="n">Baseline</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>\(more)</div>

      """
  }

  private func fields(_ suite: SuiteReport) -> Markup {
    let table = FieldTable(suite.outcomes)
    guard !table.rows.isEmpty else { return .empty }
    let (shown, more) = Self.cut(table.rows, 60)
    let rows: [Markup] = shown.map { row in
      """
      <tr><th scope="row"><code>\(Self.name(row.path))</code></th>\
      <td class="n" data-label="Right">\(row.accuracy.value.map { Format.percent($0) } ?? "–")</td>\
      <td class="n" data-label="As expected">\(row.match)</td><td class="n" data-label="Other value">\(row.mismatch)</td>\
      <td class="n" data-label="Missing">\(row.missing)</td><td class="n" data-label="Invented">\(row.invented)</td></tr>

      """
    }
    return """
      <div class="part"><h4>Fields</h4>
      <div class="scroll" role="region" aria-label="Fields of \(Self.name(suite.name))" tabindex="0"><table class="cards">
      <thead><tr><th scope="col">Field</th><th scope="col" class="n">Right</th><th scope="col" class="n">As expected</th>\
      <th scope="col" class="n">Other value</th><th scope="col" class="n">Missing</th><th scope="col" class="n">Invented</th>\
      </tr></thead>
      <tbody>\(rows)</tbody></table></div>\(more)</div>

      """
  }

  /// A time as short as an axis can take it: `800 ms`, `1.5 s`.
  private static func tick(_ milliseconds: Double) -> String {
    if milliseconds == 0 { return "0" }
    guard milliseconds >= 1000 else { return Format.fixed(milliseconds, 0) + " ms" }
    let seconds = Format.fixed(milliseconds / 1000, 1)
    return (seconds.hasSuffix(".0") ? String(seconds.dropLast(2)) : seconds) + " s"
  }

  /// Latency and tokens of every answer, with the baseline's where it kept them.
  private func spread(_ suite: SuiteReport) -> Markup {
    let trials = suite.outcomes.flatMap(\.trials)
    let before = (suite.comparison?.pairs ?? []).flatMap(\.before.trials)
    func times(_ trials: [TrialOutcome]) -> [Double] {
      trials.filter { $0.passFail != .error || $0.latency == .infinity }.compactMap(\.latency)
    }
    let marks = suite.latency.map { latency in
      [("p50", latency.p50), ("p95", latency.p95), ("p99", latency.p99)].map(Histogram.Mark.init)
    }
    let latency = Histogram(
      "Latency", values: times(trials), baseline: times(before), marks: marks ?? [],
      unit: { Format.milliseconds($0) }, tick: { Self.tick($0) })
    let tokens = Histogram(
      "Tokens", values: trials.compactMap(\.tokens).map(Double.init),
      baseline: before.compactMap(\.tokens).map(Double.init), unit: { Format.count($0) })
    let timeouts = times(trials).count { $0 == .infinity }
    var figures: [Markup] = []
    if let latency {
      let table = suite.latency.map {
        "p50 \(Format.milliseconds($0.p50)) · p95 \(Format.milliseconds($0.p95)) · p99 \(Format.milliseconds($0.p99))"
      }
      let remark = [
        table, timeouts > 0 ? "\(timeouts) timed out" : nil, suite.latency?.replayed == true ? "recorded times" : nil,
        latency.baseline.isEmpty ? nil : "line: baseline",
      ].compactMap { $0 }.joined(separator: " · ")
      figures.append("<figure><figcaption><b>Latency</b> \(remark)</figcaption>\(latency.svg)</figure>\n")
    }
    if let tokens {
      let sums = suite.tokens.map { "\(Format.count($0.input)) in, \(Format.count($0.output)) out" }
      let remark = [
        sums, suite.tokens?.usd.map { Format.dollars($0) }, tokens.baseline.isEmpty ? nil : "line: baseline",
      ]
      .compactMap { $0 }.joined(separator: " · ")
      figures.append("<figure><figcaption><b>Tokens</b> an answer · \(remark)</figcaption>\(tokens.svg)</figure>\n")
    }
    return figures.isEmpty ? .empty : "<div class=\"part charts\">\n\(figures)</div>\n"
  }
}
