import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private func event(_ type: String, _ payload: String) -> [UInt8] { EventStreamWriting.event(type, payload) }

private func sse(_ events: String...) -> [UInt8] { Array(events.map { "data: \($0)\n\n" }.joined().utf8) }

/// A stream of each service that has brought `wipe({"all":1})` whole, and one that was cut within it.
private let streams: [(provider: String, whole: [UInt8], cut: [UInt8])] = [
  (
    "openai",
    sse(
      #"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"t","function":{"name":"wipe","arguments":"{\"all\""}}]}}]}"#,
      #"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}"#),
    sse(
      #"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"t","function":{"name":"wipe","arguments":"{\"all\""}}]}}]}"#
    )
  ),
  (
    "anthropic",
    sse(
      #"{"type":"message_start","message":{}}"#,
      #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"wipe","input":{}}}"#,
      #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"all\":1}"}}"#,
      #"{"type":"content_block_stop","index":0}"#),
    sse(
      #"{"type":"message_start","message":{}}"#,
      #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"wipe","input":{}}}"#
    )
  ),
  (
    "openai-responses",
    sse(
      #"{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"t","name":"wipe","arguments":"{\"all\":1}"}}"#
    ),
    sse(#"{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"all\""}"#)
  ),
  (
    "gemini",
    sse(#"{"candidates":[{"content":{"parts":[{"functionCall":{"id":"t","name":"wipe","args":{"all":1}}}]}}]}"#),
    sse(#"{"candidates":[{"content":{"parts":[{"functionCall":{"id":"t","name":"wipe","willContinue":true}}]}}]}"#)
  ),
  (
    "ollama",
    Array((#"{"message":{"tool_calls":[{"id":"t","function":{"name":"wipe","arguments":{"all":1}}}]}}"# + "\n").utf8),
    Array(#"{"message":{"tool_calls":[{"id":"t","function":{"name":"wipe","arg"#.utf8)
  ),
  (
    "bedrock",
    event("contentBlockStart", #"{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"t","name":"wipe"}}}"#)
      + event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{\"all\":1}"}}}"#)
      + event("contentBlockStop", #"{"contentBlockIndex":0}"#),
    event("contentBlockStart", #"{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"t","name":"wipe"}}}"#)
  ),
]

/// The ways in which a stream is cut: it ends, the line breaks, nothing more comes.
private let endings: [StreamTransport.Ending] = [
  .end, .failure(HTTPError(kind: .interrupted, message: "reset")), .failure(HTTPError(kind: .timeout, message: "slow")),
]

@Suite("Streams that are cut")
struct CutStreamTests {
  private func asked(
    _ provider: String, _ bytes: [UInt8], _ ending: StreamTransport.Ending
  ) async throws -> (candidate: Candidate, requests: Int) {
    let transport = StreamTransport(pieces: bytes.pieces(of: 100), ending: ending)
    let target = try anyTarget(
      provider, provider == "bedrock" ? ["stream": true, "api_key_env": "none"] : ["stream": true])
    let candidate = try await generator(route([target], attempts: 3), transport).generate(question(), trial: 1)
    return (candidate, transport.requests.count)
  }

  @Test("a call that had come whole is kept, however the stream is cut, and nobody is asked again", arguments: streams)
  func whole(provider: String, whole: [UInt8], cut: [UInt8]) async throws {
    for ending in endings {
      let (candidate, requests) = try await asked(provider, whole, ending)
      #expect(candidate.isError && requests == 1, "\(ending)")
      #expect(candidate.answer.toolCalls.map(\.written) == [#"wipe({"all":1})"#], "\(ending)")
    }
  }

  @Test("a call that is cut within its arguments was not made, and the service is asked again", arguments: streams)
  func cut(provider: String, whole: [UInt8], cut: [UInt8]) async throws {
    for ending in endings {
      let (candidate, requests) = try await asked(provider, cut, ending)
      #expect(candidate.isError && requests == 3 && candidate.answer.toolCalls.isEmpty, "\(ending)")
    }
  }

  @Test("once it is said why the answer stops, every call has come, whatever its arguments are")
  func afterTheReason() async throws {
    let text = sse(
      #"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"t","function":{"name":"wipe","arguments":""}}]}}]}"#,
      #"{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}"#)
    for ending in endings {
      let (candidate, requests) = try await asked("openai", text, ending)
      #expect(requests == 1 && candidate.answer.toolCalls.map(\.name) == ["wipe"], "\(ending)")
    }
  }

  @Test(
    "a call in the very piece that cannot be read, or reports an error, is kept",
    arguments: [
      #"{"choices":[{"delta":{"content":[{"type":"hologram"}],"tool_calls":[CALL]}}]}"#,
      #"{"choices":[{"delta":{"images":[{}],"tool_calls":[CALL]}}]}"#,
      #"{"choices":[{"delta":{"tool_calls":[CALL]},"finish_reason":"error"}]}"#,
      #"{"error":{"code":502,"message":"died"},"choices":[{"delta":{"tool_calls":[CALL]}}]}"#,
    ])
  func besides(chunk: String) async throws {
    let call = #"{"index":0,"id":"t","function":{"name":"wipe","arguments":"{}"}}"#
    let (candidate, requests) = try await asked("openai", sse(chunk.replacing("CALL", with: call)), .end)
    #expect(candidate.isError && requests == 1 && candidate.answer.toolCalls.map(\.written) == ["wipe({})"])
  }

  @Test(
    "a call beside what cannot be read is kept, in whole answers too",
    arguments: [
      (
        "openai",
        #"{"choices":[{"message":{"content":[{"type":"hologram"}],"tool_calls":[{"id":"t","function":{"name":"wipe","arguments":"{}"}}]}}]}"#
      ),
      ("anthropic", #"{"content":[{"type":"hologram"},{"type":"tool_use","id":"t","name":"wipe","input":{}}]}"#),
      (
        "openai-responses",
        #"{"output":[{"type":"hologram"},{"type":"function_call","call_id":"t","name":"wipe","arguments":"{}"}]}"#
      ),
      (
        "gemini",
        #"{"candidates":[{"finishReason":"STOP","content":{"parts":[{"hologram":{}},{"functionCall":{"name":"wipe"}}]}}]}"#
      ),
      (
        "ollama",
        #"{"done":true,"message":{"images":["x"],"tool_calls":[{"function":{"name":"wipe","arguments":{}}}]}}"#
      ),
      (
        "bedrock",
        #"{"stopReason":"tool_use","output":{"message":{"content":[{"image":{}},{"toolUse":{"toolUseId":"t","name":"wipe","input":{}}}]}}}"#
      ),
    ])
  func unreadable(provider: String, text: String) async throws {
    let target = try anyTarget(provider, provider == "bedrock" ? ["api_key_env": "none"] : [:])
    let transport = ScriptedTransport([.success(response(200, text))])
    let candidate = try await generator(route([target], attempts: 3), transport).generate(question(), trial: 1)
    #expect(candidate.failure?.reason == .unreadable && transport.requests.count == 1)
    #expect(candidate.answer.toolCalls.map(\.written) == ["wipe({})"])
  }
}
