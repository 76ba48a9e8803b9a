import StrictJSON
import Testing

@Suite("what a run asks, and what it carries")
struct SelectionTests {
  @Test("a suite that the change does not touch is carried from the base, and every report says so")
  func carried() async throws {
    let project = try await Self.twoSuites()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try await Snapshot.expect(
      [
        project.evalgate("run", "--changed-since", "HEAD"), project.evalgate("report", "--report", "markdown"),
        project.evalgate("gate"),
      ], "selection-carried")
    // Nothing was edited since, so the calculation is the run's, with what was carried.
    let explained = try await project.evalgate("explain", "floor", "--run", "latest").run
    #expect(explained.code == 0 && explained.output.contains(", from the same figures"), "\(explained)")
    let document = try await JSONValue(parsing: project.evalgate("report", "--report", "json").run.output)
    let suites = document["suites"]?.arrayValue ?? []
    let other = suites.first { $0["name"]?.stringValue == "other" }
    #expect(other?["carried"]?["cases"]?.intValue == 2)
    #expect(other?["passed"]?.intValue == 2)
    let junit = try await project.evalgate("report", "--report", "junit").run.output
    #expect(junit.contains(#"<skipped type="carried" message="passed, carried from HEAD@"#), "\(junit)")
    let events = try await project.evalgate("report", "--report", "jsonl").run.output.split(separator: "\n").map {
      try JSONValue(parsing: String($0))
    }
    let carried = events.filter { $0["carried"]?.stringValue?.hasPrefix("HEAD@") == true }
    #expect(carried.compactMap { $0["suite"]?.stringValue } == ["other", "other"])
    #expect(events.count { $0["event"] == "case.finished" && $0["carried"] == .null } == 40)
    let csv = try await project.evalgate("report", "--report", "csv").run.output
    #expect(csv.split(separator: "\r\n").count { $0.contains("HEAD@") } == 2, "\(csv)")
  }

  @Test("a change that touches nothing ends unchanged, with 0, and asks nothing")
  func unchanged() async throws {
    let project = try await Self.twoSuites()
    try project.write("nothing to evaluate\n", to: "README.md")
    let runs = project.runIDs
    try await Snapshot.expect(
      [
        project.evalgate("run", "--changed-since", "HEAD"),
        project.evalgate("run", "--changed-since", "HEAD", "--report", "markdown"),
      ], "selection-unchanged")
    #expect(project.runIDs == runs)
    let json = try await project.evalgate("run", "--changed-since", "HEAD", "--report", "json").run
    #expect(try JSONValue(parsing: json.output)["outcome"]?.stringValue == "unchanged")
  }

  /// The second push of a change that the first one's run blocked.
  @Test("a change that touches nothing does not pass what is known to be blocked")
  func knownToBeBlocked() async throws {
    let project = try await Self.twoSuites()
    try project.write(project.read("evalgate.yml").replacing("60%", with: "99%"), to: "evalgate.yml")
    try await project.commit("Want more")
    let (runs, ci) = (project.runIDs, ["CI": "1", "EVALGATE_MODE": "live"])
    try project.write("nothing to evaluate\n", to: "README.md")
    let run = try await project.evalgate(
      "run", "--changed-since", "HEAD", "--baseline", "HEAD", environment: ci
    ).run
    #expect(run.code == 1 && run.output.contains("0 answers"), "\(run.output)\(run.error)")
    #expect(run.output.contains("42 cases carried from HEAD@"), "\(run.output)")
    #expect(project.runIDs.count == runs.count + 1)
  }

  @Test("a key of a route touches its suites, whatever it does")
  func routeKeys() async throws {
    let project = try await Self.twoSuites()
    try project.write(
      project.read("evalgate.yml").replacing("timeout: 20s", with: "timeout: 4s"), to: "evalgate.yml")
    let run = try await project.evalgate("run", "--changed-since", "HEAD", "--dry-run").run
    #expect(run.output.contains("asked    other: route "), "\(run.output)\(run.error)")
  }

  @Test("an edit to a gate alone is decided on what is carried")
  func gateAlone() async throws {
    let project = try await Self.twoSuites()
    try project.write(project.read("evalgate.yml").replacing("60%", with: "99%"), to: "evalgate.yml")
    let run = try await project.evalgate("run", "--changed-since", "HEAD").run
    #expect(run.code == 1, "\(run.output)\(run.error)")
    #expect(run.output.contains("0 answers"), "\(run.output)")
    #expect(run.output.contains("42 cases carried from HEAD@"), "\(run.output)")
  }

  @Test("cases, policy, tools, schema and route are followed", arguments: ["cases", "route", "schema", "policy"])
  func touched(what: String) async throws {
    let project = try await Self.twoSuites()
    switch what {
    case "cases":
      let cases = try project.read("evalsets/other/cases.jsonl")
      try project.write(
        cases + #"{"id": "c", "text": "billing", "expected": "billing"}"# + "\n", to: "evalsets/other/cases.jsonl")
    case "route":
      try project.write(
        project.read("evalgate.yml").replacing("echo }], timeout", with: "echo, model: other }], timeout"),
        to: "evalgate.yml")
    case "schema":
      try project.write(
        project.read("prompts/other.prompt.yml") + "output: { schema: { type: object } }\n",
        to: "prompts/other.prompt.yml")
    default:
      try project.write(RefundProject.policy(version: 1, limit: 5), to: "policies/desk.yml")
      try project.write(
        project.read("evalgate.yml") + "suites: { other: { prompt: other, policy: desk } }\n", to: "evalgate.yml")
    }
    let run = try await project.evalgate("run", "--changed-since", "HEAD", "--dry-run").run
    #expect(run.output.contains("asked    other: "), "\(run.output)\(run.error)")
  }

  @Test("a program is followed by its `inputs`; one that names none always runs")
  func inputs() async throws {
    for (inputs, file, isAsked) in [
      ("", "README.md", true), (", inputs: [\"app/**\"]", "README.md", false),
      (", inputs: [\"app/**\"]", "app/deep/code.py", true),
    ] {
      var files = RefundProject.files(gates: "{ floor: { metric: pass_rate, at_least: 60% } }")
      files["evalgate.yml"] = files["evalgate.yml"]?.replacing("app.py]", with: "app.py]" + inputs)
      files["app/deep/code.py"] = "first\n"
      let project = try TemporaryProject(files)
      try await project.commit("Begin")
      _ = try await project.evalgate("run")
      try project.write("changed\n", to: file)
      let run = try await project.evalgate("run", "--changed-since", "HEAD").run
      #expect(run.code == 0, "\(run.output)\(run.error)")
      #expect(run.output.contains("UNCHANGED") == !isAsked, "\(inputs) \(file): \(run.output)")
    }
  }

  @Test("`inputs` may lead up, and a pattern that names nothing or leads out of the repository is an error")
  func inputsAbove() async throws {
    var project = try await Self.serviceAsked(by: "[\"../../app.py\"]")
    _ = try await project.evalgate("run")
    try project.write(project.read("app.py") + "# edited\n", to: "app.py")
    let touched = try await project.evalgate("run", "--changed-since", "HEAD", "--dry-run").run
    #expect(touched.output.contains("asked    services/mail/t: app.py changed"), "\(touched.output)\(touched.error)")
    for (inputs, message) in [
      ("[\"../../ap.py\"]", "no file of the repository matches `../../ap.py`"),
      ("[\"../../../app.py\"]", "`../../../app.py` leads out of the repository"),
    ] {
      project = try await Self.serviceAsked(by: inputs)
      let run = try await project.evalgate("run").run
      #expect(run.code == 2 && run.error.contains("program/inputs") && run.error.contains(message), "\(run.error)")
    }
  }

  @Test(
    "a program whose `inputs` were edited is asked anew, whatever revision it names, and its attempts are not the old one's"
  )
  func editedProgram() async throws {
    let project = try await Self.serviceAsked(by: "[\"../../app.py\"]")
    let before = try await project.evalgate("run").run
    #expect(before.code == 0, "\(before.output)\(before.error)")
    let good = try project.read("app.py")
    try project.write(good.replacing("\"ok\"", with: "\"rubbish\""), to: "app.py")
    let broken = try await project.evalgate("run").run
    #expect(broken.code == 1 && broken.output.contains("1 live"), "\(broken.output)\(broken.error)")
    try project.write(good, to: "app.py")
    let mended = try await project.evalgate("run").run
    #expect(mended.code == 0, "\(mended.output)\(mended.error)")
  }

  /// One service, whose program stands at the top.
  private static func serviceAsked(by inputs: String) async throws -> TemporaryProject {
    let project = try TemporaryProject([
      ".gitignore": ".evalgate/\n",
      "evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml\n",
      "app.py": """
      import json, sys
      for line in sys.stdin:
          question = json.loads(line)
          greets = "evalgate" in question
          reply = {"name": "app", "revisions": {"code": "1"}} if greets else {"id": question["id"], "text": "ok"}
          print(json.dumps(reply), flush=True)

      """,
      "services/mail/evalgate.yml": """
      version: 1
      defaults: { route: app }
      routes: { app: { targets: [{ provider: exec, command: [python3, ../../app.py], inputs: \(inputs) }] } }
      gates: { floor: { metric: pass_rate, at_least: 90% } }

      """,
      "services/mail/t.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "services/mail/t.cases.jsonl": "{\"id\": \"a\", \"text\": \"x\", \"expected\": \"ok\"}\n",
    ])
    try await project.commit("Begin")
    return project
  }

  @Test("what has nothing stored is asked, and a revision that is not there is an error")
  func nothingStored() async throws {
    let project = try await Self.twoSuites()
    project.remove("evalsets/baselines/other.jsonl")
    try await project.commit("Without one baseline")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate(
      "run", "--changed-since", "HEAD", "--dry-run", environment: ["CI": "1", "EVALGATE_MODE": "live"]
    ).run
    #expect(run.output.contains("asked    other: nothing is stored of it to be carried"), "\(run.output)\(run.error)")
    let none = try await project.evalgate("run", "--changed-since", "no-such").run
    #expect(none.code == 2)
    #expect(none.error.contains("run/changed-since"), "\(none.error)")
    let both = try await project.evalgate("run", "--changed-since", "HEAD", "--tag", "x").run
    #expect(both.code == 2)
  }

  @Test("asking again what failed shows whether it still does, and is no verdict")
  func onlyFailed() async throws {
    let project = try await Self.twoSuites()
    let first = try #require(project.runIDs.first)
    try await Snapshot.expect([project.evalgate("run", "--only-failed-from", "latest")], "selection-only-failed")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let changed = try await project.evalgate("run", "--only-failed-from", first).run
    #expect(changed.code == 3, "\(changed.output)\(changed.error)")
    #expect(changed.output.contains("it was another version"), "\(changed.output)")
  }

  /// Else what passed when it was asked again by itself would stand in a verdict.
  @Test("of a run that asked a part of a suite nothing is taken: the suite is asked whole, and has its verdict")
  func onlyFailedOfAPart() async throws {
    let project = try await Self.twoSuites()
    let part = try await project.evalgate("run", "--only-failed-from", "latest").run
    try #require(part.code == 3 && part.output.contains("2 answers"), "\(part)")
    let plan = try await project.evalgate("run", "--only-failed-from", "latest", "--dry-run").run
    #expect(plan.output.contains("asked    triage: run "), "\(plan)")
    #expect(plan.output.contains(" asked a part of it\n") && plan.output.contains("plan  40 calls"), "\(plan)")
    let whole = try await project.evalgate("run", "--only-failed-from", "latest").run
    #expect(whole.code == 0 && !whole.output.contains("not complete"), "\(whole)")
    #expect(whole.output.contains("40 answers") && whole.output.contains("2 cases carried from run"), "\(whole)")
  }

  @Test("where nothing of a suite passed, asking again what failed is a run of all of it, of another version too")
  func nothingPassed() async throws {
    let project = try TemporaryProject(Sample.two)
    let good = try project.read("t.prompt.yml")
    try project.write(good.replacing("{{text}}", with: "neither"), to: "t.prompt.yml")
    let bad = try await project.evalgate("run").run
    try #require(bad.code == 1, "\(bad)")
    try project.write(good, to: "t.prompt.yml")
    let mended = try await project.evalgate("run", "--only-failed-from", "latest").run
    #expect(mended.code == 0 && mended.output.contains("2 answers"), "\(mended)")
  }

  @Test("where only calls had failed, the whole plan has a verdict afterwards")
  func onlyErrors() async throws {
    var files = RefundProject.files(gates: "{ floor: { metric: pass_rate, at_least: 60% } }")
    files["app.py"] = files["app.py"]?.replacing(
      "    call =",
      with: """
            if question["messages"][-1]["content"] == "100" and not os.path.exists("up"):
                error = {"kind": "infrastructure", "message": "down"}
                print(json.dumps({"id": question["id"], "error": error}), flush=True)
                continue
            call =
        """
    ).replacing("import json, sys", with: "import json, os, sys")
    files["policies/desk.yml"] = RefundProject.policy(version: 1, limit: 400)
    let project = try TemporaryProject(files)
    let down = try await project.evalgate("run").run
    #expect(down.code == 3, "\(down.output)\(down.error)")
    try project.write("", to: "up")
    let up = try await project.evalgate("run", "--only-failed-from", "latest").run
    #expect(up.code == 0, "\(up.output)\(up.error)")
    #expect(up.output.contains("2 cases carried from run"), "\(up.output)\(up.error)")
    #expect(up.output.contains("1 live"), "\(up.output)")
  }

  @Test("thirty prompts in ten folders: one is touched, one is asked")
  func monorepo() async throws {
    var files = [
      ".gitignore": ".evalgate/\n",
      "evalgate.yml": """
      version: 1
      include: services/*/evalgate.yml

      """,
    ]
    for service in 0..<10 {
      files["services/s\(service)/evalgate.yml"] = Sample.configuration(
        gates: "{ accuracy: { metric: pass_rate, at_least: 90% } }")
      for prompt in 0..<3 {
        files["services/s\(service)/prompts/p\(prompt).prompt.yml"] = Sample.two["t.prompt.yml"]
        files["services/s\(service)/evalsets/p\(prompt)/cases.jsonl"] = Sample.two["t.cases.jsonl"]
      }
    }
    let project = try TemporaryProject(files)
    try await project.commit("Thirty prompts")
    let whole = try await project.evalgate("run").run
    #expect(whole.code == 0, "\(whole.output)\(whole.error)")
    #expect(whole.output.contains("60 answers"), "\(whole.output)")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped").run
    #expect(accepted.code == 0, "\(accepted.error)")
    #expect(project.exists("evalsets/baselines/services/s3/p1.jsonl"))
    try await project.commit("Accept")
    try project.write(
      "messages:\n  - { role: system, content: shorter }\n  - { role: user, content: \"{{text}}\" }\n",
      to: "services/s3/prompts/p1.prompt.yml")
    let run = try await project.evalgate("run", "--changed-since", "HEAD", "--report", "json").run
    #expect(run.code == 0, "\(run.output)\(run.error)")
    let document = try JSONValue(parsing: run.output)
    let suites = document["suites"]?.arrayValue ?? []
    #expect(suites.count == 30)
    // Routes that were not asked are no others than they were.
    let changed = suites.flatMap { $0["comparison"]?["changes"]?.arrayValue ?? [] }.compactMap {
      $0["element"]?.stringValue
    }
    #expect(Set(changed) == ["prompt"], "\(changed)")
    #expect(suites.filter { $0["carried"]?["from"] == nil }.map { $0["name"]?.stringValue } == ["services/s3/p1"])
    #expect(document["gates"]?.arrayValue?.count == 30)
    #expect(document["totals"]?["live"]?.intValue == 2)
  }

  @Test(
    "what is stored of a suite belongs to what touches it",
    arguments: ["accepted", "damaged", "gone"])
  func storedResults(became: String) async throws {
    let project = try await Self.twoSuites()
    let baseline = "evalsets/baselines/other.jsonl"
    switch became {
    case "accepted":
      let prompt = try project.read("prompts/other.prompt.yml")
      try project.write(prompt.replacing("{{text}}", with: "{{text}}?"), to: "prompts/other.prompt.yml")
      _ = try await project.evalgate("run")
      let accepted = try await project.evalgate("baseline", "accept", "--suite", "other", "--reason", "by the way")
      try #require(accepted.run.code == 0, "\(accepted.text)")
      try project.write(prompt, to: "prompts/other.prompt.yml")
    case "damaged": try project.write(project.read(baseline).replacing("billing", with: "silling"), to: baseline)
    default: project.remove(baseline)
    }
    let run = try await project.evalgate("run", "--changed-since", "HEAD", "--verbose").run
    #expect(run.output.contains("asked    other: \(baseline) changed"), "\(run)")
    #expect(run.output.contains("carried  triage from "), "\(run)")
    if became == "accepted" { #expect(run.output.contains("accepted −100.0 pt in other"), "\(run)") }
    if became == "damaged" { #expect(run.code == 3, "\(run)") }
  }

  /// The triage project with a second suite, both accepted.
  private static func twoSuites() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    try project.write(".evalgate/\n", to: ".gitignore")
    try project.write(Sample.two["t.prompt.yml"] ?? "", to: "prompts/other.prompt.yml")
    try project.write(Sample.two["t.cases.jsonl"] ?? "", to: "evalsets/other/cases.jsonl")
    try project.write(
      project.read("evalgate.yml").replacing("metric: accuracy, ", with: "metric: accuracy, suite: triage, "),
      to: "evalgate.yml")
    try await project.commit("Version 13")
    let run = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    guard run.run.code == 0, accepted.run.code == 0 else {
      throw TemporaryProject.Failure("no baseline: \(run.text)\n\(accepted.text)")
    }
    try await project.commit("Accept version 13")
    return project
  }

  @Test("two included services that change a prompt of one name are both named, each under its folder")
  func sameName() async throws {
    var files = ["evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml\n", ".gitignore": ".evalgate/\n"]
    func prompt(_ version: Int) -> String {
      """
      id: triage
      version: \(version)
      messages: [{ role: user, content: "{{text}}" }, { role: system, content: "\(version)" }]
      changelog: [{ version: \(version), why: shorter, back_to: 1 }]

      """
    }
    for service in ["billing", "search"] {
      files["services/\(service)/evalgate.yml"] = """
        version: 1
        defaults: { route: app }
        routes: { app: { targets: [{ provider: echo }] } }
        gates: { quality: { metric: pass_rate, no_worse_than: baseline } }

        """
      files["services/\(service)/triage.prompt.yml"] = prompt(1)
      files["services/\(service)/triage.cases.jsonl"] = "{\"text\": \"a\", \"expected\": \"a\"}\n"
    }
    let project = try TemporaryProject(files)
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Version 1")
    for service in ["billing", "search"] {
      try project.write(prompt(2), to: "services/\(service)/triage.prompt.yml")
    }
    let run = try await project.evalgate("run", "--report", "text", "--report", "markdown=m.md")
    #expect(run.run.output.contains("prompt services/billing/triage 1 → 2"), "\(run.text)")
    #expect(run.run.output.contains("prompt services/search/triage 1 → 2"), "\(run.text)")
    let comment = try project.read("m.md")
    #expect(comment.contains("Prompt `services/search/triage` 1 → 2"), "\(comment)")
  }
}
