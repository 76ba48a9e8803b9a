extension GateRule {
  /// The rule as a row says it: `≥ 99%`, `≤ baseline + 10%`, `no worse than baseline`; with how it is decided where the gate
  /// says it: `≥ 99%, assured`.
  public var ruleText: String { boundText + (decide.map { ", \($0.rawValue)" } ?? "") + (isExact ? ", exact" : "") }

  private var boundText: String {
    switch bound {
    case .atLeast(let limit): "≥ " + text(limit)
    case .atMost(let limit): "≤ " + text(limit)
    case .exactly(let limit): "= " + text(limit)
    case .noWorseThanBaseline: "no worse than \(reference.rawValue)"
    }
  }

  private func text(_ limit: Limit) -> String {
    switch limit {
    case .baseline(let plus):
      if plus == 0 { return "baseline" }
      return "baseline \(plus < 0 ? "−" : "+") \(Self.plain(abs(plus) * 100))%"
    case .value(let quantity):
      switch metric.kind {
      case .rate: return Self.plain(quantity.value * 100) + "%"
      case .quantile: return Format.exactly(quantity.value, Format.milliseconds)
      case .amount(.tokens): return Format.exactly(quantity.value, Format.count)
      case .amount(.usd): return Format.exactly(quantity.value, Format.dollars)
      }
    }
  }

  /// At most three digits behind the point, without trailing zeros.
  private static func plain(_ value: Double) -> String {
    var text = Format.fixed(value, 3)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}

extension GateOutcome {
  /// The value column: `88.8%`, `1.84 s`, `812/case`; with more digits where it would read like a bound that it misses.
  public var valueText: String {
    guard let value = measure.value, let apart = BoundInWords(rule)?.apart(value, unit) else {
      return measure.words(unit)
    }
    return apart + (unit == .tokens || unit == .usd ? "/case" : "")
  }
  /// The baseline column; nil where there is none.
  public var baselineText: String? { baseline.map { $0.words(unit).replacing("/case", with: "") } }

  /// The change column; nil where there is nothing to compare.
  public var changeText: String? {
    guard let before = baseline?.value, let after = measure.value else { return nil }
    switch unit {
    case .share: return Format.points(after - before)
    case .milliseconds, .tokens, .usd: return before == 0 ? nil : Format.relative(after / before - 1)
    }
  }

  /// How many cases the row speaks of: `213/240`, `n 240`.
  public var countText: String { Self.count(measure) }

  private static func count(_ measure: Measure) -> String {
    switch measure {
    case .rate(let passed, let total): "\(passed)/\(total)"
    case .undefined: "n 0"
    default: "n \(measure.n)"
    }
  }

  /// What chance, size and missing evidence have to say beside the counts, each in a few words.
  public var remarks: [String] { remarks(for: reason) }

  /// The remarks of a row each. A long reason that a row above has given is not given again.
  public static func remarks(of rows: [GateOutcome]) -> [[String]] {
    var said: Set<String> = []
    return rows.map { gate in
      guard let reason = gate.reason, reason.count > longReason, !said.insert(reason).inserted else {
        return gate.remarks
      }
      return gate.remarks(for: "for the same reason as above")
    }
  }

  /// What is still read at a glance, in characters.
  private static let longReason = 40

  private func remarks(for reason: String?) -> [String] {
    let facts = evidence.compactMap { fact -> String? in
      if case .confirmation(let confirmation) = fact { return remark(of: confirmation) }
      if case .rate = fact, let part = parts.first(where: { $0.verdict == verdict }) {
        // Each suite is held to the bound by itself.
        return fact.remark(verdict).map { "\($0) in \(part.suite)" }
      }
      // An interval that takes each case for itself says nothing where groups are too few.
      if case .paired = fact, hasTooFewGroups { return nil }
      if case .paired = fact, isUnprovenBlocking { return fact.remark(.unproven) }
      // One suite's own chance says nothing where all of them together block.
      if case .paired = fact, isTogether { return nil }
      guard let confirmation = confirmations.first, case .paired = fact else { return fact.remark(verdict) }
      return confirmation.pairedRemark(fact, verdict)
    }
    return places + (reason.map { [$0] } ?? []) + facts
  }

  /// Which of several suites decide, each with its own value where the row shows that of all of them, and which have nothing to
  /// compare with where others have.
  private var places: [String] {
    guard suites.count > 1 else { return [] }
    let decisive = failing.isEmpty ? [] : ["in " + failingText]
    let isCompared = parts.contains { $0.baseline != nil }
    let alone = parts.filter { isCompared && $0.baseline == nil && !failing.contains($0.suite) }
    guard !alone.isEmpty else { return decisive }
    return decisive + ["nothing to compare with yet: " + alone.map(text).listed()]
  }

  /// `mail (66.7%, 2/3)`: the suites in which the gate fails.
  var failingText: String {
    let values = Dictionary(parts.map { ($0.suite, text($0)) }, uniquingKeysWith: { first, _ in first })
    return failing.map { values[$0] ?? $0 }.listed()
  }

  private func text(_ part: Part) -> String {
    part.measure.value == nil
      ? part.suite : "\(part.suite) (\(part.measure.words(unit)), \(Self.count(part.measure)))"
  }

  /// Of several suites that were asked again each has its own verdict.
  private func remark(of confirmation: Evidence.Confirmation) -> String? {
    let own = parts.first { $0.suite == confirmation.suite }?.verdict ?? verdict
    return confirmation.remark(own, of: parts.isEmpty || confirmations.count < 2 ? nil : confirmation.suite)
  }

  /// Whether it blocks for want of proof alone: its numbers then say what was not proven, and chance has no part in it.
  var isUnprovenBlocking: Bool {
    verdict == .block && (reason == GateReason.unprovenBlocks.words || hasTooFewGroups)
  }

  private var hasTooFewGroups: Bool { reason == GateReason.tooFewGroups.words }

  private var isTogether: Bool { evidence.contains { if case .together = $0 { true } else { false } } }

  /// What fresh runs of both arms came to, the deciding suite's first.
  public var confirmations: [Evidence.Confirmation] {
    evidence.compactMap { if case .confirmation(let confirmation) = $0 { confirmation } else { nil } }
  }
}

extension Measure {
  /// The number as a row shows it.
  func words(_ unit: GateOutcome.ValueUnit) -> String {
    guard let value else { return "–" }
    return switch unit {
    case .share: Format.percent(value)
    case .milliseconds: Format.milliseconds(value)
    case .tokens: Format.count(value) + "/case"
    case .usd: Format.dollars(value) + "/case"
    }
  }
}

extension Evidence {
  /// A few words for the end of a row; nil where the counts already say it.
  func remark(_ verdict: Verdict) -> String? {
    switch self {
    // Where none is allowed, the counts have said it.
    case .rate(let failures, let allowed, _, _):
      switch allowed {
      case _ where verdict == .undecided: nil
      case nil: GatePhrase.tooFewEvenClean
      case 0?: nil
      case let allowed?:
        failures == 0 ? nil : "\(failures) of at most \(Format.count(allowed, "failure"))"
      }
    case .paired(let n, let broke, let fixed, let drop, let interval, let p, _, let margin, _, _):
      Self.pairedRemark(verdict, n, broke, fixed, drop, interval, p, margin)
    case .literal(let rate, _): GatePhrase.literal(rate)
    case .attacks(let tally): GatePhrase.attacks(tally)
    case .bypassBound(let attacks, let bound): GatePhrase.bypass(attacks, bound)
    case .quantile(let over, _, _, _, let tooFew):
      [over == 0 ? nil : "\(over) over", tooFew ? "too few to bound it" : nil].compactMap { $0 }.joinedRemark
    case .ratio(_, _, _, let largest):
      verdict == .block && !largest.isEmpty ? "most added by " + largest.joined(separator: ", ") : nil
    // Where that is why nothing was decided, the reason has said it.
    case .missing(let missing, let expected):
      verdict == .undecided ? nil : GatePhrase.missing(missing, of: expected)
    case .scope(let removed, let edited, let added):
      GatePhrase.scope(removed: removed, edited: edited, added: added)
    case .waived(let count): "\(count) waived"
    case .confirmation(let confirmation): confirmation.remark(verdict, of: nil)
    // The reason has said it.
    case .together: nil
    case .unconfirmed(let why): "not confirmed side by side: \(why)"
    // Where they are why nothing was decided, the reason has said it.
    case .sentinels(let sentinels): sentinels.hasMoved && verdict == .undecided ? nil : sentinels.counts
    case .sideBySide(let count): "\(Format.count(count, "case")) run on both versions"
    case .withoutAdded(let count):
      "without the \(Format.count(count)) that the change adds or edits, which outvote none"
    case .worstCase(let worst): "if what is missing had failed: \(worst.rawValue)"
    case .identicalOutputs: "outputs byte-identical"
    case .stoppedEarly(let done, let planned, let saved):
      "stopped after \(done) of \(planned) cases, "
        + [
          "\(Format.count(saved.calls, "call")) saved", saved.tokens.map { "about \(Format.short($0)) tokens" },
          saved.usd.map { Format.dollars($0) },
        ].compactMap { $0 }.joined(separator: ", ")
    case .carried(let count, let from): "\(Format.count(count, "case")) carried from \(from)"
    case .leftOut(let suites, let why): "without \(suites.listed(5)): \(why)"
    }
  }

  fileprivate static func pairedRemark(
    _ verdict: Verdict, _ n: Int, _ broke: Int, _ fixed: Int, _ drop: Double, _ interval: Interval?, _ p: Double,
    _ margin: Double
  ) -> String {
    let moved = GatePhrase.moved(broke, fixed)
    switch verdict {
    case .pass: return GatePhrase.ruledOut(margin)
    case .block: return GatePhrase.chance(p)
    case .unproven:
      guard broke + fixed > 0 else { return GatePhrase.nothingChanged(n, upTo: interval?.upper) }
      return moved + " · " + (drop > 0 ? GatePhrase.looksThisBad(p) : GatePhrase.tooFew(margin))
    case .undecided, .new: return moved
    }
  }

  /// For a gate over several suites: counts add up, and the deciding suite's other facts stand.
  static func joined(_ parts: [[Evidence]], _ deciding: [Evidence]?) -> [Evidence] {
    var missing = (0, 0)
    var waived = 0
    var carried: [(from: String, count: Int)] = []
    var attacks: AttackTally?
    var identical: [Int] = []
    for evidence in parts.joined() {
      switch evidence {
      case .missing(let m, let of): missing = (missing.0 + m, missing.1 + of)
      case .waived(let count): waived += count
      case .identicalOutputs(let count): identical.append(count)
      case .attacks(let tally): attacks = attacks.map { $0 + tally } ?? tally
      case .carried(let count, let from):
        if let known = carried.firstIndex(where: { $0.from == from }) {
          carried[known].count += count
        } else {
          carried.append((from, count))
        }
      default: break
      }
    }
    var joined = (deciding ?? []).filter { evidence in
      switch evidence {
      case .missing, .waived, .carried, .attacks: false
      // Of a row over several suites it is true only where it is of all of them.
      case .identicalOutputs: identical.count == parts.count
      default: true
      }
    }
    if let place = joined.firstIndex(where: { if case .identicalOutputs = $0 { true } else { false } }) {
      joined[place] = .identicalOutputs(identical.reduce(0, +))
    }
    if let attacks { joined.insert(.attacks(attacks), at: 0) }
    // What was asked of the other suites was paid for, and is there to be read.
    for case .confirmation(let confirmation) in parts.joined()
    where !joined.contains(.confirmation(confirmation)) { joined.append(.confirmation(confirmation)) }
    if missing.0 > 0 { joined.append(.missing(missing.0, of: missing.1)) }
    if waived > 0 { joined.append(.waived(waived)) }
    return joined + carried.map { .carried($0.count, from: $0.from) }
  }
}

extension [String] {
  /// Several facts as one remark; nil where there is none.
  fileprivate var joinedRemark: String? { isEmpty ? nil : joined(separator: ", ") }
}

extension Measure {
  /// The total over several suites; a quantile of several suites is not to be had from theirs, so the worst one speaks.
  static func joined(_ measures: [Measure]) -> Measure {
    measures.reduce(.undefined) { total, next in
      switch (total, next) {
      case (.undefined, let other), (let other, .undefined): other
      case (.rate(let a, let n), .rate(let b, let m)): .rate(passed: a + b, of: n + m)
      case (.total(let a, let n), .total(let b, let m)): .total(a + b, n: n + m)
      case (.quantile(let a, let n), .quantile(let b, let m)): .quantile(max(a, b), n: n + m)
      case (.share(let a, let n), .share(let b, let m)):
        .share((a * Double(n) + b * Double(m)) / Double(max(1, n + m)), n: n + m)
      // One suite ran once and another several times.
      case (.rate(_, let n), .share(_, let m)), (.share(_, let n), .rate(_, let m)):
        .share(
          ((total.value ?? 0) * Double(n) + (next.value ?? 0) * Double(m)) / Double(max(1, n + m)), n: n + m)
      default: total
      }
    }
  }
}
