import EvalGateCore

/// From outcomes to a verdict: the part that `run`, `gate` and `diff` have in common. Asks no model.
struct Gating: Sendable {
  let base: Base
  /// The rules that decide.
  let rules: Rulebook
  /// The suites that were run, each with the cases it was to answer and what stands against it.
  var suites: [Contest]
  /// Whether every suite of the project is among them.
  var isEverything: Bool
  /// Whether recordings need the base's permission.
  var isCI = Host.isCI
  /// Results of cases that were not asked.
  var carrying = Carrying()
  var confirming = ConfirmSettings()
  /// Earlier runs of this machine, as far as they were looked at.
  let kept: KeptRuns
  /// Why the run cannot pass, whatever its gates say.
  var obstacles: [String] = []

  /// A suite with what it is compared with.
  struct Contest: Sendable {
    let suite: Suite
    var planned: [CaseHeader]
    var opponent: Opponent
    /// Ids that the base arm was to answer.
    var asked: Set<String> = []
    /// Of the run that is looked at; nil for the one that its tuple gives.
    var seed: UInt64?
    /// Where a suite stands that may stop early.
    var progress: EarlyProgress?
  }

  func verdict(
    header: RunHeader, results: RunResults, isComplete: Bool, interruption: String?
  ) -> GateVerdict {
    let evaluator = evaluator(header, results, isComplete)
    let weighed = evaluator.decide()
    let outcomes = weighed.outcomes.filter { !$0.suites.isEmpty || isEverything }
    return GateVerdict(
      gates: outcomes, demands: weighed.demands, suites: evaluator.suites,
      slices: Dictionary(
        suites.map { ($0.suite.name, $0.suite.evalset.slices) }, uniquingKeysWith: { first, _ in first }),
      places: Dictionary(suites.map { ($0.suite.name, $0.suite.places) }, uniquingKeysWith: { first, _ in first }),
      sets: Dictionary(suites.map { ($0.suite.name, $0.suite.evalset) }, uniquingKeysWith: { first, _ in first }),
      planned: header.plannedBySuite, results: results,
      heldBack: HeldBack(
        suites.map(\.suite), of: header.tuples, and: rules.policies),
      rules: rules.changes,
      accepted: suites.compactMap(\.opponent.accepted),
      askedOnceMore: rules.askedOnceMore,
      unforgiving: gates.filter { gate in
        !gate.waiversAllowed
          && outcomes.contains { $0.name == gate.name && ($0.verdict == .block || $0.verdict == .undecided) }
      },
      run: RunVerdict(
        outcomes, isComplete: isComplete, interruption: interruption,
        obstacles: ([base.obstacle].compactMap(\.self) + obstacles + suites.flatMap(\.opponent.obstacles)).eachOnce))
  }

  /// What has to be said beside a verdict: earlier attempts that count, answers that passed although they were
  /// cut off, and flags that had nothing to do.
  func notes(_ verdict: GateVerdict) -> [Diagnostic] {
    verdict.suites.attemptsNotes + verdict.results.cutOff.map(\.note)
      + suites.compactMap { unwatched($0, verdict) }
  }

  /// That `--sentinels` was given and no case of a suite was asked for it, and why.
  private func unwatched(_ contest: Contest, _ verdict: GateVerdict) -> Diagnostic? {
    let name = contest.suite.name
    guard let wanted = confirming.sentinels, wanted > 0, let suite = verdict.suites.first(where: { $0.name == name }),
      !verdict.gates.flatMap(\.evidence).contains(where: { $0.watches(name) })
    else { return nil }
    let why =
      switch (suite.base, contest.opponent.ability) {
      case (.stored, .sameVersion):
        "both sides are one version, so all of its cases were held against what is stored of it"
      case (_, .unclear(let why)), (.stored, .impossible(let why)), (.new(let why), _), (.unavailable(let why), _): why
      case (.stored, _):
        gates.contains { $0.bound == .noWorseThanBaseline && ($0.suite ?? name) == name }
          ? "nothing that is stored of the base was compared" : "no gate says `no_worse_than: baseline` of it"
      }
    return .noEffect("--sentinels asked nothing of \(name): \(why)")
  }

  private var gates: [GateRule] { rules.project.gates }

  /// What a suite on its way needs to go on, and whether enough is known to stop it.
  func look(at suite: String, _ header: RunHeader, _ results: RunResults) -> (demands: [FreshDemand], stops: Bool) {
    evaluator(header, results, false).look(at: suite)
  }

  private func evaluator(_ header: RunHeader, _ results: RunResults, _ isComplete: Bool) -> GateEvaluator {
    var gathering = EvidenceGathering(base: base, isCI: isCI, policies: rules.policies)
    gathering.displaced = rules.displaced
    gathering.selection = header.selection
    // Two runs set beside one another are meant as they are.
    let isBesideRun = if case .run = base.place { true } else { false }
    if !isBesideRun {
      gathering.attempts = EarlierAttempts(
        workspace: base.workspace, header: header, kept: kept, policies: rules.policies)
    }
    var evidences = suites.map { contest in
      let name = contest.suite.name
      let tuple = header.tuples.first { $0.suite == name } ?? contest.suite.tuple
      var evidence = gathering.evidence(
        for: contest.suite,
        EvidenceGathering.Results(
          outcomes: carrying.joined(results.outcomes.cases(of: name), of: name),
          carried: carrying.parts[name]?.carried,
          own: contest.opponent.isAccepted ? results.own?.cases(of: name) : nil,
          sideBySide: results.outcomes.cases(of: name, arm: .base),
          fresh: results.confirmations,
          planned: carrying.parts[name].map(\.suite.headers) ?? contest.planned, asked: contest.asked, tuple: tuple,
          seed: contest.seed ?? SuiteConfirmation.seed(of: tuple), progress: contest.progress),
        against: contest.opponent, confirming)
      evidence.dropped = (rules.dropped[name] ?? []).filter(header.selection.accepts)
      if let before = base.project?.suite(named: name) {
        evidence.isConductedAlike = before.route.conduct == contest.suite.route.conduct
      }
      evidence.turnover = (rules.turnovers[name] ?? Turnover()).of(header.selection.accepts)
      return evidence
    }
    if isEverything { evidences += rules.gone.map { SuiteEvidence($0, since: base.reference) } }
    let names = Set(evidences.map(\.name))
    // A gate of a suite that was not selected says nothing about this run.
    return GateEvaluator(
      gates: gates.filter { gate in gate.suite.map(names.contains) ?? true }.withAnchors(of: evidences),
      suites: evidences, isComplete: isComplete)
  }
}

extension [String] {
  /// Without what was said before.
  fileprivate var eachOnce: [String] {
    var said: Set<String> = []
    return filter { said.insert($0).inserted }
  }
}

extension Evidence {
  /// Whether it says of a suite that random cases were asked again.
  fileprivate func watches(_ suite: String) -> Bool {
    switch self {
    case .sentinels(let sentinels): sentinels.suite == suite
    case .unconfirmed(let why): why.hasPrefix("whether the baseline moved")
    default: false
    }
  }
}

/// A verdict with what it was made from.
struct GateVerdict: Sendable {
  let gates: [GateOutcome]
  /// Fresh generations that are needed before more can be said.
  let demands: [FreshDemand]
  let suites: [SuiteEvidence]
  let slices: [String: [Slice]]
  let places: [String: SuitePlaces]
  /// By suite.
  let sets: [String: Evalset]
  let planned: [String: Int]
  let results: RunResults
  let heldBack: HeldBack
  let rules: [RuleChange]
  let accepted: [AcceptedHere]
  /// Names of suites that the change takes away.
  let askedOnceMore: Set<String>
  /// Gates that failed and take no waiver.
  let unforgiving: [GateRule]
  let run: RunVerdict

  func report(header: RunHeader, outcome: RunOutcome, elapsedBySuite: [String: Double] = [:]) -> Report {
    var material = Report.Material(
      header: header, suites: suites, slices: slices, gates: gates, results: results, planned: planned,
      elapsedBySuite: elapsedBySuite, outcome: outcome, reasons: run.reasons)
    material.places = places
    material.retired = sets.mapValues(\.retired)
    material.unforgiving = unforgiving
    var report = Report(material)
    (report.rules, report.accepted) = (rules, accepted)
    report.labels = ScenarioLabels(of: sets)
    return heldBack.masked(report)
  }
}

extension Project {
  /// Whether any gate holds a suite against the baseline, so that it is worth asking the base version.
  func compares(_ suite: Suite) -> Bool {
    gates.contains { $0.bound.comparesWithBaseline && ($0.suite ?? suite.name) == suite.name }
  }
}

extension SuiteEvidence {
  /// A suite that the change takes away: all of its cases are missing.
  fileprivate init(_ gone: GoneSuite, since base: BaseReference?) {
    let suite = gone.suite
    let cases = suite.evalset.cases
    let why = "removed since \(base?.text ?? "the base"): \(gone.why)"
    self.init(
      name: suite.name, isSafety: suite.evalset.kind == .safety, hasSchema: suite.prompt.outputSchema != nil,
      maxMissing: 0, planned: (0..<cases.count).map { cases.header(at: $0) }, outcomes: [],
      base: .unavailable(why), inadmissible: why)
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
  /// Calls that may be in flight at once.
  var mostAtOnce: Int { suites.map(\.route.mostAtOnce).max() ?? 1 }

  /// Ids of the cases that a suite's base arm is asked in the run itself.
  func asked(of suite: Int) -> Set<String> {
    Set(
      entries.lazy.filter { $0.suite == suite && $0.arm == .base }.map {
        suites[suite].evalset.cases.header(at: $0.caseIndex).id
      })
  }
}
