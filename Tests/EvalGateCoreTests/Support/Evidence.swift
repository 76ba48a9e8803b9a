import EvalGateCore

let place = SourceLocation(path: "evalsets/s/cases.jsonl", line: 3)
let noDigest = Digest(of: "".utf8)

extension TrialOutcome {
  static let pass = TrialOutcome(passFail: .pass)
  static let fail = TrialOutcome(passFail: .fail)
  static let error = TrialOutcome(passFail: .error)
  static let waivedFail = TrialOutcome(passFail: .fail, waived: true)
  static let timeout = TrialOutcome(passFail: .error, latency: .infinity)

  static func took(_ milliseconds: Double) -> TrialOutcome { TrialOutcome(passFail: .pass, latency: milliseconds) }
  static func used(_ tokens: Int) -> TrialOutcome { TrialOutcome(passFail: .pass, tokens: tokens) }
  static func label(_ expected: String, _ got: String, waived: Bool = false) -> TrialOutcome {
    TrialOutcome(
      passFail: expected == got ? .pass : .fail, facts: [.label(expected: expected, got: got)], waived: waived)
  }
  static func attack(effective: Bool) -> TrialOutcome {
    TrialOutcome(passFail: effective ? .fail : .pass, facts: [.attack(attempted: true, effective: effective)])
  }
}

func outcome(
  _ id: String, _ trials: [TrialOutcome], tags: [String] = [], severity: Severity? = nil, cluster: String? = nil,
  digest: String = "", checks: String = ""
) -> CaseOutcome {
  CaseOutcome(
    id: id, digest: Digest(of: digest.utf8), checksDigest: Digest(of: checks.utf8), tags: tags, severity: severity,
    cluster: cluster, location: place, trials: trials)
}

/// One case for each trial, `c0`, `c1`, …
func singles(
  _ trials: [TrialOutcome], tags: [String] = [], severity: Severity? = nil, first: Int = 0
) -> [CaseOutcome] {
  trials.enumerated().map { outcome("c\($0.offset + first)", [$0.element], tags: tags, severity: severity) }
}

func many(_ count: Int, _ trial: TrialOutcome) -> [TrialOutcome] { Array(repeating: trial, count: count) }

func header(_ outcome: CaseOutcome) -> CaseHeader {
  CaseHeader(
    id: outcome.id, digest: outcome.digest, checksDigest: outcome.checksDigest, location: place, tags: outcome.tags,
    severity: outcome.severity, trials: nil, cluster: outcome.cluster)
}

func baseline(_ cases: [CaseOutcome], suite: String = "s", tuple: RunTuple? = nil) -> Baseline {
  Baseline(suite: suite, tuple: tuple ?? RunTuple(suite: suite), reason: "test", runs: [], cases: cases)
}

func comparison(_ before: [CaseOutcome], _ after: [CaseOutcome], isSafety: Bool = false) -> Comparison {
  Comparison(
    suite: "s", outcomes: after, tuple: RunTuple(suite: "s"), baseline: baseline(before), isSafety: isSafety)
}

extension SuiteEvidence {
  /// What a complete run of the outcomes' cases brought.
  init(
    _ outcomes: [CaseOutcome], name: String = "s", isSafety: Bool = false, hasSchema: Bool = false,
    maxMissing: Double = 0.02, planned: [CaseHeader]? = nil, base: Base = .new("no baseline yet"),
    inadmissible: String? = nil
  ) {
    self.init(
      name: name, isSafety: isSafety, hasSchema: hasSchema, maxMissing: maxMissing,
      planned: planned ?? outcomes.map(header), outcomes: outcomes, base: base, inadmissible: inadmissible)
  }

  init(_ before: [CaseOutcome], _ after: [CaseOutcome], name: String = "s", maxMissing: Double = 0.02) {
    self.init(after, name: name, maxMissing: maxMissing, base: .stored(comparison(before, after)))
  }
}

/// Single runs whose table is given, ids the same on both sides.
func paired(both: Int = 0, broke: Int = 0, fixed: Int = 0, neither: Int = 0, name: String = "s") -> SuiteEvidence {
  let before = singles(many(both, .pass) + many(broke, .pass) + many(fixed, .fail) + many(neither, .fail))
  let after = singles(many(both, .pass) + many(broke, .fail) + many(fixed, .pass) + many(neither, .fail))
  return SuiteEvidence(before, after, name: name)
}

func rule(
  _ bound: Bound, metric: CompiledMetric = PassRate.compiled, name: String = "gate", suite: String? = nil,
  filter: CaseFilter = CaseFilter(), decide: Decide? = nil, margin: Double? = nil, minDrop: Double? = nil,
  minCases: Int? = nil,
  waivers: Bool = true, blocks: Bool = true, onUnproven: OnUnproven = .show
) -> GateRule {
  GateRule(
    name: name, metric: metric, suite: suite, filter: filter, bound: bound, decide: decide, margin: margin,
    minDrop: minDrop,
    minCases: minCases, waiversAllowed: waivers, blocks: blocks, onUnproven: onUnproven)
}

func atLeast(_ value: Double) -> Bound { .atLeast(.value(Quantity(value, .percent))) }
func atMost(_ value: Double) -> Bound { .atMost(.value(Quantity(value))) }
func exactly(_ value: Double) -> Bound { .exactly(.value(Quantity(value, .percent))) }
let noLowerThanBaseline = Bound.atLeast(.baseline(plus: 0))

/// The outcome of one gate.
func weigh(_ gate: GateRule, _ suites: SuiteEvidence..., isComplete: Bool = true) -> GateOutcome {
  weigh([gate], suites, isComplete: isComplete)[0]
}

func weigh(_ gates: [GateRule], _ suites: [SuiteEvidence], isComplete: Bool = true) -> [GateOutcome] {
  GateEvaluator(gates: gates, suites: suites, isComplete: isComplete).outcomes()
}

func verdict(_ gate: GateRule, _ suites: SuiteEvidence..., isComplete: Bool = true) -> Verdict {
  weigh([gate], suites, isComplete: isComplete)[0].verdict
}

func near(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-12) -> Bool {
  guard let a else { return false }
  return abs(a - b) <= tolerance
}
