import StrictJSON
import Testing

@Suite("which element of a change broke what")
struct AttributeTests {
  @Test("a prompt and a route that changed together are told apart, and what they only break together is said")
  func apart() async throws {
    let project = try await Self.changed()
    try await Snapshot.expect(
      [
        project.evalgate("attribute", "--dry-run"), project.evalgate("attribute"),
        project.evalgate("attribute", "--format", "markdown"),
      ], "attribute")
    let document = try await JSONValue(parsing: project.evalgate("attribute", "latest", "--format", "json").run.output)
    let shares = document["suites"]?[0]?["shares"]?.arrayValue ?? []
    // By hand: twelve by the prompt and three by the route, of which t-01 by either; t-40 needs both. So 11 + ½ + ½ and 2 + ½ + ½.
    #expect(shares.map { $0["cases"]?.doubleValue } == [12, 3])
    #expect(shares.map { $0["alone"]?.arrayValue?.count } == [12, 3])
    #expect(shares.map { $0["mends"]?.arrayValue?.count } == [12, 3])
    #expect(document["suites"]?[0]?["together"]?.arrayValue?.compactMap(\.stringValue) == ["t-40"])
    #expect(document["suites"]?[0]?["either"]?.arrayValue?.compactMap(\.stringValue) == ["t-01"])
    #expect(document["asked"]?["calls"]?.intValue == 30)
  }

  @Test("of a run without results it says that nothing can be compared, never that no case broke")
  func unanswered() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run", "--mode", "replay")
    #expect(run.run.code == 3, "\(run.text)")
    let attributed = try await project.evalgate("attribute")
    #expect(attributed.run.code == 3, "\(attributed.text)")
    #expect(
      attributed.run.output.contains("no case can be compared: 40 cases without a result on both sides"),
      "\(attributed.text)")
    #expect(!attributed.text.contains("no case broke"))
  }

  @Test("a budget that is used up leaves unmeasured what it does not pay for, and one that is none is a usage error")
  func budget() async throws {
    let project = try await Self.changed()
    let run = try await project.evalgate("attribute", "--budget", "tokens=1", "--format", "json").run
    let document = try JSONValue(parsing: run.output)
    #expect(document["suites"]?[0]?["unmeasured"]?.arrayValue?.count == 15, "\(run.output)\(run.error)")
    #expect(document["suites"]?[0]?["attributed"]?.intValue == 0)
    #expect(document["asked"]?["unanswered"] == document["asked"]?["calls"])
    let text = try await project.evalgate("attribute", "--budget", "tokens=1").run
    #expect(text.code == 3)
    #expect(text.output.contains("0 answers of mixed versions, 30 not answered"), "\(text.output)")
    #expect(text.output.contains("the budget did not suffice for 30 of 30 questions: not asked, because 0 of 1 "))
    #expect(text.output.contains("all of them take about 180 tokens, beside what one call may need"), "\(text.output)")
    #expect(try await project.evalgate("attribute", "--budget", "tokens=many").run.code == 2)
  }

  @Test("a mixed version of which a program answers twice is unmeasured")
  func twice() async throws {
    let once =
      #"print(json.dumps({"id": question["id"], "text": text, "usage": {"input": 5, "output": 1}}), flush=True)"#
    let project = try await Self.changed(
      Self.program.replacing(once, with: "for _ in range(3 - len(question[\"messages\"])):\n        " + once))
    let document = try JSONValue(parsing: try await project.evalgate("attribute", "--format", "json").run.output)
    #expect(document["suites"]?[0]?["unmeasured"]?.arrayValue?.count == 15, "\(document)")
    #expect(document["suites"]?[0]?["attributed"]?.intValue == 0)
  }

  @Test("recordings serve as well, and what they do not have is said to be unmeasured")
  func recorded() async throws {
    let project = try await Self.changed()
    let nothing = try await project.evalgate("attribute", "--mode", "replay", "--format", "json").run
    let before = try JSONValue(parsing: nothing.output)
    #expect(before["suites"]?[0]?["unmeasured"]?.arrayValue?.count == 15, "\(nothing.output)\(nothing.error)")
    #expect(before["suites"]?[0]?["attributed"]?.intValue == 0)
    let record = try await project.evalgate("attribute", "--mode", "record", "--format", "json").run
    let replay = try await project.evalgate("attribute", "--mode", "replay", "--format", "json").run
    #expect(record.code == 0 && replay.code == 0, "\(record.error)\(replay.error)")
    #expect(
      try JSONValue(parsing: record.output)["suites"] == JSONValue(parsing: replay.output)["suites"], "\(replay.output)"
    )
    #expect(try JSONValue(parsing: replay.output)["suites"]?[0]?["attributed"]?.intValue == 15)
  }

  @Test(
    "a policy is mixed over answers that are there, and over what programs said of them", arguments: [false, true])
  func policy(asksProgram: Bool) async throws {
    var files = RefundProject.files(gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }")
    if asksProgram {
      files["evalsets/refunds/set.yml"] =
        "id: refunds\ndefaults: { checks: [decision, { check: exec, command: [python3, ../../judge.py] }] }\n"
      files["judge.py"] = """
        import json, sys
        sys.stdin.readline()
        print(json.dumps({"name": "judge", "revisions": {"code": "1"}}), flush=True)
        for line in sys.stdin:
            print(json.dumps({"id": json.loads(line)["id"], "pass": True}), flush=True)

        """
    }
    let project = try TemporaryProject(files)
    try await project.commit("A limit of 200")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write(RefundProject.policy(version: 2, limit: 50), to: "policies/desk.yml")
    _ = try await project.evalgate("run", "--no-confirm")
    let run = try await project.evalgate("attribute").run
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(run.output.contains("policy desk 1 → 2  1 of 1  alone breaks 1  alone back mends 1"), "\(run.output)")
    #expect(run.output.contains("nothing was asked"))
  }

  @Test("what a policy that is a program may have broken is not blamed on the prompt that changed beside it")
  func program() async throws {
    let project = try TemporaryProject([
      "evalgate.yml": """
      version: 1
      routes: { fixed: { targets: [{ provider: echo }] } }
      suites: { desk: { prompt: desk, route: fixed, policy: { exec: [python3, limits.py, accept] } } }
      gates: { kept: { metric: pass_rate, no_worse_than: baseline } }

      """,
      "prompts/desk.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "evalsets/desk/cases.jsonl": #"{"id": "a", "text": "refund", "expected": {"decision": "accept"}}"# + "\n",
      "limits.py": """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"name": "limits", "revisions": {"code": sys.argv[1]}}), flush=True)
      for line in sys.stdin:
          answer = {"id": json.loads(line)["id"], "action": sys.argv[1], "rule": "limit"}
          print(json.dumps(answer), flush=True)

      """,
    ])
    try await project.commit("Accept everything")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("The baseline")
    try project.write(project.read("evalgate.yml").replacing("accept] }", with: "reject] }"), to: "evalgate.yml")
    try project.write(
      "messages: [{ role: user, content: \"{{text}}!\" }]\n", to: "prompts/desk.prompt.yml")
    _ = try await project.evalgate("run", "--no-confirm")
    let run = try await project.evalgate("attribute").run
    #expect(run.output.contains("not separable from policy  1  a"), "\(run.output)\(run.error)")
    #expect(run.output.contains("1 answer of mixed versions"), "\(run.output)")
  }

  @Test("a run of other files than are here, and a base without files, are refused")
  func refused() async throws {
    let project = try await Self.changed()
    let text = try project.read("prompts/triage.prompt.yml")
    try project.write(text.replacing("second", with: "first"), to: "prompts/triage.prompt.yml")
    let other = try await project.evalgate("attribute").run
    #expect(other.code == 2)
    #expect(other.error.contains("was made from other files of `triage` than are here"), "\(other.error)")
    try project.write(text, to: "prompts/triage.prompt.yml")
    let file = try await project.evalgate("attribute", "evalsets/baselines/triage.jsonl", "latest").run
    #expect(file.code == 2)
    #expect(file.error.contains("has no files of `triage` to mix with"), "\(file.error)")
  }

  @Test("of a run whose suite has another name by now nothing is said but that")
  func renamed() async throws {
    let project = try await Self.changed()
    for (old, new) in [
      ("prompts/triage.prompt.yml", "prompts/sort.prompt.yml"), ("evalsets/triage", "evalsets/sort"),
      ("evalsets/baselines/triage.jsonl", "evalsets/baselines/sort.jsonl"),
    ] { try await project.git("mv", old, new) }
    try project.write(
      project.read("evalgate.yml").replacing("triage", with: "sort"), to: "evalgate.yml")
    for arguments in [["attribute"], ["attribute", "--dry-run"], ["attribute", "--format", "json"]] {
      let run = try await EvalGate.run(arguments, in: project)
      #expect(run.code == 2 && run.output.isEmpty, "\(run)")
      #expect(run.error.contains("asked `triage`, and no suite is called so here"), "\(run)")
    }
    let explained = try await project.evalgate("explain", "accuracy", "--run", "latest").run
    #expect(
      explained.code == 2 && explained.error.contains("asked no suite that gate `accuracy` is about"), "\(explained)")
  }

  @Test("a base that is named is called so, and a head that is a revision is refused with what to do")
  func revisions() async throws {
    let project = try await Self.changed()
    let named = try await project.evalgate("attribute", "HEAD", "--mode", "replay").run
    #expect(named.output.hasPrefix("base HEAD@"), "\(named.output)\(named.error)")
    for command in ["attribute", "diff"] {
      let head = try await project.evalgate(command, "HEAD~1", "HEAD").run
      #expect(head.code == 2)
      #expect(head.error.contains("`HEAD` is a revision, and what is looked at is a run"), "\(head.error)")
      let none = try await project.evalgate(command, "HEAD~1", "nosuch").run
      #expect(none.error.contains("no run begins with `nosuch`"), "\(none.error)")
    }
  }

  /// Says what it hears but for t-01, t-02 and t-04, and for t-40 where a system message comes first.
  private static let program = """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "other", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        case = question["id"].split("#")[0].split("/")[-1]
        text = question["messages"][-1]["content"]
        wrong = "technical" if text == "billing" else "billing"
        if case in ("t-02", "t-04") or case == "t-40" and len(question["messages"]) > 1:
            text = wrong
        if case == "t-01":
            text = "technical"
        print(json.dumps({"id": question["id"], "text": text, "usage": {"input": 5, "output": 1}}), flush=True)

    """

  /// The triage project at another prompt over another route, run.
  private static func changed(_ program: String = program) async throws -> TemporaryProject {
    let project = try await TemporaryProject.withBaseline()
    try project.write(
      """
      id: triage
      version: 14
      messages:
        - { role: system, content: "Be brief." }
        - { role: user, content: "{{second}}" }
      changelog: [{ version: 14, why: shorter, back_to: 13 }]

      """, to: "prompts/triage.prompt.yml")
    try project.write(program, to: "other.py")
    try project.write(
      project.read("evalgate.yml").replacing(
        "{ provider: echo }", with: "{ provider: exec, command: [python3, other.py] }"),
      to: "evalgate.yml")
    let run = try await project.evalgate("run", "--no-confirm").run
    guard run.code == 1 else { throw TemporaryProject.Failure(run.output + run.error) }
    return project
  }
}
