import GateStatistics

/// Which results may block: only fresh side-by-side runs, or the comparison with stored ones too (statistics 2.3).
public enum ConfirmForm: String, Hashable, Sendable, CaseIterable {
  /// Stored results only say where to look. For every hosted model.
  case fresh
  /// The stored comparison may block by itself. For a pinned model of one's own.
  case stored
}

/// How a drop of one suite can be, or was, looked at again with fresh generations of both arms.
public struct SuiteConfirmation: Sendable {
  /// What can be done about a drop.
  public enum Ability: Hashable, Sendable {
    /// Both arms can be asked again.
    case possible
    /// `--no-confirm`.
    case off
    /// The base arm cannot be asked: the comparison with stored results decides alone.
    case impossible(String)
    /// Both arms are the same version, so that a drop cannot be the change's doing.
    case sameVersion
    /// Nobody can tell whether both arms are one version, and why; the base's cannot be asked.
    case unclear(String)
    /// Nothing more is asked: a run that is decided again has what it recorded, by the sets of cases it was recorded for.
    case recorded([Set<String>])

    /// Whether a drop can be the change's doing, as far as anybody knows.
    var blames: Bool {
      switch self {
      case .sameVersion, .unclear: false
      case .possible, .off, .impossible, .recorded: true
      }
    }
  }

  public var ability: Ability
  public var form: ConfirmForm
  /// Whether a crossed screen that nothing confirmed is settled by a run of both arms on all cases: everywhere but with
  /// `--no-full-fresh`, and on suites marked critical in any case.
  public var usesFullRun: Bool
  /// Whether a confirmation ends as soon as enough is known, with `--stop-early`.
  public var stopsEarly: Bool
  /// What was asked so far.
  public var fresh: FreshTrials
  /// Orders cases at random, the same way each time.
  public var seed: UInt64
  /// Whether an answer that was kept or replayed counts as fresh: where recordings are allowed (design section 5).
  public var admitsRecordings: Bool
  /// How many cases, picked at random, the base version is asked again to see whether it still answers as it was stored; 0 for
  /// none.
  public var sentinels: Int

  public init(
    ability: Ability = .possible, form: ConfirmForm = .fresh, usesFullRun: Bool = true, stopsEarly: Bool = false,
    fresh: FreshTrials = FreshTrials(), seed: UInt64 = 0, admitsRecordings: Bool = false, sentinels: Int = 0
  ) {
    self.ability = ability
    self.form = form
    self.usesFullRun = usesFullRun
    self.stopsEarly = stopsEarly
    self.fresh = fresh
    self.seed = seed
    self.admitsRecordings = admitsRecordings
    self.sentinels = sentinels
  }

  /// For a comparison with results that no version can be asked for again.
  var alone: SuiteConfirmation {
    var alone = self
    if case .off = ability { return alone }
    alone.ability = .impossible("what is pinned is results, not a version that could be asked again")
    return alone
  }

  /// How often changed cases are asked again on each arm: K = 3 (statistics 2.3).
  static let rounds = 3
  /// The same where so many cases changed. Three runs of a single case can come to no less than p = 1/40, which is more than its
  /// share of the error, so that a case which broke outright would never be shown. Five come to 1/504; how many they are depends
  /// on stored results alone, as the cases do, so that the test stays exact.
  static func rounds(of cases: Int) -> Int { cases == 1 ? 5 : rounds }
  /// The most that `on_unproven: more_runs` asks every case again on each arm: two times as often.
  static let mostRounds = 2 * rounds
  /// A round of its own for what is asked of the base alone, so that no answer is looked at for two purposes.
  static let sentinelRound = mostRounds + 1

  /// The seed of a run: FNV-1a over the set's version and the candidate's tuple (statistics section 1), so that another
  /// candidate meets another order and no case is always the last.
  public static func seed(of tuple: RunTuple) -> UInt64 {
    SplitMix64.seed(of: tuple.evalset?.version ?? "", tuple.digest.hex)
  }

  /// Whether an answer counts as a fresh one, and what it is worth to a gate; nil for one that says nothing.
  func score(_ trial: TrialOutcome?, _ metric: CompiledMetric) -> Double? {
    guard let trial, trial.passFail != .error, admitsRecordings || trial.source == .live else { return nil }
    return metric.metric.score(trial)
  }

  /// Whether there is an answer and it is none that counts, because it was kept or replayed.
  func refuses(_ trial: TrialOutcome?) -> Bool {
    guard let trial, trial.passFail != .error else { return false }
    return !admitsRecordings && trial.source != .live
  }

  /// The same cases in the order in which they are asked again.
  func shuffled(_ ids: [String]) -> [String] {
    var generator = SplitMix64(seed: seed)
    return generator.order(of: ids.count).map { ids[$0] }
  }
}
