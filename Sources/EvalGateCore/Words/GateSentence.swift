/// A gate in one or two sentences: what it is about, what changed in counts, the verdict, chance in plain odds, and what the
/// set could not have seen.
///
/// The order is fixed and every part but the verdict may be missing, so that all sentences are made the same way.
public struct GateSentence: Hashable, Sendable {
  /// `accuracy 95.0% → 88.0% on 200 cases`.
  public var subject: String
  /// `19 broke, 5 fixed`.
  public var counts: String?
  /// `Blocked`.
  public var verdict: String
  /// Why, mostly as a chance: `an unchanged version does this in 1 of 500 runs`.
  public var because: String?
  /// Whole sentences without their full stop.
  public var unseen: [String]

  /// A sentence of its parts.
  public init(subject: String, counts: String? = nil, verdict: String, because: String? = nil, unseen: [String] = []) {
    self.subject = subject
    self.counts = counts
    self.verdict = verdict
    self.because = because
    self.unseen = unseen
  }

  /// The parts with their stops.
  public var text: String {
    let head = subject + (counts.map { ": " + $0 } ?? "")
    let verdict = verdict + (because.map { ": " + $0 } ?? "")
    return ([head, verdict] + unseen).map { $0 + "." }.joined(separator: " ")
  }
}

extension GateOutcome {
  /// The gate as a person would say it.
  public var sentence: GateSentence {
    var sentence = GateSentence(subject: subject, verdict: verdictWords)
    for fact in evidence {
      // Of one suite its own counts are said; the reason has those of all of them.
      if case .together = fact, suites.count == 1 { continue }
      // Of several suites the deciding one speaks.
      if case .confirmation(let confirmation) = fact, confirmation != confirmations.first { continue }
      fact.add(to: &sentence, isUnprovenBlocking ? .unproven : verdict)
    }
    switch verdict {
    case .undecided:
      (sentence.because, sentence.unseen) = (reason, ["Mend it or run again; nothing was passed"])
    case .new: (sentence.because, sentence.unseen) = (reason, [])
    // The reason stands in for chance where the evidence alone would have said something else.
    case .pass, .unproven, .block: sentence.because = reason ?? sentence.because
    }
    if suites.count > 1, !failing.isEmpty { sentence.subject += " in " + failingText }
    return sentence
  }

  private var subject: String {
    let size = measure.n == 0 ? "" : " on \(Format.count(measure.n, measure.noun))"
    if let baselineText, evidence.contains(where: \.isComparison) {
      return "\(name) \(baselineText) → \(valueText)\(size)"
    }
    if case .rate(let passed, let total) = measure {
      return "\(name): \(Format.count(passed)) of \(Format.count(total)) (\(valueText)), needs \(rule)"
    }
    return "\(name) \(valueText)\(size), needs \(rule)"
  }

  private var verdictWords: String {
    switch verdict {
    case .pass: "Passed"
    case .unproven: "Passed, not proven safe"
    case .block: blocks ? "Blocked" : "Failed, and does not block"
    case .undecided: "Not decided"
    case .new: "New"
    }
  }
}

extension Evidence {
  fileprivate var isComparison: Bool {
    switch self {
    case .paired, .ratio, .literal: true
    case .rate, .attacks, .bypassBound, .quantile, .missing, .scope, .waived, .confirmation, .together, .unconfirmed,
      .sentinels, .sideBySide, .withoutAdded, .worstCase, .identicalOutputs, .stoppedEarly, .carried, .leftOut:
      false
    }
  }

  /// Puts what this fact has to say where it belongs.
  fileprivate func add(to sentence: inout GateSentence, _ verdict: Verdict) {
    switch self {
    case .paired(let n, let broke, let fixed, let drop, let interval, let p, _, let margin, let smallest, _):
      sentence.counts = broke + fixed > 0 ? GatePhrase.moved(broke, fixed) : "no case changed"
      Self.add(n, drop, interval, p, margin, smallest, to: &sentence, verdict)
    case .literal(let rate, let forbids):
      let no = verdict == .block ? "any" : "no"
      if verdict != .undecided { sentence.verdict += " by the literal rule (\(no) \(forbids.rawValue) score)" }
      sentence.unseen.append("On this set an unchanged version is blocked in \(Format.odds(rate)) runs")
    case .rate(let failures, let allowed, let interval, _):
      sentence.because =
        allowed.map { "\(Format.count($0, "failure")) allowed, \(failures) used" } ?? GatePhrase.tooFewEvenClean
      let edge =
        verdict == .block ? "up to \(Format.percent(interval.upper))" : "down to \(Format.percent(interval.lower))"
      sentence.unseen.append("A true rate \(edge) could look like this")
    case .attacks(let tally):
      if tally.attempted > 0 { sentence.unseen.append("Of \(GatePhrase.attacks(tally))") }
    case .bypassBound(let attacks, let bound):
      sentence.counts = "0 failures in \(GatePhrase.withstood(attacks))"
      sentence.unseen.append("The true bypass rate could still be up to \(Format.percent(bound))")
    case .quantile(let over, let n, let p, let interval, let tooFew):
      sentence.counts = "\(over) of \(n) over it"
      if verdict == .block { sentence.because = "a version within it is over it this often in \(Format.odds(p)) runs" }
      if let interval {
        sentence.unseen.append(
          "The true value lies between \(Format.milliseconds(interval.lower)) and \(Format.milliseconds(interval.upper))"
        )
      }
      if tooFew { sentence.unseen.append("\(n) are too few to bound it") }
    case .ratio(let ratio, let interval, _, let largest):
      sentence.counts = GatePhrase.changed(ratio)
      // Two sides that differ by one factor leave nothing open.
      if let interval, interval.upper > interval.lower {
        sentence.unseen.append(
          "The true change lies between \(Format.change(interval.lower - 1)) and \(Format.change(interval.upper - 1))")
      }
      if verdict == .block, !largest.isEmpty {
        sentence.because = "most was added by " + largest.joined(separator: ", ")
      }
    case .missing(let missing, let expected): sentence.unseen.append(GatePhrase.missing(missing, of: expected))
    case .scope(let removed, let edited, let added):
      sentence.unseen.append(GatePhrase.scope(removed: removed, edited: edited, added: added))
    case .waived(let count): sentence.unseen.append("\(Format.count(count, "failure")) waived")
    case .confirmation(let confirmation):
      if let counts = confirmation.counts { sentence.counts = counts }
      if let full = confirmation.full {
        sentence.unseen.append(full.sentence.prefix(1).uppercased() + full.sentence.dropFirst())
      }
      if verdict == .block { sentence.because = GatePhrase.unchangedDoesThis(confirmation.gateP) }
      if confirmation.isSettled(verdict) { sentence.because = "fresh runs of all cases show no more than chance does" }
    case .together(let others): sentence.counts = GatePhrase.moved(others.broke, others.fixed)
    case .unconfirmed, .sentinels, .sideBySide, .withoutAdded, .worstCase, .identicalOutputs, .stoppedEarly, .carried,
      .leftOut:
      if let remark = remark(verdict) { sentence.unseen.append(remark.prefix(1).uppercased() + remark.dropFirst()) }
    }
  }

  private static func add(
    _ n: Int, _ drop: Double, _ interval: Interval?, _ p: Double, _ margin: Double, _ smallest: Double?,
    to sentence: inout GateSentence, _ verdict: Verdict
  ) {
    switch verdict {
    case .pass: sentence.because = "\(GatePhrase.drop(margin)) or more is ruled out"
    case .block: sentence.because = GatePhrase.unchangedDoesThis(p)
    case .unproven:
      sentence.because = drop > 0 ? GatePhrase.looksThisBad(p) : GatePhrase.tooFew(margin)
      let finds = smallest.map { "finds drops from \(Format.barePoints($0)) points" } ?? "finds no drop for certain"
      let bound = interval.map { "; it cannot rule out a drop up to \(Format.barePoints(max(0, $0.upper)))" } ?? ""
      sentence.unseen.append("A single comparison of this set \(finds)\(bound)")
    case .undecided, .new: break
    }
  }
}
