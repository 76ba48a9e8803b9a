import StrictJSON
import Testing

/// Who answers at another address is another one, whatever the model is called.
@Suite("a change of where a model is reached")
struct AddressTests {
  private static let ci = ["CI": "true"]

  private static func target(_ provider: String, _ model: LoopbackModel) -> String {
    switch provider {
    case "http":
      return #"""
        { provider: http, url: "\#(model.url)", body: { messages: "{{messages | json}}" }, answer: { text: "$.choices[0].message.content" } }
        """#
    case "azure-openai":
      return #"{ provider: azure-openai, model: m, base_url: "\#(model.root)", api_key_env: none }"#
    default: return #"{ provider: \#(provider), model: m, base_url: "\#(model.url)" }"#
    }
  }

  private static func configuration(_ target: String) -> String {
    Sample.configuration(target: target, gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }")
  }

  /// Twenty cases that the first model gets right, accepted, on a branch where the second one answers.
  private static func moved(
    _ provider: String, from first: LoopbackModel, to second: LoopbackModel, accepting: Bool = true,
    adding setting: String = ""
  ) async throws -> TemporaryProject {
    let project = try TemporaryProject([
      ".gitignore": ".evalgate/\n", "evalgate.yml": configuration(target(provider, first)),
      "t.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "t.cases.jsonl": (1...20).map { #"{"id": "t-\#($0)", "text": "n\#($0)", "expected": "billing"}"# + "\n" }
        .joined(),
    ])
    try await project.commit("As it was")
    if accepting {
      _ = try await project.evalgate("run")
      let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped").run
      guard accepted.code == 0 else { throw TemporaryProject.Failure("\(accepted)") }
      try await project.commit("Accept")
    }
    try await project.git("checkout", "--quiet", "-b", "change")
    let changed = target(provider, second).replacing("model: m,", with: "model: m,\(setting)")
    try project.write(configuration(changed), to: "evalgate.yml")
    try await project.commit("Change")
    return project
  }

  @Test(
    "is shown and held against the one before", arguments: ["openai", "openai-responses", "azure-openai", "http"])
  func worse(provider: String) async throws {
    let answering = { (text: String) in
      { @Sendable (_: String) in
        provider == "openai-responses"
          ? LoopbackModel.Reply.status(
            200,
            #"{"id":"x","model":"m","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"\#(text)"}]}],"usage":{"input_tokens":1,"output_tokens":1}}"#
          ) : .text(text)
      }
    }
    try await LoopbackModel.serving(answering("billing")) { first in
      try await LoopbackModel.serving(answering("technical")) { second in
        let project = try await Self.moved(provider, from: first, to: second)
        let run = try await project.evalgate("run", "--baseline", "main", environment: Self.ci).run
        #expect(run.code == 1, "\(run)")
        #expect(run.output.contains("changed  route r url \(first.root)"), "\(run)")
        #expect(run.output.contains("→ url \(second.root)"), "\(run)")
        #expect(!run.output.contains("drift"), "\(run)")
      }
    }
  }

  @Test(
    "another variable of the key is shown, and held against the one before",
    arguments: [[], ["--changed-since", "main"]])
  func key(flags: [String]) async throws {
    let answer = { @Sendable (request: String) in
      LoopbackModel.Reply.text(request.contains("tenant-b") ? "technical" : "billing")
    }
    try await LoopbackModel.serving(requests: answer) { model in
      let target = { (key: String) in
        Self.target("http", model).replacing("body:", with: "api_key_env: \(key), body:")
      }
      let project = try TemporaryProject([
        ".gitignore": ".evalgate/\n", "evalgate.yml": Self.configuration(target("KEY_A")),
        "t.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
        "t.cases.jsonl": (1...20).map { #"{"id": "t-\#($0)", "text": "n\#($0)", "expected": "billing"}"# + "\n" }
          .joined(),
      ])
      let keys = ["KEY_A": "tenant-a", "KEY_B": "tenant-b"]
      try await project.commit("As it was")
      _ = try await project.evalgate("run", environment: keys)
      _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
      try await project.commit("Accept")
      try await project.git("checkout", "--quiet", "-b", "change")
      try project.write(Self.configuration(target("KEY_B")), to: "evalgate.yml")
      try await project.commit("Change")
      let run = try await EvalGate.run(
        ["run", "--baseline", "main"] + flags, in: project, environment: keys.merging(Self.ci) { $1 })
      #expect(run.code == 1 && run.output.contains("route r api_key_env KEY_A → api_key_env KEY_B"), "\(run)")
      #expect(!run.output.contains("drift") && !run.error.contains("attempts of this version"), "\(run)")
    }
  }

  @Test("touches its suites")
  func changedSince() async throws {
    try await LoopbackModel.serving({ _ in .text("billing") }) { first in
      try await LoopbackModel.serving({ _ in .text("technical") }) { second in
        let project = try await Self.moved("openai", from: first, to: second)
        let run = try await project.evalgate(
          "run", "--changed-since", "main", "--baseline", "main", environment: Self.ci
        )
        .run
        #expect(run.code == 1 && !run.output.contains("UNCHANGED"), "\(run)")
      }
    }
  }

  @Test("leaves recordings behind: each version is asked where it is", arguments: ["auto", "record"])
  func recordings(mode: String) async throws {
    try await LoopbackModel.serving({ _ in .text("billing") }) { first in
      try await LoopbackModel.serving({ _ in .text("technical") }) { second in
        let project = try await Self.moved("openai", from: first, to: second, accepting: false)
        let run = try await project.evalgate("run", "--mode", mode, "--baseline", "main").run
        #expect(run.code == 1 && first.requests > 0 && second.requests > 0, "\(run)")
        let replay = try await project.evalgate("run", "--mode", "replay", "--baseline", "main").run
        #expect(replay.code == 1, "\(replay)")
      }
    }
  }

  @Test("so is streaming, which servers do in another way", arguments: ["live", "auto"])
  func stream(mode: String) async throws {
    let chunk =
      #"{"id":"x","model":"m","choices":[{"index":0,"delta":{"content":"technical"},"finish_reason":"stop"}]}"#
    let events = "data: \(chunk)\n\ndata: [DONE]\n\n"
    let streamed = LoopbackModel.Reply.raw(
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: \(events.utf8.count)\r\n"
        + "Connection: close\r\n\r\n\(events)")
    try await LoopbackModel.serving(
      requests: { $0.contains(#""stream":true"#) ? streamed : .text("billing") },
      { model in
        let project = try await Self.moved("openai", from: model, to: model, adding: " stream: true,")
        let run = try await project.evalgate(
          "run", "--mode", mode, "--baseline", "main", environment: mode == "live" ? Self.ci : [:]
        ).run
        #expect(run.code == 1 && run.output.contains("stream true"), "\(run)")
      })
  }

  @Test("a query and header fields, which may be secret, stand in the run as digests")
  func secrets() async throws {
    try await LoopbackModel.serving({ _ in .text("billing") }) { model in
      let target = Self.target("http", model).replacing(
        #"/v1","#, with: #"/v1?key=hunter2secret", headers: { X-Desk: quietheader },"#)
      let project = try TemporaryProject([
        "evalgate.yml": Sample.configuration(target: target),
        "t.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
        "t.cases.jsonl": #"{"id": "a", "text": "b", "expected": "billing"}"# + "\n",
      ])
      let run = try await project.evalgate("run").run
      #expect(run.code == 0, "\(run)")
      let text = try project.read(".evalgate/runs/" + (try #require(project.runFiles.first)))
      #expect(!text.contains("hunter2secret") && !text.contains("quietheader"))
      let head = try JSONValue(parsing: String(text.split(separator: "\n")[0]))
      let route = head["tuples"]?[0]?["route"]?["identity"]
      let address = (route?["targets"] ?? route)?[0]?["address"]
      #expect(address?["url"]?.stringValue == model.url)
      #expect(address?["query"]?.stringValue?.count == 64 && address?["headers"]?.stringValue?.count == 64)
    }
  }
}
