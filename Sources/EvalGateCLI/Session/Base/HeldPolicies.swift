import EvalGateCore
import Synchronization

/// Judges a change's answers once more by the base's policies, where the change has others. Of two decisions the stricter one
/// counts, so a policy that was loosened decides nothing about the change that loosens it. A blocking scenario has to hold under
/// both: what the change's own policy lets through is what ships, and the base's detectors see in it what the change's may look
/// for no more.
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
    /// Those of them that block and fail under the change's own policy.
    var failing: [String: Set<String>] = [:]
    /// What the base's policies saw in those and the change's let through, in the words of the policies.
    var missed: [String: Set<String>] = [:]
    /// Cases that only have to be served and that the base's policy lets through less of, which does not count.
    var served: [String: Set<String>] = [:]
    /// Cases that the change's own policy lets through less of.
    var tightened: [String: Set<String>] = [:]
  }

  /// What the base's suites are decided by, for what of a run is shown: what a change takes out of a policy is no less of a secret.
  let sources: [PolicySource]
  /// The base's suites: what a scenario planted that a change takes away may still be said.
  let suites: [Suite]
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
    self.suites = base?.suites ?? []
    sources = self.suites.compactMap(\.policy)
    (self.pairs, self.unweighed) = (pairs, unweighed)
  }

  /// Why nothing can be decided of a suite; nil where its policies were weighed.
  func obstacle(_ suite: String) -> String? {
    guard let (_, policy) = unweighed.first(where: { $0.suite.name == suite }) else { return nil }
    return "the policy changed, and the base's, `\(policy.id)`, is a program that was not asked about these answers"
  }

  /// Whether answers of any suite are judged once more.
  var holdAny: Bool { !pairs.isEmpty }
  /// Whether answers of a suite are judged once more.
  func holds(_ suite: String) -> Bool { pairs[suite] != nil }

  func hear(_ opinion: Opinion) {
    guard !pairs.isEmpty else { return }
    state.withLock { $0.opinions[opinion.ordinal, default: []].append(opinion) }
  }

  /// The record as it counts beside the base's policy; nil where the change's own decision stands: it is as strict, or it fails a
  /// blocking scenario by itself.
  func held(_ record: CaseRecord, _ opinions: [Opinion]? = nil) throws -> CaseRecord? {
    guard !pairs.isEmpty else { return nil }
    let heard = state.withLock { $0.opinions.removeValue(forKey: record.ordinal) }
    guard record.arm == .head, record.candidate.standing != nil, let pair = pairs[record.suite],
      let position = pair.positions[record.caseID]
    else { return nil }
    let evalCase = try pair.suite.evalset.cases.evalCase(at: position)
    guard evalCase.digest == record.caseDigest else { return nil }
    if pair.suite.serves(evalCase) {
      if pair.suite.letsMoreThrough(record, of: evalCase, than: pair.base, opinions: opinions ?? heard ?? []) {
        state.withLock { _ = $0.served[record.suite, default: []].insert(record.caseID) }
      }
      return nil
    }
    let weighed = pair.suite.weighed(
      record, of: evalCase, under: pair.base, opinions: opinions ?? heard ?? [], today: Host.today)
    guard weighed.stricter != .neither else { return nil }
    state.withLock { state in
      guard weighed.stricter == .other else {
        _ = state.tightened[record.suite, default: []].insert(record.caseID)
        return
      }
      state.loosened[record.suite, default: []].insert(record.caseID)
      if weighed.fails { state.failing[record.suite, default: []].insert(record.caseID) }
      state.missed[record.suite, default: []].formUnion(weighed.missed.map(\.rule))
    }
    return weighed.record
  }

  /// What became of the policies, as far as the answers so far show it.
  var changes: [RuleChange] {
    let seen = state.withLock { $0 }
    var changes: [RuleChange] = []
    for (name, pair) in pairs.sorted(by: { $0.key < $1.key }) {
      let loosened = seen.loosened[name]?.count ?? 0
      let failing = (seen.failing[name] ?? []).sorted()
      let missed = (seen.missed[name] ?? []).sorted()
      let tightened = !(seen.tightened[name] ?? []).isEmpty
      if loosened == 0, let served = seen.served[name]?.count {
        changes.append(
          change(
            pair.suite, pair.base, .loosened, .head,
            "lets through more in \(Format.count(served, "benign case")) of \(name), where the change's decides, and in no attack"
          ))
        continue
      }
      guard loosened > 0 else {
        changes.append(
          change(
            pair.suite, pair.base, tightened ? .tightened : .changed, .head,
            tightened ? "lets through no more in any case of \(name)" : "decides every case of \(name) as before"))
        continue
      }
      changes.append(
        change(
          pair.suite, pair.base, .loosened, .base,
          "lets through more in \(Format.count(loosened, "case")) of \(name)" + Self.consequence(failing, missed)))
    }
    return changes
      + unweighed.map {
        change(
          $0.suite, $0.base, .loosened, .head,
          "the base's is a program and was not asked about these answers, so nothing is decided in \($0.suite.name)")
      }
  }

  /// What follows for blocking scenarios, and what helps where one forbids more than is meant.
  private static func consequence(_ failing: [String], _ missed: [String]) -> String {
    guard !failing.isEmpty else { return "" }
    let fails = ", and \(listed(failing)) \(failing.count == 1 ? "fails" : "fail") under the change's policy"
    guard !missed.isEmpty else { return fails }
    return fails + ", which lets \(listed(missed)) through (where that is meant, edit or retire the scenario first, "
      + "in a change of its own)"
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(5).map { "`\($0)`" }.joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
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
