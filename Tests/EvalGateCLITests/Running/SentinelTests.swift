import StrictJSON
import Testing

/// A program that answers rightly until a file outside of the project's history says that the provider moved.
@Suite("has the baseline moved?")
struct SentinelTests {
  private static let program = """
    import json, os, sys
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        # Of a provider that moved in part every third case is wrong, on both versions.
        moved = os.path.exists(sys.argv[1]) and (
            open(sys.argv[1]).read() != "third" or int(question["case"]["id"][2:]) % 3 == 0)
        text = "technical" if moved else "billing"
        print(json.dumps({"id": question["id"], "text": text, "usage": {"input": 9, "output": 1}}), flush=True)

    """

  private static func prompt(_ version: Int) -> String {
    """
    id: triage
    version: \(version)
    messages: [{ role: user, content: "version \(version): {{text}}" }]
    changelog: [{ version: \(version), why: other words }]

    """
  }

  private static func project(_ suite: String = "") async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "app.py": program, ".gitignore": ".evalgate/\nmoved\n", "prompts/triage.prompt.yml": prompt(1),
      "evalsets/triage/cases.jsonl": (1...60).map {
        #"{"id": "t-\#($0)", "text": "number \#($0)", "expected": "billing"}"# + "\n"
      }.joined(),
    ])
    try project.write(
      Sample.configuration(
        target: "{ provider: exec, command: [python3, app.py, \"\(project.path)/moved\"], prepare: [\"true\"] }",
        gates: "{ accuracy: { metric: pass_rate, no_worse_than: baseline } }", more: suite), to: "evalgate.yml")
    try await project.commit("Version 1")
    let run = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    guard run.run.code == 0, accepted.run.code == 0 else { throw TemporaryProject.Failure(run.text + accepted.text) }
    try await project.commit("Accept version 1")
    try project.write(prompt(2), to: "prompts/triage.prompt.yml")
    return project
  }

  @Test("a provider that moved since is told from a change that broke something: rebaseline, and nothing is decided")
  func moved() async throws {
    let project = try await Self.project()
    try project.write("", to: "moved")
    let run = try await project.evalgate("run", "--sentinels", "20", "--save", "r.jsonl")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(
      run.run.output.contains(
        "rebaseline: the provider or the data changed, 20 random cases of the base: stored 20 of 20, now 0 of 20"),
      "\(run.text)")
    let fresh = try ConfirmationTests.lines(project.read("r.jsonl"), "confirm")
    #expect(fresh.count == 20)
    #expect(fresh.allSatisfy { $0["arm"]?.stringValue == "base" && $0["trial"]?.intValue == 8 })
  }

  @Test("a change whose accepted results are better than what it does passes nothing by them")
  func betterThanItIs() async throws {
    let project = try await Self.project()
    _ = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as good as before")
    #expect(accepted.run.code == 0, "\(accepted.text)")
    try project.write("third", to: "moved")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("worse than what the change accepted of this very version"), "\(run.text)")
    // Once merged it is what is stored, and the provider is to blame.
    try await project.commit("Accept version 2")
    let merged = try await project.evalgate("run")
    #expect(merged.run.code == 0 && merged.run.output.contains("drift: "), "\(merged.text)")
  }

  /// Nobody accepted it, whoever merged it.
  @Test("a loss that was merged does not become the measure by that", arguments: [true, false])
  func mergedLoss(isAsked: Bool) async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try await project.commit("Merge it all the same")
    let run = try await EvalGate.run(["run"] + (isAsked ? ["--sentinels", "20"] : []), in: project)
    #expect(run.code == 1, "\(run)")
    #expect(run.output.contains("what is accepted is of another version, which is not asked again"), "\(run)")
    #expect(!run.error.contains("were held against what is stored"), "\(run)")
    // A change that edits nothing of it is not to blame.
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write("read me\n", to: "notes.txt")
    try await project.commit("Change")
    let change = try await EvalGate.run(["run", "--baseline", "main"], in: project)
    #expect(change.code == 0 && change.output.contains("whose stored baseline is of another version"), "\(change)")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "shorter is worth it").run
    #expect(accepted.code == 0, "\(accepted)")
    let kept = try await project.evalgate("run").run
    #expect(kept.code == 0, "\(kept)")
  }

  /// What a job at night asks: nothing was edited, so the run itself is the fresh look at every case.
  @Test(
    "a run that edits nothing says so too where sentinels are asked for, and ends with 3", arguments: [true, false])
  func nightly(isAsked: Bool) async throws {
    let project = try await Self.project()
    try await project.git("checkout", "--quiet", "--", "prompts")
    let flags = isAsked ? ["--sentinels", "20"] : []
    let still = try await EvalGate.run(["run", "--save", "still.jsonl"] + flags, in: project)
    #expect(still.code == 0 && !still.output.contains("rebaseline"), "\(still.output)\(still.error)")
    project.remove(".evalgate")
    try project.write("third", to: "moved")
    let run = try await EvalGate.run(["run", "--save", "moved.jsonl"] + flags, in: project)
    let told = "rebaseline: the provider or the data changed, 60 cases of the base: stored 60 of 60, now 40 of 60"
    #expect(run.code == (isAsked ? 3 : 0), "\(run.output)\(run.error)")
    #expect(run.output.contains(told) == isAsked && run.output.contains("drift: ") == !isAsked, "\(run.output)")
    #expect(!run.error.contains("run/no-effect"), "\(run.error)")
    let again = try await EvalGate.run(["report", "moved.jsonl"], in: project)
    #expect(again.output.contains(told) == isAsked, "\(again.output)\(again.error)")
  }

  @Test("the next change's row says that the base does not pass any more what is stored of it")
  func nextChange() async throws {
    let project = try await Self.project()
    try project.write("", to: "moved")
    let run = try await EvalGate.run(["run", "--full-fresh"], in: project)
    #expect(run.output.contains("drift: the base does not pass either what is stored of it"), "\(run.output)")
  }

  @Test("without sentinels such a run is unproven: lower than what was stored, and confirmed by nothing")
  func unwatched() async throws {
    let project = try await Self.project()
    try project.write("", to: "moved")
    let run = try await project.evalgate("run")
    #expect(run.run.code != 1, "\(run.text)")
  }

  @Test("where nothing moved the row says what was looked at and the gate goes on", arguments: [true, false])
  func still(isConfigured: Bool) async throws {
    let project = try await Self.project(isConfigured ? "suites: { triage: { sentinels: 20 } }" : "")
    let run = try await EvalGate.run(["run"] + (isConfigured ? [] : ["--sentinels", "20"]), in: project)
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(run.output.contains("20 random cases of the base: stored 20 of 20, now 20 of 20"), "\(run.output)")
  }

  /// The change's run in three parts, joined with these flags.
  private func joined(_ project: TemporaryProject, _ flags: [String]) async throws -> EvalGate.Run {
    var shards: [String] = []
    for number in 1...3 {
      shards.append("\(project.path)/out/\(number).jsonl")
      let run = try await EvalGate.run(
        ["run", "--shard", "slice:\(number)/3", "--save", shards[number - 1]], in: project)
      #expect(run.code == 0, "\(run.output)\(run.error)")
    }
    return try await EvalGate.run(["merge"] + shards + ["--save", "joined.jsonl"] + flags, in: project)
  }

  @Test("joined shards ask them once, for the whole")
  func shards() async throws {
    let project = try await Self.project()
    try project.write("", to: "moved")
    let run = try await joined(project, ["--sentinels", "20"])
    #expect(run.code == 3, "\(run.output)\(run.error)")
    #expect(run.output.contains("20 random cases of the base: stored 20 of 20, now 0 of 20"), "\(run.output)")
    #expect(try ConfirmationTests.lines(project.read("joined.jsonl"), "confirm").count == 20)
  }

  @Test("asking both versions everything blames nobody for a provider that moved", arguments: [false, true])
  func fullFresh(isJoined: Bool) async throws {
    let project = try await Self.project()
    try project.write("", to: "moved")
    let run =
      isJoined
      ? try await joined(project, ["--full-fresh"])
      : try await EvalGate.run(["run", "--full-fresh", "--save", "joined.jsonl"], in: project)
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(!run.output.contains("not confirmed side by side"), "\(run.output)")
    let fresh = try ConfirmationTests.lines(project.read("joined.jsonl"), "confirm").count
    // Every case changed, so that three fresh runs of both versions on the changed ones are all there is to ask.
    #expect(fresh == 3 * 2 * 60)
  }

  /// Twenty of sixty cases changed, so three fresh runs of both versions on those are 120 answers. Settling it takes the other
  /// forty on both versions too: 80 more, and with `--no-full-fresh` the drop stays unconfirmed.
  @Test(
    "a drop that is not confirmed is settled on the cases that did not change too, of a run and of joined shards",
    arguments: [(false, false), (false, true), (true, false), (true, true)])
  func fullFreshAsksAll(isJoined: Bool, isFull: Bool) async throws {
    let project = try await Self.project()
    try project.write("third", to: "moved")
    let flags = isFull ? [] : ["--no-full-fresh"]
    let run =
      isJoined
      ? try await joined(project, flags)
      : try await EvalGate.run(["run", "--save", "joined.jsonl"] + flags, in: project)
    #expect(run.code == 0, "\(run.output)\(run.error)")
    #expect(run.output.contains("not confirmed side by side") == !isFull, "\(run.output)")
    #expect(run.output.contains("all 60 cases run on both versions: 0 broke, 0 fixed") == isFull, "\(run.output)")
    let fresh = try ConfirmationTests.lines(project.read("joined.jsonl"), "confirm").count
    #expect(fresh == (isFull ? 200 : 120))
  }

  @Test("--sentinels says where it had nothing to ask, and why")
  func nothingToAsk() async throws {
    let first = try TemporaryProject(Sample.two)
    let new = try await first.evalgate("run", "--sentinels", "5")
    #expect(new.run.error.contains("note[run/no-effect]: --sentinels asked nothing of t:"), "\(new.text)")

    let untouched = try await TemporaryProject.withBaseline().evalgate(
      "run", "--sentinels", "20", "--changed-since", "HEAD")
    #expect(
      untouched.run.error.contains("--sentinels asked nothing: no suite is touched by the change"), "\(untouched.text)")

    let asked = try await Self.project().evalgate("run", "--sentinels", "20")
    #expect(!asked.run.error.contains("run/no-effect"), "\(asked.text)")
  }

  @Test("deciding again reads the recorded answers, wherever they were asked for", arguments: [true, false])
  func again(isConfigured: Bool) async throws {
    let project = try await Self.project(isConfigured ? "suites: { triage: { sentinels: 20 } }" : "")
    try project.write("", to: "moved")
    _ = try await EvalGate.run(["run"] + (isConfigured ? [] : ["--sentinels", "20"]), in: project)
    let again = try await project.evalgate("gate", "latest")
    #expect(again.run.code == 3, "\(again.text)")
    #expect(again.run.output.contains("rebaseline"), "\(again.text)")
  }

  @Test(
    "numbers that are none are refused", arguments: [["--sentinels", "-1"], ["--sentinels", "5", "--no-confirm"]])
  func refused(flags: [String]) async throws {
    let run = try await EvalGate.run(["run"] + flags, in: TemporaryProject(Sample.two))
    #expect(run.code == 2)
  }
}
