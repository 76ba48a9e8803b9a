import EvalGateCore
import EvalGatePolicy

/// What the policies of a run stop, kept out of everything that is made to be shared: reports, comments, the terminal.
struct HeldBack: Sendable {
  private let policies: [RulePolicy]

  init(_ suites: [Suite]) {
    var policies: [String: RulePolicy] = [:]
    for source in suites.compactMap(\.policy) {
      guard case .rules(let rules) = source.kind, let policy = rules as? RulePolicy, policy.holdsBack else { continue }
      policies[source.location.path] = policy
    }
    self.policies = policies.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The report with every text of a model masked where a policy would stop what stands there.
  func masked(_ report: Report) -> Report { policies.isEmpty ? report : report.mappingTexts { text($0) } }

  func masked(_ outcome: CaseOutcome) -> CaseOutcome {
    policies.isEmpty ? outcome : outcome.mappingTexts { text($0) }
  }

  func masked(_ failure: CaseFailure) -> CaseFailure {
    policies.isEmpty ? failure : failure.mappingTexts { text($0) }
  }

  /// For somebody to look at; what is accepted is kept as it is.
  func masked(_ baseline: Baseline) -> Baseline {
    var baseline = baseline
    baseline.cases = baseline.cases.map { masked($0) }
    return baseline
  }

  private func text(_ text: String) -> String { policies.reduce(text) { $1.masked($0) } }
}
