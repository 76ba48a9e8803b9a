/// How many answers of a suite followed the output schema, and why the others did not.
public struct SchemaSummary: Hashable, Sendable {
  public var passed: Int
  /// Answers with a verdict; those whose validation was given up have none.
  public var total: Int
  /// Answers by what first broke the schema: a keyword, a reason of strict JSON such as `trailing_comma` or `truncated`, or
  /// `no_output`. The commonest first.
  public var reasons: [Reason]
  /// The first answer in plan order that broke it: which case, and `path: message` as far as it is known.
  public var first: CaseFailure?
  /// Answers with numbers that a 64-bit float cannot hold, valid or not; nil where there are none.
  public var lossy: LossyNumbers?

  /// Numbers that other programs will read as other numbers.
  public struct LossyNumbers: Hashable, Sendable {
    /// How many answers have any.
    public var answers: Int
    /// How many numbers they have.
    public var numbers: Int
    /// The first case in plan order that has one.
    public var caseID: String
    /// Where in its answer, as a JSON Pointer.
    public var path: UntrustedText

    public init(answers: Int, numbers: Int, caseID: String, path: UntrustedText) {
      self.answers = answers
      self.numbers = numbers
      self.caseID = caseID
      self.path = path
    }
  }

  public struct Reason: Hashable, Sendable {
    public var name: String
    public var count: Int

    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  public init(
    passed: Int, total: Int, reasons: [Reason] = [], first: CaseFailure? = nil, lossy: LossyNumbers? = nil
  ) {
    self.passed = passed
    self.total = total
    self.reasons = reasons
    self.first = first
    self.lossy = lossy
  }

  /// Nil of cases without a verdict on a schema.
  init?(_ outcomes: [CaseOutcome], failures: [CaseFailure]) {
    var counts: [String: Int] = [:]
    var (passed, total) = (0, 0)
    var lossy: LossyNumbers?
    for outcome in outcomes {
      for trial in outcome.eachTrial where trial.passFail != .error {
        guard let isValid = trial.schemaValid else { continue }
        total += 1
        if isValid { passed += 1 } else { counts[trial.schemaReason ?? "schema", default: 0] += 1 }
        for case .lossyNumbers(let count, let path) in trial.facts {
          var sum =
            lossy ?? LossyNumbers(answers: 0, numbers: 0, caseID: outcome.id, path: UntrustedText(path))
          sum.answers += 1
          sum.numbers += count
          lossy = sum
        }
      }
    }
    guard total > 0 else { return nil }
    self.init(
      passed: passed, total: total,
      reasons: counts.map { Reason(name: $0.key, count: $0.value) }.sorted {
        ($1.count, $0.name) < ($0.count, $1.name)
      },
      first: failures.first { $0.check == "schema" }, lossy: lossy)
  }
}
