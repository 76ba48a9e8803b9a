/// What is kept of a run for measuring, gating and reporting: a summary of every trial, and a few lines about those that did
/// not pass.
public struct RunResults: Sendable {
  public var outcomes: OutcomeCollector
  /// The head's as its own policy decides, where another one was the stricter; nil where no answer made a difference.
  public var own: OutcomeCollector?
  /// Fresh trials of both arms, in the order of their places.
  public var confirmations: [TrialSummary]
  /// In plan order.
  public var failures: [CaseFailure]
  public var errorGroups: [String: [ErrorGroup]]
  public var totals: RunTotals
  /// How second routes did, by suite and by name.
  public var shadows: [ShadowTally] = []
  /// Model ids that services reported, by route.
  public var reportedModels: [String: [String]]
  /// Trials that came to an end.
  public var finished: Int
  /// The head's trials of safety suites, in plan order.
  public var scenarios: [ScenarioTrial] = []
  /// By name of the suite, then by cause.
  public var cutOff: [CutOffPasses] = []
}
