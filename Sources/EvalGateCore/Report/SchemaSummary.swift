/// How many answers of a suite followed the output schema, and why the others did not.
public struct SchemaSummary: Hashable, Sendable {
  public var passed: Int
  /// Answers with a verdict; those whose validation was given up have none.
  public var total: Int
  /// Answers by what first broke the schema: a keyword, `json`, `truncated` or `no_output`. The commonest first.
  public var reasons: [Reason]
  /// The first answer in plan order that broke it: which case, and `path: message` as far as it is known.
  public var first: CaseFailure?

  public struct Reason: Hashable, Sendable {
    public var name: String
    public var count: Int

    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  public init(passed: Int, total: Int, reasons: [Reason] = [], first: CaseFailure? = nil) {
    self.passed = passed
    self.total = total
    self.reasons = reasons
    self.first = first
  }

  /// Nil of trials without a verdict on a schema.
  init?(_ trials: some Sequence<TrialOutcome>, failures: [CaseFailure]) {
    var counts: [String: Int] = [:]
    var (passed, total) = (0, 0)
    for trial in trials where trial.passFail != .error {
      guard let isValid = trial.schemaValid else { continue }
      total += 1
      if isValid { passed += 1 } else { counts[trial.schemaReason ?? "schema", default: 0] += 1 }
    }
    guard total > 0 else { return nil }
    self.init(
      passed: passed, total: total,
      reasons: counts.map { Reason(name: $0.key, count: $0.value) }.sorted {
        ($1.count, $0.name) < ($0.count, $1.name)
      },
      first: failures.first { $0.check == "schema" })
  }
}
