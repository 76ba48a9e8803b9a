import Testing

/// The command that a report ends with gets past what stopped the run.
@Suite("the next step after errors")
struct NextStepTests {
  private static let prompt = "messages: [{ role: user, content: \"{{text}}\" }]\n"

  private static func project(target: String) throws -> TemporaryProject {
    try TemporaryProject([
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [\(target)], retry: { attempts: 1 } } }
      suites: { triage: { route: r } }
      """,
      "triage.prompt.yml": prompt, "triage.cases.jsonl": "{\"text\": \"a\", \"expected\": \"a\"}\n",
    ])
  }

  @Test("where recordings are missing it records them, since asking for them again finds as little")
  func record() async throws {
    let project = try TemporaryProject()
    _ = try await project.evalgate("init", "--no-workflow")
    let path = "prompts/triage.prompt.yml"
    try project.write(try project.read(path).replacing("You sort messages", with: "Sort messages"), to: path)
    let run = try await project.evalgate("run").run
    #expect(run.code == 3 && run.output.contains("record   evalgate run --mode record triage\n"), "\(run)")
    #expect(!run.output.contains("--resume"), "\(run)")
  }

  @Test("where a file has to be mended first it runs again, since a run that is begun keeps its plan")
  func again() async throws {
    let project = try Self.project(
      target: "{ provider: exec, command: [sh, -c, \"read -r line; echo '{}'; read -r line; exit 1\"] }")
    let run = try await project.evalgate("run").run
    #expect(run.code == 3 && run.output.contains("again    evalgate run triage"), "\(run)")
    #expect(!run.output.contains("--resume"), "\(run)")
  }

  @Test("where many suites fail, neither they nor the ways back are told one by one")
  func many() async throws {
    func prompt(_ version: Int) -> String {
      """
      version: \(version)
      messages: [{ role: user, content: "\(version == 1 ? "" : "no ")yes" }]
      changelog: [{ version: \(version), why: shorter, back_to: 1 }]

      """
    }
    var files = [".gitignore": ".evalgate/\n", "evalgate.yml": Sample.configuration()]
    for name in (1...8).map({ "s\($0)" }) {
      files["\(name).prompt.yml"] = prompt(1)
      files["\(name).cases.jsonl"] = (1...6).map { "{\"id\": \"c\($0)\", \"expected\": \"yes\"}\n" }.joined()
    }
    let project = try TemporaryProject(files)
    try await project.commit("Version 1")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    for name in (1...8).map({ "s\($0)" }) { try project.write(prompt(2), to: "\(name).prompt.yml") }
    let run = try await EvalGate.run(["run", "--baseline", "HEAD"], in: project, environment: ["CI": "true"])
    #expect(run.code == 1, "\(run)")
    #expect(run.output.contains("  again    evalgate run --baseline HEAD          (8 suites fail)\n"), "\(run)")
    let back = run.output.split(separator: "\n").filter { $0.hasPrefix("  back ") }
    #expect(back.count == 5 && back.last?.hasSuffix("(to 1, and 3 more in the same way)") == true, "\(run)")
  }

  @Test("what is said of a recording that is missing is said to its end")
  func wholeMessage() async throws {
    let project = try Self.project(target: "{ provider: exec, command: [python3, app.py], inputs: [app.py] }")
    try project.write(
      """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
      sys.stdin.read()

      """, to: "app.py")
    try await project.commit("As it is")
    let run = try await project.evalgate("run", "--mode", "replay").run
    #expect(run.code == 3 && run.output.contains("no recording of case") && !run.output.contains("…"), "\(run)")
  }

  @Test("where time mends it the run goes on")
  func resume() async throws {
    let project = try Self.project(
      target: "{ provider: openai, model: m, base_url: \"http://127.0.0.1:9/v1\" }")
    let run = try await project.evalgate("run", environment: ["OPENAI_API_KEY": "stand-in"]).run
    #expect(run.code == 3 && run.output.contains("resume   evalgate run --resume "), "\(run)")
  }
}
