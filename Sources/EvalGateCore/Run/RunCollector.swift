import StrictJSON
import Synchronization

/// Takes records as they come, from many tasks and in any order, and puts them together in plan order.
public final class RunCollector: Sendable {
  private struct State: Sendable {
    var trials: [Kept] = []
    /// Names of suites, each once.
    var suites: [String] = []
    /// Equal facts are kept once: most trials of a classification end in one of a few ways.
    var facts: [[Fact]: [Fact]] = [:]
    /// By ordinal: what the head's own policy makes of an answer that counts as a stricter one decides.
    var own: [Int: TrialSummary] = [:]
    var failures = KeptFailures()
    var scenarios: [(ordinal: Int, trial: ScenarioTrial)] = []
    var errors: [ErrorKey: ErrorCount] = [:]
    var confirmations: [TrialSummary] = []
    var sources: [Candidate.Source: Int] = [:]
    var head = Spending()
    var base = Spending()
    var confirmation = Spending()
    var shadow = Spending()
    /// By target.
    var fallbacks: [String: Int] = [:]
    var models: [String: Set<String>] = [:]
    var cutOff: [CutOffPasses.Cause: [String: CutOffPasses]] = [:]
    /// In the order in which suites and routes first came.
    var shadows: [ShadowTally] = []

    mutating func keep(_ summary: TrialSummary) {
      let place =
        suites.lastIndex { $0.sameBytes(as: summary.suite) }
        ?? {
          suites.append(summary.suite)
          return suites.count - 1
        }()
      trials.append(
        Kept(
          ordinal: Int32(clamping: summary.ordinal), suite: Int32(place), arm: summary.arm, outcome: summary.outcome))
    }
  }
  /// A `TrialSummary` in few bytes.
  private struct Kept {
    let ordinal: Int32
    let suite: Int32
    let arm: Arm
    let outcome: CaseOutcome
  }
  private struct ErrorKey: Hashable {
    let suite: String
    let target: String
    let reason: String
    /// False for a call that was never made, as while a breaker is open: it tells of others, and failed in no way itself.
    let wasAsked: Bool
  }
  private struct ErrorCount {
    var message: UntrustedText
    var count = 0
    var firstOrdinal: Int
    var firstCase: String
    var tries: Int
  }

  /// How much of an input or output a report shows of a failing case.
  private static let excerpt = 2_000
  /// A safety case shows less, because its text is hostile by design.
  private static let safetyExcerpt = 120

  /// How many different facts are looked for.
  private static let mostFacts = 4_096

  private let state: Mutex<State>
  private let planned: PlannedCases?
  private let refusalClass: @Sendable (Candidate) -> String?
  private let mask: @Sendable (String) -> String

  /// - Parameters:
  ///   - planned: the cases that are going to come, to share what is known of them.
  ///   - refusalClass: whether an answer to a safety scenario refuses.
  ///   - mask: what is done to a text of a failure before it is cut.
  public init(
    _ planned: PlannedCases? = nil, refusalClass: @escaping @Sendable (Candidate) -> String? = { _ in nil },
    mask: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.planned = planned
    self.refusalClass = refusalClass
    var state = State()
    state.trials.reserveCapacity(planned?.asked ?? 0)
    self.state = Mutex(state)
    self.mask = mask
  }

  /// - Parameter own: what the head's own policy makes of the answer, where the record is as a stricter one decides.
  public func add(_ record: CaseRecord, isSafety: Bool, own: CaseRecord? = nil) {
    take(own.map { counted(record, isSafety: isSafety, own: $0) } ?? counted(record, isSafety: isSafety))
  }

  /// What is kept of a trial, which may be made in several tasks at once and is taken afterwards.
  public func counted(_ record: CaseRecord, isSafety: Bool) -> CountedTrial {
    counted(record, planned?.header(of: record.ordinal), isSafety, own: nil)
  }

  /// - Parameter own: as in `add`.
  public func counted(_ record: CaseRecord, isSafety: Bool, own: CaseRecord) -> CountedTrial {
    let header = planned?.header(of: record.ordinal)
    return counted(record, header, isSafety, own: TrialSummary(own, header: header, facts: shared))
  }

  private func counted(
    _ record: CaseRecord, _ header: CaseHeader?, _ isSafety: Bool, own: TrialSummary?
  ) -> CountedTrial {
    let summary = TrialSummary(record, header: header, facts: shared)
    var (failure, scenario): (CaseFailure?, ScenarioTrial?)
    // What the base gets wrong is not this change's to mend.
    if record.arm == .head {
      if record.passFail == .fail {
        failure = CaseFailure(record, limit: isSafety ? Self.safetyExcerpt : Self.excerpt, mask: mask)
      }
      if isSafety { scenario = ScenarioTrial(record, refusalClass: refusalClass(record.candidate)) }
    }
    return CountedTrial(record, summary, own: own, failure: failure, scenario: scenario)
  }

  /// The same of a kept trial that passed and is no scenario, without its answer.
  public func counted(_ head: TrialHead) -> CountedTrial { CountedTrial(head, facts: shared) }

  /// Counts a trial.
  public func take(_ trial: CountedTrial) {
    let summary = trial.summary
    state.withLock { state in
      state.keep(summary)
      if let source = trial.source { state.sources[source, default: 0] += 1 }
      if summary.arm == .head {
        state.head.add(trial.spent)
        if let model = trial.model { state.models[trial.route, default: []].insert(model) }
      } else {
        state.base.add(trial.spent)
      }
      guard let more = trial.more else { return }
      if let own = more.own { state.own[summary.ordinal] = own }
      if let failure = more.failure { state.failures.add(failure, at: summary.ordinal) }
      if let scenario = more.scenario { state.scenarios.append((summary.ordinal, scenario)) }
      let record = more.record
      if record.arm == .head {
        var routes: Set<String> = []
        for shadow in record.candidate.shadows {
          Self.count(shadow, beside: record, isFirst: routes.insert(shadow.route).inserted, &state)
        }
        if record.candidate.isOfFallback { state.fallbacks[record.candidate.target, default: 0] += 1 }
        if let cause = record.cutOff {
          state.cutOff[cause, default: [:]][record.suite, default: CutOffPasses(suite: record.suite, cause: cause)]
            .add(record)
        }
      }
      if record.passFail == .error { Self.count(record, &state) }
    }
  }

  private func shared(_ facts: [Fact]) -> [Fact] {
    guard !facts.isEmpty else { return facts }
    return state.withLock { state in
      if let known = state.facts[facts] { return known }
      if state.facts.count < Self.mostFacts { state.facts[facts] = facts }
      return facts
    }
  }

  /// Trials that came to an end.
  public var finished: Int { state.withLock { $0.trials.count } }
  /// Fresh trials, those that were asked again included.
  public var confirmations: Int { state.withLock { $0.confirmations.count } }
  /// Model ids that services reported, by route.
  public var reportedModels: [String: [String]] { state.withLock { $0.models.mapValues { $0.sorted() } } }

  /// Counts nothing any more, so that everything can be counted anew.
  ///
  /// - Returns: the places of what was counted.
  public func reset() -> (trials: Set<Int>, confirmations: Set<Int>) {
    state.withLock { state in
      defer { state = State() }
      return (Set(state.trials.map { Int($0.ordinal) }), Set(state.confirmations.map(\.ordinal)))
    }
  }

  /// Takes a fresh trial of either arm.
  public func add(confirmation record: CaseRecord) {
    var summary = TrialSummary(record)
    if record.candidate.isError { summary.outcome.trials[0].failure = record.candidate.failure?.reason }
    state.withLock { [summary] state in
      state.confirmations.append(summary)
      if record.candidate.failure == nil { state.sources[record.candidate.source, default: 0] += 1 }
      state.confirmation.add(record.candidate)
      if record.passFail == .error { Self.count(record, &state) }
    }
  }

  /// Counts what came beside a trial that is counted already.
  public func take(_ shadow: ShadowAnswer, beside record: CaseRecord) {
    state.withLock { Self.count(shadow, beside: record, isFirst: true, &$0) }
  }

  private static func count(
    _ shadow: ShadowAnswer, beside record: CaseRecord, isFirst: Bool, _ state: inout State
  ) {
    state.shadow.add(shadow.candidate)
    state.shadow.uncounted &+= shadow.uncounted
    let place = state.shadows.firstIndex { $0.suite == record.suite && $0.route == shadow.route }
    if let place { return state.shadows[place].add(record, shadow, isFirst: isFirst) }
    var tally = ShadowTally(suite: record.suite, route: shadow.route)
    tally.add(record, shadow, isFirst: isFirst)
    state.shadows.append(tally)
  }

  public func results() -> RunResults {
    state.withLock { state in
      // In place: a sorted copy would be the largest thing a long run holds.
      state.trials.sort { $0.ordinal < $1.ordinal }
      var outcomes = OutcomeCollector()
      var own = state.own.isEmpty ? nil : OutcomeCollector()
      for trial in state.trials {
        let summary = TrialSummary(
          ordinal: Int(trial.ordinal), suite: state.suites[Int(trial.suite)], arm: trial.arm, outcome: trial.outcome)
        outcomes.add(summary)
        own?.add(state.own[summary.ordinal] ?? summary)
      }
      let groups = Dictionary(grouping: state.errors, by: \.key.suite).mapValues { found in
        found.sorted { $0.value.firstOrdinal < $1.value.firstOrdinal }.map { key, value in
          ErrorGroup(
            target: key.target, reason: key.reason, message: value.message, count: value.count,
            firstCase: value.firstCase, tries: value.tries)
        }
      }
      // A trial that was asked again, as a resumed run does with errors, counts once, with its last line.
      let fresh = Dictionary(state.confirmations.map { ($0.ordinal, $0) }, uniquingKeysWith: { $1 })
      var totals = RunTotals(
        cases: state.head.calls, live: state.sources[.live] ?? 0, kept: state.sources[.kept] ?? 0,
        replayed: state.sources[.replayed] ?? 0, tokens: state.head.tokens, usd: state.head.usd)
      totals.uncounted = state.head.uncounted
      totals.fallbacks = state.fallbacks
      (totals.base, totals.confirmation, totals.shadow) = (state.base, state.confirmation, state.shadow)
      return RunResults(
        outcomes: outcomes, own: own, confirmations: fresh.values.sorted { $0.ordinal < $1.ordinal },
        failures: state.failures.all,
        errorGroups: groups, totals: totals,
        shadows: state.shadows.sorted { ($0.suite, $0.route) < ($1.suite, $1.route) },
        reportedModels: state.models.mapValues { $0.sorted() }, finished: state.trials.count,
        scenarios: state.scenarios.sorted { $0.ordinal < $1.ordinal }.map(\.trial),
        cutOff: state.cutOff.values.flatMap(\.values)
          .sorted { ($0.suite, $0.cause.rawValue) < ($1.suite, $1.cause.rawValue) })
    }
  }

  private static func count(_ record: CaseRecord, _ state: inout State) {
    let failure = record.candidate.failure
    let key = ErrorKey(
      suite: record.suite,
      target: (failure == nil ? "check" : record.candidate.target) + (record.arm == .base ? " (base)" : ""),
      reason: failure?.reason.rawValue ?? record.findings.first { $0.outcome == .error }?.check.name ?? "check",
      wasAsked: failure == nil || record.candidate.tries > 0)
    let message = failure?.message ?? record.findings.first { $0.outcome == .error }?.message ?? ""
    var count =
      state.errors[key]
      ?? ErrorCount(
        message: message, firstOrdinal: record.ordinal, firstCase: record.caseID, tries: record.candidate.tries)
    count.count += 1
    if record.ordinal < count.firstOrdinal {
      (count.firstOrdinal, count.firstCase, count.message) = (record.ordinal, record.caseID, message)
    }
    count.tries = max(count.tries, record.candidate.tries)
    state.errors[key] = count
  }
}
