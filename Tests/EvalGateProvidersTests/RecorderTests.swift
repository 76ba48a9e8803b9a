import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private func ask(
  _ mode: Mode, _ store: MemoryStore, _ script: [ScriptedTransport.Answer] = [], target: JSONObject = [:],
  trial: Int = 1
) async throws -> (Candidate, asked: Int) {
  let transport = ScriptedTransport(script)
  let generator = try await generator(route([try openAITarget(target)]), transport, mode: mode, store: store)
  return (await generator.generate(question(), trial: trial), transport.requests.count)
}

/// Of what a target on this machine is asked.
private func key(model: String = "m1", at url: String = "http://127.0.0.1:9/v1") -> Digest {
  question().digest(
    adapter: "openai", model: model, settings: ["address": ["url": .string(url), "api_key_env": "none"]])
}

private func recording(
  _ request: Digest? = nil, trial: Int = 1, model: String = "m1", text: String = "kept"
) -> Recording {
  Recording(
    request: request ?? key(model: model), trial: trial,
    answer: Answer(text: text, usage: Usage(input: 1_000_000, output: 100_000)), latency: 812, timeToFirstToken: 90)
}

@Suite("Recordings")
struct RecorderTests {
  @Test("live asks and keeps nothing")
  func live() async throws {
    let store = MemoryStore()
    let (candidate, asked) = try await ask(.live, store, [.success(completion("x"))])
    #expect(candidate.source == .live && asked == 1 && store.recordings.isEmpty)
  }

  @Test("record asks and keeps the answer with its time and usage")
  func record() async throws {
    let store = MemoryStore([recording()])
    let (candidate, asked) = try await ask(.record, store, [.success(completion("new"))])
    #expect(candidate.source == .live && asked == 1)
    #expect(
      store.recordings == [
        Recording(request: key(), trial: 1, answer: candidate.answer, latency: 250)
      ])
  }

  @Test("replay answers from the recording, with the time it took then")
  func replay() async throws {
    let (candidate, asked) = try await ask(.replay, MemoryStore([recording()]))
    #expect(candidate.source == .replayed && asked == 0 && candidate.text == "kept")
    #expect(candidate.latency == 812 && candidate.timeToFirstToken == 90 && candidate.queued == nil)
  }

  @Test("what replay misses is an error that says how to record it, never a call")
  func miss() async throws {
    let (candidate, asked) = try await ask(.replay, MemoryStore([recording(trial: 2)]), [.success(completion("x"))])
    let message = candidate.failure?.message.unsafeText ?? ""
    #expect(asked == 0 && candidate.isError && candidate.failure?.reason == .missingRecording)
    #expect(message.contains("case `c1`, trial 1") && message.contains("evalgate run --mode record"))
    #expect(
      message.contains(
        "it never was recorded, or its input, the prompt, its tools or parameters, the model, where it is reached, a "
          + "setting of the target changed since, or an earlier evalgate recorded it, which kept no address; record it "
          + "anew"))
    let (second, _) = try await ask(.replay, MemoryStore([recording()]), trial: 2)
    #expect(second.failure?.message.unsafeText.contains("only 1 of its trials are recorded") == true)
  }

  @Test("replay prices recorded tokens")
  func replayedCost() async throws {
    let target: JSONObject = ["prices": ["input": 0.40, "output": 1.60]]
    let (candidate, _) = try await ask(.replay, MemoryStore([recording()]), target: target)
    // 1 million at 0.40 and a tenth of a million at 1.60.
    #expect(candidate.cost == 0.56)
  }

  @Test("replay needs no key")
  func keyless() async throws {
    let target = try Parts.target(node(["provider": "openai", "model": "m1"]))
    let store = MemoryStore([recording(question().digest(adapter: "openai", model: "m1"))])
    let generator = try await generator(route([target]), nil, mode: .replay, store: store)
    #expect(await generator.generate(question(), trial: 1).text == "kept")
  }

  @Test("auto takes what is kept and asks for the rest, which it keeps")
  func auto() async throws {
    let store = MemoryStore([recording()])
    let (kept, none) = try await ask(.auto, store)
    let (live, one) = try await ask(.auto, store, [.success(completion("new"))], trial: 2)
    #expect(kept.source == .kept && none == 0 && live.source == .live && one == 1 && store.recordings.count == 2)
  }

  @Test("auto without a key answers from recordings and says what is missing for the rest")
  func autoKeyless() async throws {
    let target = try Parts.target(node(["provider": "openai", "model": "m1"]))
    let store = MemoryStore([recording(question().digest(adapter: "openai", model: "m1"))])
    let generator = try await generator(route([target]), nil, mode: .auto, store: store)
    let kept = await generator.generate(question(), trial: 1)
    let missing = await generator.generate(question(), trial: 2)
    #expect(kept.text == "kept" && missing.failure?.reason == .unauthorized)
    #expect(missing.failure?.message.unsafeText.contains("`OPENAI_API_KEY`") == true)
  }

  @Test("an infrastructure's failure is never recorded", arguments: [429, 500, 401, 400])
  func infrastructure(status: Int) async throws {
    let store = MemoryStore()
    _ = try await ask(.record, store, [.success(response(status, "{}"))])
    #expect(store.recordings.isEmpty)
  }

  @Test("a model's failure is recorded as the result it is")
  func modelFailure() async throws {
    let store = MemoryStore()
    let refusal = response(400, #"{"error":{"message":"no","code":"content_filter"}}"#)
    _ = try await ask(.record, store, [.success(refusal)])
    #expect(store.recordings.map { $0.failure?.kind } == [.model])
  }

  @Test("an answer that cannot be kept is an error, not a loss in silence")
  func unwritable() async throws {
    let store = MemoryStore(refusal: Diagnostic(.internalError, "the disk is full", help: "make room"))
    let (candidate, _) = try await ask(.record, store, [.success(completion("x"))])
    #expect(candidate.failure?.message.unsafeText == "the answer could not be recorded: the disk is full")
  }

  @Test(
    "what one server said is not what another one says, whatever its model is called",
    arguments: [Mode.auto, .record])
  func servers(mode: Mode) async throws {
    let store = MemoryStore()
    let (_, first) = try await ask(mode, store, [.success(completion("one"))])
    let (other, second) = try await ask(
      mode, store, [.success(completion("two"))], target: ["base_url": "http://127.0.0.1:10/v1"])
    #expect([first, second] == [1, 1] && other.text == "two" && store.recordings.count == 2)
  }

  @Test("a fallback that is another server's model of that name is one in a replay too")
  func replayedServer() async throws {
    let targets = [try openAITarget(), try openAITarget(["base_url": "http://127.0.0.1:10/v1"])]
    let store = MemoryStore()
    let transport = ScriptedTransport([.success(response(500, "")), .success(completion("x"))])
    let live = try await generator(route(targets), transport, mode: .record, store: store)
    #expect(await live.generate(question(), trial: 1).isFallback)
    let replay = try await generator(route(targets), nil, mode: .replay, store: store)
    let candidate = await replay.generate(question(), trial: 1)
    #expect(candidate.text == "x" && candidate.isFallback)
  }

  @Test("a target that stands in a route twice is no other model")
  func twice() async throws {
    let transport = ScriptedTransport([.success(response(500, "")), .success(completion("x"))])
    let generator = try await generator(
      route([try openAITarget(), try openAITarget()]), transport, mode: .record, store: MemoryStore())
    let candidate = await generator.generate(question(), trial: 1)
    #expect(candidate.text == "x" && !candidate.isFallback)
  }

  @Test("what a target said once is not replayed after another one answered in its place, until it is recorded anew")
  func superseded() async throws {
    let targets = [try openAITarget(model: "first"), try openAITarget(model: "second")]
    var store = MemoryStore([recording(model: "first", text: "old")])
    func recorded(_ script: [ScriptedTransport.Answer]) async throws -> Candidate {
      // Another run knows what is kept, and not what was asked.
      store = MemoryStore(store.recordings)
      let live = try await generator(route(targets), ScriptedTransport(script), mode: .record, store: store)
      _ = await live.generate(question(), trial: 1)
      return try await generator(route(targets), nil, mode: .replay, store: store).generate(question(), trial: 1)
    }
    let fallen = try await recorded([.success(response(500, "")), .success(completion("new"))])
    #expect(fallen.text == "new" && fallen.isFallback)
    let down = try await recorded([.success(response(500, "")), .success(response(500, ""))])
    #expect(down.text == "new")
    let back = try await recorded([.success(completion("again"))])
    #expect(back.text == "again" && !back.isFallback)
  }

  @Test("a fallback's recording is found in replay and marked")
  func fallback() async throws {
    let targets = [try openAITarget(model: "first"), try openAITarget(model: "second")]
    let generator = try await generator(
      route(targets), nil, mode: .replay, store: MemoryStore([recording(model: "second")]))
    let candidate = await generator.generate(question(), trial: 1)
    #expect(candidate.text == "kept" && candidate.isFallback && candidate.target == "openai/second")
  }

  @Test("a fallback's answer is recorded as the route's, with what that model was asked")
  func recordedFallback() async throws {
    let store = MemoryStore()
    let transport = ScriptedTransport([.success(response(500, "{}")), .success(completion("x"))])
    let targets = [try openAITarget(model: "first"), try openAITarget(model: "second")]
    let generator = try await generator(route(targets), transport, mode: .record, store: store)
    _ = await generator.generate(question(), trial: 1)
    #expect(store.recordings.map(\.request) == [key(model: "first")])
    #expect(store.recordings.map(\.asked) == [key(model: "second")])
    #expect(store.recordings.map(\.route) == [generator.recordedRoute] && generator.recordedRoute != nil)
  }

  @Test(
    "cases that ask the same share one answer, whether they come together or one after the other",
    arguments: [Mode.record, .auto])
  func equalRequests(mode: Mode) async throws {
    let (store, transport) = (MemoryStore(), HoldingTransport())
    let generator = try await generator(route([try openAITarget()]), transport, mode: mode, store: store)
    async let together = withTaskGroup(of: Candidate.self) { group in
      for _ in 0..<5 { group.addTask { await generator.generate(question(), trial: 1) } }
      return await group.reduce(into: [Candidate]()) { $0.append($1) }
    }
    await transport.untilHeld(1)
    transport.release(completion("first"))
    let answers = await together
    #expect(answers.map(\.text) == Array(repeating: "first", count: 5))
    #expect(answers.count { $0.source == .live } == 1 && answers.count { $0.source == .kept } == 4)
    let later = await generator.generate(question(), trial: 1)
    #expect(later.text == "first" && later.source == .kept && store.recordings.count == 1)
    async let another = generator.generate(question(), trial: 2)
    await transport.untilHeld(1)
    transport.release(completion("second"))
    #expect(await another.text == "second")
  }

  @Test("who waited for an answer that did not come asks for itself")
  func failedClaim() async throws {
    let (store, transport) = (MemoryStore(), HoldingTransport())
    let generator = try await generator(
      route([try openAITarget()], attempts: 1), transport, mode: .record, store: store)
    async let first = generator.generate(question(), trial: 1)
    await transport.untilHeld(1)
    async let second = generator.generate(question(), trial: 1)
    transport.release(response(500, ""))
    #expect(await first.isError)
    await transport.untilHeld(1)
    transport.release(completion("mine"))
    #expect(await second.text == "mine" && store.recordings.count == 1)
  }

  @Test("of two fallbacks with one name the one that answered is recorded")
  func sameNames() async throws {
    let store = MemoryStore()
    let transport = ScriptedTransport([
      .success(response(500, "")), .success(response(500, "")), .success(completion("third")),
    ])
    let generator = try await generator(
      EvalGateProvidersTests.route(
        [
          try openAITarget(), try openAITarget(["parameters": ["temperature": 0.5]]),
          try openAITarget(["parameters": ["temperature": 1]]),
        ], attempts: 1), transport, mode: .record, store: store)
    let candidate = await generator.generate(question(), trial: 1)
    #expect(candidate.text == "third" && candidate.isFallback)
    let keys = generator.recordingKeys(of: question()).map(\.digest)
    #expect(Set(keys).count == 3 && store.recordings.map(\.request) == [keys[0]])
    #expect(store.recordings.map(\.asked) == [keys[2]])
  }
}

@Suite("What keys recordings")
struct RecordingKeyTests {
  private static func key(_ options: JSONObject, _ request: GenerationRequest = question()) async throws -> Digest {
    var all: JSONObject = ["model": "m", "api_key_env": "none"]
    if options["url"] == nil { all["base_url"] = "http://127.0.0.1:9/v1" }
    // An empty text leaves out what is usual here.
    for (key, value) in options { all[key] = value == "" ? JSONValue?.none : value }
    let target = try Parts.target(node(.object(all)))
    let keys = try await generator(route([target]), nil, mode: .replay).recordingKeys(of: request)
    return try #require(keys.first).digest
  }

  private static let custom: JSONObject = [
    "provider": "http", "url": "http://127.0.0.1:9/a", "body": ["q": "{{prompt}}"], "answer": ["text": "$.t"],
  ]

  private static let changing: [(JSONObject, JSONObject)] = [
    (["provider": "openai"], ["strict_schema": true]),
    (["provider": "openai-responses"], ["strict_schema": true]),
    (["provider": "anthropic"], ["beta": ["context-1m-2025-08-07"]]),
    (["provider": "azure-openai"], ["api": "responses"]),
    (["provider": "azure-openai"], ["api_version": "2024-10-21"]),
    (custom, ["method": "PUT"]), (custom, ["headers": ["X-Variant": "b"]]),
    (custom, ["headers": ["X-Api-Key": "k"]]), (custom, ["url": "http://127.0.0.1:10/a"]),
    (custom, ["url": "http://127.0.0.1:9/a?tenant=b"]),
    (["provider": "openai"], ["base_url": "http://127.0.0.1:10/v1"]), (["provider": "openai"], ["stream": true]),
    (["provider": "openai"], ["api_key_env": "OTHER"]), (["provider": "ollama"], ["stream": true]),
    (["provider": "bedrock"], ["stream": true]), (["provider": "bedrock"], ["region": "us-east-1"]),
    (bedrock, ["region": "us-east-1"]), (bedrock, ["profile": "b"]),
    (["provider": "azure-openai"], ["token_env": "OTHER"]), (vertex, ["project": "b"]),
    (vertex, ["location": "europe-west4"]),
  ]

  private static let vertex: JSONObject = [
    "provider": "vertex", "project": "a", "token_env": "none", "api_key_env": "",
  ]
  private static let bedrock: JSONObject = ["provider": "bedrock", "base_url": "", "region": "eu-west-1"]

  @Test("whatever makes another target is part of it", arguments: changing)
  func settings(_ target: JSONObject, _ setting: JSONObject) async throws {
    var changed = target
    for (key, value) in setting { changed[key] = value }
    #expect(try await Self.key(target) != Self.key(changed))
  }

  private static let keeping: [(JSONObject, JSONObject)] = [
    (["provider": "openai"], ["strict_schema": false]), (["provider": "openai"], ["stream": false]),
    (["provider": "openai"], ["base_url": "HTTP://127.0.0.1:9/v1/"]),
    (["provider": "openai"], ["prices": ["input": 1, "output": 2]]),
    (custom, ["api_key_header": "X-Mine"]), (custom, ["method": "POST"]),
  ]

  @Test("a price, what is the usual, and the same in other words are none", arguments: keeping)
  func others(_ target: JSONObject, _ setting: JSONObject) async throws {
    var changed = target
    for (key, value) in setting { changed[key] = value }
    #expect(try await Self.key(target) == Self.key(changed))
  }

  @Test("where nothing is set it is what it was before there were settings")
  func usual() async throws {
    // sha256sum over {"adapter":"openai","messages":[{"content":"be brief","role":"system"},{"content":"hello",
    // "role":"user"}],"model":"m","parameters":{}}, without the break and the space.
    let before = "f6584c175243ab8f4e1f854134c154f9ab28601d47537ae1beb591dea6707b91"
    let usual: JSONObject = [
      "provider": "openai", "base_url": "https://api.openai.com/v1", "api_key_env": "OPENAI_API_KEY",
    ]
    #expect(try await Self.key(usual).hex == before)
  }

  @Test("the name of an output schema is part of it where the prompt gives one")
  func outputName() async throws {
    var own = question()
    (own.outputSchema, own.outputName) = (["type": "string"], "triage")
    var renamed = own
    renamed.outputName = "other"
    #expect(try await Self.key(["provider": "openai"], own) == Self.key(["provider": "openai"], renamed))
    (own.isOutputNamed, renamed.isOutputNamed) = (true, true)
    #expect(try await Self.key(["provider": "openai"], own) != Self.key(["provider": "openai"], renamed))
  }
}
