import Testing

@Suite("gating what is there already")
struct GateAgainTests {
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
