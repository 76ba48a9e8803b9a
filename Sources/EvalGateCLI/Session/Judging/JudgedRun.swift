import EvalGateCore
import EvalGateStore

/// Candidates with the verdicts of now.
struct JudgedRun {
  var header: RunHeader
  let suites: [(suite: Suite, planned: [CaseHeader])]
  /// Where the candidates are; nil where they are in `records`.
  var source: RunFile?
  /// The head's that something is still to be asked about; all others go by one at a time.
  var records: [CaseRecord]
  let isEverything: Bool
  /// The cases as today's plan has them, to share what is known of them; nil for lines made elsewhere.
  var planned: PlannedCases?
  /// Whether it is lines made elsewhere, which answer one suite and are held to all of its cases.
  var isOfFiles: Bool { source == nil }
  /// What programs said while the run was made of the records that are kept, by the trial's place.
  private var opinions: [Int: [Opinion]] = [:]
  /// The sets of cases that the run looked at again, by suite; nil for lines made elsewhere.
  var recordedSets: [String: [Set<String>]]?
  /// How the run confirmed.
  var confirming = ConfirmSettings()
  /// How the run ordered cases and where it stopped early, by suite.
  var orders: [String: (seed: UInt64, progress: EarlyProgress?)] = [:]
  /// Ids that the base arm has a result for, by suite.
  private var asked: [String: Set<String>] = [:]
  private let places: [String: (suite: Int, cases: CasePlaces)]

  init(header: RunHeader, suites: [(suite: Suite, planned: [CaseHeader])], records: [CaseRecord], isEverything: Bool) {
    self.header = header
    self.suites = suites
    self.records = records
    self.isEverything = isEverything
    places = Dictionary(
      suites.enumerated().map { ($0.element.suite.name, ($0.offset, CasePlaces($0.element.suite))) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The same results as something to be compared with.
  func baseline(named name: String) -> Baseline {
    Baseline(
      suite: header.tuples.first?.suite ?? "", tuple: header.tuples.first ?? RunTuple(suite: ""), reason: name,
      runs: [header.id], cases: OutcomeCollector(records).cases(of: header.tuples.first?.suite ?? ""))
  }

  /// A recorded answer under today's files; nil where its case is gone or was edited since.
  func judge(_ record: CaseRecord, _ opinions: [Opinion], as arm: Suite? = nil) throws -> CaseRecord? {
    guard let (suite, evalCase) = try question(of: record, as: arm) else { return nil }
    return (arm ?? suites[suite].suite).judge(record, of: evalCase, opinions)
  }

  /// Today's case that a recorded answer is of, with its suite's place; nil where it is gone or was edited since.
  private func question(of record: CaseRecord, as arm: Suite? = nil) throws -> (suite: Int, evalCase: EvalCase)? {
    guard let (suite, cases) = places[record.suite],
      let place = cases.place(of: record.caseID, near: planned?.caseIndex(of: record.ordinal))
    else { return nil }
    let evalCase = try (arm?.evalset ?? suites[suite].suite.evalset).cases.evalCase(at: place)
    return evalCase.digest == record.caseDigest ? (suite, evalCase) : nil
  }
}

extension Suite {
  fileprivate func judge(_ record: CaseRecord, of evalCase: EvalCase, _ opinions: [Opinion]) -> CaseRecord {
    judge(
      record.candidate, of: evalCase, ordinal: record.ordinal, trial: record.trial, arm: record.arm,
      messages: record.messages, today: Host.today, opinions: opinions)
  }
}

// MARK: The other side

extension JudgedRun {
  /// What stands against each suite. Nothing is asked: what the run confirmed is all there is.
  func opponents(against base: Base) async -> [String: Opponent] {
    var opponents: [String: Opponent] = [:]
    for (suite, _) in suites {
      let tuple = header.tuples.first { $0.suite == suite.name } ?? suite.tuple
      opponents[suite.name] = await base.opponent(of: suite, tuple: tuple)
    }
    return opponents
  }

  /// Judges what a run holds, one answer in memory at a time: the head's by the policy of now, the base's by the base's.
  ///
  /// - Parameter keeping: whether the head's are kept, because programs are to be asked about them.
  mutating func take(
    _ file: RunFile, _ opponents: [String: Opponent], keeping: Bool, into intake: Intake
  ) async throws {
    let said = file.opinionsByOrdinal
    if keeping { opinions = said }
    let rules = self
    @Sendable func judged(_ record: CaseRecord) throws -> CaseRecord? {
      let opinions = said[record.ordinal] ?? []
      guard record.arm == .base else { return try rules.judge(record, opinions) }
      return try opponents[record.suite]?.arm.flatMap { try rules.judge(record, opinions, as: $0) }
    }
    try await file.forEachRecord(making: { record in
      if record.arm == .head, !keeping {
        guard let (suite, evalCase) = try rules.question(of: record) else { return Judged.gone }
        let opinions = said[record.ordinal]
        return .weighed(
          try intake.weighed(rules.suites[suite].suite.judge(record, of: evalCase, opinions ?? []), opinions))
      }
      guard let judged = try judged(record) else { return Judged.gone }
      if keeping, judged.arm == .head { return .kept(judged) }
      return .weighed(try intake.weighed(judged, said[judged.ordinal]))
    }
    ) { judged in
      switch judged {
      case .gone: break
      case .kept(let record): records.append(record)
      case .weighed(let weighed):
        let summary = weighed.summary
        if summary.arm == .base { asked[summary.suite, default: []].insert(summary.outcome.id) }
        intake.take(weighed)
      }
    }
    try file.forEachConfirmation { record in
      if let judged = try judged(record) { try intake.take(confirmation: judged, said[judged.ordinal]) }
    }
  }

  /// What becomes of a recorded answer.
  private enum Judged: Sendable {
    /// Its case is gone or was edited since.
    case gone
    /// Programs are to be asked about it first.
    indirect case kept(CaseRecord)
    case weighed(CountedTrial)
  }

  /// Those that were kept, as they are judged by now.
  func takeKept(into intake: Intake) throws {
    for record in records { try intake.take(record, opinions[record.ordinal]) }
  }

  func contests(_ opponents: [String: Opponent]) -> [Gating.Contest] {
    suites.map { suite, planned in
      var opponent = opponents[suite.name] ?? Opponent(stored: .new("nothing to compare with"), ability: .off)
      if opponent.ability == .possible {
        opponent.ability =
          recordedSets.map { confirming.confirms ? .recorded($0[suite.name] ?? []) : .off }
          ?? .impossible("results made elsewhere cannot be asked again")
      }
      return Gating.Contest(
        suite: suite, planned: planned, opponent: opponent,
        asked: asked[suite.name] ?? [],
        seed: orders[suite.name]?.seed, progress: orders[suite.name]?.progress)
    }
  }
}

extension Suite {
  /// Where each case stands, by id.
  var casePositions: [String: Int] {
    let cases = evalset.cases
    return Dictionary(
      (0..<cases.count).map { (cases.header(at: $0).id, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
