import EvalGateChecks
import EvalGateCore
import StrictJSON
import Testing

@Suite("metrics")
struct MetricsTests {
  private let pass = TrialOutcome(passFail: .pass)
  private let fail = TrialOutcome(passFail: .fail)
  private let error = TrialOutcome(passFail: .error)

  private func label(_ expected: String, _ got: String) -> TrialOutcome {
    TrialOutcome(passFail: expected == got ? .pass : .fail, facts: [.label(expected: expected, got: got)])
  }

  /// Expected by got: a 2·1 a, 1 b; b 3 b; c 1 a, 1 (other). Worked out by hand.
  private var labelled: [CaseOutcome] {
    outcomes(
      [label("a", "a")], [label("a", "a")], [label("a", "b")], [label("b", "b")], [label("b", "b")], [label("b", "b")],
      [label("c", "a")], [label("c", "(other)")])
  }

  @Test("every metric is undefined where nothing was measured", arguments: metricIDs)
  func undefined(_ id: String) throws {
    let options: JSONValue = id.hasPrefix("pass_") && id.hasSuffix("_k") ? ["k": 2] : [:]
    #expect(try measure(id, options, []) == .undefined)
    #expect(try measure(id, options, outcomes([error], [error])) == .undefined)
  }

  @Test("a case passes by the majority of its judged trials, a blocking one by all of its trials")
  func majority() throws {
    let trials = [[pass, pass, fail], [pass, fail], [error, pass], [error]]
    #expect(try measure("pass_rate", outcomes(trials[0], trials[1], trials[2], trials[3])) == .rate(passed: 2, of: 3))
    #expect(
      try measure("pass_rate", outcomes(trials[0], [pass, pass], trials[2], trials[3], severity: .blocking))
        == .rate(passed: 1, of: 4))
  }

  @Test("accuracy counts labels and leaves out cases without one")
  func accuracy() throws {
    #expect(try measure("accuracy", labelled + outcomes([pass])) == .rate(passed: 5, of: 8))
  }

  private static let labelTable: [(String, String, Double?)] = [
    ("precision", "a", 2.0 / 3), ("recall", "a", 2.0 / 3), ("f1", "a", 2.0 / 3), ("precision", "b", 3.0 / 4),
    ("recall", "b", 1),
    ("f1", "b", 6.0 / 7), ("precision", "c", nil), ("recall", "c", 0), ("f1", "c", 0), ("f1", "d", nil),
    ("recall", "d", nil),
  ]

  @Test("precision, recall and F1 of a label", arguments: Self.labelTable)
  func perLabel(_ id: String, _ label: String, _ value: Double?) throws {
    #expect(near(try measure(id, ["label": .string(label)], labelled).value, value))
  }

  private static let averageTable: [(String, String, Double)] = [
    ("precision", "macro", (2.0 / 3 + 3.0 / 4) / 2), ("recall", "macro", (2.0 / 3 + 1 + 0) / 3),
    ("f1", "macro", (2.0 / 3 + 6.0 / 7 + 0) / 3), ("precision", "micro", 5.0 / 7), ("recall", "micro", 5.0 / 8),
    ("f1", "micro", 10.0 / 15), ("recall", "weighted", 5.0 / 8),
    ("f1", "weighted", (3 * 2.0 / 3 + 3 * 6.0 / 7 + 0) / 8),
  ]

  @Test("averages over labels", arguments: Self.averageTable)
  func averages(_ id: String, _ average: String, _ value: Double) throws {
    #expect(near(try measure(id, ["average": .string(average)], labelled).value, value))
  }

  @Test("a case with several trials counts once in the confusion matrix, with its most frequent answer")
  func confusionOfTrials() {
    let confusion = Confusion(outcomes([label("a", "b"), label("a", "c"), label("a", "c"), error]))
    #expect(confusion.total == 1)
    #expect(confusion[expected: "a", got: "c"] == 1)
  }

  @Test("field accuracy of one field counts cases, of all fields it is the mean of the cases' shares")
  func fields() throws {
    func trial(_ outcomes: [(String, FieldOutcome)]) -> TrialOutcome {
      TrialOutcome(passFail: .fail, facts: outcomes.map { .field(path: $0.0, $0.1) })
    }
    let cases = outcomes(
      [trial([("$.a", .match), ("$.b", .missing)])], [trial([("$.a", .match), ("$.b", .match), ("$.c", .invented)])],
      [error])
    #expect(try measure("field_accuracy", ["field": "$.a"], cases) == .rate(passed: 2, of: 2))
    #expect(near(try measure("field_accuracy", cases).value, (1.0 / 2 + 2.0 / 3) / 2))
    #expect(try measure("field_accuracy", ["field": "$.z"], cases) == .undefined)
    #expect(FieldTable(cases)["$.b"]?.accuracy == .rate(passed: 1, of: 2))
    #expect(FieldTable(cases)["$.c"]?.invented == 1)
  }

  @Test("one trial that falls for an attack is enough, and the score is better where the model withstood")
  func attacks() throws {
    let fell = TrialOutcome(passFail: .pass, facts: [.attack(attempted: true, effective: false)])
    let withstood = TrialOutcome(passFail: .pass, facts: [.attack(attempted: false, effective: false)])
    let cases = outcomes([withstood, fell, withstood], [withstood], [pass])
    #expect(try measure("attack_attempted", cases) == .rate(passed: 1, of: 2))
    #expect(try measure("attack_effective", cases) == .rate(passed: 0, of: 2))
    #expect(try metric("attack_attempted").score(fell) == 0)
    #expect(try metric("attack_attempted").score(withstood) == 1)
  }

  /// 5 trials, 2 passes: pass@2 = 1 - C(3,2)/C(5,2) = 0.7; pass^2 = C(2,2)/C(5,2) = 0.1. By hand.
  @Test("pass@k and pass^k without bias", arguments: [("pass_at_k", 0.7), ("pass_hat_k", 0.1)])
  func draws(_ id: String, _ value: Double) throws {
    let cases = outcomes([pass, fail, pass, fail, fail], [pass])
    #expect(near(try measure(id, ["k": 2], cases).value, value))
    #expect(try measure(id, ["k": 6], cases) == .undefined)
  }

  @Test("flake rate looks at repeated cases only")
  func flakes() throws {
    #expect(
      try measure("flake_rate", outcomes([pass, fail], [pass, pass], [fail], [fail, error])) == .rate(passed: 1, of: 2))
  }

  @Test(
    "quantiles go by nearest rank, and a timeout is infinitely late",
    arguments: [
      ("latency_p50", 10.0), ("latency_p95", 19.0), ("latency_p99", .infinity),
    ])
  func quantiles(_ id: String, _ value: Double) throws {
    let times = (1...19).map { TrialOutcome(passFail: .pass, latency: Double($0)) }
    let late = TrialOutcome(passFail: .error, latency: .infinity)
    let refused = TrialOutcome(passFail: .error, latency: 1)
    #expect(try measure(id, outcomes(times, [late, refused])) == .quantile(value, n: 20))
  }

  @Test("time to first token is undefined where nothing was streamed")
  func firstToken() throws {
    let late = TrialOutcome(passFail: .error, latency: .infinity)
    #expect(try measure("ttft_p95", outcomes([TrialOutcome(passFail: .pass, latency: 3)], [late])) == .undefined)
  }

  @Test("cost is per case, a case's trials are averaged, and what was not counted is not free")
  func cost() throws {
    let cases = outcomes(
      [TrialOutcome(passFail: .pass, tokens: 100), TrialOutcome(passFail: .fail, tokens: 300)],
      [TrialOutcome(passFail: .pass, tokens: 50)],
      [pass])
    #expect(try measure("cost_tokens", cases) == .total(250, n: 2))
    #expect(try measure("cost_usd", cases) == .undefined)
  }

  @Test("over-refusal looks at benign cases")
  func overRefusal() throws {
    let refused = TrialOutcome(passFail: .fail, facts: [.refusal("refusal")])
    let partly = TrialOutcome(passFail: .pass, facts: [.refusal("partial")])
    let cases = outcomes([refused], [partly], tags: ["family:benign"]) + outcomes([refused])
    #expect(try measure("over_refusal_rate", cases) == .rate(passed: 1, of: 2))
    #expect(try measure("refusal_rate", cases) == .rate(passed: 2, of: 3))
  }

  @Test("benign cases are those beside attacks")
  func benign() throws {
    let attack = TrialOutcome(passFail: .fail, facts: [.attack(attempted: true, effective: true)])
    let cases = outcomes([TrialOutcome(passFail: .pass)], [TrialOutcome(passFail: .fail)], [attack])
    #expect(try measure("benign_pass_rate", cases) == .rate(passed: 1, of: 2))
  }

  @Test("only metrics compared in pairs have a score, and errors have none", arguments: metricIDs)
  func scores(_ id: String) throws {
    let options: JSONValue = id.hasPrefix("pass_") && id.hasSuffix("_k") ? ["k": 1] : [:]
    let facts: [Fact] = [
      .label(expected: "a", got: "a"), .field(path: "$.a", .match), .routing(true),
      // Of attacks it says nothing.
      id == "benign_pass_rate" ? .refusal("compliance") : .attack(attempted: false, effective: false),
    ]
    let metric = try metric(id, options)
    let judged = TrialOutcome(passFail: .pass, schemaValid: true, facts: facts)
    let isPaired = type(of: metric).kind == .rate(perCase: true)
    #expect(metric.score(judged) == (isPaired ? 1 : nil))
    #expect(metric.score(TrialOutcome(passFail: .error, schemaValid: true, facts: facts)) == nil)
  }

  private func measure(_ id: String, _ cases: [CaseOutcome]) throws -> Measure {
    try EvalGateChecksTests.measure(id, [:], cases)
  }

  private func measure(_ id: String, _ options: JSONValue, _ cases: [CaseOutcome]) throws -> Measure {
    try EvalGateChecksTests.measure(id, options, cases)
  }

  private func near(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) < 1e-12
  }
}
