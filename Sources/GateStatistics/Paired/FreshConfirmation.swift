#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How one fresh side-by-side run of a changed case came out, when the arms disagreed.
public enum FreshOutcome: String, Hashable, Sendable {
  /// The baseline passed and the candidate failed.
  case broke
  /// The baseline failed and the candidate passed.
  case fixed
}

/// The fresh form of the two-stage gate: stored results only say where to look, and only fresh side-by-side runs can
/// block (specification 2.3). The default for hosted model aliases.
public struct FreshConfirmation: Hashable, Sendable {
  /// The shares of alpha: the sequential confirmation, the final confirmation, and on critical suites the full fresh run.
  public let sequentialAlpha, finalAlpha: Double, fullAlpha: Double?

  /// A form with its shares; nil unless each is in (0, 1) and their sum is below 1.
  public init?(sequentialAlpha: Double = 0.02, finalAlpha: Double = 0.03, fullAlpha: Double? = nil) {
    let full = fullAlpha ?? 0.01
    guard sequentialAlpha.isOpenUnit, finalAlpha.isOpenUnit, full.isOpenUnit,
      sequentialAlpha + finalAlpha + (fullAlpha ?? 0) < 1
    else { return nil }
    self.init(trusted: sequentialAlpha, finalAlpha, fullAlpha)
  }

  private init(trusted sequentialAlpha: Double, _ finalAlpha: Double, _ fullAlpha: Double?) {
    (self.sequentialAlpha, self.finalAlpha, self.fullAlpha) = (sequentialAlpha, finalAlpha, fullAlpha)
  }

  /// The shares .02 + .03.
  public static let standard = FreshConfirmation(trusted: 0.02, 0.03, nil)
  /// The shares of a critical suite, .02 + .02 + .01: the last for a full fresh run that resolves a crossed screen.
  public static let critical = FreshConfirmation(trusted: 0.02, 0.02, 0.01)

  /// The alpha of the whole rule, the sum of its shares.
  public var alpha: Double { sequentialAlpha + finalAlpha + (fullAlpha ?? 0) }

  /// What the fresh runs come to.
  public enum Verdict: String, Hashable, Sendable {
    /// Harm is shown by fresh runs.
    case block
    /// No harm is shown; the interval tells a pass from unproven.
    case passOrUnproven = "pass_or_unproven"
    /// The screen was crossed but nothing confirmed it: lower than the stored baseline, not confirmed side by side.
    case unresolved
  }

  /// The fresh runs with what a report says about them.
  public struct Decision: Hashable, Sendable {
    /// What the fresh runs come to, at the rule's own alpha.
    public let verdict: Verdict
    /// After how many disagreements (1-based) the sequential confirmation stopped; nil when it did not.
    public let stopIndex: Int?
    /// 1/E_max of the sequential confirmation, valid at any time.
    public let anytimeP: Double
    /// The one-sided mid-p of the final confirmation and of the full fresh run, where they were made.
    public let finalP, fullP: Double?
    /// The least of each part's p divided by its share of alpha: the p the rule hands to Holm.
    public let gateP: Double
  }

  /// The sequential confirmation, to be fed one fresh disagreement at a time.
  public struct Sequence: Hashable, Sendable {
    /// Disagreements so far.
    public private(set) var broke = 0, fixed = 0
    /// The largest ln E_worse seen; evidence once reached is not lost.
    public private(set) var bestLogEvidence = 0.0
    /// After how many disagreements the threshold was reached; nil until then.
    public private(set) var stopIndex: Int?
    private let threshold: Double

    /// A sequence that stops at E_worse >= gates/alpha (50 for one gate at .02). A `gates` below 1 counts as 1.
    public init(alpha: Double = 0.02, gates: Int = 1) {
      threshold = log(Double(max(1, gates)) / alpha)
    }

    /// Whether enough is known to block.
    public var hasStopped: Bool { stopIndex != nil }

    /// 1/E_max.
    public var anytimeP: Double { exp(-bestLogEvidence) }

    /// Takes one disagreement in; those after the stop are not counted.
    public mutating func record(_ outcome: FreshOutcome) {
      guard !hasStopped else { return }
      if outcome == .broke { broke += 1 } else { fixed += 1 }
      guard let evidence = EValue.worse(broke: broke, fixed: fixed) else { return }
      bestLogEvidence = max(bestLogEvidence, evidence.logE)
      if evidence.logE >= threshold { stopIndex = broke + fixed }
    }
  }

  /// Decides from the fresh disagreements in the order they were seen and the later confirmations, where they were made.
  ///
  /// p_gate = min(1, a/(a_A·E_max), p2·a/a_B, p3·a/a_C). The early stop needs E >= 50·gates when `gates` test-based
  /// gates share the family's alpha; the verdict is the rule's own, Holm decides over `gateP`. A crossed screen that
  /// nothing confirmed and no full fresh run resolved is `unresolved`.
  ///
  /// Throws `invalidInput` for a p that is not within 0...1, or a full fresh run in a form without a share for it.
  public func decide(
    _ outcomes: [FreshOutcome], finalP: Double? = nil, fullP: Double? = nil, screenCrossed: Bool = false, gates: Int = 1
  ) throws(Undecided) -> Decision {
    guard (finalP ?? 0).isUnit, (fullP ?? 0).isUnit, fullP == nil || fullAlpha != nil else { throw .invalidInput }
    var sequence = Sequence(alpha: sequentialAlpha, gates: gates)
    for outcome in outcomes { sequence.record(outcome) }
    let anytimeP = sequence.anytimeP
    var gateP = min(1, anytimeP * alpha / sequentialAlpha)
    if let finalP { gateP = min(gateP, finalP * alpha / finalAlpha) }
    if let fullP, let fullAlpha { gateP = min(gateP, fullP * alpha / fullAlpha) }
    let verdict: Verdict =
      gateP.isSignificant(at: alpha) ? .block : screenCrossed && fullP == nil ? .unresolved : .passOrUnproven
    return Decision(
      verdict: verdict, stopIndex: sequence.stopIndex, anytimeP: anytimeP, finalP: finalP, fullP: fullP, gateP: gateP)
  }
}
