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
    let asked: JudgedRun
    do {
      try await judges.start(for: suites.map(\.suite))
      asked = try await asking(judges)
    } catch {
      await judges.close()
      throw error
    }
    await judges.close()
    return asked
  }

  private func asking(_ judges: ProgramJudges) async throws -> JudgedRun {
    var asked = self
    let positions = Dictionary(
      suites.map { ($0.suite.name, $0.suite.casePositions) }, uniquingKeysWith: { first, _ in first })
    let bySuite = Dictionary(suites.map { ($0.suite.name, $0.suite) }, uniquingKeysWith: { first, _ in first })
    try await withThrowingTaskGroup(of: (Int, CaseRecord).self) { group in
      for (index, record) in records.enumerated() {
        guard let suite = bySuite[record.suite], let position = positions[record.suite]?[record.caseID],
          !record.findings.contains(where: { $0.check == PlainLines.elsewhere })
        else { continue }
        if index >= Self.atOnce, let (index, record) = try await group.next() { asked.records[index] = record }
        group.addTask {
          let evalCase = try suite.evalset.cases.evalCase(at: position)
          return (index, await suite.judgeAgain(record, of: evalCase, asking: judges))
        }
      }
      for try await (index, record) in group { asked.records[index] = record }
    }
    for index in asked.header.tuples.indices {
      guard let suite = bySuite[asked.header.tuples[index].suite] else { continue }
      asked.header.tuples[index].programs = await judges.revisions(of: suite)
    }
    return asked
  }
}

extension Suite {
  fileprivate func judgeAgain(
    _ record: CaseRecord, of evalCase: EvalCase, asking judges: ProgramJudges
  ) async -> CaseRecord {
    let opinions = await opinions(
      from: judges, on: record.candidate, after: record.messages, of: evalCase, ordinal: record.ordinal,
      trial: record.trial)
    return judge(
      record.candidate, of: evalCase, ordinal: record.ordinal, trial: record.trial, arm: record.arm,
      messages: record.messages, today: Host.today, opinions: opinions)
  }
}
