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
  func masked(_ report: Report) -> Report {
    policies.isEmpty ? report : report.mappingTexts { text in policies.reduce(text) { $1.masked($0) } }
  }
}
