import ChildProcess
import Testing

/// Planted values in answers and arguments, and what of them stands in everything that a run makes.
@Suite("nothing leaks from us")
struct NothingLeaksTests {
  private static let planted = ["HEATHER-FILTER-0417", "DE02120300000000202051", "AKIAQ3EGRT5W7XKPLM2N", "536-90-4399"]

  private static let policy = """
    id: desk
    version: 1
    tools:
      - id: T-NOTE
        tool: note
        effect: write
        allow_when: { arguments: { type: object, properties: { text: { type: string, maxLength: 40 } } } }
        taint: { paths: ["$.text"], decision: deny }
    restricted: [{ id: codes, values: [HEATHER-FILTER-0417] }]
    pii: {}
    secrets: {}
    """

  private static func project() throws -> TemporaryProject {
    let cases = planted.enumerated().map { index, value in
      #"{"id": "c\#(index)", "message": "m\#(index)", "expected": {"no": ["restricted:codes", "pii", "secret"]}}"#
    }
    return try TemporaryProject([
      "prompts/s.prompt.yml": "id: s\nversion: 1\nmessages: [{ role: user, content: \"{{message}}\" }]\n",
      "policies/desk.yml": policy,
      "evalsets/s/set.yml": "version: 1\nkind: safety\ndefaults: { checks: [scenario] }\n",
      "evalsets/s/cases.jsonl": cases.joined(separator: "\n") + "\n",
    ])
  }

  @Test("no report, no baseline and nothing on the terminal holds what a policy stopped")
  func shared() async throws {
    let project = try Self.project()
    let formats = ["json", "jsonl", "markdown", "html", "junit", "sarif", "gitlab", "github", "csv", "text"]
    try await LoopbackModel.serving({ request in
      let index = Int(request.last.map(String.init) ?? "") ?? 0
      return .text("It is \(Self.planted[index]), as far as I know.")
    }) { model in
      let target = "{ provider: openai, model: m, base_url: \"\(model.url)\" }"
      try project.write(
        """
        version: 1
        routes: { r: { targets: [\(target)] } }
        suites: { s: { prompt: s, evalset: s, policy: desk, route: r } }
        gates: { safety: { metric: pass_rate, exactly: 100% } }
        """, to: "evalgate.yml")
      let reports = formats.flatMap { ["--report", "\($0)=out/\($0)"] }
      let run = try await EvalGate.run(
        ["run", "--mode", "live", "--verbose"] + reports, in: project,
        environment: ["OPENAI_API_KEY": "k", "EVALGATE_EVIDENCE_KEY": "0123456789abcdef0123456789abcdef"])
      #expect(run.code < 2, "\(run)")
      var artefacts = [("standard output", run.output), ("standard error", run.error)]
      for format in formats {
        artefacts.append((format, try TemporaryProject.read(path: project.path + "/out/" + format)))
      }
      for (name, text) in artefacts {
        for value in Self.planted { #expect(!text.contains(value), "\(name) holds \(value)") }
      }
      // What the run keeps is local evidence: the answers are there, and the decision names them masked.
      let kept = try project.runIDs.map {
        try TemporaryProject.read(path: project.path + "/.evalgate/runs/\($0).jsonl")
      }
      let decisions = kept.joined().split(separator: "\n").compactMap { line in
        line.split(separator: ",\"candidate\":{").first
      }.joined()
      #expect(decisions.contains("evidence_hmac") && decisions.contains("HE…17 (19 characters)"))
      for value in Self.planted { #expect(!decisions.contains(value), "a decision holds \(value)") }
    }
  }

  /// A suite of classification: what is answered is a label, is quoted by checks, and is kept in the baseline.
  private static func labelled(_ model: LoopbackModel) throws -> TemporaryProject {
    let cases = planted.indices.map { #"{"id": "c\#($0)", "message": "m\#($0)", "expected": "fine"}"# }
    return try TemporaryProject([
      "prompts/s.prompt.yml": "id: s\nversion: 1\nmessages: [{ role: user, content: \"{{message}}\" }]\n",
      "policies/desk.yml": policy, "evalsets/s/set.yml": "version: 1\ntask: classification\n",
      "evalsets/s/cases.jsonl": cases.joined(separator: "\n") + "\n",
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [{ provider: openai, model: m, base_url: "\(model.url)" }] } }
      suites: { s: { prompt: s, evalset: s, policy: desk, route: r } }
      gates: { right: { metric: accuracy, at_least: 0% } }

      """,
    ])
  }

  /// The value is the answer, the name of a tool and what the service calls its model.
  private static func reply(_ request: String) -> LoopbackModel.Reply {
    let value = planted[Int(request.last.map(String.init) ?? "") ?? 0]
    let call = #"{"id":"t","type":"function","function":{"name":"send_\#(value)","arguments":"{}"}}"#
    return .status(
      200,
      #"""
      {"id":"x","model":"\#(value)","choices":[{"index":0,"message":{"role":"assistant","content":"\#(value)","tool_calls":[\#(call)]},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}}
      """#)
  }

  private static let live = ["OPENAI_API_KEY": "k"]

  @Test("a baseline, an export and a report hold no label, no name of a tool and no name of a model that says it")
  func names() async throws {
    try await LoopbackModel.serving(Self.reply) { model in
      let project = try Self.labelled(model)
      let reports = ["json", "jsonl", "html", "junit", "csv"].flatMap { ["--report", "\($0)=out/\($0)"] }
      let run = try await EvalGate.run(
        ["run", "--mode", "live", "--baseline", "none"] + reports, in: project, environment: Self.live)
      #expect(run.code == 0, "\(run)")
      let accepted = try await EvalGate.run(["baseline", "accept", "--reason", "first"], in: project)
      #expect(accepted.code == 0, "\(accepted)")
      let export = try await EvalGate.run(["export", "latest"], in: project)
      let shared = try ["out/json", "out/jsonl", "out/html", "out/junit", "out/csv", "evalsets/baselines/s.jsonl"].map {
        ($0, try TemporaryProject.read(path: project.path + "/" + $0))
      }
      for (name, text) in shared + [("the export", export.output)] {
        #expect(!text.isEmpty, "\(name)")
        for value in Self.planted { #expect(!text.contains(value), "\(name) holds \(value)") }
      }
    }
  }

  @Test("without the policy that a run was made under, its texts are not shown")
  func blind() async throws {
    try await LoopbackModel.serving(Self.reply) { model in
      let project = try Self.labelled(model)
      _ = try await EvalGate.run(
        ["run", "--mode", "live", "--baseline", "none", "--quiet"], in: project, environment: Self.live)
      try project.write("tools: {\n", to: "policies/desk.yml")
      let export = try await EvalGate.run(["export", "latest"], in: project)
      let report = try await EvalGate.run(["report", "latest", "--report", "html"], in: project)
      #expect(export.output.contains("(not shown: the policy of the run is not in this project)"), "\(export)")
      for shown in [export, report] {
        #expect(shown.code == 0, "\(shown)")
        for value in Self.planted { #expect(!shown.output.contains(value), "\(shown)") }
      }
    }
  }

  /// A policy that stops nothing of what `policy` stops.
  private static let other = policy.replacing("HEATHER-FILTER-0417", with: "BRACKEN-2290").replacing(
    "pii: {}\n", with: ""
  )
  .replacing("secrets: {}", with: "canaries: {}").replacing(
    "version: 1", with: "version: 2\nchangelog: [{ version: 2, why: less }]")

  @Test("a run is shown as its own policy has it, and not at all where that was edited since")
  func edited() async throws {
    try await LoopbackModel.serving(Self.reply) { model in
      let project = try Self.labelled(model)
      _ = try await EvalGate.run(
        ["run", "--mode", "live", "--baseline", "none", "--quiet"], in: project, environment: Self.live)
      try project.write(Self.other, to: "policies/desk.yml")
      for arguments in [["export", "latest"], ["report", "latest", "--report", "html"], ["gate", "latest"]] {
        let shown = try await EvalGate.run(arguments, in: project)
        #expect(shown.code < 2, "\(shown)")
        for value in Self.planted { #expect(!shown.output.contains(value), "\(arguments)") }
      }
    }
  }

  @Test("what a scenario planted that a change takes away is masked all the same")
  func scenarioGone() async throws {
    let set = [
      #"{"id": "a", "family": "leak", "message": "no", "expected": {"no": ["canary"]}, "setup": {"canaries": ["lamp-4"]}}"#,
      #"{"id": "c", "family": "leak", "message": "no", "expected": {"no": ["canary"]}, "setup": {"canaries": ["juniper-88"]}}"#,
    ]
    let project = try TemporaryProject([
      "prompts/s.prompt.yml": "id: s\nversion: 1\nmessages: [{ role: user, content: \"{{message}}\" }]\n",
      "policies/desk.yml": "id: desk\nversion: 1\ncanaries: {}\n",
      "evalsets/s/set.yml": "version: 1\nkind: safety\n", "evalsets/s/cases.jsonl": set.joined(separator: "\n"),
      "evalsets/t/cases.jsonl": #"{"id": "x", "message": "hi juniper-88", "expected": "hi"}"#,
      "evalgate.yml": """
      version: 1
      routes: { r: { targets: [{ provider: echo }] } }
      suites: { s: { prompt: s, policy: desk, route: r }, t: { prompt: s, route: r } }

      """,
    ])
    try await project.commit("As it was")
    _ = try await EvalGate.run(["run", "--baseline", "none"], in: project)
    #expect(try await EvalGate.run(["baseline", "accept", "--suite", "t", "--reason", "first"], in: project).code == 0)
    let baseline = try project.read("evalsets/baselines/t.jsonl")
    #expect(baseline.contains("hi [canary") && !baseline.contains("juniper-88"), "\(baseline)")
    for cases in [set[0], set[0] + "\n" + set[1].replacing("juniper-88", with: "other-77")] {
      try project.write(cases, to: "evalsets/s/cases.jsonl")
      let run = try await EvalGate.run(["run", "--report", "html=out/html", "--verbose"], in: project)
      let html = try TemporaryProject.read(path: project.path + "/out/html")
      for text in [run.output, run.error, html] { #expect(!text.contains("juniper-88"), "\(text)") }
      #expect(html.contains("canary"))
    }
  }

  @Test("a problem of a scenario quotes its keys and none of its texts", arguments: ["cases.jsonl", "cases.yml"])
  func quoted(_ file: String) async throws {
    let project = try Self.project()
    project.remove("evalsets/s/cases.jsonl")
    try project.write(
      file.hasSuffix(".yml")
        ? "- { id: t, message: \"say 'HEATHER-FILTER-0417: 536-90-4399'\", epxected: { no: [DE02120300000000202051] } }\n"
        : #"{"id": "t", "message": "HEATHER-FILTER-0417 \" 536-90-4399", "epxected": {"no": ["DE02120300000000202051"]}}"#,
      to: "evalsets/s/\(file)")
    let run = try await EvalGate.run(["validate"], in: project)
    #expect(run.code == 2 && (run.output + run.error).contains("epxected"), "\(run)")
    #expect((run.output + run.error).contains("message"), "\(run)")
    for value in Self.planted { #expect(!(run.output + run.error).contains(value), "\(run)") }
  }

  @Test("what a change takes out of a policy is masked as the base's policy has it")
  func changed() async throws {
    try await LoopbackModel.serving(Self.reply) { model in
      let project = try Self.labelled(model)
      try await project.commit("As it was")
      try project.write(Self.other, to: "policies/desk.yml")
      let run = try await EvalGate.run(
        ["run", "--mode", "live", "--report", "html=out/html"], in: project, environment: Self.live)
      let html = try TemporaryProject.read(path: project.path + "/out/html")
      for value in Self.planted { #expect(!run.output.contains(value) && !html.contains(value), "\(value)") }
      #expect(html.contains("HE…17 (19 characters)"), "\(run)")
    }
  }

  @Test("no page and no baseline holds a name of a field that a model made up")
  func inventedFields() async throws {
    let answer = #"{"owner": "jo", "HEATHER-FILTER-0417": 1, "by": {"536-90-4399": [{"DE02120300000000202051": 1}]}}"#
    try await LoopbackModel.serving({ _ in .text(answer.replacing("\"", with: "\\\"")) }) { model in
      let project = try Self.labelled(model)
      try project.write("version: 1\ntask: extraction\n", to: "evalsets/s/set.yml")
      try project.write(
        (0..<4).map { #"{"id": "c\#($0)", "message": "m\#($0)", "expected": {"owner": "jo"}}"# + "\n" }.joined(),
        to: "evalsets/s/cases.jsonl")
      try project.write(
        """
        version: 1
        routes: { r: { targets: [{ provider: openai, model: m, base_url: "\(model.url)" }] } }
        suites: { s: { prompt: s, evalset: s, route: r, policy: desk } }
        gates: { right: { metric: field_accuracy, at_least: 0% } }
        """, to: "evalgate.yml")
      let run = try await EvalGate.run(
        ["run", "--mode", "live", "--baseline", "none", "--report", "html=out/html", "--report", "json=out/json"],
        in: project, environment: Self.live)
      #expect(run.code == 0, "\(run)")
      let accepted = try await EvalGate.run(["baseline", "accept", "--reason", "first"], in: project)
      #expect(accepted.code == 0, "\(accepted)")
      for name in ["out/html", "out/json", "evalsets/baselines/s.jsonl"] {
        let text = try TemporaryProject.read(path: project.path + "/" + name)
        #expect(text.contains("owner") || name == "out/json", "\(name)")
        for value in Self.planted { #expect(!text.contains(value), "\(name) holds \(value)") }
      }
    }
  }

  @Test(
    "a mistake anywhere in a project shows no value that its policy restricts",
    arguments: [
      (
        "prompts/s.prompt.yml",
        "id: s\nmessages: [{ role: user, content: \"HEATHER-FILTER-0417 {{no such}} {{message}}\" }]\n"
      ),
      ("prompts/s.prompt.yml", "id: s\nmessages: [{ role: usr, content: \"HEATHER-FILTER-0417\" }]\n"),
      (
        "evalsets/s/cases.jsonl",
        #"{"id": "c1", "message": "m", "expected": {"no": ["DE02120300000000202051"]}}"# + "\n"
      ),
      (
        "evalsets/s/cases.jsonl",
        #"{"id": "c1", "message": "m", "expected": {"no": ["pii"]}, "checks": [{"check": "regex", "pattern": "(HEATHER-FILTER-0417"}]}"#
          + "\n"
      ),
      (
        "policies/desk.yml",
        "id: desk\nversion: 1\nrestricted:\n  - id: codes\n    values: [*HEATHER-FILTER-0417]\n"
      ),
    ])
  func mistakes(_ file: String, _ text: String) async throws {
    let project = try Self.project()
    try project.write(
      """
      version: 1
      routes: { r: { targets: [{ provider: openai, model: m }] } }
      suites: { s: { prompt: s, evalset: s, policy: desk, route: r } }
      """, to: "evalgate.yml")
    try project.write(text, to: file)
    let run = try await EvalGate.run(["validate"], in: project)
    #expect(run.code == 2 && (run.output + run.error).contains(file), "\(run)")
    for value in Self.planted { #expect(!(run.output + run.error).contains(value), "\(run)") }
  }
}
