import EvalGateCore

/// How a verdict looks: its class in the style sheet, a sign, and the word that says the same.
struct VerdictLook {
  let style: Markup
  let mark: Markup
  let word: Markup

  init(_ gate: GateOutcome) {
    switch gate.verdict {
    case .block where !gate.blocks: self.init("note", "!", "does not block")
    case .undecided where !gate.blocks: self.init("note", "!", "undecided, no block")
    case .pass: self.init("pass", "✓", "passed")
    case .block: self.init("block", "✗", "blocks")
    case .unproven: self.init("unproven", "~", "unproven")
    case .undecided: self.init("undecided", "?", "undecided")
    case .new: self.init("new", "+", "new")
    }
  }

  init(_ outcome: RunOutcome, gates: [GateOutcome] = []) {
    let blocking = gates.filter(\.blocks)
    switch outcome {
    case .passed where blocking.contains { $0.verdict == .unproven }:
      self.init("unproven", "~", "passed, not all proven")
    case .passed where blocking.contains { $0.verdict == .new }: self.init("new", "+", "passed, with something new")
    case .passed: self.init("pass", "✓", "passed")
    case .unchanged: self.init("pass", "✓", "unchanged")
    case .shardComplete: self.init("new", "+", "shard complete")
    case .blocked: self.init("block", "✗", "blocked")
    case .undecided: self.init("undecided", "?", "undecided")
    default: self.init("undecided", "?", "\(outcome.rawValue)")
    }
  }

  private init(_ style: Markup, _ mark: Markup, _ word: Markup) {
    (self.style, self.mark, self.word) = (style, mark, word)
  }

  /// The sign and the word together, as a small label.
  var label: Markup { "<span class=\"label \(style)\"><span aria-hidden=\"true\">\(mark)</span> \(word)</span>" }
}

extension Page {
  var title: String { "\(report.outcome.rawValue.replacing("_", with: " ")) · evalgate run \(report.shortID)" }

  /// The first screen: which no it is, what changed, what that did, and what to do next.
  var verdict: Markup {
    let look = VerdictLook(report.outcome, gates: report.gates)
    let sentences = sentences.map { "<p>\($0)</p>\n" as Markup }
    let next = report.next.map { step -> Markup in
      let remark = step.remark.map { " <span class=\"muted\">\(Self.name($0, 400))</span>" as Markup } ?? .empty
      return "<dt>\(Self.name(step.purpose))</dt><dd><code>\(Self.name(step.command, 400))</code>\(remark)</dd>\n"
    }
    return """
      <header class="verdict \(look.style)">
      <p class="brand">evalgate \(report.header.evalgateVersion)</p>
      <h1><span class="mark" aria-hidden="true">\(look.mark)</span> \(headline)</h1>
      \(sentences)\(loudRules)\(exitZero)<p class="facts">\(facts.map { "<span>\($0)</span>" as Markup }.joined(" "))</p>
      \(next.isEmpty ? .empty : "<dl class=\"next\">\n\(next)</dl>\n" as Markup)</header>
      """
  }

  private var headline: Markup {
    let blocking = report.safetyFirst(report.gates.filter(\.blocks))
    func names(_ verdict: Verdict) -> [String] { blocking.filter { $0.verdict == verdict }.map(\.name) }
    let passed = names(.pass).count
    switch report.outcome {
    case .blocked: return "Blocked by \(Self.listed(names(.block)))"
    case .passed:
      let rest: [Markup] = [(names(.unproven).count, "unproven"), (names(.new).count, "new")].filter { $0.0 > 0 }
        .map { "\($0.0) \($0.1)" }
      let isNothingProven = passed == 0 && !rest.isEmpty
      let counts: [Markup] =
        isNothingProven
        ? rest + ["none failed"] : ["\(passed) of \(Format.count(blocking.count, "gate")) passed"] + rest
      return "\(counts.joined(", "))"
    case .undecided:
      let open = names(.undecided)
      return open.isEmpty ? "Undecided" : "Undecided: \(Self.listed(open)) could not be decided"
    case .unchanged: return "Unchanged: nothing was affected"
    default: return "Ended \(report.outcome.rawValue.replacing("_", with: " "))"
    }
  }

  /// What changed and what that did, one sentence a suite, from counts.
  private var sentences: [Markup] {
    var seen: Set<TupleChange> = []
    var lines: [Markup] = report.accepted.map { "<b>accepted:</b> \(Self.name($0.text, 600))" }
    for suite in report.suites {
      guard suite.comparison != nil else { continue }
      let fresh = suite.shownChanges.filter { seen.insert($0).inserted }
      var parts: [Markup] = fresh.prefix(6).map { change in
        let sides: [Markup] = [change.from, change.to].map { "\(Self.name($0 ?? "none", 120))" }
        let note: Markup = change.note.map { " (“\(Self.name($0, 200))”)" } ?? .empty
        return "<b>\(change.element.rawValue) <code>\(Self.name(change.id))</code> \(sides[0]) → \(sides[1])</b>\(note)"
      }
      if fresh.count > parts.count { parts.append("\(fresh.count - parts.count) more changes") }
      let did = Self.movement(suite)
      if !parts.isEmpty {
        let still: Markup = "\(suite.standstill(of: fresh.count)) in <b>\(Self.name(suite.name))</b>"
        lines.append("\(parts.joined(", ")) \(did ?? still).")
      } else if let did {
        let byItself = suite.movedByItself.map { ": \($0)" as Markup }
        lines.append("<b>\(Self.name(suite.name))</b>\(byItself ?? " \(did)").")
      }
    }
    let folded = report.quietlyCarried
    let named = Set(folded.map(\.name))
    lines += report.suites.filter { !named.contains($0.name) }.compactMap { suite in
      suite.carriedText.map { "<b>\(Self.name(suite.name))</b>: \(Self.name($0, 200))." }
    }
    lines += folded.carriedRows.map { row in
      "<b>\(row.name)</b> carried from \(Self.name(row.from, 200)): \(row.passed) of \(row.total) cases pass."
    }
    for suite in report.suites where suite.isSafety {
      let through = suite.failures.filter { $0.severity == .blocking }
      guard !through.isEmpty else { continue }
      let links = through.prefix(5).map { failure -> Markup in
        "<a href=\"#\(Self.anchor(suite.name, failure.caseID))\"><code>\(Self.name(failure.caseID))</code></a>"
      }
      let rest: Markup = through.count > links.count ? " and \(through.count - links.count) more" : .empty
      lines.append(
        """
        <b>\(Format.count(through.count, "blocking safety scenario")) \(through.count == 1 ? "fails" : "fail")</b>: \
        \(links.joined(", "))\(rest).
        """)
    }
    let said = report.gates.map { "\($0.name): " }
    if report.outcome != .blocked, report.outcome != .passed {
      lines += report.reasons.filter { reason in !said.contains { reason.hasPrefix($0) } }.prefix(5).map {
        "\(Self.name($0, 400))."
      }
    }
    return lines.count > 12 ? Array(lines.prefix(12)) + ["…and \(lines.count - 12) more."] : lines
  }

  /// `broke 14 cases and fixed 3; 11 of the 14 are billing → technical`.
  private static func movement(_ suite: SuiteReport) -> Markup? {
    guard let comparison = suite.comparison, !comparison.broke.isEmpty || !comparison.fixed.isEmpty else { return nil }
    let confusion: Markup = suite.mainConfusion(arrow: "→").map { "; \($0)" } ?? .empty
    return "broke \(Format.count(comparison.broke.count, "case")) and fixed \(comparison.fixed.count)\(confusion)"
  }

  private var exitZero: Markup {
    guard report.exitZero, report.outcome.exitCode != 0 else { return .empty }
    return
      "<p class=\"warning\">Would have ended with exit code \(Int(report.outcome.exitCode)); --exit-zero was given.</p>\n"
  }

  private var facts: [Markup] {
    let (header, totals) = (report.header, report.totals)
    var facts: [Markup] = []
    if let base = header.base { facts.append("base <b>\(Self.name(base.text))</b>") }
    facts.append("run <b>\(report.shortID)</b>")
    if let started = header.observed?.startedAt { facts.append("\(Moment(started).text)") }
    if let elapsed = totals.elapsed { facts.append("took \(Format.clock(milliseconds: elapsed))") }
    facts.append(
      "answers: \(Format.count(totals.live)) live, \(Format.count(totals.kept)) kept, \(Format.count(totals.replayed)) replayed"
    )
    if let fallbacks = totals.fallbackText { facts.append("\(Self.name(fallbacks))") }
    if let spent = report.spentText { facts.append("\(spent)") }
    return facts
  }
}
