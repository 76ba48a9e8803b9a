import EvalGateCore
import EvalGatePolicy
import StrictJSON

extension ScenarioLabels {
  /// What the scenarios of safety sets say of themselves, by suite.
  ///
  /// A case that cannot be read any more goes without: what it is called decides nothing, and what was asked of it is recorded.
  init(of sets: [String: Evalset]) {
    var facts: [String: [String: JSONObject]] = [:]
    for (suite, set) in sets where set.kind == .safety {
      for index in 0..<set.cases.count {
        guard let evalCase = try? set.cases.evalCase(at: index) else { continue }
        facts[suite, default: [:]][evalCase.id] = evalCase.facts
      }
    }
    self.init(facts: facts, frameworks: SecurityFrameworks.used(in: facts.values.flatMap(\.values)))
  }
}
