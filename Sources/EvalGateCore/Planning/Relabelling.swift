import GateStatistics

/// Two versions that are the same one: the repeats of every case dealt to a baseline and a candidate by lot.
///
/// Under "nothing changed" each way of dealing is as likely as any other, so how often the gates block over many of them is how
/// often they block an unchanged version on this very set (statistics section 6).
public struct Relabelling: Sendable {
  /// Repeated runs of the cases of one suite, under one version.
  public struct Material: Sendable {
    /// The suite's name.
    public var suite: String
    /// Whether all trials of a case have to pass.
    public var isSafety: Bool
    /// Whether the prompt has an output schema.
    public var hasSchema: Bool
    /// The share of cases that may have no result.
    public var maxMissing: Double
    /// Cases with all their judged runs.
    public var cases: [CaseOutcome]
    /// How many runs of a case the candidate gets, as a run of the suite asks it; the baseline gets the others.
    public var trials: Int

    /// Material of one suite.
    public init(
      suite: String, isSafety: Bool = false, hasSchema: Bool = false, maxMissing: Double = 0.02, cases: [CaseOutcome],
      trials: Int = 1
    ) {
      self.suite = suite
      self.isSafety = isSafety
      self.hasSchema = hasSchema
      self.maxMissing = maxMissing
      self.cases = cases
      self.trials = trials
    }
  }

  let material: [Material]

  /// - Parameter material: cases with fewer than two judged runs are left out, because they have nothing to deal.
  public init(_ material: [Material]) {
    self.material = material.map { suite in
      var suite = suite
      suite.cases = suite.cases.compactMap { outcome in
        var outcome = outcome
        outcome.trials = outcome.trials.filter { $0.passFail != .error }
        return outcome.trials.count >= 2 ? outcome : nil
      }
      return suite
    }
  }

  /// Cases that can be dealt, over all suites.
  public var cases: Int { material.reduce(0) { $0 + $1.cases.count } }

  /// Both sides of one deal, as a gate would see them.
  func deal(_ random: inout SplitMix64) -> [SuiteEvidence] {
    material.filter { !$0.cases.isEmpty }.map { suite in
      var before: [CaseOutcome] = []
      var after: [CaseOutcome] = []
      for outcome in suite.cases {
        let order = random.order(of: outcome.trials.count)
        let share = min(max(1, suite.trials), outcome.trials.count - 1)
        after.append(outcome.with(order.prefix(share).map { outcome.trials[$0] }))
        before.append(outcome.with(order.dropFirst(share).map { outcome.trials[$0] }))
      }
      let tuple = RunTuple(suite: suite.suite)
      let baseline = Baseline(suite: suite.suite, tuple: tuple, reason: "dealt", runs: [], cases: before)
      return SuiteEvidence(
        name: suite.suite, isSafety: suite.isSafety, hasSchema: suite.hasSchema, maxMissing: suite.maxMissing,
        planned: after.map(\.plannedHeader), outcomes: after,
        base: .stored(
          Comparison(suite: suite.suite, outcomes: after, tuple: tuple, baseline: baseline, isSafety: suite.isSafety)))
    }
  }
}

extension CaseOutcome {
  fileprivate func with(_ trials: [TrialOutcome]) -> CaseOutcome {
    var dealt = self
    dealt.trials = trials
    for index in dealt.trials.indices { dealt.trials[index].trial = index + 1 }
    return dealt
  }

  fileprivate var plannedHeader: CaseHeader {
    CaseHeader(
      id: id, digest: digest, checksDigest: checksDigest, location: location ?? SourceLocation(path: ""), tags: tags,
      severity: severity, trials: nil, cluster: cluster)
  }
}
