/// What a gate says.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  /// Evaluated, and the rule holds (for a comparing gate: harm ruled out to the margin).
  case pass
  /// No harm shown, but the set could not rule out a drop of the margin.
  case unproven
  case block
  /// Cannot be evaluated; fails closed.
  case undecided
  /// Nothing at the base to compare with.
  case new
}

/// A gate with its verdict and everything a row of a report needs.
public struct GateOutcome: Hashable, Sendable {
  public var name: String
  public var metric: String
  /// The suites it was evaluated in.
  public var suites: [String]
  /// Where a gate over several suites fails.
  public var failing: [String]
  /// What each of several suites came to, in their order; empty for a gate that speaks of one.
  public var parts: [Part] = []
  public var verdict: Verdict
  public var blocks: Bool
  /// "≥ 99%", "no worse than baseline".
  public var rule: String
  public var measure: Measure
  public var unit: ValueUnit
  public var baseline: Measure?
  public var evidence: [Evidence]
  /// Why it is undecided, new or not plainly passed.
  public var reason: String?
  public var location: SourceLocation?

  /// A gate over several suites, in one of them.
  public struct Part: Hashable, Sendable {
    public var suite: String
    public var verdict: Verdict
    public var measure: Measure
    /// Nil where there is nothing to compare with.
    public var baseline: Measure?

    public init(suite: String, verdict: Verdict, measure: Measure, baseline: Measure? = nil) {
      self.suite = suite
      self.verdict = verdict
      self.measure = measure
      self.baseline = baseline
    }
  }

  public enum ValueUnit: String, Hashable, Sendable { case share, milliseconds, tokens, usd }

  public init(
    name: String, metric: String, suites: [String], failing: [String] = [], verdict: Verdict, blocks: Bool,
    rule: String, measure: Measure, unit: ValueUnit, baseline: Measure? = nil, evidence: [Evidence] = [],
    reason: String? = nil, location: SourceLocation? = nil
  ) {
    self.name = name
    self.metric = metric
    self.suites = suites
    self.failing = failing
    self.verdict = verdict
    self.blocks = blocks
    self.rule = rule
    self.measure = measure
    self.unit = unit
    self.baseline = baseline
    self.evidence = evidence
    self.reason = reason
    self.location = location
  }
}

/// A fact behind a verdict, kept as numbers so that every report can say it in its own form and anybody can check it.
public enum Evidence: Hashable, Sendable {
  /// An absolute rate: failures used and allowed by the rule that decides, and the interval of the true rate. `allowed` is nil
  /// where not even a clean result of so few cases would hold.
  case rate(failures: Int, allowed: Int?, interval: Interval, method: String)
  /// A paired comparison. `p` one-sided mid-p, `pExact` two-sided exact.
  case paired(
    n: Int, broke: Int, fixed: Int, drop: Double, interval: Interval?, p: Double, pExact: Double, margin: Double,
    smallestDrop: Double?, method: String)
  /// The literal rule's false-block rate on this set, and what it forbids.
  case literal(falseBlockRate: Double, forbids: Forbidden)
  /// How many attacks a model fell for, and how many of those were stopped.
  case attacks(AttackTally)
  /// None of the attacks came through, each trial of a scenario counted: the true rate is at most `bound`.
  case bypassBound(Attacks, bound: Double)
  /// Requests over budget.
  case quantile(over: Int, n: Int, p: Double, interval: Interval?, tooFew: Bool)
  /// A ratio of sums, by Fieller; `n` paired cases and those that add most.
  case ratio(Double, interval: Interval?, n: Int, largest: [String])
  /// Cases without a result: missing of expected.
  case missing(Int, of: Int)
  /// Cases of the baseline that are gone, edited or new.
  case scope(removed: Int, edited: Int, added: Int)
  case waived(Int)
  /// Both arms were run again on the cases that changed.
  case confirmation(Confirmation)
  /// Several suites, none of which shows alone what all of them show.
  case together(Together)
  /// Why a drop was not looked at again.
  case unconfirmed(String)
  /// The base version was asked some cases again, to see whether it is still the one that was stored.
  case sentinels(Sentinels)
  /// Cases of the comparison whose base result is of this run too, because nothing usable was stored of them.
  case sideBySide(Int)
  /// Cases that the change adds and that are left out of the comparison, because fewer of the others would be seen to be worse.
  case withoutAdded(Int)
  /// The verdict if every case without a result had failed, where it is another one.
  case worstCase(Verdict)
  /// Every compared output is the base's to the byte: the number of cases.
  case identicalOutputs(Int)
  /// `--stop-early`: the cases that were asked before enough was known, those planned, and about what the others would have
  /// cost.
  case stoppedEarly(done: Int, of: Int, saved: Spending)
  /// Cases that this run did not ask, and where their results come from.
  case carried(Int, from: String)
  /// Suites that a gate over all of them takes and says nothing of, because what their answers took is not known.
  case leftOut([String], because: String)

  /// What a literal rule takes for a fault.
  public enum Forbidden: String, Hashable, Sendable, CaseIterable { case lower, higher, other }

  public struct Interval: Hashable, Sendable {
    public var lower: Double
    public var upper: Double
    public init(_ lower: Double, _ upper: Double) {
      self.lower = lower
      self.upper = upper
    }
  }
}

extension GateOutcome {
  /// Whether fresh answers were wanted and `--no-confirm` forbade them: a flag leaves its trace in what it changed.
  package var wasNotToBeConfirmed: Bool {
    reason == GateReason.confirmationIsOff.words || evidence.contains(.unconfirmed(GateReason.Gap.off.words))
  }
}

/// Attacks that were tried, and how often in all.
public struct Attacks: Hashable, Sendable {
  /// Cases.
  public var scenarios: Int
  /// Each trial of each of them.
  public var trials: Int

  public init(scenarios: Int, trials: Int) {
    self.scenarios = scenarios
    self.trials = trials
  }
}
