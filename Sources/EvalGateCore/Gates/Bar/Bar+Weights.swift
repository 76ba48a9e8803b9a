/// A case that weighs less, or is asked more seldom, makes every gate over it ask less, though no gate was edited. It counts as it
/// did.
extension Bar {
  /// How cases of a suite count beside what their file says.
  ///
  /// A safety suite's scenarios are held one by one instead.
  /// - Parameters:
  ///   - base: the suite that asked these cases.
  ///   - heirs: what became of them.
  ///   - trials: what a case of the suite is asked that does not say it itself.
  ///   - tagged: what cases are tagged that count by other tags than their own, by id.
  ///   - grouped: the clusters of cases that count in another one than their own, by id.
  mutating func amendments(
    of suite: Suite, heldTo base: Suite, _ heirs: inout Heirs, trials: Int, tagged: [String: [String]],
    grouped: [String: String?]
  ) -> [String: CaseAmendment] {
    var amendments = tagged.mapValues { CaseAmendment(tags: $0) }
    for (id, cluster) in grouped { amendments[id, default: CaseAmendment()].cluster = .some(cluster) }
    guard base.evalset.kind != .safety else { return amendments }
    let headers = heirs.old
    var lighter: [Severity: [CaseHeader]] = [:]
    var seldomer: [(was: Int, now: CaseHeader)] = []
    for old in headers {
      let least = old.trials ?? base.trialsPerCase
      for now in heirs.of(old) {
        if let severity = old.severity, severity.outweighs(amendments[now.id]?.severity ?? now.severity) {
          amendments[now.id, default: CaseAmendment()].severity = severity
          lighter[severity, default: []].append(now)
        }
        if (amendments[now.id]?.trials ?? now.trials ?? trials) < least {
          amendments[now.id, default: CaseAmendment()].trials = least
          seldomer.append((least, now))
        }
      }
    }
    for (severity, cases) in lighter.sorted(by: { $0.key.rawValue > $1.key.rawValue }) {
      show(lighter: cases, than: severity, of: headers.count { $0.severity == severity }, in: suite)
    }
    show(seldomer, trials: trials, in: suite)
    return amendments
  }

  private mutating func show(lighter cases: [CaseHeader], than severity: Severity, of count: Int, in suite: Suite) {
    note(
      RuleChange(
        .suite, suite.name, .loosened, from: "\(count) \(severity.rawValue) \(count == 1 ? "case" : "cases")",
        to: "\(max(0, count - cases.count))", decides: .base, note: "which weighs \(Self.first(of: cases)) as it did",
        location: cases[0].location))
  }

  private mutating func show(_ cases: [(was: Int, now: CaseHeader)], trials: Int, in suite: Suite) {
    guard let first = cases.first else { return }
    note(
      RuleChange(
        .suite, suite.name, .loosened, from: "\(Format.count(first.was, "trial")) of a case",
        to: "\(first.now.trials ?? trials)", decides: .base,
        note: "which asks \(Self.first(of: cases.map(\.now))) as often as it did", location: first.now.location))
  }

  /// `t-003` (evalsets/triage/cases.jsonl:4) and 9 more.
  private static func first(of cases: [CaseHeader]) -> String {
    "`\(cases[0].id)` (\(cases[0].location))" + (cases.count > 1 ? " and \(cases.count - 1) more" : "")
  }
}

extension Severity {
  /// Whether a case that has it, and has another one or none after an edit, counts for less.
  fileprivate func outweighs(_ now: Severity?) -> Bool {
    switch self {
    case .blocking: now != .blocking
    // No weight is none that a gate can filter by.
    case .advisory: now == nil
    }
  }
}
