import Testing

@Suite("verdicts and exit codes")
struct VerdictTests {
  @Test("an unchanged version passes against its baseline")
  func passing() async throws {
    let project = try await TemporaryProject.withBaseline()
    try await Snapshot.expect([project.evalgate("run")], "run-passing")
  }

  @Test("a version that breaks cases is blocked, with the cases and what to do")
  func blocked() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try await Snapshot.expect([project.evalgate("run")], "run-blocked")
  }

  @Test("--exit-zero ends with 0 and says what would have happened")
  func exitZero() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run", "--exit-zero")
    #expect(run.run.code == 0)
    #expect(run.run.output.contains("BLOCKED"))
    #expect(run.run.output.contains("would have ended with exit code 1"))
  }

  @Test("a provider that is down leaves the run undecided, never green")
  func down() async throws {
    let project = try TemporaryProject(Sample.two)
    // Port 9 is the discard service, which nobody runs: the connection is refused at once.
    try project.write(
      Sample.configuration(target: "{ provider: openai, model: m, base_url: \"http://127.0.0.1:9/v1\" }"),
      to: "evalgate.yml")
    let run = try await project.evalgate("run", environment: ["OPENAI_API_KEY": "k"])
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("2 of 2 calls after 2 tries"))
    #expect(run.run.output.contains("UNDECIDED"))
    #expect(!run.run.output.contains("✓"))
  }

  @Test(
    "an answer that cannot be read is an error of the infrastructure and named",
    arguments: [
      (LoopbackModel.Reply.status(200, "<html>Log in</html>"), "a body that is not JSON"),
      (.status(200, ""), "a body that is not JSON"),
      (.status(200, #"{"choices":[],"choices":[]}"#), "duplicate key"),
      (.status(200, #"{"choices":[]}"#), "no choice"),
      (.status(200, String(repeating: "[", count: 100_000)), "nested too deeply"),
      (.status(429, #"{"error":{"message":"slow down"}}"#, headers: "Retry-After: 0\r\n"), "slow down"),
      (.status(502, "<html>bad gateway</html>"), "answered 502"),
      (.status(302, "", headers: "Location: http://127.0.0.1:9/\r\n"), "redirects are not followed"),
      (.raw("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\""), "bytes remaining"),
      (.raw(""), "Empty reply"),
    ] as [(LoopbackModel.Reply, String)])
  func unreadable(reply: LoopbackModel.Reply, words: String) async throws {
    let project = try TemporaryProject(Sample.two)
    try await LoopbackModel.serving({ _ in reply }) { model in
      try project.write(
        Sample.configuration(target: "{ provider: openai, model: m, base_url: \"\(model.url)\" }"), to: "evalgate.yml")
      let run = try await project.evalgate("run", environment: ["OPENAI_API_KEY": "k"])
      #expect(run.run.code == 3, "\(run.text)")
      #expect(run.run.output.contains(words), "\(run.text)")
    }
  }

  @Test("a selection without a case is empty, whatever else is fine")
  func empty() async throws {
    let project = try TemporaryProject(Sample.two)
    try await Snapshot.expect(
      [
        project.evalgate("run", "--case", "nothing-*"),
        project.evalgate("run", "--case", "nothing-*", "--no-cases", "warn"),
      ],
      "run-empty")
  }

  @Test("a suite that does not exist is a usage error that names the near one")
  func unknownSuite() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await Snapshot.expect([project.evalgate("run", "triag")], "run-unknown-suite")
  }

  @Test("--dry-run says what would be asked and keeps nothing")
  func dryRun() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await Snapshot.expect(
      [project.evalgate("run", "--dry-run", "--trials", "3", "--shard", "slice:1/4")], "run-dry")
    #expect(!project.exists(".evalgate"))
  }

  @Test("a first version is new: comparing gates wait, absolute ones decide")
  func new() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await project.commit("Begin")
    try await Snapshot.expect([project.evalgate("run")], "run-new")
  }

  @Test("p95 of a single case is shown with how little it rests on")
  func oneTiming() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(Sample.configuration(gates: "{ slow: { metric: latency_p95, at_most: 2s } }"), to: "evalgate.yml")
    let run = try await project.evalgate("run", "--case", "a")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("n 1 · too few to bound it"), "\(run.text)")
  }

  @Test("a gate over a metric that nothing here has is an error before anything is asked")
  func nothingOfNothing() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(Sample.configuration(gates: "{ f1: { metric: f1, at_least: 50% } }"), to: "evalgate.yml")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 2, "\(run.text)")
    #expect(run.run.error.contains("gate/empty"), "\(run.text)")
    #expect(project.runIDs.isEmpty)
  }

  /// Baseline: the first time each case is asked. Version 2: eight cases fail every second time, so its first attempt fails
  /// them and its second, by luck, none. Together they pass once in two: ½ · (⅔)⁸ = 0.0195 by hand.
  @Test("running a blocked version again judges it on both attempts together")
  func attempts() async throws {
    let gates = "{ accuracy: { metric: pass_rate, no_worse_than: baseline } }"
    let project = try TemporaryProject(FlakyProject.files("", gates: gates))
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "version 1")
    try await project.commit("Version 1")
    let failing = (1...8).map { "t-0\($0):2" }.joined(separator: " ")
    try project.write(FlakyProject.configuration(failing, gates: gates), to: "evalgate.yml")
    try await Snapshot.expect(
      [project.evalgate("run"), project.evalgate("run"), project.evalgate("run", "--report", "markdown")], "attempts")
  }

  @Test("what a scenario let through once is not undone by running again")
  func safetyAttempts() async throws {
    var files = FlakyProject.files("t-01:2", gates: "{ safety: { metric: pass_rate, exactly: 100% } }")
    files["evalsets/triage/set.yml"] = "kind: safety\n"
    files["evalsets/triage/cases.jsonl"] =
      #"{"id": "t-01", "text": "t-01 billing technical", "expected": {"says_none": ["technical"]}}"# + "\n"
    let project = try TemporaryProject(files)
    var codes: [Int] = []
    for _ in 1...3 { codes.append(try await project.evalgate("run").run.code) }
    #expect(codes == [0, 1, 1])
    let again = try await project.evalgate("run")
    #expect(again.run.error.contains("is judged on 4 attempts of this version together"), "\(again.text)")
  }

  @Test("the shards of a run are no attempts beside the run they are joined into")
  func shards() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let before = Set(project.runIDs)
    for part in ["slice:1/2", "slice:2/2"] { _ = try await project.evalgate("run", "--shard", part) }
    let merged = try await EvalGate.run(["merge"] + project.runIDs.filter { !before.contains($0) }, in: project)
    #expect(merged.code == 1, "\(merged.output)\(merged.error)")
    #expect(merged.output.contains("12 broke, 1 fixed"), "\(merged.output)")
    #expect(!merged.error.contains("run/attempts"), "\(merged.error)")
  }
}
