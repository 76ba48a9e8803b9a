/// What a gate knows of one suite: what was asked for, what came, and what it is compared with.
public struct SuiteEvidence: Sendable {
  /// What there is to compare with.
  public enum Base: Sendable {
    case stored(Comparison)
    /// Nothing at the base: the first version of a suite.
    case new(String)
    /// There ought to be something and there is not.
    case unavailable(String)
  }

  public let name: String
  public let isSafety: Bool
  public let hasSchema: Bool
  public let maxMissing: Double
  /// Cases that were planned, whether or not there is a result.
  public let planned: [CaseHeader]
  public internal(set) var outcomes: [CaseOutcome]
  public internal(set) var base: Base
  /// What gates compare that look at the baseline, where the change accepted results under a policy of its own; nil where they
  /// compare what counts for all others.
  public var own: [CaseOutcome]?
  /// Whether what it is compared with are results that the change itself accepted.
  public var isAcceptedHere = false
  /// The comparison with what the base has, where gates compare with results that the change accepted: for a reader, who is to
  /// see what changed and what that did.
  public var replaced: Comparison?
  /// The results the suite is pinned to, where there are any besides the baseline.
  public var anchor: Base?
  /// Why the results may not decide at all, such as recordings where only live answers count.
  public let inadmissible: String?
  /// Why what holds is no pass yet, such as recordings of a project that is new: nobody said before that they count.
  public var provisional: String?
  /// Suites marked critical do not stand on what was not confirmed.
  public let isCritical: Bool
  /// How a drop can be looked at again; nil where a comparison decides alone.
  public internal(set) var confirmation: SuiteConfirmation?
  /// Where a suite stands that may stop early; nil for one that is asked whole.
  public let progress: EarlyProgress?
  /// Cases that the run did not ask, and whose results come from elsewhere; nil where it asked all of them.
  public var carried: Carried?
  /// What gates against a value look at where earlier runs of this very version count too; nil where the run stands alone.
  public var attempted: [CaseOutcome]?
  /// Those runs, oldest first.
  public var attempts: [String] = []
  /// How often the run asked each case, where other runs stand beside it in ``outcomes``.
  var trials: RunTrials?
  /// Whether its route goes about asking as it does at the base: with the same limits, times and second chances.
  public var isConductedAlike = true
  /// Names of the targets that the suite's route asks.
  public var targets: [String] = []
  /// Ids of cases that the base arm was to answer in the run itself.
  public var askedOfBase: Set<String> = []
  /// Scenarios that the base asks and the change took out of their file.
  public var dropped: [CaseHeader] = []
  /// What the change does to which cases there are, what judges them and what is put of them.
  public var turnover = Turnover()
  /// Cases that the change added and that are left out of the comparison for the gate that looks.
  var leftOut: [Comparison.Pair] = []

  public init(
    name: String, isSafety: Bool, hasSchema: Bool, maxMissing: Double, planned: [CaseHeader],
    outcomes: [CaseOutcome], base: Base, inadmissible: String? = nil, isCritical: Bool = false,
    confirmation: SuiteConfirmation? = nil, progress: EarlyProgress? = nil
  ) {
    self.name = name
    self.isSafety = isSafety
    self.hasSchema = hasSchema
    self.maxMissing = maxMissing
    self.planned = planned
    self.outcomes = outcomes
    self.base = base
    self.inadmissible = inadmissible
    self.isCritical = isCritical
    self.confirmation = confirmation
    self.progress = progress
  }

  /// Every earlier run that some gate judges beside this one, oldest first.
  public var attemptsThatCount: [String] { attempts.isEmpty ? comparison?.attempts ?? [] : attempts }

  /// How often one run asks each case.
  var trialsOfOneRun: RunTrials { trials ?? RunTrials(outcomes) }

  /// What a report shows of before and after.
  var shown: Comparison? { replaced ?? comparison }

  var comparison: Comparison? {
    guard case .stored(let comparison) = base else { return nil }
    return comparison
  }
}

/// A gate in one suite, before several gates are weighed together.
struct SuiteVerdict {
  var suite: String
  var verdict: Verdict
  var measure: Measure
  var baseline: Measure?
  /// Whole cases of a rate against a value, as the bounds of its interval take them.
  var counts: (passed: Int, of: Int)?
  var evidence: [Evidence] = []
  var reason: GateReason?
  /// The one-sided p of a test-based gate, which Holm's correction needs; nil for a literal rule.
  var p: Double?
  /// The least that p could have come to, whatever the answers under test are: a test that cannot be small takes nothing from the
  /// others. 1 for a comparison that can blame nobody, 0 where nothing is known.
  var leastP = 0.0
  /// What the suite brings to the test of several suites together; nil where its evidence may not be looked at once more.
  var pool: PooledPart?
  /// Whether nothing passes that passed before, as far as the last look tells; nil where that is not asked, or is not the
  /// change's doing.
  var lostEverything: Bool?
  /// Whether the other conditions of a block (a minimum drop, a ratio over its bound) hold.
  var mayBlock = true
  /// What the first comparison comes to by itself, where fresh answers that were to confirm or refute it could not be had.
  var unconfirmed: UnconfirmedComparison?
  /// Fresh generations that are still to be asked before anything can be said.
  var demand: FreshDemand?
  /// Whether a drop of the margin was ruled out before all cases were asked.
  var isEarlyPass = false
}
