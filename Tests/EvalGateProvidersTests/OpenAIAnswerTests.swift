import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// What becomes of one answer of the service.
private func read(_ response: HTTPResponse) async throws -> Candidate {
  let generator = try await generator(route([try openAITarget()]), ScriptedTransport([.success(response)]))
  return await generator.generate(question(), trial: 1)
}

private func message(_ message: JSONValue, finish: JSONValue = "stop") -> HTTPResponse {
  let body: JSONValue = ["choices": [["message": message, "finish_reason": finish]]]
  return response(200, body.serialized())
}

@Suite("What is read from a chat completion")
struct OpenAIAnswerTests {
  @Test("text, finish reason, model and service time are read")
  func text() async throws {
    var candidate = try await read(completion("billing"))
    #expect(candidate.hops == [Hop(target: "openai/m1", latency: 250, waited: 3)])
    candidate.hops = []
    #expect(
      candidate
        == Candidate(
          answer: Answer(
            text: "billing", finishReason: .stop, usage: Usage(input: 10, output: 2), model: "m1-2026"),
          latency: 250, queued: 3, tries: 1, target: "openai/m1", requestDigest: candidate.requestDigest))
  }

  @Test(
    "finish reasons are put into one vocabulary",
    arguments: [
      ("stop", FinishReason.stop), ("length", .length), ("tool_calls", .toolCalls), ("function_call", .toolCalls),
      ("content_filter", .contentFilter), ("eos", .stop), ("model_length", .length), ("whim", .other),
    ])
  func finish(word: String, expected: FinishReason) async throws {
    let candidate = try await read(message(["content": "x"], finish: .string(word)))
    #expect(candidate.answer.finishReason == expected)
  }

  @Test(
    "a choice that broke off is a failure of the service and not an answer",
    arguments: ["error", "abort", "insufficient_system_resource"])
  func brokenOff(word: String) async throws {
    let candidate = try await read(message(["content": "YES"], finish: .string(word)))
    #expect(candidate.failure?.kind == .infrastructure && candidate.failure?.reason == .server)
    #expect(
      candidate.text.isEmpty && candidate.failure?.message.unsafeText.contains("`finish_reason: \(word)`") == true)
  }

  @Test(
    "an error within a choice, or beside the choices, is one",
    arguments: [
      (#""error":{"code":502,"message":"died"}"#, "", GenerationFailure.Reason.server),
      ("", #","error":{"code":429,"message":"died"}"#, .rateLimited),
      ("", #","error":{"code":402,"message":"died"}"#, .outOfCredit),
      (#""error":{"code":403,"message":"died"}"#, "", .unauthorized), ("", #","error":"died""#, .server),
    ])
  func errorBeside(choice: String, top: String, reason: GenerationFailure.Reason) async throws {
    let within = choice.isEmpty ? "" : ",\(choice)"
    let body = #"{"choices":[{"message":{"content":"YES"},"finish_reason":"stop"\#(within)}]\#(top)}"#
    let failure = try await read(response(200, body)).failure
    #expect(failure?.kind == .infrastructure && failure?.reason == reason)
    #expect(failure?.message.unsafeText.contains("reported an error: died") == true)
  }

  @Test("no error is none", arguments: ["null", "{}", #""""#, "false"])
  func noError(error: String) async throws {
    let body = #"{"choices":[{"message":{"content":"YES"},"error":\#(error)}],"error":\#(error)}"#
    #expect(try await read(response(200, body)).text == "YES")
  }

  @Test("of several answers that nobody asked for none is judged, and no call of any is lost")
  func severalChoices() async throws {
    let body =
      #"{"choices":[{"message":{"content":"YES"}},{"message":{"tool_calls":[{"function":{"name":"delete","arguments":"{}"}}]}}]}"#
    let candidate = try await read(response(200, body))
    #expect(candidate.failure?.reason == .unreadable && candidate.answer.toolCalls.map(\.name) == ["delete"])
  }

  @Test("calls beside an error are kept")
  func callsBesideError() async throws {
    let body =
      #"{"error":{"message":"died"},"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}}]}"#
    let candidate = try await read(response(200, body))
    #expect(candidate.isError && candidate.answer.toolCalls.map(\.name) == ["f"])
  }

  @Test("a number that no answer can have is no count", arguments: ["4611686018427387904", "-1", "1099511627777"])
  func wildCounts(count: String) async throws {
    let body =
      #"{"choices":[{"message":{"content":"x"}}],"usage":{"prompt_tokens":\#(count),"completion_tokens":2}}"#
    #expect(try await read(response(200, body)).answer.usage == Usage(output: 2))
  }

  @Test("parts of a content are text, thoughts or a refusal")
  func parts() async throws {
    let candidate = try await read(
      message([
        "content": [
          ["type": "thinking", "thinking": [["type": "text", "text": "hm"]]], ["type": "text", "text": "YE"],
          ["type": "reference", "reference_ids": [1]], ["type": "output_text", "text": "S"],
          ["type": "refusal", "refusal": "no"],
        ]
      ]))
    #expect(candidate.text == "YES" && candidate.answer.reasoning == "hm" && candidate.answer.refusal == "no")
  }

  @Test("a part that nobody knows is unreadable, since nobody knows what was said in it")
  func unknownPart() async throws {
    let failure = try await read(message(["content": [["type": "hologram", "data": "x"]]])).failure
    #expect(failure?.reason == .unreadable && failure?.message.unsafeText.contains("`hologram`") == true)
  }

  @Test("arguments of a call stay exactly as the model wrote them")
  func rawArguments() async throws {
    let candidate = try await read(
      message([
        "content": nil,
        "tool_calls": [["id": "a", "type": "function", "function": ["name": "f", "arguments": "{\"x\": 1,"]]],
      ]))
    #expect(candidate.answer.toolCalls == [ToolCall(id: "a", name: "f", argumentsText: "{\"x\": 1,")])
  }

  @Test("what the service declares a refusal is one")
  func refusal() async throws {
    let candidate = try await read(message(["content": nil, "refusal": "I can't help with that."]))
    #expect(candidate.answer.refusal == "I can't help with that." && candidate.answer.finishReason == .refusal)
  }

  @Test("cached and reasoning tokens are read as parts of input and output")
  func usageDetails() async throws {
    let body: JSONValue = [
      "choices": [["message": ["content": "x"]]],
      "usage": [
        "prompt_tokens": 100, "completion_tokens": 50, "prompt_tokens_details": ["cached_tokens": 64],
        "completion_tokens_details": ["reasoning_tokens": 40],
      ],
    ]
    let candidate = try await read(response(200, body.serialized()))
    #expect(candidate.answer.usage == Usage(input: 100, cachedInput: 64, output: 50, reasoning: 40))
  }

  @Test(
    "services count in their own ways",
    arguments: [
      // xAI: the sum tells that reasoning is counted beside the completion.
      (
        #""prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"completion_tokens_details":{"reasoning_tokens":94}"#,
        Usage(input: 32, output: 103, reasoning: 94)
      ),
      (
        #""prompt_tokens":32,"completion_tokens":103,"total_tokens":135,"completion_tokens_details":{"reasoning_tokens":94}"#,
        Usage(input: 32, output: 103, reasoning: 94)
      ),
      (
        #""prompt_tokens":32,"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":9223372036854775807}"#,
        Usage(input: 32, output: 9)
      ),
      // Google's compatible endpoint: thoughts are in the sum alone.
      (#""prompt_tokens":20,"completion_tokens":424,"total_tokens":1016"#, Usage(input: 20, output: 996)),
      (#""prompt_tokens":20,"completion_tokens":0,"total_tokens":20"#, Usage(input: 20, output: 0)),
      (#""prompt_tokens":20,"completion_tokens":9,"total_tokens":12"#, Usage(input: 20, output: 9)),
      (#""prompt_tokens":20,"total_tokens":120"#, Usage(input: 20)),
      // A gateway to Anthropic's models that counts what it read from the cache beside the prompt.
      (
        #""prompt_tokens":368,"completion_tokens":19,"total_tokens":10923,"cache_read_input_tokens":10536,"cache_creation_input_tokens":0"#,
        Usage(input: 10904, cachedInput: 10536, cacheWrite: 0, output: 19)
      ),
      // DeepSeek and Moonshot.
      (
        #""prompt_tokens":100,"completion_tokens":5,"prompt_cache_hit_tokens":90,"prompt_cache_miss_tokens":10"#,
        Usage(input: 100, cachedInput: 90, output: 5)
      ),
      (#""prompt_tokens":100,"completion_tokens":5,"cached_tokens":90"#, Usage(input: 100, cachedInput: 90, output: 5)),
    ])
  func ownCounts(usage: String, expected: Usage) async throws {
    let body = #"{"choices":[{"message":{"content":"x"}}],"usage":{\#(usage)}}"#
    #expect(try await read(response(200, body)).answer.usage == expected)
  }

  @Test(
    "usage that is absent, negative or no number is absent",
    arguments: [
      "", #","usage":null"#, #","usage":{}"#, #","usage":{"prompt_tokens":-1,"completion_tokens":"7"}"#,
    ])
  func absentUsage(part: String) async throws {
    let candidate = try await read(response(200, #"{"choices":[{"message":{"content":"x"}}]\#(part)}"#))
    #expect(candidate.failure == nil && candidate.answer.usage == nil)
  }

  @Test("the service's request id is kept")
  func requestID() async throws {
    let plain = completion("x")
    let candidate = try await read(
      HTTPResponse(status: 200, headers: ["X-Request-Id": "req_7"], body: plain.body))
    #expect(candidate.answer.requestID == "req_7")
  }

  @Test(
    "a body that is no answer is the infrastructure's failure and quotes its start",
    arguments: [
      "<html><body>502</body></html>", "", #"{"choices":[{"message":{"content":"half"#,
      #"{"choices":[],"choices":[]}"#, #"{"choices":[]}"#, #"{"choices":[{}]}"#, #"[1]"#, "null", #"{"choices":7}"#,
      #"{"choices":[{"message":{"content":7}}]}"#, #"{"choices":[{"message":{"tool_calls":[{"id":"a"}]}}]}"#,
      #"{"choices":[{"message":{"tool_calls":[{"function":{"name":"f"}}]}}]}"#, "\u{FEFF}{}", "[[[[[[[[[[",
    ])
  func unreadable(body: String) async throws {
    let failure = try #require(try await read(response(200, body)).failure)
    #expect(failure.kind == .infrastructure && failure.reason == .unreadable)
    #expect(failure.message.unsafeText.contains(body.isEmpty ? "(empty)" : String(body.prefix(20))))
  }

  @Test("a hundred thousand open brackets are refused, not followed")
  func deep() async throws {
    let candidate = try await read(response(200, String(repeating: "[", count: 100_000)))
    #expect(candidate.failure?.reason == .unreadable)
  }

  @Test("bytes that are not UTF-8 are unreadable")
  func notUTF8() async throws {
    let candidate = try await read(HTTPResponse(status: 200, body: [0x7B, 0xFF, 0x7D]))
    #expect(candidate.failure?.reason == .unreadable)
  }

  @Test(
    "a status becomes a kind and a reason",
    arguments: [
      (400, GenerationFailure.Reason.badRequest), (401, .unauthorized), (403, .unauthorized), (404, .badRequest),
      (422, .badRequest), (408, .server), (429, .rateLimited), (500, .server), (503, .server), (302, .badRequest),
      (402, .outOfCredit),
    ])
  func status(status: Int, reason: GenerationFailure.Reason) async throws {
    let failure = try await read(response(status, #"{"error":{"message":"no","type":"t","code":null}}"#)).failure
    #expect(failure?.kind == .infrastructure && failure?.reason == reason && failure?.status == status)
  }

  @Test("a used-up quota is not mistaken for a rate")
  func quota() async throws {
    let body =
      #"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#
    #expect(try await read(response(429, body)).failure?.reason == .outOfCredit)
  }

  @Test("an account without credit is not asked again, but the next target is")
  func credit() async throws {
    let body = #"{"error":{"message":"Insufficient credits","code":402}}"#
    let transport = ScriptedTransport([.success(response(402, body)), .success(completion("x"))])
    let targets = [try openAITarget(model: "a"), try openAITarget(model: "b")]
    let candidate = try await generator(route(targets, attempts: 4), transport).generate(question(), trial: 1)
    #expect(candidate.hops.map(\.tries) == [1, 1] && candidate.hops.first?.failure == .outOfCredit)
    #expect(GenerationFailure.Reason.outOfCredit.help?.contains("credit") == true)
  }

  @Test("a request that is only refused for now is asked again when the service says, and lets fewer through")
  func promised() async throws {
    let body = #"{"error":{"message":"In-flight budget exhausted","code":402}}"#
    let clock = TestClock()
    let transport = ScriptedTransport(
      [.success(response(402, body, headers: ["retry-after": "3"])), .success(completion("x"))], clock: clock)
    let candidate = try await generator(route([try openAITarget()], attempts: 4), transport, clock: clock)
      .generate(question(), trial: 1)
    #expect(candidate.text == "x" && candidate.hops.first?.firstFailure == .rateLimited)
    #expect(clock.slept.first.map { $0 >= 3000 } == true)
  }

  @Test("a used-up account is not asked again, whenever the service says to come back")
  func usedUp() async throws {
    let body = #"{"error":{"message":"no","type":"insufficient_quota"}}"#
    let failure = try await read(response(402, body, headers: ["retry-after": "3"])).failure
    #expect(failure?.reason == .outOfCredit)
  }

  @Test("a filter of the service that stops a request is the model's refusal")
  func filtered() async throws {
    let failure = try await read(response(400, #"{"error":{"message":"filtered","code":"content_filter"}}"#)).failure
    #expect(failure?.kind == .model && failure?.reason == .refused)
  }

  @Test("a key that a server quotes is not passed on")
  func quotedKey() async throws {
    let target = try openAITarget(["api_key_env": "KEY"])
    let body = #"{"error":{"message":"Incorrect API key provided: sk-verysecret."}}"#
    let generator = try await generator(
      route([target]), ScriptedTransport([.success(response(401, body))]), variables: ["KEY": "sk-verysecret"])
    let failure = await generator.generate(question(), trial: 1).failure
    #expect(failure?.message.unsafeText.hasPrefix("answered 401: Incorrect API key provided: [key]. (POST ") == true)
  }
}
