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
    var loosened: [String: [Loosening]] = [:]
    for (name, profile) in head.sorted(by: { $0.key < $1.key }) {
      // A profile of the change's own is held to what the flags are where none is asked for.
      let before = base.configuration.profiles[name] ?? base.configuration.profiles[Profile.usual] ?? Profile()
      let isSeldomer = suites.contains { suite in
        guard profile.trials != before.trials, let was = base.suite(named: suite.name) else { return false }
        return (profile.trials ?? suite.trialsPerCase) < (before.trials ?? was.mostTrials)
      }
      if isSeldomer {
        held[name]?.trials = before.trials
        loosened[name, default: []].append(
          Loosening(key: "trials", before: before.trials.map(String.init), now: profile.trials.map(String.init)))
      }
      let asksNobody = suites.contains { suite in
        guard isPipeline, profile.mode != before.mode, let was = base.suite(named: suite.name) else { return false }
        return (before.mode ?? was.mode ?? .live).alwaysAsks && !(profile.mode ?? suite.mode ?? .live).alwaysAsks
      }
      if asksNobody {
        held[name]?.mode = before.mode
        loosened[name, default: []].append(
          Loosening(key: "mode", before: before.mode?.rawValue, now: profile.mode?.rawValue))
      }
      if profile.noCases.strictness < before.noCases.strictness {
        held[name]?.noCases = before.noCases
        loosened[name, default: []].append(
          Loosening(key: "no_cases", before: before.noCases?.rawValue, now: profile.noCases?.rawValue))
      }
    }
    show(loosened, of: head)
    return held
  }

  /// What a profile inherits was edited once, where it is written.
  private mutating func show(_ loosened: [String: [Loosening]], of profiles: [String: Profile]) {
    for (name, edits) in loosened.sorted(by: { $0.key < $1.key }) {
      let inherited = profiles.ancestors(of: name).flatMap { loosened[$0] ?? [] }
      for edit in edits where !inherited.contains(edit) {
        note(
          RuleChange(
            .configuration, "profiles.\(name).\(edit.key)", .loosened, from: edit.before ?? "not set",
            to: edit.now ?? "not set", decides: .base))
      }
    }
  }

  private struct Loosening: Equatable {
    let key: String
    let before: String?
    let now: String?
  }
}

extension [String: Profile] {
  /// Names of those that one inherits from, the nearest first. No configuration is read in which they go round.
  fileprivate func ancestors(of name: String) -> [String] {
    guard name != Profile.usual else { return [] }
    let parent = self[name]?.parent ?? Profile.usual
    return [parent] + ancestors(of: parent)
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
