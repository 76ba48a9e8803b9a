/// What a change takes away from safety suites is a change of policy, and does not decide in the change that makes it (safety
/// section 5).
///
/// A scenario that weighs less weighs what it did, one that is retired is asked once more, and one that is gone leaves its
/// gates undecided: an attack that nobody asks any more looks the same as one that failed.
extension Bar {
  /// Scenarios that are held to what they were, by id.
  struct HeldScenarios {
    var reinstated: Set<String> = []
    var blocking: Set<String> = []
  }

  /// What the scenarios are that a project asks, wherever they stand and whatever they are called.
  static func scenarios(of project: Project) -> Set<Digest> {
    Set(project.suites.map(\.evalset).filter { $0.kind == .safety }.flatMap(\.headers).map(\.digest))
  }

  /// - Parameter kept: what the change's safety suites ask. A scenario that moved or got another name is not gone.
  mutating func held(scenariosOf suite: Suite, to base: Evalset, _ kept: Set<Digest>) -> HeldScenarios {
    var held = HeldScenarios()
    guard base.kind == .safety else { return held }
    let asked = Dictionary(suite.evalset.headers.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let retired = Dictionary(
      suite.evalset.retired.map { ($0.header.id, $0) }, uniquingKeysWith: { first, _ in first })
    for before in base.headers {
      let name = "\(base.id)/\(before.id)"
      let weight = (before.severity ?? .blocking).rawValue
      if let now = asked[before.id] {
        guard before.severity == .blocking, now.severity != .blocking else { continue }
        held.blocking.insert(now.id)
        note(
          RuleChange(
            .scenario, name, .loosened, from: weight, to: (now.severity ?? .advisory).rawValue, decides: .base,
            location: now.location))
      } else if let now = retired[before.id] {
        held.reinstated.insert(before.id)
        if before.severity == .blocking { held.blocking.insert(before.id) }
        note(
          RuleChange(
            .scenario, name, .loosened, from: weight, to: "retired (\(now.reason))", decides: .base,
            note: "which asks it once more", location: now.header.location))
      } else if !kept.contains(before.digest) {
        dropped[suite.name, default: []].append(before)
        note(RuleChange(.scenario, name, .removed, from: weight, decides: .base, location: suite.evalset.location))
      }
    }
    return held
  }
}

extension Evalset {
  /// Of the cases that are asked.
  fileprivate var headers: [CaseHeader] { (0..<cases.count).map(cases.header(at:)) }
}
