import EvalGateCore
import EvalGateProviders

extension JudgedRun {
  /// Candidates that are put before the programs at once; the programs themselves say how many they take.
  private static let atOnce = 64

  /// The same candidates, judged by what the user's programs say of them now.
  /// - Throws: `Diagnostic` for a program that cannot run.
  func asking(_ workspace: Workspace) async throws -> JudgedRun {
    let judges = ProgramJudges(
      in: ProviderEnvironment(variables: workspace.environment, run: header.id, root: workspace.root))
    var asked = self
    do {
      try await judges.start(for: suites.map(\.suite))
      let said = try await asked.ask(judges)
      // Only a program that has ended can say nothing more of what it was asked.
      await judges.close()
      try asked.withdraw(await judges.repeated, from: said)
    } catch {
      await judges.close()
      throw HeldBack(suites.map(\.suite)).masked(error)
    }
    return asked
  }

  private var positions: [String: [String: Int]] {
    Dictionary(suites.map { ($0.suite.name, $0.suite.casePositions) }, uniquingKeysWith: { first, _ in first })
  }

  private var suitesByName: [String: Suite] {
    Dictionary(suites.map { ($0.suite.name, $0.suite) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Returns: what was said, by the index of the record it is about.
  private mutating func ask(_ judges: ProgramJudges) async throws -> [Int: [Opinion]] {
    let (positions, bySuite) = (positions, suitesByName)
    var said: [Int: [Opinion]] = [:]
    var judged: [Int: CaseRecord] = [:]
    try await withThrowingTaskGroup(of: (Int, CaseRecord, [Opinion]).self) { group in
      func take(_ one: (Int, CaseRecord, [Opinion])) { (judged[one.0], said[one.0]) = (one.1, one.2) }
      for (index, record) in records.enumerated() {
        guard let suite = bySuite[record.suite], let position = positions[record.suite]?[record.caseID],
          !record.findings.contains(where: { $0.check == PlainLines.elsewhere })
        else { continue }
        if index >= Self.atOnce, let one = try await group.next() { take(one) }
        group.addTask {
          let evalCase = try suite.evalset.cases.evalCase(at: position)
          let opinions = await suite.opinions(
            from: judges, on: record.candidate, after: record.messages, of: evalCase, ordinal: record.ordinal,
            trial: record.trial)
          return (index, suite.judgeAgain(record, of: evalCase, opinions), opinions)
        }
      }
      for try await one in group { take(one) }
    }
    for (index, record) in judged { records[index] = record }
    for index in header.tuples.indices {
      guard let suite = bySuite[header.tuples[index].suite] else { continue }
      header.tuples[index].programs = await judges.revisions(of: suite)
    }
    return said
  }

  /// Takes back what a program said twice of one thing.
  private mutating func withdraw(_ repeated: [RepeatedReply], from said: [Int: [Opinion]]) throws {
    guard !repeated.isEmpty else { return }
    let (positions, bySuite) = (positions, suitesByName)
    for (index, opinions) in said {
      let record = records[index]
      let replies = repeated.filter { $0.isAbout(record.caseID, trial: record.trial) }
      guard !replies.isEmpty, let suite = bySuite[record.suite], let position = positions[record.suite]?[record.caseID]
      else { continue }
      let evalCase = try suite.evalset.cases.evalCase(at: position)
      records[index] = suite.judgeAgain(
        record, of: evalCase, suite.opinions(opinions, without: replies, on: record, of: evalCase))
    }
  }
}

extension Suite {
  fileprivate func judgeAgain(_ record: CaseRecord, of evalCase: EvalCase, _ opinions: [Opinion]) -> CaseRecord {
    judge(
      record.candidate, of: evalCase, ordinal: record.ordinal, trial: record.trial, arm: record.arm,
      messages: record.messages, today: Host.today, opinions: opinions)
  }
}
