import EvalGateCore
import EvalGatePolicy
import EvalGateProviders

/// What the policies of a run stop, what its scenarios plant, and what looks like anybody's secret, kept out of everything that is
/// made to be shared: reports, comments, the terminal, baselines, rows for a warehouse.
struct HeldBack: Sendable {
  private let policies: [RulePolicy]
  private let canaries: PlantedCanaries
  /// Whether a policy of the run is not here, so that nobody knows what it would have stopped.
  private let isBlind: Bool

  /// Nothing of a policy is held back.
  static let nothing = HeldBack([])

  /// - Parameters:
  ///   - tuples: what made a run, which may be policies that are not as they were: somebody may have taken out of one what the run
  ///     was to hold back.
  ///   - held: what a change is held to: a policy that decides beside its own, and scenarios that it may have taken away, are no less
  ///     of a secret.
  init(_ suites: [Suite], of tuples: [RunTuple] = [], and held: HeldPolicies? = nil) {
    canaries = PlantedCanaries(suites, of: tuples, and: held?.suites ?? [])
    let sources = suites.compactMap(\.policy) + (held?.sources ?? [])
    let known = Set(sources.map(\.digest))
    // What a program decides it keeps to itself, whichever of its revisions it was.
    let programs = Set(sources.filter { $0.program != nil }.map(\.id))
    isBlind = tuples.contains { tuple in
      tuple.policy.map { !known.contains($0.digest) && !programs.contains($0.id) } ?? false
    }
    var policies: [(place: String, policy: RulePolicy)] = []
    var seen: Set<Digest> = []
    for source in sources where seen.insert(source.digest).inserted {
      guard case .rules(let rules) = source.kind, let policy = rules as? RulePolicy, policy.holdsBack else { continue }
      policies.append((source.location.path, policy))
    }
    self.policies = policies.sorted { $0.place < $1.place }.map(\.policy)
  }

  /// The report with every text of a model masked where a policy would stop what stands there. What failing cases say of themselves
  /// was masked before it was cut, when they were counted.
  func masked(_ report: Report) -> Report { report.mappingTexts(sparingFailures: true) { masked($0) } }

  func masked(_ outcome: CaseOutcome) -> CaseOutcome { outcome.mappingTexts { masked($0) } }

  func masked(_ baseline: Baseline) -> Baseline {
    var baseline = baseline
    baseline.cases = baseline.cases.map { masked($0) }
    let models = baseline.tuple.route?.reportedModels ?? []
    baseline.tuple.route?.reportedModels = models.map { masked($0) }
    return baseline
  }

  /// A problem with a program, which quotes what it wrote.
  func masked(_ error: any Error) -> any Error {
    guard var problem = error as? Diagnostic, problem.code == .program else { return error }
    problem.message = masked(problem.message)
    return problem
  }

  func masked(_ text: String) -> String {
    if isBlind { return "(not shown: the policy of the run is not in this project)" }
    return SecretTraces.masked(canaries.masked(policies.reduce(text) { $1.masked($0) }))
  }
}
