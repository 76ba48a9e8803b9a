import EvalGateCore
import StrictJSON
import Testing

@Suite("formats of reports, asked for on the command line")
struct ReportFormatsTests {
  /// What GitHub sets for a step, with its two files in the project.
  private func step(_ project: TemporaryProject) throws -> [String: String] {
    try project.write("", to: "step/summary.md")
    try project.write("", to: "step/output")
    return [
      "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": project.path + "/step/summary.md",
      "GITHUB_OUTPUT": project.path + "/step/output", "GITHUB_SERVER_URL": "https://github.com",
      "GITHUB_REPOSITORY": "acme/app", "GITHUB_SHA": "9be2f10",
    ]
  }

  /// The triage project with a version that breaks twelve cases.
  private func changed() async throws -> TemporaryProject {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    return project
  }

  @Test(
    "every format is written to the place that is named",
    arguments: [
      ("html", "<!doctype html>"), ("json", "{"), ("jsonl", "{\"event\":\"run.started\""), ("junit", "<?xml"),
      ("sarif", "{\"$schema\""), ("gitlab", "["), ("github", "::error "), ("csv", "suite,case,"),
      ("markdown", "### ❌ evalgate"), ("text", "evalgate "),
    ])
  func written(format: String, start: String) async throws {
    let project = try await changed()
    let run = try await EvalGate.run(["run", "--quiet", "--report", "\(format)=out/report"], in: project)
    #expect(run.code == 1)
    #expect(try project.read("out/report").hasPrefix(start))
  }

  @Test(
    "later steps on GitHub hear of a run that ends without a report, too",
    arguments: [
      (["run", "nope"], "invalid"), (["run", "--trials", "x"], "invalid"), (["run", "--tag", "nope"], "empty"),
    ])
  func unreported(arguments: [String], outcome: String) async throws {
    let project = try await TemporaryProject.withBaseline()
    let run = try await EvalGate.run(arguments, in: project, environment: step(project))
    #expect(run.code != 0)
    let lines = try project.read("step/output").split(separator: "\n")
    #expect(lines.first?.hasPrefix("outcome<<") == true && lines.dropFirst().first == "\(outcome)", "\(run)\(lines)")
  }

  @Test("the page shows what a program's revision is, and what it was")
  func programVersion() async throws {
    let project = try TemporaryProject(FlakyProject.files(""))
    try await project.commit("Revision 1")
    try project.write(
      project.read("app.py").replacing(#"{"code": "1"}"#, with: #"{"code": "2"}"#), to: "app.py")
    _ = try await project.evalgate("run", "--baseline", "none")
    _ = try await project.evalgate("baseline", "accept", "--reason", "revision 2")
    try await project.commit("Revision 2")
    try project.write(
      project.read("app.py").replacing(#"{"code": "2"}"#, with: #"{"code": "3"}"#), to: "app.py")
    _ = try await EvalGate.run(["run", "--quiet", "--report", "html=page.html"], in: project)
    let page = try project.read("page.html")
    #expect(
      page.contains("<b>code 3 (edited: app.py)</b><span class=\"sub\">was code 2</span>"), "\(page.suffix(3_000))")
  }

  @Test("a run can be rendered again in another format, from its file alone")
  func again() async throws {
    let project = try await changed()
    _ = try await EvalGate.run(["run"], in: project)
    let run = try await EvalGate.run(["report", "latest", "--report", "junit"], in: project)
    #expect(run.output.contains("<testsuite name=\"triage\" tests=\"40\" failures=\"13\""))
  }

  @Test("the page shows the runs before, and what a fixed case answers now")
  func details() async throws {
    let project = try await changed()
    _ = try await EvalGate.run(["run", "--quiet", "--report", "html=page.html"], in: project)
    let page = try project.read("page.html")
    #expect(page.contains("<h2>Recent runs</h2>"))
    // Ticket 7 was answered with `technical` and is now answered with `billing`.
    #expect(page.contains("<pre dir=\"auto\"><del>technical</del></pre>") || page.contains("written anew"))
    #expect(page.contains("<code>t-07</code>"))
  }

  @Test("on GitHub annotations follow the report, and nothing of the report is a command")
  func annotations() async throws {
    let project = try await changed()
    let run = try await EvalGate.run(["run"], in: project, environment: try step(project))
    let lines = run.output.split(separator: "\n").map(String.init)
    let stop = try #require(lines.first { $0.hasPrefix("::stop-commands::") })
    let token = stop.dropFirst("::stop-commands::".count)
    let end = try #require(lines.firstIndex(of: "::\(token)::"))
    #expect(token.count >= 20)
    #expect(lines[(end + 1)...].allSatisfy { $0.hasPrefix("::error ") })
    #expect(lines[end + 1].hasPrefix("::error file=prompts/triage.prompt.yml,line=1,title=evalgate%3A accuracy::"))
    #expect(lines.count - end - 1 == 10)
  }

  @Test("a format that takes standard output is not followed by annotations")
  func taken() async throws {
    let project = try await changed()
    let run = try await EvalGate.run(["run", "--report", "json"], in: project, environment: try step(project))
    #expect((try? JSONValue(parsing: Array(run.output.utf8))) != nil)
  }

  @Test("the step's summary and outputs are written")
  func stepFiles() async throws {
    let project = try await changed()
    try project.write("# before\n", to: "earlier.md")
    var environment = try step(project)
    environment["GITHUB_STEP_SUMMARY"] = project.path + "/earlier.md"
    _ = try await EvalGate.run(["run"], in: project, environment: environment)
    let summary = try project.read("earlier.md")
    #expect(summary.hasPrefix("# before\n### ❌ evalgate: blocked by `accuracy`"))
    #expect(summary.contains("https://github.com/acme/app/blob/9be2f10/evalsets/triage/cases.jsonl#L"))
    let output = try project.read("step/output")
    #expect(output.hasPrefix("outcome<<evalgate_"))
    #expect(output.contains("\nblocked\n"))
    #expect(output.contains("failed-gates<<evalgate_"))
  }

  @Test("a summary that cannot be written is a warning, and the exit code stands")
  func unwritableSummary() async throws {
    let project = try await changed()
    var environment = try step(project)
    environment["GITHUB_STEP_SUMMARY"] = project.path + "/step"
    let run = try await EvalGate.run(["run"], in: project, environment: environment)
    #expect(run.code == 1)
    #expect(run.error.contains("warning[report/step-file]: cannot write GITHUB_STEP_SUMMARY"))
  }

  @Test("outside of GitHub nothing of it is printed")
  func elsewhere() async throws {
    let project = try await changed()
    let run = try await EvalGate.run(["run"], in: project)
    #expect(!run.output.contains("::error") && !run.output.contains("::stop-commands"))
  }

  @Test(
    "a secret is overwritten before a format could escape it",
    arguments: ["html", "junit", "markdown", "csv", "json", "jsonl", "sarif", "gitlab", "github", "text"])
  func secrets(format: String) async throws {
    let secret = "sk_live_<a&b>\"'x_12345678"
    let line = JSONValue.object(["id": "a", "text": .string("key \(secret)"), "expected": "billing"]).serialized()
    var files = Sample.two
    files["t.cases.jsonl"] = line + "\n"
    let project = try TemporaryProject(files)
    _ = try await EvalGate.run(
      ["run", "--report", "\(format)=out"], in: project, environment: ["SOME_API_KEY": secret])
    let text = try project.read("out")
    for part in ["sk_live", "sk\\_live", "12345678"] { #expect(!text.contains(part)) }
  }
}
