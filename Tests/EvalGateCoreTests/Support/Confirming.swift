import EvalGateCore

/// Fresh trials of cases, as each arm answered them in rounds 1, 2, …
struct Fresh {
  let id: String
  let base: [TrialOutcome]
  let head: [TrialOutcome]
  /// The round of the first of them.
  let first: Int

  init(_ id: String, base: [TrialOutcome], head: [TrialOutcome], first: Int = 1) {
    (self.id, self.base, self.head, self.first) = (id, base, head, first)
  }
}

extension FreshTrials {
  /// Trials 2, 3, … of cases that were asked once in the run itself.
  init(_ fresh: [Fresh], after outcomes: [CaseOutcome]) {
    var summaries: [TrialSummary] = []
    for one in fresh {
      for (arm, trials) in [(Arm.base, one.base), (.head, one.head)] {
        for (index, var trial) in trials.enumerated() {
          trial.trial = index + one.first + 1
          summaries.append(
            TrialSummary(ordinal: summaries.count, suite: "s", arm: arm, outcome: outcome(one.id, [trial])))
        }
      }
    }
    self.init(summaries, after: outcomes)
  }
}

/// A suite with a table of single runs, and what can be done about a drop.
func confirming(
  both: Int = 0, broke: Int = 0, fixed: Int = 0, neither: Int = 0, critical: Bool = false,
  ability: SuiteConfirmation.Ability = .possible, form: ConfirmForm = .fresh, usesFullRun: Bool? = nil,
  admitsRecordings: Bool = false, maxMissing: Double = 0.02, sentinels: Int = 0, added: Range<Int> = 0..<0,
  fresh: [Fresh] = [], name: String = "s"
) -> SuiteEvidence {
  let plain = paired(both: both, broke: broke, fixed: fixed, neither: neither)
  var base = plain.base
  if case .stored(var comparison) = base {
    comparison.added = added.map { "c\($0)" }
    base = .stored(comparison)
  }
  return SuiteEvidence(
    name: name, isSafety: false, hasSchema: false, maxMissing: maxMissing, planned: plain.planned,
    outcomes: plain.outcomes, base: base, isCritical: critical,
    confirmation: SuiteConfirmation(
      ability: ability, form: form, usesFullRun: usesFullRun ?? critical,
      fresh: FreshTrials(fresh, after: plain.outcomes), seed: 7, admitsRecordings: admitsRecordings,
      sentinels: sentinels))
}

/// The same fresh answers for cases `c<first>` on.
func fresh(_ cases: Range<Int>, base: [TrialOutcome], head: [TrialOutcome]) -> [Fresh] {
  cases.map { Fresh("c\($0)", base: base, head: head) }
}

func decide(_ gate: GateRule, _ suite: SuiteEvidence) -> (gate: GateOutcome, demands: [FreshDemand]) {
  let decided = GateEvaluator(gates: [gate], suites: [suite], isComplete: true).decide()
  return (decided.outcomes[0], decided.demands)
}
