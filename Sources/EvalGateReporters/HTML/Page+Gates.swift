import EvalGateCore

extension Page {
  /// One row a gate, in the order of the configuration; on a phone each row is a card.
  var gates: Markup {
    guard !report.gates.isEmpty else {
      return "<section id=\"gates\"><h2>Gates</h2><p class=\"muted\">There are none: nothing was decided.</p></section>"
    }
    let (shown, more) = Self.cut(report.gates, 200)
    return """
      <section id="gates">
      <h2>Gates</h2>
      <div class="scroll" role="region" aria-label="Gates" tabindex="0">
      <table class="cards">
      <thead><tr><th scope="col">Verdict</th><th scope="col">Gate</th><th scope="col" class="n">Value</th>\
      <th scope="col">Rule</th><th scope="col" class="n">Baseline</th><th scope="col" class="n">Change</th>\
      <th scope="col">Evidence</th></tr></thead>
      <tbody>
      \(shown.map(row))</tbody>
      </table>
      </div>
      \(more)</section>
      """
  }

  private func row(_ gate: GateOutcome) -> Markup {
    let look = VerdictLook(gate)
    let remarks = ([gate.countText] + gate.remarks).map { Self.name($0, 300) }
    let facts: [Markup] = remarks.map { "<span>\($0)</span>" }
    let picture = gate.evidence.lazy.compactMap { Whiskers($0) }.first?.svg ?? .empty
    // Where there is one suite only, it need not be said.
    let place: Markup =
      report.suites.count < 2
      ? .empty
      : "<span class=\"sub\">\(gate.suites.count == 1 ? Self.name(gate.suites[0]) : Self.name("\(gate.suites.count) suites"))</span>"
    return """
      <tr class="\(look.style)"><td>\(look.label)</td>\
      <th scope="row">\(Self.name(gate.name))\(place)</th>\
      <td class="n" data-label="Value"><b>\(gate.valueText)</b></td><td data-label="Rule">\(Self.name(gate.rule))</td>\
      <td class="n" data-label="Baseline">\(gate.baselineText ?? "–")</td>\
      <td class="n" data-label="Change">\(gate.changeText ?? "–")</td>\
      <td data-label="Evidence"><span class="facts">\(facts.joined(" "))</span>\(picture)</td></tr>

      """
  }
}

/// An interval on a line: where the true value may lie, and the value or the limit it is held against.
struct Whiskers {
  /// The line's two ends, what is drawn on it, and the words for those who do not see it.
  let range: ClosedRange<Double>
  let interval: Evidence.Interval
  let value: Double?
  let limit: Double?
  let words: String
  let ends: (String, String)

  /// Nil where the evidence has no interval that a line can show.
  init?(_ evidence: Evidence) {
    switch evidence {
    case .paired(_, _, _, let drop, let found?, _, _, let margin, _, _):
      let all = [found.lower, found.upper, drop, margin]
      guard found.lower <= found.upper, all.allSatisfy({ abs($0) <= 1 }) else { return nil }
      let reach = max(abs(found.lower), abs(found.upper), abs(margin), 0.01) * 1.15
      // A drop is drawn to the left, as people read "worse".
      interval = Evidence.Interval(-found.upper, -found.lower)
      (value, limit, range) = (-drop, -margin, -reach...reach)
      words =
        "change between \(Format.points(-found.upper)) and \(Format.points(-found.lower)); margin \(Format.points(-margin))"
      ends = (Format.points(-reach), Format.points(reach))
    case .rate(_, _, let found, _):
      guard found.lower <= found.upper, found.lower >= 0, found.upper <= 1 else { return nil }
      let low = max(0, ((found.lower - 0.02) * 20).rounded(.down) / 20)
      interval = found
      (value, limit, range) = (nil, nil, low...1)
      words = "the true rate is between \(Format.percent(found.lower)) and \(Format.percent(found.upper))"
      ends = (Format.percent(low), "100%")
    default: return nil
    }
  }

  var svg: Markup {
    let span = range.upperBound - range.lowerBound
    guard span > 0 else { return .empty }
    func x(_ value: Double) -> String {
      Chart.number(4 + 152 * min(max((value - range.lowerBound) / span, 0), 1))
    }
    let (left, right) = (x(interval.lower), x(interval.upper))
    let zero: Markup =
      range.contains(0) && range.lowerBound < 0
      ? "<line class=\"axis\" x1=\"\(x(0))\" x2=\"\(x(0))\" y1=\"2\" y2=\"16\"/>" : .empty
    let bound: Markup =
      limit.map { "<line class=\"limit\" x1=\"\(x($0))\" x2=\"\(x($0))\" y1=\"2\" y2=\"16\"/>" } ?? .empty
    let dot: Markup = value.map { "<circle class=\"dot\" cx=\"\(x($0))\" cy=\"9\" r=\"3.5\"/>" } ?? .empty
    return """
      <svg class="whiskers" viewBox="0 0 160 28" width="160" height="28" role="img" aria-label="\(words)">\
      <title>\(words)</title><line class="axis" x1="4" x2="156" y1="9" y2="9"/>\(zero)\(bound)\
      <rect class="range" x="\(left)" y="6" width="\(Chart.number(width(left, right)))" height="6" rx="3"/>\(dot)\
      <text x="4" y="26">\(ends.0)</text><text x="156" y="26" text-anchor="end">\(ends.1)</text></svg>
      """
  }

  private func width(_ left: String, _ right: String) -> Double {
    max(2, (Double(right) ?? 0) - (Double(left) ?? 0))
  }
}
