import StrictJSON
import Testing

/// Programs of the user's that judge, through whole commands.
@Suite("programs that judge")
struct ExecProgramTests {
  /// A check that wants a word, and a policy that escalates another; both note every question in a file beside them.
  private static let program = """
    import json, os, sys
    role = json.loads(sys.stdin.readline())["role"]
    print(json.dumps({"name": "judge", "revisions": {"code": "7"}, "concurrency": 4}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        with open("asked.txt", "a") as log:
            log.write(role + " " + question["id"] + "\\n")
        text = question["candidate"]["text"]
        if text == "crash":
            sys.exit("out of words")
        if role == "check":
            reply = {"pass": "refund" in text, "message": "no refund in it", "score": 1.0 if "refund" in text else 0.0}
        else:
            angry = "lawyer" in text
            reply = {"action": "escalate" if angry else "accept", "rule": "R-1" if angry else None}
        print(json.dumps({"id": question["id"], **reply}), flush=True)

    """

  private func project(_ cases: String) throws -> TemporaryProject {
    try TemporaryProject([
      "evalgate.yml": """
      version: 1
      routes: { fixed: { targets: [{ provider: echo }] } }
      suites:
        desk: { prompt: desk, route: fixed, policy: { exec: [python3, judge.py] } }
      gates: { quality: { metric: pass_rate, at_least: 50% } }

      """,
      "prompts/desk.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "evalsets/desk/set.yml":
        "defaults: { checks: [{ check: exec, command: [python3, ../../judge.py], timeout: 60s }] }\n",
      "evalsets/desk/cases.jsonl": cases, "judge.py": Self.program,
    ])
  }

  private let cases = """
    {"id": "a", "text": "refund it"}
    {"id": "b", "text": "no way"}
    {"id": "c", "text": "a refund, says my lawyer"}

    """

  private func asked(_ project: TemporaryProject) throws -> [String] {
    try (project.read("asked.txt") + project.read("evalsets/desk/asked.txt")).split(separator: "\n").map(String.init)
  }

  /// `evalgate … --report json`, parsed.
  private func report(_ arguments: [String], in project: TemporaryProject) async throws -> (code: Int, JSONValue) {
    let run = try await EvalGate.run(arguments + ["--report", "json=report.json", "--quiet"], in: project)
    return (run.code, try JSONValue(parsing: try project.read("report.json")))
  }

  @Test("a run asks both programs once a case and gates by what they say")
  func run() async throws {
    let project = try project(cases)
    let (code, report) = try await report(["run"], in: project)
    #expect(code == 0)
    #expect(report["suites"]?[0]?["passed"] == 2)
    #expect(
      try asked(project).sorted() == ["check a#1", "check b#1", "check c#1", "policy a#1", "policy b#1", "policy c#1"])
  }

  @Test(
    "a program whose variable is not set judges nothing: undecided with reports, in a pipeline too",
    arguments: ["policy: { exec: [python3, judge.py], env: [NOBODY_SET_THIS] }", "checks"])
  func missingVariable(place: String) async throws {
    let project = try project(cases)
    if place == "checks" {
      let set = try project.read("evalsets/desk/set.yml")
      try project.write(set.replacing("timeout: 60s", with: "env: [NOBODY_SET_THIS]"), to: "evalsets/desk/set.yml")
    } else {
      let configuration = try project.read("evalgate.yml")
      try project.write(
        configuration.replacing("policy: { exec: [python3, judge.py] }", with: place), to: "evalgate.yml")
    }
    let (code, report) = try await report(["run"], in: project)
    #expect(code == 3)
    #expect(report["outcome"] == "undecided")
    #expect(report.serialized().contains("needs the environment variable `NOBODY_SET_THIS`, which is not set"))
  }

  @Test("`gate` decides again from what was said and starts no program")
  func gate() async throws {
    let project = try project(cases)
    _ = try await report(["run"], in: project)
    try project.write("raise SystemExit('must not be started')", to: "judge.py")
    let (code, report) = try await report(["gate", "latest"], in: project)
    #expect(code == 0)
    #expect(report["suites"]?[0]?["passed"] == 2)
    #expect(try asked(project).count == 6)
  }

  @Test("`gate --ask` asks the programs of now")
  func gateAsking() async throws {
    let project = try project(cases)
    _ = try await report(["run"], in: project)
    try project.write(Self.program.replacing("refund\" in text", with: "way\" in text"), to: "judge.py")
    let (code, report) = try await report(["gate", "latest", "--ask"], in: project)
    #expect(code == 1)
    #expect(report["suites"]?[0]?["passed"] == 1)
    #expect(try asked(project).count == 12)
  }

  @Test("a check added since the run was not asked, which is an error and never a pass")
  func notAsked() async throws {
    let project = try project(cases)
    _ = try await report(["run"], in: project)
    try project.write(
      "defaults: { checks: [{ check: exec, command: [python3, ../../judge.py, again] }] }\n",
      to: "evalsets/desk/set.yml")
    let run = try await EvalGate.run(["gate", "latest"], in: project)
    #expect(run.code != 0)
    #expect(run.output.contains("evalgate gate RUN --ask"))
  }

  @Test("a program that ends on a case makes that case an error, with its last words")
  func crash() async throws {
    let project = try project(cases + #"{"id": "d", "text": "crash"}"# + "\n")
    let run = try await EvalGate.run(["run"], in: project)
    #expect(run.code == 3)
    #expect((run.output + run.error).contains("out of words"))
  }

  @Test("a program that cannot run is an error of the set-up, before anything is asked")
  func cannotRun() async throws {
    let project = try project(cases)
    try project.write("print('hello 536-22-8841')", to: "judge.py")
    let run = try await EvalGate.run(["run"], in: project)
    #expect(run.code == 2)
    #expect(run.error.contains("its first line is not the greeting: 17 bytes that are no JSON object"), "\(run)")
    // What it is instead may be anybody's data.
    #expect(!(run.output + run.error).contains("8841"), "\(run)")
  }

  @Test("the run file names the revisions the programs gave and keeps every opinion before the end")
  func runFile() async throws {
    let project = try project(cases)
    let saved = try await EvalGate.run(["run", "--save", "run.jsonl", "--quiet"], in: project)
    #expect(saved.code == 0)
    let lines = try project.read("run.jsonl").split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    let opinions = lines.filter { $0["kind"] == "opinion" }
    #expect(opinions.count == 6)
    #expect(opinions.contains { $0["reply"] == ["action": "escalate", "rule": "R-1"] })
    // Beside what they name stands the digest of the files that their commands name.
    let named = (lines[0]["tuples"]?[0]?["programs"]?.objectValue?.values).map(Array.init) ?? []
    #expect(named.map { $0["code"]?.stringValue } == ["7", "7"])
    #expect(named.allSatisfy { $0["program"]?.stringValue?.count == 64 })
  }
}
