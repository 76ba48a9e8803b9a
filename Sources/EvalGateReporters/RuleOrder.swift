import EvalGateCore

extension [RuleChange] {
  /// Of one kind as many come before what other kinds there are; a hundred new waivers hide nothing.
  private static var leading: Int { 5 }

  /// In the order in which a reader should see them, who may stop anywhere: what bears on the verdict, what would lower the bar and
  /// does not count, and the rest; of each kind only the first few before those of other kinds.
  var byWeight: [RuleChange] {
    var seen: [Kind: Int] = [:]
    let ranks = map { rule -> Int in
      seen[rule.kind, default: 0] += 1
      let isSurplus = (seen[rule.kind] ?? 0) > Self.leading
      let weight = rule.isDecisive ? 0 : rule.isLoud ? 1 : 2
      return isSurplus ? weight + 3 : weight
    }
    return indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { self[$0] }
  }

  fileprivate typealias Kind = [String]
}

extension RuleChange {
  /// Whether the verdict would be another without the edit: it counts, or what it takes away is missed.
  fileprivate var isDecisive: Bool {
    let isMissed = direction == .removed && [.suite, .scenario].contains(subject)
    return isLoud && (decides == .head || direction == .unreadable || isMissed)
  }

  fileprivate var kind: [RuleChange].Kind { [subject.rawValue, direction.rawValue, decides.rawValue] }
}

extension Collection<RuleChange> {
  /// What a list that stopped leaves out: `82 more: waivers added 80, gates loosened 2`.
  var leftOut: String {
    var counts: [(words: String, count: Int)] = []
    for rule in self {
      let words = "\(rule.subject.plural) \(rule.direction.rawValue)"
      if let known = counts.firstIndex(where: { $0.words == words }) {
        counts[known].count += 1
      } else {
        counts.append((words, 1))
      }
    }
    return "\(count) more: " + counts.map { "\($0.words) \($0.count)" }.joined(separator: ", ")
  }
}

extension RuleChange.Subject {
  fileprivate var plural: String {
    switch self {
    case .gate: "gates"
    case .suite: "suites"
    case .waiver: "waivers"
    case .policy: "policies"
    case .configuration: "configurations"
    case .scenario: "scenarios"
    case .baseline: "baselines"
    case .checks, .cases, .runs, .recordings: rawValue
    }
  }
}
