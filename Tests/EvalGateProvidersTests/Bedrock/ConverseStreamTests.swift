import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private func read(_ bytes: [UInt8], pieces: Int? = nil) throws -> Answer {
  var stream = ConverseStream()
  var rest = bytes[...]
  while !rest.isEmpty {
    try stream.take(Array(rest.prefix(pieces ?? bytes.count)))
    rest = rest.dropFirst(pieces ?? bytes.count)
  }
  return try stream.finish([:])
}

private func event(_ type: String, _ payload: String) -> [UInt8] { EventStreamWriting.event(type, payload) }

private let stop = event("messageStop", #"{"stopReason":"tool_use"}"#)
private let whole =
  event("messageStart", #"{"role":"assistant"}"#)
  + event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"hm"}}}"#)
  + event("contentBlockDelta", #"{"contentBlockIndex":1,"delta":{"text":"a"}}"#)
  + event("contentBlockStart", #"{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t","name":"get"}}}"#)
  + event("contentBlockDelta", #"{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"x\""}}}"#)
  + event("contentBlockDelta", #"{"contentBlockIndex":1,"delta":{"text":"b"}}"#)
  + event("contentBlockDelta", #"{"contentBlockIndex":2,"delta":{"toolUse":{"input":":1}"}}}"#)
  + event("contentBlockStart", #"{"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"u","name":"now"}}}"#)
  + event("contentBlockStop", #"{"contentBlockIndex":3}"#) + event("somethingNew", "{}") + stop
  + event("metadata", #"{"usage":{"inputTokens":3,"outputTokens":4},"metrics":{"latencyMs":9}}"#)

@Suite("Answers of Bedrock in pieces")
struct ConverseStreamTests {
  @Test("pieces of several blocks are put together, wherever the line cuts them", arguments: [1, 2, 7, 64, 5000])
  func whole(size: Int) throws {
    let answer = try read(EvalGateProvidersTests.whole, pieces: size)
    #expect(
      answer
        == Answer(
          text: "ab",
          toolCalls: [
            ToolCall(id: "t", name: "get", argumentsText: #"{"x":1}"#),
            ToolCall(id: "u", name: "now", argumentsText: "{}"),
          ], finishReason: .toolCalls, reasoning: "hm", usage: Usage(input: 3, output: 4)))
  }

  @Test(
    "an exception in the stream is the infrastructure's failure by its name",
    arguments: [
      ("throttlingException", GenerationFailure.Reason.rateLimited), ("modelStreamErrorException", .server),
      ("internalServerException", .server), ("serviceUnavailableException", .server),
      ("validationException", .badRequest), ("someNewException", .server),
    ])
  func exception(name: String, reason: GenerationFailure.Reason) {
    let bytes = event("messageStart", "{}") + EventStreamWriting.exception(name, #"{"message":"oh"}"#)
    #expect {
      try read(bytes)
    } throws: {
      ($0 as? GenerationFailure)?.reason == reason && ($0 as? GenerationFailure)?.kind == .infrastructure
    }
  }

  @Test("a stream that ends before the message does is no answer")
  func unfinished() {
    #expect { try read(event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"text":"a"}}"#)) } throws: {
      ($0 as? GenerationFailure)?.reason == .unreadable
    }
  }

  @Test(
    "what contradicts the protocol is unreadable",
    arguments: [
      event("contentBlockDelta", #"{"delta":{"text":"a"}}"#), event("messageStop", "{}"), event("metadata", "{"),
      event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{}"}}}"#),
      event("contentBlockStart", #"{"contentBlockIndex":0,"start":{"toolUse":{}}}"#),
      event("contentBlockStart", #"{"contentBlockIndex":0,"start":{"image":{"format":"png"}}}"#),
      event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"hologram":{}}}"#),
    ])
  func contradiction(bytes: [UInt8]) {
    #expect { try read(bytes + stop) } throws: { ($0 as? GenerationFailure)?.reason == .unreadable }
  }

  @Test("what the service did itself is marked, and calls that came whole are kept beside an exception")
  func calls() throws {
    let search =
      event(
        "contentBlockStart",
        #"{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"t","name":"search","type":"server_tool_use"}}}"#)
      + event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{}"}}}"#)
      + event("contentBlockStart", #"{"contentBlockIndex":1,"start":{"toolResult":{"toolUseId":"t"}}}"#)
    let call = ToolCall(id: "t", name: "search", argumentsText: "{}", isCarriedOut: true)
    let end = event("messageStop", #"{"stopReason":"end_turn"}"#)
    #expect(try read(search + end).toolCalls == [call])
    #expect {
      try read(search + EventStreamWriting.exception("internalServerException", #"{"message":"oh"}"#))
    } throws: {
      ($0 as? GenerationFailure)?.proposed == [call]
    }
  }

  @Test("the first content is what the time to the first token is measured to")
  func firstContent() throws {
    var stream = ConverseStream()
    try stream.take(event("messageStart", "{}"))
    let before = stream.hasFirstToken
    try stream.take(event("contentBlockDelta", #"{"contentBlockIndex":0,"delta":{"text":"a"}}"#))
    #expect(!before && stream.hasFirstToken)
  }

  @Test("a target that streams asks for pieces and reads them")
  func asked() async throws {
    let target = try Parts.target(
      node(["provider": "bedrock", "model": "m", "base_url": "http://127.0.0.1:9", "stream": true]))
    let transport = ScriptedTransport([
      .success(
        HTTPResponse(
          status: 200, headers: ["Content-Type": "application/vnd.amazon.eventstream"],
          body: EvalGateProvidersTests.whole))
    ])
    let candidate = try await generator(route([target]), transport).generate(question(), trial: 1)
    #expect(candidate.text == "ab" && transport.requests[0].url.hasSuffix("/model/m/converse-stream"))
  }
}
