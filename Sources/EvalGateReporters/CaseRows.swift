import EvalGateCore

/// A suite as its rows refer to it: shared, because a copy for each of a hundred thousand rows would be most of what a report takes.
final class SuiteOfRows: Sendable {
  let report: SuiteReport
  var name: String { report.name }
  var isSafety: Bool { report.isSafety }
  var tuple: RunTuple { report.tuple }

  init(_ report: SuiteReport) { self.report = report }
}

/// Every case of a suite, in plan order, those without a result last. A row is made when it is asked for and kept by nobody.
struct CaseRows: RandomAccessCollection {
  private let suite: SuiteOfRows
  /// Places by name, which take little where there are many cases.
  private let failures: [UTF8Name: Int]
  private let waived: [UTF8Name: Int]
  private let pairs: [UTF8Name: Int]
  private let movements: [UTF8Name: CaseRow.Movement]

  init(_ report: SuiteReport) {
    suite = SuiteOfRows(report)
    failures = Self.places(report.failures.lazy.map(\.caseID))
    waived = Self.places(report.waived.lazy.map(\.caseID))
    pairs = Self.places((report.comparison?.pairs ?? []).lazy.map(\.after.id))
    var movements: [UTF8Name: CaseRow.Movement] = [:]
    if let comparison = report.comparison {
      for id in comparison.added { movements[UTF8Name(id)] = .added }
      for id in comparison.edited { movements[UTF8Name(id)] = .edited }
      for pair in comparison.fixed { movements[UTF8Name(pair.after.id)] = .fixed }
      for pair in comparison.broke { movements[UTF8Name(pair.after.id)] = .broke }
    }
    self.movements = movements
  }

  var startIndex: Int { 0 }
  var endIndex: Int { suite.report.outcomes.count + suite.report.missing.count }

  subscript(place: Int) -> CaseRow {
    let report = suite.report
    guard place < report.outcomes.count else { return missing(report.missing[place - report.outcomes.count]) }
    let outcome = report.outcomes[place]
    let name = UTF8Name(outcome.id)
    let failed = failures[name].map { report.failures[$0] }
    let failure = failed ?? waived[name].map { report.waived[$0] }
    return CaseRow(
      suite: suite, id: outcome.id, location: outcome.location ?? failure?.location, tags: outcome.tags,
      severity: outcome.severity, outcome: outcome,
      before: pairs[name].flatMap { report.comparison?.pairs[$0].before }, failure: failure,
      state: state(of: outcome, isWaived: failed == nil && failure != nil),
      movement: report.comparison == nil ? nil : movements[name] ?? .same)
  }

  /// What the case at a place came to, without the rest of its row.
  func state(at place: Int) -> CaseRow.State {
    let report = suite.report
    guard place < report.outcomes.count else { return .missing }
    let outcome = report.outcomes[place]
    let name = UTF8Name(outcome.id)
    return state(of: outcome, isWaived: failures[name] == nil && waived[name] != nil)
  }

  private func missing(_ header: CaseHeader) -> CaseRow {
    CaseRow(
      suite: suite, id: header.id, location: header.location, tags: header.tags, severity: header.severity,
      outcome: nil, before: nil, failure: nil, state: .missing, movement: nil)
  }

  private func state(of outcome: CaseOutcome, isWaived: Bool) -> CaseRow.State {
    switch outcome.holds(suite.isSafety) {
    case nil: .error
    case false?: isWaived ? .waived : .failed
    case true?: outcome.passes < outcome.judged ? .flaky : .passed
    }
  }

  /// Of equal names the first counts.
  private static func places(_ names: some Sequence<String>) -> [UTF8Name: Int] {
    Dictionary(names.enumerated().map { (UTF8Name($0.element), $0.offset) }, uniquingKeysWith: { first, _ in first })
  }
}

extension SuiteReport {
  /// Every case of the suite, in plan order, those without a result last.
  var rows: CaseRows { CaseRows(self) }
}
