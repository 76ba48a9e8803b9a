import EvalGateCore
import EvalGatePolicy
import Synchronization

/// The tokens that the scenarios of a run plant, hidden in texts that are shown.
///
/// The scenarios are read when the first text comes: most runs that only check files or list cases show none.
final class PlantedCanaries: Sendable {
  private let suites: [Suite]
  /// By suite, of the set that the run was made of where that may be another than today's.
  private let versions: [String: String]
  private let mask = Mutex<CanaryMask?>(nil)

  /// - Parameter base: suites of the base, whose sets are read too where they are others.
  init(_ suites: [Suite], of tuples: [RunTuple] = [], and base: [Suite] = []) {
    let own = suites.filter { $0.evalset.kind == .safety }
    let known = Set(own.map(\.evalset.digest))
    self.suites = own + base.filter { $0.evalset.kind == .safety && !known.contains($0.evalset.digest) }
    versions = Dictionary(
      tuples.compactMap { tuple in tuple.evalset.map { (tuple.suite, $0.version) } },
      uniquingKeysWith: { first, _ in first })
  }

  func masked(_ text: String) -> String {
    guard !suites.isEmpty else { return text }
    let mask = mask.withLock { mask in
      let made = mask ?? CanaryMask(suites.flatMap(tokens))
      mask = made
      return made
    }
    return mask.masked(text)
  }

  /// A case that cannot be read again plants none that could be shown.
  private func tokens(of suite: Suite) -> [String] {
    let evalset = suite.evalset
    return (0..<evalset.cases.count).flatMap { index -> [String] in
      guard let evalCase = try? evalset.cases.evalCase(at: index) else { return [] }
      let planted = Canary.planted(by: evalCase.setup)
      guard let version = versions[suite.name], version != evalset.version else { return planted.map(\.token) }
      // Derived ones move with the version of the set.
      let seed = Canary.seed(set: evalset.id, version: version)
      return planted.flatMap { [$0] + Canary.derive(seed: seed, scenario: evalCase.id, field: $0.field) }.map(\.token)
    }
  }
}
