import EvalGateCore
import EvalGateReporters
import StrictJSON
import Testing

/// The traps that concern reporters, each by its name, in every format.
@Suite("traps of reports")
struct TrapTests {
  /// A format by its id.
  struct Form: Sendable, CustomTestStringConvertible {
    let id: String
    var testDescription: String { id }
    func render(_ report: Report) -> String { Reporters.named(id)?.init().render(report, plain) ?? "" }
  }

  static let forms = Reporters.all.map { Form(id: $0.id) }
  /// Those that are read as text by a runner's log or by people.
  static let textForms = forms.filter { ["text", "markdown", "github"].contains($0.id) }

  @Test("::error inside a model's output is no command", arguments: textForms)
  func errorCommand(form: Form) {
    let text = form.render(poisonedWhole("\n::error file=x::owned"))
    for line in text.split(separator: "\n") where line.drop(while: { $0 == " " }).hasPrefix("::") {
      // Only our own commands begin a line, and theirs hold the text escaped.
      #expect(form.id == "github")
    }
  }

  @Test("##[error] in the middle of a line is no command", arguments: textForms)
  func oldCommand(form: Form) {
    let text = form.render(poisonedWhole("see ##[error]owned"))
    #expect(form.id == "github" || !text.contains("##["))
  }

  @Test("a case id with a bar, a backtick or a line feed breaks no row", arguments: forms)
  func oddIDs(form: Form) throws {
    let text = form.render(poisonedWhole("a|b`c\nd"))
    switch form.id {
    case "jsonl": #expect(text.split(separator: "\n").allSatisfy { (try? JSONValue(parsing: String($0))) != nil })
    case "json", "sarif", "gitlab": #expect((try? JSONValue(parsing: text)) != nil)
    case "markdown":
      let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
      #expect(rows.allSatisfy { $0.hasSuffix("|") })
    default: #expect(!text.isEmpty)
    }
  }

  @Test(
    "10,000 failing cases end within the format's limit",
    arguments: [
      ("text", 200_000), ("markdown", 65_536), ("junit", 30_000_000), ("sarif", 10_000_000),
      ("github", 20_000), ("gitlab", 10_000_000),
    ])
  func manyFailures(id: String, limit: Int) { #expect(Form(id: id).render(tenThousand).utf8.count <= limit) }

  @Test("an empty evalset is shown and is no pass", arguments: forms)
  func emptyEvalset(form: Form) {
    let text = form.render(
      report(
        .undecided, gates: [],
        suites: [SuiteReport(tuple: RunTuple(suite: "s"), planned: 0, passed: 0, failed: 0, errors: 0)]))
    #expect(!text.contains("✓") && !text.contains("✅"))
  }

  @Test("a baseline without this set says why", arguments: forms.filter { ["text", "json", "html"].contains($0.id) })
  func noBaseline(form: Form) {
    var suite = triage
    suite.comparison = nil
    suite.baselineNote = "main has no such set"
    #expect(form.render(report(.passed, gates: [schemaGate], suites: [suite])).contains("main has no such set"))
  }

  @Test("p95 with n = 1 breaks nothing", arguments: forms)
  func oneValue(form: Form) {
    var one = report(of: [outcome("c", .pass)])
    one.suites[0].outcomes[0].trials[0].latency = 12
    one.suites[0].latency = LatencySummary(n: 1, p50: 12, p95: 12, p99: 12, replayed: false)
    #expect(form.render(one).utf8.last == 10 || form.id == "github")
  }

  @Test("0/0 is undefined, neither 0 nor 1", arguments: forms.filter { ["text", "markdown", "html"].contains($0.id) })
  func zeroOfZero(form: Form) {
    let text = form.render(report(.undecided, gates: [gate("g", .undecided, .undefined, "≥ 99%")]))
    #expect(!text.contains("100.0%") && !text.contains("0.0%"))
  }

  @Test("NaN in a metric reaches no reader", arguments: forms)
  func notANumber(form: Form) throws {
    let text = form.render(report(.undecided, gates: [gate("g", .undecided, .share(.nan, n: 3), "≥ 99%")]))
    #expect(!text.lowercased().contains("nan"))
  }

  @Test(
    "a path with spaces and letters beyond ASCII stays one path",
    arguments: forms.filter { ["junit", "sarif", "gitlab", "github", "csv", "html"].contains($0.id) })
  func paths(form: Form) {
    var report = SampleReport.blocked
    report.suites[2].failures[0].location.path = "évals/my cases.jsonl"
    report.suites[2].outcomes[16].location?.path = "évals/my cases.jsonl"
    let text = form.render(report)
    #expect(text.contains("évals/my cases.jsonl") || text.contains("%C3%A9vals/my%20cases.jsonl"))
  }

  @Test(
    "two gates failing for one case show the case once", arguments: forms.filter { ["html", "csv"].contains($0.id) })
  func twoGates(form: Form) {
    var report = SampleReport.blocked
    report.gates.append(gate("again", .block, .rate(passed: 1, of: 2), "≥ 90%", failing: ["ticket-triage"]))
    let text = form.render(report)
    let mark =
      form.id == "html" ? "<code>triage-023</code><span class=\"sub\">ticket-triage" : "ticket-triage,triage-023,"
    #expect(text.ranges(of: mark).count == 1)
  }

  @Test("every format ends with a line feed and is the same twice", arguments: forms)
  func same(form: Form) {
    let text = form.render(SampleReport.blocked)
    #expect(text.utf8.last == 10)
    #expect(text == form.render(SampleReport.blocked))
  }

  @Test("every format has a summary that `list formats` prints", arguments: Reporters.all.map { $0.summary })
  func summaries(summary: String) { #expect(!summary.isEmpty && !summary.hasSuffix(".")) }
}
