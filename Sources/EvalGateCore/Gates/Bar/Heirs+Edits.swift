/// What became of cases that have their id still, or ask the same under another, as far as that has to be read in them.
extension Heirs {
  /// A case that is not what it was.
  struct Edit {
    let was: Int
    let now: Int
    /// Whether another thing is asked under its id, rather than another answer expected.
    let isReplaced: Bool
  }

  /// Cases of one id that ask something else than they did, of which something else is expected, or that other checks judge. What
  /// merely weighs otherwise, or says the same under other variables, is the same case.
  func edits() -> [Edit] {
    kept.compactMap { (position, place) in
      let isRejudged = old[position].checksDigest != own[place].checksDigest
      guard isRejudged || old[position].digest != own[place].digest else { return nil }
      guard let was = try? before.evalCase(at: position), let evalCase = try? now.evalCase(at: place) else {
        return Edit(was: position, now: place, isReplaced: true)
      }
      if !was.asksTheSame(as: evalCase) { return Edit(was: position, now: place, isReplaced: true) }
      let isRelabelled = isRejudged || was.expected?.json != evalCase.expected?.json
      return isRelabelled ? Edit(was: position, now: place, isReplaced: false) : nil
    }
  }

  /// By what judges a case, at the base or now, the names of its checks.
  func judges() -> [Digest: Set<String>] {
    var names: [Digest: Set<String>] = [:]
    func read(_ headers: [CaseHeader], _ cases: any CaseList) {
      for (place, header) in headers.enumerated() where names[header.checksDigest] == nil {
        guard let evalCase = try? cases.evalCase(at: place) else { continue }
        names[header.checksDigest] = Set(evalCase.checks.map(\.id.name))
      }
    }
    read(old, before)
    read(own, now)
    return names
  }

  /// By metric, the cases at the base and now that it would not count if they were answered as expected. Of a metric that would count
  /// none so, the files do not say which it counts.
  ///
  /// - Parameter trials: how often a case is asked that does not say it.
  func passedOver(by metrics: [CompiledMetric], trials: Int) -> [CompiledMetric.Identity: Set<Bar.Substance>] {
    let selective = metrics.filter(\.metric.isSelective)
    guard !selective.isEmpty else { return [:] }
    var passedOver: [CompiledMetric.Identity: Set<Bar.Substance>] = [:]
    var counting: Set<CompiledMetric.Identity> = []
    func read(_ headers: [CaseHeader], _ cases: any CaseList) {
      for (place, header) in headers.enumerated() {
        guard let evalCase = try? cases.evalCase(at: place) else { continue }
        let right = CollectionOfOne(header.outcome(ofRightAnswersTo: evalCase, trials: trials))
        for metric in selective {
          if metric.metric.measure(right) == .undefined {
            passedOver[metric.identity, default: []].insert(Bar.Substance(header))
          } else {
            counting.insert(metric.identity)
          }
        }
      }
    }
    read(old, before)
    read(own, now)
    return passedOver.filter { counting.contains($0.key) }
  }
}

extension CaseHeader {
  /// What would come of the case if all answers were as it expects them.
  fileprivate func outcome(ofRightAnswersTo evalCase: EvalCase, trials: Int) -> CaseOutcome {
    let facts = evalCase.checks.filter { !$0.negated }.flatMap { $0.check.facts(ofRightAnswerTo: evalCase) }
    let count = max(1, self.trials ?? trials)
    return outcome(
      trials: (1...count).map { TrialOutcome(trial: $0, passFail: .pass, facts: facts) }, outputDigest: nil,
      message: nil)
  }
}
