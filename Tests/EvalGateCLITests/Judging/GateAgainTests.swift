import Testing

@Suite("gating what is there already")
struct GateAgainTests {
  /// Says again what it is asked.
  private static let program = """
    import json, sys
    words = open("words.txt").read()
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps({"id": question["id"], "text": question["messages"][-1]["content"]}), flush=True)

    """

  @Test("a new threshold decides a kept run again and asks no model")
  func threshold() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await project.commit("Begin")
    try await LoopbackModel.serving({ .text($0) }) { model in
      let target = "{ provider: openai, model: m, base_url: \"\(model.url)\" }"
      let key = ["OPENAI_API_KEY": "k"]
      func bound(_ rate: String) -> String {
        Sample.configuration(target: target, gates: "{ floor: { metric: pass_rate, at_least: \(rate) } }")
      }
      try project.write(bound("60%"), to: "evalgate.yml")
      let first = try await project.evalgate("run", environment: key)
      #expect(first.run.code == 0, "\(first.text)")
      #expect(model.requests == 40)
      try project.write(bound("99%"), to: "evalgate.yml")
      try await Snapshot.expect([project.evalgate("gate", "latest", environment: key)], "gate-new-threshold")
      #expect(model.requests == 40)
    }
  }

  @Test("a case that stands elsewhere in its file now, or is gone from it, is known by its id")
  func moved() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(".evalgate/\n", to: ".gitignore")
    let lines = ["a", "b", "c"].map { #"{"id": "\#($0)", "text": "\#($0)", "expected": "\#($0)"}"# + "\n" }
    try project.write(lines.joined(), to: "t.cases.jsonl")
    try await project.commit("Begin")
    _ = try await project.evalgate("run")
    try project.write(lines.reversed().joined(), to: "t.cases.jsonl")
    let turned = try await project.evalgate("gate").run
    #expect(turned.code == 0 && turned.output.contains("3/3"), "\(turned)")
    try project.write(lines[2] + lines[0], to: "t.cases.jsonl")
    let fewer = try await project.evalgate("gate", "--baseline", "none").run
    #expect(fewer.code == 0 && fewer.output.contains("2/2"), "\(fewer)")
  }

  @Test("a run of a part says so when it is decided again, and is no verdict in a pipeline")
  func part() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(".evalgate/\n", to: ".gitignore")
    try await project.commit("Begin")
    _ = try await project.evalgate("run", "--case", "a")
    let here = try await project.evalgate("gate").run
    #expect(here.code == 0 && here.error.contains("the run asked 1 of 2 cases of t"), "\(here)")
    let inCI = try await EvalGate.run(["gate", "--baseline", "HEAD"], in: project, environment: ["CI": "1"])
    #expect(inCI.code == 3 && inCI.output.contains("the run asked 1 of 2 cases of t"), "\(inCI)")
  }

  @Test("a run of another prompt than the files have says so when it is decided again")
  func otherVersion() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(".evalgate/\n", to: ".gitignore")
    try await project.commit("Begin")
    _ = try await project.evalgate("run")
    try project.write(project.read("t.prompt.yml").replacing("{{text}}", with: "{{text}}!"), to: "t.prompt.yml")
    let again = try await project.evalgate("gate").run
    #expect(again.code == 0, "\(again)")
    #expect(
      again.error.contains("answered t with prompt t") && again.error.contains("and the files have t"), "\(again)")
    let inCI = try await project.evalgate("gate", "--baseline", "HEAD", environment: ["CI": "1"]).run
    #expect(inCI.code == 3 && inCI.output.contains("answered t with prompt t"), "\(inCI)")
    #expect(inCI.output.contains("`evalgate run t` asks what the files have"), "\(inCI)")
  }

  @Test("a run over another route, or of a program that was edited since, is no verdict in a pipeline")
  func otherRoute() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(".evalgate/\n", to: ".gitignore")
    try project.write(Self.program, to: "app.py")
    try project.write("none", to: "words.txt")
    let program = "provider: exec, command: [python3, app.py]"
    try project.write(Sample.configuration(target: "{ \(program), inputs: [words.txt] }"), to: "evalgate.yml")
    try await project.commit("Begin")
    func gate() async throws -> EvalGate.Run {
      try await project.evalgate("gate", "--baseline", "HEAD", environment: ["CI": "1"]).run
    }
    _ = try await project.evalgate("run")
    #expect(try await gate().code == 0)
    try project.write("some", to: "words.txt")
    let edited = try await gate()
    #expect(edited.code == 3 && edited.output.contains("whose files were edited since"), "\(edited)")
    let here = try await project.evalgate("gate").run
    #expect(here.code == 0 && here.error.contains("whose files were edited since"), "\(here)")
    try project.write(Sample.configuration(), to: "evalgate.yml")
    let other = try await gate()
    #expect(
      other.code == 3 && other.output.contains("answered t with route r (exec), and the files have r (echo)"),
      "\(other)")
  }

  @Test("of a program that names no inputs a run at another commit is none of this one")
  func otherCommit() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(".evalgate/\n", to: ".gitignore")
    try project.write(Self.program, to: "app.py")
    try project.write("none", to: "words.txt")
    try project.write(
      Sample.configuration(target: "{ provider: exec, command: [python3, app.py] }"), to: "evalgate.yml")
    try await project.commit("Begin")
    _ = try await project.evalgate("run")
    try project.write("some", to: "words.txt")
    try await project.commit("Edit what it may read")
    let again = try await project.evalgate("gate", "--baseline", "HEAD", environment: ["CI": "1"]).run
    #expect(again.code == 3 && again.output.contains("and `words.txt` was edited since"), "\(again)")
  }

  @Test("plain lines made elsewhere are judged by the suite's checks")
  func lines() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(
      """
      {"id": "a", "output": "billing"}
      {"id": "b", "output": "billing"}

      """, to: "out.jsonl")
    try await Snapshot.expect([project.evalgate("gate", "out.jsonl", "--suite", "t")], "gate-lines")
  }

  @Test("plain lines that cannot be used are all named, and none is skipped")
  func badLines() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(
      """
      {"id": "a", "output": "billing"}
      {"id": "a", "output": "billing"}
      {"id": "c", "output": "x"}
      {"id": "b", "ouput": "x"}
      not json
      {"id": "b"}
      {"id": "b", "pass": "yes"}
      {"id": "b", "trial": 0, "pass": true}

      """, to: "out.jsonl")
    try await Snapshot.expect([project.evalgate("gate", "out.jsonl", "--suite", "t")], "gate-bad-lines")
  }

  @Test("the results of a batch are judged like other lines, and what the batch did not get to is an error")
  func batch() async throws {
    let project = try TemporaryProject(Sample.two)
    func line(_ id: String, _ text: String) -> String {
      #"{"id":"batch_req_\#(id)","custom_id":"\#(id)","response":{"status_code":200,"request_id":"r","body":{"object":"chat.completion","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"\#(text)"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":2}}},"error":null}"#
    }
    let expired =
      #"{"id":"batch_req_b","custom_id":"b","response":null,"error":{"code":"batch_expired","message":"The window is over."}}"#
    try project.write([line("b", "technical"), line("a", "billing")].joined(separator: "\n"), to: "good.jsonl")
    try project.write([line("a", "billing"), expired].joined(separator: "\n"), to: "expired.jsonl")
    try project.write(
      [line("a#1", "billing"), line("a#2", "x"), line("c", "x")].joined(separator: "\n"), to: "odd.jsonl")
    try await Snapshot.expect(
      [
        project.evalgate("gate", "good.jsonl", "--suite", "t"),
        project.evalgate("gate", "expired.jsonl", "--suite", "t"),
        project.evalgate("gate", "odd.jsonl", "--suite", "t"),
      ], "gate-batch")
  }

  @Test("lines judged elsewhere count as they say")
  func judged() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write("{\"id\":\"a\",\"pass\":true}\n{\"id\":\"b\",\"pass\":true}\n", to: "out.jsonl")
    let run = try await project.evalgate("gate", "out.jsonl", "--suite", "t").run
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.contains("2/2"))
  }

  @Test("a run that is not there is a usage error", arguments: ["latest", "abcdef", "no/such/run.jsonl"])
  func missing(name: String) async throws {
    let project = try TemporaryProject(Sample.two)
    let run = try await project.evalgate("gate", name).run
    #expect(run.code == 2)
    #expect(run.error.contains("error[run/not-found]"), "\(run.error)")
  }
}
