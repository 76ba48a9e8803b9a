/// Everything a reporter needs: made once from a run, rendered by any format, again and offline.
public struct Report: Sendable {
  public var header: RunHeader
  public var outcome: RunOutcome
  /// Why, in words; for `undecided` and `invalid` above all.
  public var reasons: [String]
  public var gates: [GateOutcome]
  public var suites: [SuiteReport]
  public var totals: RunTotals
  /// Would have blocked, but `--exit-zero` was given.
  public var exitZero: Bool
  /// Commands worth running next, each with what it is for: `why`, `again`, `back`, `resume`.
  public var next: [NextCommand]
  /// Changelog note of the first changed prompt and the like are in each suite's comparison.
  public var notes: [Diagnostic]
  /// The run file, when there is one.
  public var runPath: String?
  /// Edits to the rules that the run was judged by, and whose word counted.
  public var rules: [RuleChange] = []
  /// Results that the change itself accepts as its baseline.
  public var accepted: [AcceptedHere] = []
  /// Earlier runs of the same project, newest first, for the report that shows a course.
  public var history: [RunSummary] = []
  /// What the scenarios of safety suites are.
  public var labels = ScenarioLabels()

  public init(
    header: RunHeader, outcome: RunOutcome, reasons: [String] = [], gates: [GateOutcome], suites: [SuiteReport],
    totals: RunTotals, exitZero: Bool = false, next: [NextCommand] = [], notes: [Diagnostic] = [],
    runPath: String? = nil
  ) {
    self.header = header
    self.outcome = outcome
    self.reasons = reasons
    self.gates = gates
    self.suites = suites
    self.totals = totals
    self.exitZero = exitZero
    self.next = next
    self.notes = notes
    self.runPath = runPath
  }
}

/// A command worth running next.
public struct NextCommand: Hashable, Sendable {
  public var purpose: String
  public var command: String
  /// Said in brackets behind it.
  public var remark: String?

  public init(purpose: String, command: String, remark: String? = nil) {
    self.purpose = purpose
    self.command = command
    self.remark = remark
  }
}
