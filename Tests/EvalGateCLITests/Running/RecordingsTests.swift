import StrictJSON
import Synchronization
import Testing

@Suite("kept answers")
struct RecordingsTests {
  private static let kept = "t.recordings.jsonl"
  private static let local = ".evalgate/recordings/t.jsonl"

  /// Two single questions and a conversation with a scripted tool, recorded on this machine.
  private func recorded(_ files: [String: String] = [:]) async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two.merging(files) { _, new in new })
    let run = try await project.evalgate("run", "--mode", "record", "--concurrency", "1")
    guard run.run.code == 0 else { throw TemporaryProject.Failure(run.text) }
    return project
  }

  private static let conversation = [
    "t.cases.jsonl": """
    {"id": "a", "text": "billing", "expected": "billing"}
    {"id": "talk", "text": "hello", "turns": [{"user": "and you?"}, {"user": "bye"}], "checks": [{"check": "contains", "text": "bye"}]}

    """
  ]

  @Test("show lists what is kept by case, and one case whole")
  func show() async throws {
    let project = try await recorded(Self.conversation)
    try await Snapshot.expect(
      [
        project.evalgate("recordings", "show"), project.evalgate("recordings", "show", "t", "talk"),
        project.evalgate("recordings", "show", "t", "tlak"), project.evalgate("recordings", "show", "u"),
      ], "recordings-show")
    project.remove(Self.local)
    #expect(try await project.evalgate("recordings", "show").run.output == "nothing is kept\n")
    #expect(try await project.evalgate("recordings", "show", "t", "a").run.output == "nothing is kept of case `a`\n")
  }

  @Test("show --json is one object a recording, in the order of the cases")
  func showJSON() async throws {
    let project = try await recorded(Self.conversation)
    let run = try await project.evalgate("recordings", "show", "--json").run
    let lines = try run.output.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    #expect(lines.compactMap { $0["case"]?.stringValue } == ["a", "talk", "talk"])
    #expect(lines.compactMap { $0["turn"]?.intValue } == [1, 1, 2])
    #expect(lines.compactMap { $0["text"]?.stringValue } == ["billing", "and you?", "bye"])
  }

  @Test("show masks what looks like a secret, whoever said it")
  func masked() async throws {
    let token = "kV7-rt2W_9sLqX4z"
    let project = try await recorded([
      "t.cases.jsonl":
        #"{"id": "a", "text": "use db_password = \"\#(token)\" now", "checks": [{"check": "contains", "text": "use"}]}"#
        + "\n"
    ])
    for arguments in [["recordings", "show"], ["recordings", "show", "t", "a"], ["recordings", "show", "--json"]] {
      let run = try await EvalGate.run(arguments, in: project)
      #expect(run.code == 0 && run.output.contains("***"), "\(run.output)\(run.error)")
      #expect(!run.output.contains(token), "\(run.output)")
    }
  }

  @Test("verify is content with what was just recorded, and names every problem of what was not")
  func verify() async throws {
    let project = try await recorded()
    let good = try await project.evalgate("recordings", "verify")
    try project.write(
      Sample.two["t.cases.jsonl"].map { $0 + "{\"id\": \"c\", \"text\": \"new\", \"expected\": \"new\"}\n" } ?? "",
      to: "t.cases.jsonl")
    let gap = try await project.evalgate("recordings", "verify")
    try project.write("messages:\n  - { role: user, content: \"Say {{text}}\" }\n", to: "t.prompt.yml")
    let unused = try await project.evalgate("recordings", "verify")
    try await Snapshot.expect([good, gap, unused], "recordings-verify")
  }

  @Test("a case without an answer is an error where the suite is replayed")
  func gap() async throws {
    let project = try await recorded()
    try project.write(Sample.configuration(target: "{ provider: echo }", mode: "replay"), to: "evalgate.yml")
    #expect(try await project.evalgate("recordings", "verify").run.code == 0)
    project.remove(Self.local)
    let run = try await project.evalgate("recordings", "verify")
    #expect(run.run.code == 2 && run.run.error.contains("error[recordings/missing]"), "\(run.text)")
    #expect(run.run.error.contains("`a`, `b`"), "\(run.text)")
  }

  @Test("verify reads on behind a damaged line, and finds secrets and answers that contradict each other")
  func damage() async throws {
    let project = try await recorded()
    _ = try await project.evalgate("recordings", "keep")
    let lines = try project.read(Self.kept).split(separator: "\n").map(String.init)
    let billing = try #require(lines.first { $0.contains("\"billing\"") })
    let technical = try #require(lines.first { $0.contains("\"technical\"") })
    let secret = billing.replacing("\"billing\"", with: "\"password = \\\"kV7-rt2W_9sLqX4z\\\"\"")
    try project.write(
      [billing, "{\"key\":", secret, "<<<<<<< HEAD", technical].joined(separator: "\n") + "\n", to: Self.kept)
    let run = try await project.evalgate("recordings", "verify").run
    #expect(run.code == 2)
    for place in ["\(Self.kept):2", "\(Self.kept):3", "\(Self.kept):4"] {
      #expect(run.error.contains(place), "\(place) is not in \(run.error)")
    }
    #expect(
      run.error.contains("answered differently on line 1") && run.error.contains("merge conflict"), "\(run.error)")
    #expect(!run.error.contains("kV7-rt2W"), "\(run.error)")
  }

  @Test("a secret in a kept answer is an error of its own, with its place and without its value")
  func secret() async throws {
    let project = try await recorded()
    let text = try project.read(Self.local)
    try project.write(text.replacing("\"billing\"", with: "\"password = \\\"kV7-rt2W_9sLqX4z\\\"\""), to: Self.local)
    let run = try await project.evalgate("recordings", "verify").run
    #expect(run.code == 2 && run.error.contains("error[recordings/secret]"), "\(run.error)")
    #expect(run.error.contains("\(Self.local):1") && !run.error.contains("kV7-rt2W"), "\(run.error)")
  }

  @Test("prune removes what no case asks for any more, and first says so")
  func prune() async throws {
    let project = try await recorded()
    let nothing = try await project.evalgate("recordings", "prune")
    try project.write("{\"id\": \"b\", \"text\": \"technical\", \"expected\": \"technical\"}\n", to: "t.cases.jsonl")
    let before = try project.read(Self.local)
    let trial = try await project.evalgate("recordings", "prune", "--dry-run")
    #expect(try project.read(Self.local) == before)
    let done = try await project.evalgate("recordings", "prune")
    try await Snapshot.expect([nothing, trial, done], "recordings-prune")
    let lines = before.split(separator: "\n")
    #expect(try project.read(Self.local) == lines[1] + "\n")
    #expect(try await project.evalgate("run", "--mode", "replay").run.code == 0)
  }

  @Test("prune keeps every turn, every trial and what the base version asks")
  func pruneKeeps() async throws {
    let project = try await recorded(Self.conversation)
    _ = try await project.evalgate("run", "--mode", "record", "--trials", "3")
    _ = try await project.evalgate("recordings", "keep")
    try await project.commit("Begin")
    let kept = try project.read(Self.kept)
    #expect(kept.split(separator: "\n").count == 9)
    try project.write("messages:\n  - { role: user, content: \"Say {{text}}\" }\n", to: "t.prompt.yml")
    let run = try await project.evalgate("recordings", "prune")
    #expect(run.run.output.contains("every recording is asked for"), "\(run.text)")
    #expect(try project.read(Self.kept) == kept)
  }

  @Test("prune, verify and show take the revision that is named for the base, as a run does")
  func pruneBaseline() async throws {
    let project = try await recorded()
    _ = try await project.evalgate("recordings", "keep")
    try await project.commit("Begin")
    try await project.git("tag", "v1")
    try project.write("messages:\n  - { role: user, content: \"{{text}} \" }\n", to: "t.prompt.yml")
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("recordings", "keep")
    try await project.commit("Go on")
    let kept = try project.read(Self.kept)
    #expect(kept.split(separator: "\n").count == 4)
    for (flags, words) in [
      ([], "would remove 2 recordings"), (["--baseline", "none"], "would remove 2 recordings"),
      (["--baseline", "v1"], "every recording is asked for"),
    ] {
      let run = try await EvalGate.run(["recordings", "prune", "--dry-run"] + flags, in: project)
      #expect(run.output.contains(words), "\(flags) \(run)")
    }
    let verified = try await project.evalgate("recordings", "verify", "--baseline", "v1").run
    #expect(verified.output.contains("4 recordings, 4 asked for") && verified.error.isEmpty, "\(verified)")
    for wrong in ["v2", "evalsets/baselines/t.jsonl"] {
      let run = try await project.evalgate("recordings", "prune", "--baseline", wrong).run
      #expect(run.code == 2 && run.error.contains(wrong), "\(run)")
    }
    _ = try await project.evalgate("recordings", "prune", "--baseline", "v1")
    #expect(try project.read(Self.kept) == kept)
  }

  @Test("what a base asks that does not load is not known, and nothing is pruned")
  func pruneUnread() async throws {
    let project = try await recorded()
    _ = try await project.evalgate("recordings", "keep")
    let configuration = try project.read("evalgate.yml")
    try project.write("version: 1\nnonsense: 1\n", to: "evalgate.yml")
    try await project.commit("Broken")
    try project.write(configuration, to: "evalgate.yml")
    try project.write("messages:\n  - { role: user, content: \"Say {{text}}\" }\n", to: "t.prompt.yml")
    let run = try await project.evalgate("recordings", "prune").run
    #expect(run.output.contains("left as it is: the configuration of its base version does not load"), "\(run)")
  }

  @Test("of a program whose base version is not known, prune and verify say one thing")
  func pruneUnknown() async throws {
    var files = Sample.two
    files["app.py"] = """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"name": "desk", "revisions": {"code": "1"}}), flush=True)
      for line in sys.stdin:
          asked = json.loads(line)
          print(json.dumps({"id": asked["id"], "text": asked["messages"][-1]["content"]}), flush=True)

      """
    files["evalgate.yml"] = Sample.configuration(
      target: "{ provider: exec, command: [python3, app.py], inputs: [app.py] }")
    let project = try TemporaryProject(files)
    try await project.commit("Begin")
    _ = try await project.evalgate("run", "--mode", "record")
    let run = try await project.evalgate("recordings", "prune", "--dry-run").run
    #expect(run.output.contains("left as it is") && !run.output.contains("every recording is asked for"), "\(run)")
    let verified = try await project.evalgate("recordings", "verify").run
    #expect(verified.output.contains("2 recordings, at least 2 asked for"), "\(verified)")
  }

  @Test("prune leaves what has a note, because somebody wrote it, unless told otherwise")
  func pruneNoted() async throws {
    let project = try await recorded()
    let text = try project.read(Self.local)
    try project.write(text.replacing("{\"key\"", with: "{\"note\":\"by hand\",\"key\""), to: Self.local)
    try project.write("messages:\n  - { role: user, content: \"Say {{text}}\" }\n", to: "t.prompt.yml")
    let verified = try await project.evalgate("recordings", "verify")
    #expect(verified.run.code == 0 && !verified.run.error.contains("recordings/unused"), "\(verified.text)")
    _ = try await project.evalgate("recordings", "prune")
    #expect(try project.read(Self.local).split(separator: "\n").count == 2)
    let run = try await project.evalgate("recordings", "prune", "--noted")
    #expect(run.run.output.contains("removed 2 recordings (lines 1, 2)"), "\(run.text)")
  }

  @Test("keep leaves an answer with a note where it is and says so, unless told otherwise")
  func keepNoted() async throws {
    let project = try await recorded()
    let text = try project.read(Self.local)
    try project.write(text.replacing("{\"key\"", with: "{\"note\":\"by hand\",\"key\""), to: Self.kept)
    try project.write(text.replacing("\"billing\"", with: "\"technical\""), to: Self.local)
    let kept = try await project.evalgate("recordings", "keep")
    #expect(
      kept.run.output
        == "  \(Self.kept)  0 added, 0 replaced, 2 in all; 1 with a note left as it is, which `--noted` replaces\n",
      "\(kept.text)")
    #expect(try project.read(Self.kept).contains("\"billing\""))
    let forced = try await project.evalgate("recordings", "keep", "--noted")
    #expect(forced.run.output.contains("0 added, 1 replaced, 2 in all\n"), "\(forced.text)")
    #expect(try !project.read(Self.kept).contains("\"billing\""))
  }

  @Test("prune touches no file that holds a line it cannot read")
  func pruneDamaged() async throws {
    let project = try await recorded()
    let text = try project.read(Self.local) + "{}\n"
    try project.write(text, to: Self.local)
    let run = try await project.evalgate("recordings", "prune")
    #expect(run.run.code == 2 && run.run.error.contains("error[recordings/damaged]"), "\(run.text)")
    #expect(try project.read(Self.local) == text)
  }

  @Test("the results of a batch become recordings that a run replays")
  func imported() async throws {
    let project = try TemporaryProject(Sample.two)
    func line(_ id: String, _ text: String) -> String {
      #"{"custom_id":"\#(id)","result":{"type":"succeeded","message":{"type":"message","model":"m-1","content":[{"type":"text","text":"\#(text)"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":1}}}}"#
    }
    try project.write(
      [line("a", "billing"), #"{"custom_id":"b","result":{"type":"expired"}}"#].joined(separator: "\n"), to: "one.jsonl"
    )
    try project.write(line("b", "technical"), to: "two.jsonl")
    try project.write([line("c", "x"), "{}", line("a", "x"), line("a", "y")].joined(separator: "\n"), to: "odd.jsonl")
    try await Snapshot.expect(
      [
        project.evalgate("recordings", "import", "odd.jsonl", "--suite", "t"),
        project.evalgate("recordings", "import", "one.jsonl", "--suite", "t", "--target", "ehco"),
        project.evalgate("recordings", "import", "one.jsonl", "--suite", "t"),
        project.evalgate("recordings", "import", "two.jsonl", "--suite", "t"),
      ], "recordings-import")
    let run = try await project.evalgate("run", "--mode", "replay")
    #expect(run.run.code == 0 && run.run.output.contains("2 replayed"), "\(run.text)")
  }

  @Test("conversations and several trials, recorded many at once, replay to the same bytes whatever the concurrency")
  func deterministic() async throws {
    let talk = (1...12).map { number in
      #"{"id": "talk-\#(number)", "text": "hello \#(number)", "turns": [{"user": "and \#(number)?"}, {"user": "bye \#(number)"}], "checks": [{"check": "contains", "text": "bye"}]}"#
    }
    let project = try TemporaryProject(
      Sample.two.merging(["t.cases.jsonl": talk.joined(separator: "\n") + "\n"]) { $1 })
    let recorded = try await project.evalgate("run", "--mode", "record", "--trials", "3", "--concurrency", "32")
    #expect(recorded.run.code == 0, "\(recorded.text)")
    #expect(try project.read(Self.local).split(separator: "\n").count == 12 * 2 * 3)
    var files: Set<String> = []
    var reports: Set<String> = []
    for concurrency in ["1", "2", "7", "32"] {
      let run = try await project.evalgate(
        "run", "--mode", "replay", "--trials", "3", "--concurrency", concurrency, "--save", "r.jsonl", "--report",
        "json")
      #expect(run.run.code == 0, "\(run.text)")
      reports.insert(run.run.output)
      files.insert(try project.read("r.jsonl"))
    }
    #expect(files.count == 1 && reports.count == 1)
  }

  @Test("recording anew says what is another answer now")
  func changes() async throws {
    let answers = Counter()
    let project = try TemporaryProject(Sample.two)
    try await LoopbackModel.serving({ prompt in
      .text(prompt == "billing" && answers.next() > 1 ? "technical" : prompt)
    }) { model in
      let key = ["OPENAI_API_KEY": "k"]
      try project.write(
        Sample.configuration(target: "{ provider: openai, model: m, base_url: \"\(model.url)\" }"), to: "evalgate.yml")
      let first = try await project.evalgate("run", "--mode", "record", environment: key).run
      #expect(first.error.contains("recorded \(Self.local)  2 new, 0 changed, 0 the same"), "\(first.error)")
      let second = try await project.evalgate("run", "--mode", "record", environment: key).run
      #expect(second.error.contains("recorded \(Self.local)  0 new, 1 changed, 1 the same"), "\(second.error)")
      #expect(second.error.contains("    a  billing  →  technical"), "\(second.error)")
    }
  }
}

private final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}
