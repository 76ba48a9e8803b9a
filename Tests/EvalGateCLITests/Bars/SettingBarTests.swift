import Testing

@Suite("a change cannot choose where its answers come from, what they cost, or whether anybody is told")
struct SettingBarTests {
  // MARK: Recordings

  /// A base that asks the model and lets recordings count; in the change one of two cases fails, and its recording says otherwise.
  private static func forged() async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(mode: "live, recordings: allow"), ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "evalsets/t/set.yml": "version: 1\ndefaults: { checks: [equals] }\n",
      "evalsets/t/cases.jsonl": """
      {"id": "a", "text": "billing", "expected": "billing"}
      {"id": "b", "text": "technical", "expected": "technical"}

      """,
    ])
    try await project.commit("As it was")
    let cases = "evalsets/t/cases.jsonl"
    try project.write(
      project.read(cases).replacing(#""text": "technical""#, with: #""text": "unheard""#), to: cases)
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("recordings", "keep")
    let kept = "evalsets/t/recordings.jsonl"
    try project.write(project.read(kept).replacing(#""text":"unheard""#, with: #""text":"technical""#), to: kept)
    return project
  }

  @Test("in a pipeline a suite that asked its model asks it, whatever the change says", arguments: [false, true])
  func mode(isProfile: Bool) async throws {
    let project = try await Self.forged()
    try project.write(
      isProfile
        ? project.read("evalgate.yml") + "profiles: { default: { mode: replay } }\n"
        : project.read("evalgate.yml").replacing("mode: live", with: "mode: replay"), to: "evalgate.yml")
    let arguments = ["run", "--baseline", "HEAD"]
    let run = try await EvalGate.run(arguments, in: project, environment: ["CI": "true"])
    #expect(run.code == 1, "\(run)")
    #expect(
      run.output.contains(
        isProfile
          ? "configuration profiles.default.mode loosened: not set → replay; the base's decides"
          : "suite t loosened: mode live → mode replay; the base's decides, where the pipeline names no other with `--mode`"
      ), "\(run)")
    #expect(!run.output.contains("profiles.ci"), "what `ci` inherits is told where it is written: \(run)")
    // What the pipeline itself says goes before everything, and a machine of one's own saves what it can.
    let flag = try await EvalGate.run(arguments + ["--mode", "replay"], in: project, environment: ["CI": "true"])
    #expect(flag.code == 0, "\(flag)")
    let here = try await EvalGate.run(arguments, in: project)
    #expect(here.code == 0 && !here.output.contains("loosened"), "\(here)")
    try await project.commit("Replay")
    let merged = try await EvalGate.run(arguments, in: project, environment: ["CI": "true"])
    #expect(merged.code == 0, "\(merged)")
  }

  @Test("a new suite that reads kept answers where the base asks is shown, and those count as the base says")
  func newSuite() async throws {
    let project = try await Self.forged()
    try project.write(
      project.read("evalgate.yml").replacing(", recordings: allow", with: ""), to: "evalgate.yml")
    try await project.commit("As it was")
    try project.write(
      project.read("evalgate.yml") + "suites: { u: { prompt: t, evalset: t, mode: replay, recordings: allow } }\n",
      to: "evalgate.yml")
    let row =
      "suite u added: mode replay; where live is usual; recordings of a new suite count as `defaults` of the base says"
    let run = try await EvalGate.run(["run", "u", "--baseline", "HEAD"], in: project, environment: ["CI": "true"])
    #expect(run.code == 3 && run.output.contains(row), "\(run)")
    #expect(run.output.contains("answers are recordings, which count in CI only with `recordings: allow`"), "\(run)")
    let here = try await project.evalgate("run", "u", "--baseline", "HEAD").run
    #expect(!here.output.contains("suite u added"), "\(here)")
  }

  // MARK: Money

  private static func priced(_ prices: String, tokens: Int) -> [String: String] {
    [
      "evalgate.yml": Sample.configuration(
        target: "{ provider: exec, command: [python3, app.py], prices: \(prices) }",
        gates: "{ money: { metric: cost_usd, at_most: 0.00003 } }"),
      ".gitignore": ".evalgate/\n",
      "t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "t.cases.jsonl": (1...4).map { #"{"id": "c\#($0)", "text": "x", "expected": "x"}"# + "\n" }.joined(),
      "app.py": """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
      for line in sys.stdin:
          q = json.loads(line)
          print(json.dumps({"id": q["id"], "text": "x", "usage": {"input": \(tokens), "output": 1}}), flush=True)

      """,
    ]
  }

  @Test("an answer costs what it costs at the base, until the new prices are merged")
  func prices() async throws {
    let project = try TemporaryProject(Self.priced("{ input: 1, output: 1 }", tokens: 9))
    try await project.commit("As it was")
    for (name, text) in Self.priced("{ input: 0.2, output: 0.25 }", tokens: 99) { try project.write(text, to: name) }
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run)")
    #expect(
      run.output.contains(
        "configuration prices of exec changed: 1 in, 1 out → 0.2 in, 0.25 out; the base's decides, at which both sides are costed"
      ), "\(run)")
    // Nor does a change that no longer says what anything costs cost nothing.
    try project.write(
      project.read("evalgate.yml").replacing(", prices: { input: 0.2, output: 0.25 }", with: ""), to: "evalgate.yml")
    let silent = try await project.evalgate("run").run
    #expect(silent.code == 1, "\(silent)")
    for (name, text) in Self.priced("{ input: 0.2, output: 0.25 }", tokens: 99) { try project.write(text, to: name) }
    try await project.commit("Cheaper")
    // What the same version cost by the old prices is in runs that a pipeline does not have.
    for file in project.runFiles { project.remove(".evalgate/runs/\(file)") }
    let merged = try await project.evalgate("run").run
    #expect(merged.code == 0, "\(merged)")
  }

  // MARK: The schema of outputs

  @Test("another schema of outputs is shown, in its own file and in one that it refers to", arguments: [false, true])
  func outputSchema(isReferred: Bool) async throws {
    let narrow = #"{ "enum": ["billing", "technical"] }"#
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(gates: "{ form: { metric: schema_pass_rate, at_least: 99% } }"),
      ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": """
      output: { schema: s.json }
      messages: [{ role: user, content: "{{text}}" }]

      """,
      "prompts/s.json": isReferred ? #"{ "$ref": "labels.json" }"# : narrow, "prompts/labels.json": narrow,
      "evalsets/t/set.yml": "version: 1\ndefaults: { checks: [json_schema] }\n",
      "evalsets/t/cases.jsonl": #"{"id": "a", "text": "\"billing\""}"# + "\n"
        + #"{"id": "b", "text": "\"other\""}"# + "\n",
    ])
    try await project.commit("As it was")
    try project.write(#"{ "type": "string" }"#, to: isReferred ? "prompts/labels.json" : "prompts/s.json")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run)")
    #expect(
      run.output.contains("checks prompts/s.json changed: 2 cases in 1 suite; the output schema of prompt `t`"),
      "\(run)")
  }

  // MARK: The comment

  @Test("a change cannot ask for silence about itself, and once that is merged the silence has a name")
  func comment() async throws {
    let project = try TemporaryProject(Sample.two.merging([".gitignore": ".evalgate/\n"]) { $1 })
    try await project.commit("As it was")
    try project.write(project.read("evalgate.yml") + "comment: never\n", to: "evalgate.yml")
    try project.write(#"{"id": "a", "text": "billing", "expected": "technical"}"# + "\n", to: "t.cases.jsonl")
    let github = FakeGitHub()
    let run = try await Self.comment(on: project, github)
    #expect(run.code == 1, "\(run)")
    #expect(run.error.contains("comment  written"), "\(run)")
    #expect(github.comments.first?.body.contains("configuration comment loosened: ") == true)
    try await project.commit("Be silent")
    let merged = try await Self.comment(on: project, FakeGitHub())
    #expect(merged.error.contains("comment  none: the configuration says `comment: never`"), "\(merged)")
  }

  private static func comment(on project: TemporaryProject, _ github: FakeGitHub) async throws -> EvalGate.Run {
    try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
      try await EvalGate.run(
        ["run", "--comment", "--baseline", "HEAD"], in: project,
        environment: [
          "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_API_URL": server.root, "GITHUB_REPOSITORY": "o/r",
          "GITHUB_REF": "refs/pull/12/merge", "GITHUB_SHA": "9be2f10", "GITHUB_RUN_ID": "7",
          "GITHUB_TOKEN": "the-token", "NO_PROXY": "*",
        ])
    }
  }
}
