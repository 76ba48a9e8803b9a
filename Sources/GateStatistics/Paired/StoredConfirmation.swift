/// The stored form of the two-stage gate: stage 1 against stored runs may block by itself (specification 2.3).
///
/// For a pinned, self-hosted model, and for runs where both arms were just run side by side on all cases.
public struct StoredConfirmation: Hashable, Sendable {
  /// The share of alpha spent on stage 1 and on the confirmation; their sum is the rule's alpha.
  public let stageOneAlpha, confirmAlpha: Double
  /// When to confirm.
  public let trigger: ConfirmTrigger

  /// The form with its shares, .01 and .04 by default; nil unless both are in (0, 1) and their sum is below 1.
  public init?(stageOneAlpha: Double = 0.01, confirmAlpha: Double = 0.04, trigger: ConfirmTrigger = .changed) {
    guard stageOneAlpha.isOpenUnit, confirmAlpha.isOpenUnit, stageOneAlpha + confirmAlpha < 1 else { return nil }
    (self.stageOneAlpha, self.confirmAlpha, self.trigger) = (stageOneAlpha, confirmAlpha, trigger)
  }

  private init(trigger: ConfirmTrigger) {
    (stageOneAlpha, confirmAlpha, self.trigger) = (0.01, 0.04, trigger)
  }

  /// The shares .01 and .04 with the trigger `changed`.
  public static let standard = StoredConfirmation(trigger: .changed)

  /// What the two stages come to.
  public enum Verdict: String, Hashable, Sendable {
    /// Harm is shown.
    case block
    /// The changed cases have to be run again, K=3 times on both arms, before anything can be said.
    case needsConfirm = "needs_confirm"
    /// No harm is shown; the interval tells a pass from unproven.
    case passOrUnproven = "pass_or_unproven"
  }

  /// The two stages with what a report says about them.
  public struct Decision: Hashable, Sendable {
    /// What the stages come to.
    public let verdict: Verdict
    /// The one-sided mid-p of stage 1.
    public let stageOneP: Double
    /// The cases whose majority changed: those to run again.
    public let changed: ChangedSet
    /// Whether a confirmation is called for.
    public let confirmNeeded: Bool
    /// The one-sided mid-p of the fresh runs alone; nil when there was no need or there are none yet.
    public let confirmP: Double?
    /// min(1, p1·a/a1, p2·a/a2): the p the rule hands to Holm.
    public let gateP: Double
  }

  /// Decides from the stored comparison and, when there are some, the fresh runs of the changed cases. Stage 1 data are
  /// not pooled into the confirmation. With several gates `verdict` is the rule's own; Holm decides over `gateP`.
  ///
  /// With clusters of stored cases, p1 is the larger of the stratified and the cluster sign-flip p.
  ///
  /// Throws `noPairedCases` when no case ran in both arms, `invalidInput` when the clusters are not one for each stored
  /// case, `tooLarge` beyond the limits of the exact tests.
  public func decide(
    stored: [CaseRuns], fresh: [CaseRuns]?, clusters: [String]? = nil, seed: UInt64 = 0
  ) throws(Undecided) -> Decision {
    guard clusters.map({ $0.count == stored.count }) ?? true else { throw .invalidInput }
    guard stored.contains(where: { $0.drop != nil }) else { throw .noPairedCases }
    let p1 = try Self.stageOneP(stored, clusters, seed)
    let alpha = stageOneAlpha + confirmAlpha
    let changed = ChangedSet(stored)
    let needed = !p1.isSignificant(at: stageOneAlpha) && changed.triggers(trigger)
    var p2: Double?
    if needed, let fresh {
      guard let second = StratifiedTest(fresh) else { throw .tooLarge }
      p2 = second.pWorseMidP
    }
    let gateP = min(1, p1 * alpha / stageOneAlpha, (p2 ?? 1) * alpha / confirmAlpha)
    let verdict: Verdict =
      gateP.isSignificant(at: alpha) ? .block : needed && fresh == nil ? .needsConfirm : .passOrUnproven
    return Decision(
      verdict: verdict, stageOneP: p1, changed: changed, confirmNeeded: needed, confirmP: p2, gateP: gateP)
  }

  private static func stageOneP(
    _ stored: [CaseRuns], _ clusters: [String]?, _ seed: UInt64
  ) throws(Undecided) -> Double {
    guard let test = StratifiedTest(stored) else { throw .tooLarge }
    guard let clusters else { return test.pWorseMidP }
    let paired = zip(stored, clusters).filter { $0.0.drop != nil }
    guard let mean = ClusteredMean(drops: paired.compactMap { $0.0.drop }, clusters: paired.map { $0.1 }) else {
      throw .invalidInput
    }
    guard mean.isClustered else { return test.pWorseMidP }
    guard let flips = mean.signFlip(seed: seed) else { throw .tooLarge }
    return max(test.pWorseMidP, flips.pWorse)
  }
}
