import EvalGateCore

extension Page {
  /// The whole tuple of every suite: what the outputs and verdicts were made of.
  var versions: Markup {
    let (shown, more) = Self.cut(report.suites, 100)
    guard !shown.isEmpty else { return .empty }
    return """
      <section id="versions">
      <h2>What it was made of</h2>
      <div class="scroll" role="region" aria-label="Versions" tabindex="0"><table class="cards">
      <thead><tr><th scope="col">Element</th><th scope="col">Id</th><th scope="col">Version</th>\
      <th scope="col">Digest or details</th></tr></thead>
      \(shown.map(group))</table></div>
      \(more)</section>
      """
  }

  private func group(_ suite: SuiteReport) -> Markup {
    """
    <tbody><tr class="group"><th scope="rowgroup" colspan="4">\(Self.name(suite.name))</th></tr>
    \(rows(suite))</tbody>

    """
  }

  private func rows(_ suite: SuiteReport) -> [Markup] {
    let tuple = suite.tuple
    let changed = Dictionary(
      (suite.comparison?.changes ?? []).map { ($0.element, $0) }, uniquingKeysWith: { first, _ in first })
    func row(_ element: TupleChange.Element, _ id: String, _ version: String, _ details: Markup) -> Markup {
      let from: Markup =
        changed[element].map { "<span class=\"sub\">was \(Self.name($0.from ?? "none", 60))</span>" } ?? .empty
      return """
        <tr\(changed[element] == nil ? .empty : " class=\"changed\"" as Markup)>\
        <td data-label="Element">\(element.rawValue)</td><th scope="row">\(Self.name(id))</th>\
        <td data-label="Version"><b>\(Self.name(version))</b>\(from)</td><td data-label="Details">\(details)</td></tr>

        """
    }
    func versioned(_ element: TupleChange.Element, _ part: Versioned?) -> [Markup] {
      part.map { [row(element, $0.id, $0.version, "<code class=\"digest\">\($0.digest.hex)</code>")] } ?? []
    }
    var rows = versioned(.prompt, tuple.prompt) + versioned(.tools, tuple.tools)
    if !tuple.preprocess.isEmpty {
      rows.append(row(.preprocess, tuple.preprocess.joined(separator: ", "), "–", .empty))
    }
    rows += versioned(.policy, tuple.policy) + versioned(.evalset, tuple.evalset)
    if !tuple.checks.isEmpty {
      let checks = tuple.checks.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      rows.append(row(.checks, "checks", "revisions", "\(Self.name(checks, 600))"))
    }
    if let route = tuple.route {
      let models = route.reportedModels.isEmpty ? "" : "; answered as \(route.reportedModels.joined(separator: ", "))"
      rows.append(
        row(
          .route, route.name, changed[.route]?.to ?? "–",
          "\(Self.name(route.targets.joined(separator: ", ") + models, 600))"))
    }
    if rows.isEmpty {
      rows = ["<tr><td colspan=\"4\">made elsewhere: unknown</td></tr>\n"]
    }
    return rows
  }

  /// The runs before this one, and the course of each gate over them.
  var history: Markup {
    guard !report.history.isEmpty else { return .empty }
    let earlier = Array(report.history.prefix(30))
    let now = RunSummary(
      id: report.header.id, outcome: report.outcome, startedAt: report.header.observed?.startedAt,
      revision: report.header.observed?.revision, gates: report.gates)
    let runs = [now] + earlier
    let names = Array(report.gates.prefix(8))
    let courses: [Markup] = names.compactMap { gate in
      let found = runs.reversed().map { run in Self.same(gate, in: run)?.measure.value ?? .nan }
      guard found.count(where: \.isFinite) > 1 else { return nil }
      let words = "\(gate.name) over \(found.count { $0.isFinite }) runs, now \(gate.valueText)"
      return """
        <div class="course"><span>\(Self.name(gate.name))</span><b>\(gate.valueText)</b>\
        \(Sparkline(values: found, words: words).svg)</div>

        """
    }
    let rows: [Markup] = runs.enumerated().map { index, run in
      let look =
        run.outcome.map { VerdictLook($0, gates: run.gates).label }
        ?? "<span class=\"label undecided\">? interrupted</span>"
      let cells: [Markup] = names.map { gate in
        let then = Self.same(gate, in: run)
        return "<td class=\"n\" data-label=\"\(Self.name(gate.name))\">\(then?.valueText ?? "–")</td>"
      }
      let place = [run.startedAt.map { Moment($0).text }, run.revision.map { String($0.prefix(7)) }].compactMap { $0 }
      return """
        <tr\(index == 0 ? " class=\"changed\"" as Markup : .empty)><th scope="row"><code>\(String(run.id.prefix(7)))</code>\
        \(index == 0 ? "<span class=\"sub\">this run</span>" as Markup : .empty)</th><td>\(look)</td>\
        <td data-label="When">\(place.isEmpty ? "–" : place.joined(separator: " · "))</td>\(cells)</tr>

        """
    }
    return """
      <section id="history">
      <h2>Recent runs</h2>
      <div class="courses">
      \(courses)</div>
      <div class="scroll" role="region" aria-label="Recent runs" tabindex="0"><table>
      <thead><tr><th scope="col">Run</th><th scope="col">Outcome</th><th scope="col">When</th>\
      \(names.map { "<th scope=\"col\" class=\"n\">\(Self.name($0.name))</th>" as Markup })</tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      </section>
      """
  }

  /// The gate of the same name and unit; another unit is another gate.
  private static func same(_ gate: GateOutcome, in run: RunSummary) -> GateOutcome? {
    run.gates.first { $0.name.utf8.elementsEqual(gate.name.utf8) && $0.unit == gate.unit }
  }

  var footer: Markup {
    let header = report.header
    let facts: [(Markup, Markup)] = [
      ("run", "<code>\(header.id)</code>"), ("plan", "<code>\(header.planDigest.hex)</code>"),
      ("mode", "\(header.mode.rawValue)"), ("profile", "\(Self.name(header.profile))"),
      ("seed", "\(String(header.seed))"),
      ("exit code", "\(Int(report.outcome.exitCode))"),
    ]
    return """
      <footer>
      <dl class="facts">\(facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" as Markup })</dl>
      <p class="muted">Made by evalgate \(header.evalgateVersion). This page fetches nothing.</p>
      </footer>
      """
  }
}
