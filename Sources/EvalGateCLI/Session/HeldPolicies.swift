import EvalGateCore
import Synchronization

/// Judges a change's answers once more by the base's policies, where the change has others. Of two decisions the stricter one
/// counts, so a policy that was loosened decides nothing about the change that loosens it.
///
/// What a policy was loosened for and no answer of the run shows makes no difference to the verdict, and is merely shown.
final class HeldPolicies: Sendable {
  private struct Pair {
    let suite: Suite
    let base: PolicySource?
    let positions: [String: Int]
  }

  private struct State {
    /// Of the answer that comes next, by its place in the plan.
    var opinions: [Int: [Opinion]] = [:]
    /// Cases that the base's policy lets through less of, by suite.
    var loosened: [String: Set<String>] = [:]
  }

  /// What the base's suites are decided by, for what of a run is shown: what a change takes out of a policy is no less of a secret.
  let sources: [PolicySource]
  private let pairs: [String: Pair]
  /// Suites whose policy at the base is a program: nothing of the base's decisions is known, so nothing can be held to them.
  private let unweighed: [(suite: Suite, base: PolicySource)]
  private let state = Mutex(State())

  /// - Parameter base: nil where there is nothing to be held to.
  init(_ suites: [Suite], base: Project?) {
    var pairs: [String: Pair] = [:]
    var unweighed: [(suite: Suite, base: PolicySource)] = []
    for suite in suites {
      guard let before = base?.suite(named: suite.name), let policy = before.policy,
        policy.digest != suite.policy?.digest
      else { continue }
      if policy.program == nil {
        pairs[suite.name] = Pair(suite: suite, base: policy, positions: suite.casePositions)
      } else {
        unweighed.append((suite, policy))
      }
    }
    sources = base?.suites.compactMap(\.policy) ?? []
    (self.pairs, self.unweighed) = (pairs, unweighed)
  }

  /// Why nothing can be decided of a suite; nil where its policies were weighed.
  func obstacle(_ suite: String) -> String? {
    guard let (_, policy) = unweighed.first(where: { $0.suite.name == suite }) else { return nil }
    return "the policy changed, and the base's, `\(policy.id)`, is a program that was not asked about these answers"
  }

  /// Whether answers of a suite are judged once more.
  func holds(_ suite: String) -> Bool { pairs[suite] != nil }

  func hear(_ opinion: Opinion) {
    guard !pairs.isEmpty else { return }
    state.withLock { $0.opinions[opinion.ordinal, default: []].append(opinion) }
  }

  /// The record as the base's policy decides; nil where the change's own decision stands.
  func held(_ record: CaseRecord, _ opinions: [Opinion]? = nil) throws -> CaseRecord? {
    guard !pairs.isEmpty else { return nil }
    let heard = state.withLock { $0.opinions.removeValue(forKey: record.ordinal) }
    guard record.arm == .head, record.candidate.failure == nil, let pair = pairs[record.suite],
      let position = pair.positions[record.caseID]
    else { return nil }
    let evalCase = try pair.suite.evalset.cases.evalCase(at: position)
    guard evalCase.digest == record.caseDigest,
      let stricter = pair.suite.stricter(
        record, of: evalCase, under: pair.base, opinions: opinions ?? heard ?? [], today: Host.today)
    else { return nil }
    state.withLock { _ = $0.loosened[record.suite, default: []].insert(record.caseID) }
    return stricter
  }

  /// What became of the policies, as far as the answers so far show it.
  var changes: [RuleChange] {
    let loosened = state.withLock { $0.loosened }
    var changes: [RuleChange] = []
    for (name, pair) in pairs.sorted(by: { $0.key < $1.key }) {
      let cases = loosened[name]?.count ?? 0
      changes.append(
        change(
          pair.suite, pair.base, cases > 0 ? .loosened : .tightened, cases > 0 ? .base : .head,
          cases > 0
            ? "lets through more in \(Format.count(cases, "case")) of \(name)"
            : "lets through no more in any case of \(name)"))
    }
    return changes
      + unweighed.map {
        change(
          $0.suite, $0.base, .loosened, .head,
          "the base's is a program and was not asked about these answers, so nothing is decided in \($0.suite.name)")
      }
  }

  private func change(
    _ suite: Suite, _ base: PolicySource?, _ direction: RuleChange.Direction, _ side: RuleChange.Side, _ note: String
  ) -> RuleChange {
    let same = base?.id == suite.policy?.id
    let name = { (policy: PolicySource?) in policy.map { same ? $0.version : "\($0.id) \($0.version)" } }
    return RuleChange(
      .policy, suite.policy?.id ?? base?.id ?? "", suite.policy == nil ? .removed : direction, from: name(base),
      to: name(suite.policy), decides: side, note: note, location: suite.policy?.location)
  }
}
