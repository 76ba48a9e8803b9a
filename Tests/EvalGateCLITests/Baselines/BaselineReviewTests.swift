import Testing

@Suite("the review of pending baselines")
struct BaselineReviewTests {
  private static let keys = "q quit"

  /// Version 13 is accepted; version 14, which breaks twelve and fixes one, was run.
  private func project() async throws -> TemporaryProject {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    return project
  }

  private func review(
    _ project: TemporaryProject, _ more: [String] = [], columns: Int = 100, steps: [PseudoTerminal.Step]
  ) async throws -> Transcript {
    let arguments = ["baseline", "review"] + more
    return try await PseudoTerminal.run(arguments, in: project, columns: columns, steps: steps)
      .transcript(arguments, project)
  }

  @Test("shows how far it moved and each broken case side by side, the tuple and every change on request, and accepts")
  func accept() async throws {
    let project = try await project()
    let session = try await review(
      project,
      steps: [
        .init(Self.keys, send: "i"), .init(Self.keys, send: "d"), .init(Self.keys, send: "a"),
        .init("read it: ", send: "a trade-off\n"),
      ])
    try Snapshot.expect([session], "baseline-review")
    #expect(try project.read("evalsets/baselines/triage.jsonl").contains(#""reason":"a trade-off""#))
    #expect(project.names(in: ".evalgate/pending") == [])
  }

  @Test("a narrow terminal gets both sides one above the other")
  func narrow() async throws {
    let project = try await project()
    try await Snapshot.expect(
      [review(project, columns: 44, steps: [.init(Self.keys, send: "i"), .init(Self.keys, send: "s")])],
      "baseline-review-narrow")
    #expect(project.names(in: ".evalgate/pending") == ["triage.json"])
  }

  @Test("the parameters of a route that changed are marked as changed")
  func parameters() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(
      project.read("evalgate.yml").replacing(
        "{ provider: echo }", with: "{ provider: echo, parameters: { temperature: 0.5 } }"), to: "evalgate.yml")
    _ = try await project.evalgate("run")
    let session = try await review(
      project, columns: 160, steps: [.init(Self.keys, send: "i"), .init(Self.keys, send: "s")])
    #expect(session.run.output.contains("* settings"), "\(session.run.output)")
    #expect(session.run.output.contains("  route "), "\(session.run.output)")
  }

  @Test("rejects, and an empty reason accepts nothing")
  func reject() async throws {
    let project = try await project()
    let before = try project.read("evalsets/baselines/triage.jsonl")
    let session = try await review(
      project, steps: [.init(Self.keys, send: "a"), .init("read it: ", send: "\n"), .init(Self.keys, send: "r")])
    #expect(session.run.code == 0)
    #expect(session.run.output.contains("not accepted: the reason is empty"))
    #expect(session.run.output.hasSuffix("review of 1: 1 rejected\n"), "\(session.run.output)")
    #expect(try project.read("evalsets/baselines/triage.jsonl") == before)
    #expect(project.names(in: ".evalgate/pending") == [])
  }

  @Test(
    "Ctrl-C, the end of the input and q leave everything as it was",
    arguments: [("\u{3}", 130), ("\u{4}", 0), ("q", 0)])
  func leave(key: String, code: Int) async throws {
    let project = try await project()
    let session = try await review(project, steps: [.init(Self.keys, send: key)])
    #expect(session.run.code == code)
    #expect(project.names(in: ".evalgate/pending") == ["triage.json"])
  }

  @Test("a capital answers for all that remain, but nobody accepts a blocking safety failure")
  func all() async throws {
    var files = Sample.two
    files["prompts/s.prompt.yml"] = files["t.prompt.yml"]
    files["evalsets/s/set.yml"] = "id: s\nkind: safety\n"
    files["evalsets/s/cases.jsonl"] =
      #"{"id": "x", "text": "yes", "expected": {"decision": "reject"}}"# + "\n"
    let project = try TemporaryProject(files)
    _ = try await project.evalgate("run")
    let session = try await review(project, ["--reason", "all of them"], steps: [.init(Self.keys, send: "A")])
    try Snapshot.expect([session], "baseline-review-all")
    #expect(project.names(in: "evalsets/baselines") == ["t.jsonl"])
    #expect(project.names(in: ".evalgate/pending") == ["s.json"])
  }

  @Test("without a terminal it is an error that names the commands which need none")
  func noTerminal() async throws {
    let project = try await project()
    try await Snapshot.expect([project.evalgate("baseline", "review")], "baseline-review-no-terminal")
    let asked = try await PseudoTerminal.run(["baseline", "review", "--no-input"], in: project)
    #expect(asked.code == 2)
  }

  @Test("nothing to review is no error, and in CI nothing is reviewed")
  func nothing() async throws {
    let project = try TemporaryProject(Sample.triage())
    #expect(try await project.evalgate("baseline", "review").run.output == "nothing waits to be accepted\n")
    _ = try await project.evalgate("run")
    let run = try await project.evalgate("baseline", "review", environment: ["CI": "true"]).run
    #expect(run.code == 2)
    #expect(run.error.contains("baseline/in-ci"))
  }

  @Test("hostile outputs do nothing to the terminal, and wide ones stay in their column")
  func hostile() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(
      """
      {"id": "wide", "text": "請求書が二重に届きました。返金をお願いします。 🧾🧾🧾 請求書が二重に届きました。", "other": "x", "expected": "請求書が二重に届きました。返金をお願いします。 🧾🧾🧾 請求書が二重に届きました。"}
      {"id": "bad", "text": "fine", "other": "\\u001b[2J\\u001b]0;owned\\u0007\\r::error::x ##[error]y \\u202egnp", "expected": "fine"}

      """, to: "t.cases.jsonl")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "first")
    try project.write("messages:\n  - { role: user, content: \"{{other}}\" }\n", to: "t.prompt.yml")
    _ = try await project.evalgate("run")
    let session = try await PseudoTerminal.run(
      ["baseline", "review"], in: project, columns: 80,
      steps: [.init(Self.keys, send: "d"), .init(Self.keys, send: "s")])
    #expect(!session.screen.contains("\u{1B}[2J") && !session.screen.contains("\u{1B}]"))
    try Snapshot.expect([session.transcript(["baseline", "review"], project)], "baseline-review-hostile")
  }
}
