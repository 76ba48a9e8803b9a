import EvalGateCore
import EvalGateStore

/// What a page shows beyond a report: earlier runs, and what passing cases answered where that is not what it was.
///
/// Both are read from files, so they are gathered only for a format that shows them.
struct ReportDetails {
  let workspace: Workspace
  let heldBack: HeldBack

  /// How many outputs of a suite are looked up.
  private static let outputs = 200
  /// How much of one is kept, in characters.
  private static let excerpt = 2_000

  /// - Throws: `Diagnostic` when the folder of runs or the run's own file cannot be read.
  func added(to report: Report) throws -> Report {
    var report = report
    report.history = try workspace.runs.history(
      before: report.header.id, suites: Set(report.suites.map(\.name)))
    let wanted = Dictionary(
      report.suites.filter { !$0.isSafety }.map { ($0.name, Self.changed($0)) }, uniquingKeysWith: { first, _ in first }
    )
    guard let path = report.runPath, wanted.values.contains(where: { !$0.isEmpty }) else { return report }
    let records = try RunFile(at: path).records { $0.arm == .head && wanted[$0.suite]?.contains($0.caseID) ?? false }
    var texts: [String: [String: UntrustedText]] = [:]
    for record in records where record.candidate.failure == nil {
      let text = UntrustedText(heldBack.masked(workspace.secrets.masked(record.candidate.proposalText))).excerpt(
        Self.excerpt)
      if texts[record.suite]?[record.caseID] == nil { texts[record.suite, default: [:]][record.caseID] = text }
    }
    for suite in report.suites.indices {
      guard let found = texts[report.suites[suite].name] else { continue }
      for index in report.suites[suite].outcomes.indices {
        report.suites[suite].outcomes[index].excerpt = found[report.suites[suite].outcomes[index].id]
      }
    }
    return report
  }

  /// Cases that were fixed, then those that pass as before with another output.
  private static func changed(_ suite: SuiteReport) -> Set<String> {
    guard let comparison = suite.comparison else { return [] }
    let others = comparison.pairs.filter {
      $0.before.outputDigest != nil && $0.before.outputDigest != $0.after.outputDigest
    }
    return Set((comparison.fixed + others).prefix(outputs).map(\.after.id))
  }
}
