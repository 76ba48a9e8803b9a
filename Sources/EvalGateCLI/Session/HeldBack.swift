import EvalGateCore
import EvalGatePolicy

/// What the policies of a run stop, what its scenarios plant, and what looks like anybody's secret, kept out of everything that is
/// made to be shared: reports, comments, the terminal, baselines, rows for a warehouse.
struct HeldBack: Sendable {
  private let policies: [RulePolicy]
  private let canaries: PlantedCanaries
  /// Whether a policy of the run is not here, so that nobody knows what it would have stopped.
  private let isBlind: Bool

  /// Nothing of a policy is held back.
  static let nothing = HeldBack([])

  init(_ suites: [Suite]) { self.init(suites, PlantedCanaries(suites), isBlind: false) }

  /// - Parameter header: of a run that may have been made under policies that none of the suites has any more.
  init(_ suites: [Suite], of header: RunHeader) {
    let known = Set(suites.filter { $0.policy != nil }.map(\.name))
    self.init(
      suites, PlantedCanaries(suites, of: header),
      isBlind: header.tuples.contains { $0.policy != nil && !known.contains($0.suite) })
  }

  private init(_ suites: [Suite], _ canaries: PlantedCanaries, isBlind: Bool) {
    self.canaries = canaries
    var policies: [String: RulePolicy] = [:]
    for source in suites.compactMap(\.policy) {
      guard case .rules(let rules) = source.kind, let policy = rules as? RulePolicy, policy.holdsBack else { continue }
      policies[source.location.path] = policy
    }
    self.policies = policies.sorted { $0.key < $1.key }.map(\.value)
    self.isBlind = isBlind
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

  func masked(_ text: String) -> String {
    if isBlind { return "(not shown: the policy of the run is not in this project)" }
    return SecretTraces.masked(canaries.masked(policies.reduce(text) { $1.masked($0) }))
  }
}
