/// Flags that a profile sets and that make a bar lower: how often a case is asked, what it means that none was, and in a pipeline
/// where answers come from.
///
/// What is compared with is not among them: where a pipeline names its target branch, no profile is asked.
extension Bar {
  /// - Parameter suites: the change's, as they are held.
  mutating func held(
    _ head: [String: Profile], to base: Project, _ suites: [Suite], isPipeline: Bool
  ) -> [String: Profile] {
    var held = head
    for (name, profile) in head.sorted(by: { $0.key < $1.key }) {
      // A profile of the change's own is held to what the flags are where none is asked for.
      let before = base.configuration.profiles[name] ?? base.configuration.profiles[Profile.usual] ?? Profile()
      let isSeldomer = suites.contains { suite in
        guard profile.trials != before.trials, let was = base.suite(named: suite.name) else { return false }
        return (profile.trials ?? suite.trialsPerCase) < (before.trials ?? was.mostTrials)
      }
      if isSeldomer {
        held[name]?.trials = before.trials
        loosen(name, "trials", before.trials.map(String.init), profile.trials.map(String.init))
      }
      let asksNobody = suites.contains { suite in
        guard isPipeline, profile.mode != before.mode, let was = base.suite(named: suite.name) else { return false }
        return (before.mode ?? was.mode ?? .live).alwaysAsks && !(profile.mode ?? suite.mode ?? .live).alwaysAsks
      }
      if asksNobody {
        held[name]?.mode = before.mode
        loosen(name, "mode", before.mode?.rawValue, profile.mode?.rawValue)
      }
      if profile.noCases.strictness < before.noCases.strictness {
        held[name]?.noCases = before.noCases
        loosen(name, "no_cases", before.noCases?.rawValue, profile.noCases?.rawValue)
      }
    }
    return held
  }

  private mutating func loosen(_ profile: String, _ key: String, _ before: String?, _ now: String?) {
    note(
      RuleChange(
        .configuration, "profiles.\(profile).\(key)", .loosened, from: before ?? "not set", to: now ?? "not set",
        decides: .base))
  }
}

extension NoCases? {
  fileprivate var strictness: Int {
    switch self {
    case .pass?: 0
    case .warn?: 1
    case .fail?, nil: 2
    }
  }
}

extension Suite {
  /// What the case is asked that is asked most often.
  fileprivate var mostTrials: Int {
    (0..<evalset.cases.count).reduce(trialsPerCase) { max($0, evalset.cases.header(at: $1).trials ?? 0) }
  }
}
