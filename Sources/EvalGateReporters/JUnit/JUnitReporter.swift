public import EvalGateCore

/// For test tabs: JUnit XML as Jenkins reads it (jenkinsci/xunit-plugin, `junit-10.xsd`), with Maven Surefire's elements for
/// cases that were tried more than once.
///
/// A suite is a test suite and a case a test; the gates are a suite of their own, so that a service that only counts tests
/// blocks where the gates do. What was not measured is an error, never a pass.
public struct JUnitReporter: StreamingReporter {
  public static let id = "junit"
  public static let summary = "For the test tab of a CI service"

  /// How much the failures' texts may take, in bytes; GitLab reads no file over 30 MB.
  static let textLimit = 12_000_000

  public init() {}

  public func write(_ report: Report, _ context: ReportContext, to output: (String) throws -> Void) rethrows {
    var room = Self.textLimit
    let suites = report.suites.map { JUnitSuite(report: report, suite: $0) }
    let gates = JUnitGates(report.gates)
    let counts = (suites.map(\.counts) + [gates.counts]).reduce(into: JUnitCounts()) { $0.add($1) }
    let time = report.totals.elapsed.map { " time=\"\(Self.seconds($0))\"" as Markup } ?? .empty
    let head: Markup = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="evalgate" tests="\(counts.tests)" failures="\(counts.failures)" errors="\(counts.errors)"\(time)>

      """
    try output(head.printed)
    for suite in suites { try suite.write(room: &room, to: output) }
    try output(gates.markup.printed)
    try output("</testsuites>\n")
  }

  /// With at most three digits behind the point, as the schema wants it.
  static func seconds(_ milliseconds: Double) -> String {
    milliseconds.isFinite ? Format.fixed(max(0, milliseconds) / 1000, 3) : "0.000"
  }
}

/// What the head of a suite says.
struct JUnitCounts {
  var tests = 0
  var failures = 0
  var errors = 0
  var skipped = 0

  mutating func add(_ other: JUnitCounts) {
    tests += other.tests
    failures += other.failures
    errors += other.errors
    skipped += other.skipped
  }

  /// As `JUnitCase` shows it.
  mutating func add(_ row: CaseRow) {
    tests += 1
    switch row.state {
    case _ where row.carriedFrom != nil: skipped += 1
    case .passed, .flaky: break
    case .failed: failures += 1
    case .error, .missing: errors += 1
    case .waived: skipped += 1
    }
  }

  /// The start of the element that these are counts of.
  func head(of name: String, _ attributes: Markup = .empty) -> Markup {
    """
      <testsuite name="\(name)" tests="\(tests)" failures="\(failures)" errors="\(errors)" \
    skipped="\(skipped)"\(attributes)>

    """
  }

  static let foot = "  </testsuite>\n"
}

/// One `testsuite` element: its head says what is in it, so its cases are counted before they are written.
struct JUnitSuite {
  let counts: JUnitCounts
  private let report: Report
  private let suite: SuiteReport
  private let rows: CaseRows

  init(report: Report, suite: SuiteReport) {
    (self.report, self.suite, rows) = (report, suite, suite.rows)
    counts = rows.reduce(into: JUnitCounts()) { $0.add($1) }
  }

  /// - Parameter room: bytes left for texts in the whole document.
  func write(room: inout Int, to output: (String) throws -> Void) rethrows {
    let file = suite.places.evalset.map { " file=\"\($0.path)\"" as Markup } ?? .empty
    let time = suite.elapsed.map { " time=\"\(JUnitReporter.seconds($0))\"" as Markup } ?? .empty
    let started = report.header.observed.map { " timestamp=\"\(Moment($0.startedAt).junit)\"" as Markup } ?? .empty
    let head: Markup = "\(counts.head(of: suite.name, "\(time)\(started)\(file)"))\(Self.properties(report, suite))"
    try output(head.printed)
    for row in rows { try output(JUnitCase(row: row, run: report.shortID, room: &room).markup.printed) }
    try output(JUnitCounts.foot)
  }

  /// The version tuple.
  private static func properties(_ report: Report, _ suite: SuiteReport) -> Markup {
    let tuple = suite.tuple
    var facts: [(String, String?)] = [
      ("run", report.header.id), ("evalgate_version", report.header.evalgateVersion),
      ("mode", report.header.mode.rawValue), ("base", report.header.base?.text),
    ]
    for (name, part) in [
      ("prompt", tuple.prompt), ("tools", tuple.tools), ("policy", tuple.policy), ("eval_set", tuple.evalset),
    ] {
      facts += [(name, part?.id), ("\(name)_version", part?.version), ("\(name)_digest", part?.digest.description)]
    }
    facts += [
      ("preprocess", tuple.preprocess.isEmpty ? nil : tuple.preprocess.joined(separator: " ")),
      ("model_route", tuple.route?.name), ("targets", tuple.route?.targets.joined(separator: " ")),
      ("reported_models", tuple.route?.reportedModels.joined(separator: " ")),
    ]
    facts += tuple.checks.sorted { $0.key < $1.key }.map { ("check_\($0.key)", "\($0.value)") }
    let lines = facts.compactMap { name, value -> Markup? in
      guard let value, !value.isEmpty else { return nil }
      return "      <property name=\"\(name)\" value=\"\(value)\"/>\n"
    }
    return "    <properties>\n\(lines)    </properties>\n"
  }
}

/// The gates as a suite of tests.
struct JUnitGates {
  private(set) var counts = JUnitCounts()
  private var cases = Markup.empty

  init(_ gates: [GateOutcome]) {
    for gate in gates {
      let words = "\(gate.valueText), needs \(gate.rule); \(([gate.countText] + gate.remarks).joined(separator: "; "))"
      let inside: Markup
      switch gate.verdict {
      case .block where gate.blocks:
        counts.failures += 1
        inside = "<failure type=\"block\" message=\"\(words)\"/>"
      case .undecided where gate.blocks:
        counts.errors += 1
        inside = "<error type=\"undecided\" message=\"\(words)\"/>"
      case .block, .undecided:
        counts.skipped += 1
        inside = "<skipped type=\"note\" message=\"does not block: \(words)\"/>"
      case .pass, .unproven, .new: inside = "<system-out>\(gate.verdict.rawValue): \(words)</system-out>"
      }
      counts.tests += 1
      cases += "    <testcase name=\"\(gate.name)\" classname=\"gates\">\(inside)</testcase>\n"
    }
  }

  var markup: Markup { "\(counts.head(of: "gates"))\(cases)  </testsuite>\n" }
}
