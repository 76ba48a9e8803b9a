import EvalGateCore
import EvalGateStore

/// Candidates with the verdicts of now.
struct JudgedRun {
  var header: RunHeader
  let suites: [(suite: Suite, planned: [CaseHeader])]
  /// The head's in the run itself, and the base's once they are judged.
  var records: [CaseRecord]
  let isEverything: Bool
  /// What programs said while the run was made, by the trial's place.
  var opinions: [Int: [Opinion]] = [:]
  /// Fresh trials.
  var confirmations: [CaseRecord] = []
  /// The sets of cases that the run looked at again, by suite; nil for lines made elsewhere.
  var recordedSets: [String: [Set<String>]]?
  /// How the run ordered cases and where it stopped early, by suite.
  var orders: [String: (seed: UInt64, progress: EarlyProgress?)] = [:]
  /// What the base arm answered, still to be judged by what the base's policy is.
  var baseRecords: [(record: CaseRecord, opinions: [Opinion], isFresh: Bool)] = []
  private let places: [String: (suite: Int, positions: [String: Int])]

  init(header: RunHeader, suites: [(suite: Suite, planned: [CaseHeader])], records: [CaseRecord], isEverything: Bool) {
    self.header = header
    self.suites = suites
    self.records = records
    self.isEverything = isEverything
    places = Dictionary(
      suites.enumerated().map { ($0.element.suite.name, ($0.offset, $0.element.suite.casePositions)) },
      uniquingKeysWith: { first, _ in first })
  }

  var safety: Set<String> { Set(suites.map(\.suite).filter { $0.evalset.kind == .safety }.map(\.name)) }

  /// The same results as something to be compared with.
  func baseline(named name: String) -> Baseline {
    Baseline(
      suite: header.tuples.first?.suite ?? "", tuple: header.tuples.first ?? RunTuple(suite: ""), reason: name,
      runs: [header.id], cases: OutcomeCollector(records).cases(of: header.tuples.first?.suite ?? ""))
  }

  /// A recorded answer under today's files; nil where its case is gone or was edited since.
  func judge(_ record: CaseRecord, _ opinions: [Opinion], as arm: Suite? = nil) throws -> CaseRecord? {
    guard let (index, positions) = places[record.suite], let position = positions[record.caseID] else { return nil }
    let suite = arm ?? suites[index].suite
    let evalCase = try suite.evalset.cases.evalCase(at: position)
    guard evalCase.digest == record.caseDigest else { return nil }
    return suite.judge(
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

  /// Takes in what the base arm answered, judged by the base's policy and today's checks.
  mutating func judgeBase(_ opponents: [String: Opponent]) throws {
    for (record, opinions, isFresh) in baseRecords {
      guard let arm = opponents[record.suite]?.arm, let judged = try judge(record, opinions, as: arm) else { continue }
      if isFresh { confirmations.append(judged) } else { records.append(judged) }
    }
    baseRecords = []
  }

  func contests(_ opponents: [String: Opponent]) -> [Gating.Contest] {
    suites.map { suite, planned in
      var opponent = opponents[suite.name] ?? Opponent(stored: .new("nothing to compare with"), ability: .off)
      if opponent.ability == .possible {
        opponent.ability =
          recordedSets.map { .recorded($0[suite.name] ?? []) }
          ?? .impossible("results made elsewhere cannot be asked again")
      }
      return Gating.Contest(
        suite: suite, planned: planned, opponent: opponent,
        asked: Set(records.lazy.filter { $0.arm == .base && $0.suite == suite.name }.map(\.caseID)),
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
