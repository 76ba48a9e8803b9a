import EvalGateCore

/// From outcomes to a verdict: the part that `run`, `gate` and `merge` have in common. Asks no model.
struct Gating: Sendable {
  let workspace: Workspace
  let base: Base
  let gates: [GateRule]
  /// The suites that were run, each with the cases it was to answer.
  let suites: [(suite: Suite, planned: [CaseHeader])]
  /// Whether every suite of the project is among them.
  let isEverything: Bool
  /// Whether recordings need the base's permission.
  var isCI = Host.isCI

  func verdict(
    header: RunHeader, results: RunResults, isComplete: Bool, interruption: String?
  ) async throws -> GateVerdict {
    var evidences: [SuiteEvidence] = []
    var gathering = EvidenceGathering(base: base, isCI: isCI)
    // Two runs set beside one another are meant as they are.
    let isBesideRun = if case .run = base.place { true } else { false }
    if !isBesideRun, gates.contains(where: \.bound.comparesWithBaseline) {
      gathering.attempts = EarlierAttempts(workspace: workspace, header: header)
    }
    for (suite, planned) in suites {
      let (evidence, note) = await gathering.evidence(
        for: suite, outcomes: results.outcomes.cases(of: suite.name), planned: planned,
        tuple: header.tuples.first { $0.suite == suite.name } ?? suite.tuple)
      evidences.append(evidence)
      if let note { workspace.say([note]) }
      if let note = evidence.attemptsNote { workspace.say([note]) }
    }
    let names = Set(evidences.map(\.name))
    // A gate of a suite that was not selected says nothing about this run.
    let outcomes = GateEvaluator(
      gates: gates.filter { gate in gate.suite.map(names.contains) ?? true }.withAnchors(of: evidences),
      suites: evidences, isComplete: isComplete
    ).outcomes().filter { !$0.suites.isEmpty || isEverything }
    return GateVerdict(
      gates: outcomes, suites: evidences,
      slices: Dictionary(
        suites.map { ($0.suite.name, $0.suite.evalset.slices) }, uniquingKeysWith: { first, _ in first }),
      places: Dictionary(suites.map { ($0.suite.name, $0.suite.places) }, uniquingKeysWith: { first, _ in first }),
      planned: header.plannedBySuite, results: results,
      run: RunVerdict(outcomes, isComplete: isComplete, interruption: interruption))
  }
}

/// A verdict with what it was made from.
struct GateVerdict: Sendable {
  let gates: [GateOutcome]
  let suites: [SuiteEvidence]
  let slices: [String: [Slice]]
  let places: [String: SuitePlaces]
  let planned: [String: Int]
  let results: RunResults
  let run: RunVerdict

  func report(header: RunHeader, outcome: RunOutcome, elapsedBySuite: [String: Double] = [:]) -> Report {
    var material = Report.Material(
      header: header, suites: suites, slices: slices, gates: gates, results: results, planned: planned,
      elapsedBySuite: elapsedBySuite, outcome: outcome, reasons: run.reasons)
    material.places = places
    return Report(material)
  }
}

extension Gating {
  init(workspace: Workspace, base: Base, project: Project, plan: Plan) {
    self.init(
      workspace: workspace, base: base, gates: project.gates,
      suites: plan.suites.indices.map { (plan.suites[$0], plan.headers(of: $0)) },
      isEverything: plan.selection.isEverything)
  }
}

extension Suite {
  /// Where a report may point to.
  fileprivate var places: SuitePlaces {
    SuitePlaces(
      prompt: prompt.location, policy: policy.flatMap { $0.program == nil ? $0.location : nil },
      evalset: evalset.location)
  }
}

extension Plan {
  /// The selected cases of a suite, each once and with its number of trials.
  func headers(of suite: Int) -> [CaseHeader] {
    var counts: [(caseIndex: Int, trials: Int)] = []
    for entry in entries where entry.suite == suite {
      if counts.last?.caseIndex == entry.caseIndex {
        counts[counts.count - 1].trials += 1
      } else {
        counts.append((entry.caseIndex, 1))
      }
    }
    return counts.map { suites[suite].evalset.cases.header(at: $0.caseIndex).with(trials: $0.trials) }
  }
}
