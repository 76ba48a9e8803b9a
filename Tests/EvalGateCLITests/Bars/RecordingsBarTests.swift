import Testing

/// Where recordings may decide, a change that edits them brings its own answers.
@Suite("recordings that a change edits")
struct RecordingsBarTests {
  private static let kept = "evalsets/t/recordings.jsonl"

  /// Twenty cases, answered from recordings at the base as in the change.
  private static func project() async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(
        gates: "{ acc: { metric: pass_rate, no_worse_than: baseline } }", mode: "replay, recordings: allow"),
      ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "evalsets/t/set.yml": "version: 1\ndefaults: { checks: [equals] }\n",
      "evalsets/t/cases.jsonl": (1...20).map { #"{"id": "c\#($0)", "text": "t\#($0)", "expected": "t\#($0)"}"# + "\n" }
        .joined(),
    ])
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("recordings", "keep")
    try await project.commit("As it was")
    return project
  }

  private static func run(_ project: TemporaryProject) async throws -> EvalGate.Run {
    try await EvalGate.run(["run", "--baseline", "HEAD"], in: project, environment: ["CI": "true"])
  }

  private static func rules(_ project: TemporaryProject) async throws -> [String] {
    try await run(project).output.split(separator: "\n").filter { $0.contains("recordings t") }.map {
      String($0.drop { $0 == " " })
    }
  }

  @Test("are shown, with how many answers are other ones")
  func edited() async throws {
    let project = try await Self.project()
    #expect(try await Self.rules(project).isEmpty)
    let lines = try project.read(Self.kept)
    try project.write(lines.replacing(#""text":"t7""#, with: #""text":"unheard""#), to: Self.kept)
    let rule = "rules    recordings t changed: 1 answer edited; what is replayed is what the change brings"
    #expect(try await Self.rules(project) == [rule])
  }

  @Test("that are worse are undecided, for nobody can blame the model that was not asked")
  func worse() async throws {
    let project = try await Self.project()
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--all", "--reason", "x")
    try await project.commit("Accepted")
    let before = try project.read(Self.kept)
    #expect(try await Self.run(project).code == 0)
    try project.write(before.replacing(#""text":"t"#, with: #""text":"x"#), to: Self.kept)
    let run = try await Self.run(project)
    #expect(run.code == 3 && run.output.contains("the change edits 20 answers that it is judged by"), "\(run)")
    #expect(!run.output.contains("drift"), "\(run)")
  }

  /// A project whose results are accepted, with every recorded answer.
  private static func accepted() async throws -> (project: TemporaryProject, recordings: String) {
    let project = try await project()
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--all", "--reason", "x")
    try await project.commit("Accepted")
    return (project, try project.read(Self.kept))
  }

  @Test("are the same answers wherever the file lies now", arguments: ["file", "folder", "suite"], [true, false])
  func moved(what: String, isEdited: Bool) async throws {
    let (project, before) = try await Self.accepted()
    let now = isEdited ? before.replacing(#""text":"t"#, with: #""text":"x"#) : before
    switch what {
    case "file":
      project.remove(Self.kept)
      try project.write(now, to: "evalsets/t/other.jsonl")
      try project.write(project.read("evalsets/t/set.yml") + "recordings: other.jsonl\n", to: "evalsets/t/set.yml")
    case "folder":
      try await project.git("mv", "evalsets/t", "evalsets/u")
      try project.write(now, to: "evalsets/u/recordings.jsonl")
      try project.write(project.read("evalgate.yml") + "\nsuites: { t: { evalset: u } }\n", to: "evalgate.yml")
    default:
      try await project.git("mv", "evalsets/t", "evalsets/u")
      try await project.git("mv", "prompts/t.prompt.yml", "prompts/u.prompt.yml")
      try await project.git("mv", "evalsets/baselines/t.jsonl", "evalsets/baselines/u.jsonl")
      try project.write(now, to: "evalsets/u/recordings.jsonl")
    }
    let run = try await Self.run(project)
    #expect(run.code == (isEdited ? 3 : 0), "\(run)")
    #expect(run.output.contains("20 answers edited") == isEdited && !run.output.contains("drift"), "\(run)")
  }

  @Test("answers to trials that the change brings are its own")
  func trials() async throws {
    let (project, before) = try await Self.accepted()
    try project.write(project.read("evalsets/t/set.yml") + "trials: 3\n", to: "evalsets/t/set.yml")
    let more = [2, 3].map {
      before.replacing(#""trial":1"#, with: #""trial":\#($0)"#).replacing(#""text":"t"#, with: #""text":"x"#)
    }
    try project.write(before + more.joined(), to: Self.kept)
    let run = try await Self.run(project)
    #expect(run.code == 3 && run.output.contains("the change brings 40 new answers"), "\(run)")
  }

  @Test("answers to cases that the change brings say nothing of the others")
  func newCases() async throws {
    let (project, _) = try await Self.accepted()
    let cases = try project.read("evalsets/t/cases.jsonl")
    try project.write(
      cases + (21...30).map { #"{"id": "c\#($0)", "text": "t\#($0)", "expected": "t\#($0)"}"# + "\n" }.joined(),
      to: "evalsets/t/cases.jsonl")
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("recordings", "keep")
    let run = try await Self.run(project)
    #expect(run.code == 0 && run.output.contains("10 answers new"), "\(run)")
  }

  @Test("to cases that had none are not hidden by a case that comes with them")
  func oldCases() async throws {
    let (project, before) = try await Self.accepted()
    let path = "evalsets/t/cases.jsonl"
    let cases = try project.read(path)
    let more = cases + #"{"id": "c21", "text": "t21", "expected": "t21"}"# + "\n"
    try project.write(more, to: path)
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("recordings", "keep")
    var worse = try project.read(Self.kept)
    var fewer = before.split(separator: "\n")
    for number in 6...20 {
      let answer = "\"text\":\"t\(number)\""
      worse = worse.replacing(answer, with: "\"text\":\"x\"")
      fewer.removeAll { $0.contains(answer) }
    }
    try project.write(cases, to: path)
    try project.write(fewer.joined(separator: "\n") + "\n", to: Self.kept)
    try await project.commit("Fewer recordings")
    try project.write(more, to: path)
    try project.write(worse, to: Self.kept)
    let run = try await Self.run(project)
    #expect(run.code == 3 && run.output.contains("the change brings 16 new answers"), "\(run)")
    #expect(!run.output.contains("drift"), "\(run)")
  }

  @Test("do not make the base's version worse, which answers as it did")
  func formerVersion() async throws {
    let project = try await Self.project()
    // Another prompt, whose answers are all wrong, and worse answers to the one before it.
    try project.write(#"messages: [{ role: user, content: "x{{text}}" }]"# + "\n", to: "prompts/t.prompt.yml")
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("recordings", "keep")
    try project.write(project.read(Self.kept).replacing(#""text":"t"#, with: #""text":"z"#), to: Self.kept)
    let run = try await Self.run(project)
    #expect(run.code == 1 && run.output.contains("20 answers edited"), "\(run)")
  }

  @Test("touch what they answer, with `--changed-since` too")
  func changedSince() async throws {
    let (project, before) = try await Self.accepted()
    let arguments = ["run", "--baseline", "HEAD", "--changed-since", "HEAD"]
    func run(_ more: String...) async throws -> EvalGate.Run {
      try await EvalGate.run(arguments + more, in: project, environment: ["CI": "true"])
    }
    #expect(try await run().code == 0)
    try project.write(before.replacing(#""text":"t"#, with: #""text":"x"#), to: Self.kept)
    let edited = try await run()
    #expect(edited.code == 3 && edited.output.contains("the change edits 20 answers"), "\(edited)")
    let planned = try await run("--dry-run")
    #expect(planned.output.contains("asked    t: \(Self.kept) changed"), "\(planned)")
    let live = try await run("--dry-run", "--mode", "live")
    #expect(live.output.contains("carried  t"), "where the model is asked they say nothing: \(live)")
  }

  @Test("do not count under `.evalgate` where git tracks them, until they lie beside their evalset")
  func tracked() async throws {
    let (project, before) = try await Self.accepted()
    project.remove(Self.kept)
    try project.write(before, to: ".evalgate/recordings/t.jsonl")
    #expect(try await Self.run(project).code == 0, "what a cache brings back is this machine's")
    try await project.git("add", "--force", ".evalgate/recordings")
    let run = try await Self.run(project)
    #expect(run.code == 3, "\(run)")
    #expect(
      run.output.contains(
        "recordings .evalgate/recordings added: 1 file; no answer there counts: `evalgate recordings keep`"),
      "\(run)")
    #expect(run.error.contains("1 file in `.evalgate/recordings` is part of the repository"), "\(run)")
    let recorded = try await project.evalgate("run", "--mode", "record").run
    #expect(recorded.code == 2 && recorded.error.contains("recordings/of-repository"), "\(recorded)")
    _ = try await project.evalgate("recordings", "keep")
    try await project.git("rm", "-r", "--quiet", "--cached", ".evalgate")
    let kept = try await Self.run(project)
    #expect(kept.code == 0 && !kept.error.contains("recordings"), "\(kept)")
  }

  @Test("are not shown where the base asks the model, for nothing is replayed then")
  func live() async throws {
    let project = try await Self.project()
    try project.write(project.read("evalgate.yml").replacing("mode: replay", with: "mode: live"), to: "evalgate.yml")
    try await project.commit("Live")
    try project.write(project.read(Self.kept).replacing(#""text":"t7""#, with: #""text":"x""#), to: Self.kept)
    #expect(try await Self.rules(project).isEmpty)
  }
}
