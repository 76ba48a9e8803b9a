import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private let lines = """
  {"model":"q","message":{"role":"assistant","content":"","thinking":"hm"},"done":false}
  {"model":"q","message":{"role":"assistant","content":"Par"},"done":false}

  {"model":"q","message":{"role":"assistant","content":"is"},"done":false}
  {"model":"q","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":9,"eval_count":4}
  """

private func stream(_ text: String, pieces length: Int = 4096) -> StreamTransport {
  StreamTransport(type: "application/x-ndjson", pieces: Array(text.utf8).pieces(of: length))
}

@Suite("Ollama's own API")
struct OllamaTests {
  @Test("parameters are options, and whether it streams is always said")
  func body() async throws {
    let body = try await EvalGateProvidersTests.body(
      by: "ollama", [:],
      question(
        "hi", parameters: ["maxTokens": 5, "temperature": 0, "stop": "END", "keep_alive": "5m", "num_ctx": 8192]))
    #expect(
      body == [
        "model": "m1", "messages": [["role": "system", "content": "be brief"], ["role": "user", "content": "hi"]],
        "stream": false, "options": ["num_predict": 5, "stop": ["END"], "temperature": 0, "num_ctx": 8192],
        "keep_alive": "5m",
      ])
  }

  @Test("calls, results and tools have the service's form")
  func tools() async throws {
    var request = question("hi")
    request.tools = [ToolDefinition(name: "f", description: "d", parameters: ["type": "object"])]
    request.messages += [
      Message(.assistant, "", toolCalls: [ToolCall(id: "a", name: "f", argumentsText: "{\"x\":1}")]),
      Message(.tool, "found", toolCallID: "a", toolName: "f"),
    ]
    let body = try await EvalGateProvidersTests.body(by: "ollama", [:], request)
    #expect(
      body["messages"]?.arrayValue?.suffix(2) == [
        ["role": "assistant", "content": "", "tool_calls": [["function": ["name": "f", "arguments": ["x": 1]]]]],
        ["role": "tool", "content": "found", "tool_name": "f"],
      ])
    #expect(
      body["tools"] == [
        ["type": "function", "function": ["name": "f", "description": "d", "parameters": ["type": "object"]]]
      ])
  }

  @Test("a model can be kept from calling tools, but not be made to")
  func toolChoice() async throws {
    var request = question(parameters: ["tool_choice": "none"])
    request.tools = [ToolDefinition(name: "f", description: "", parameters: [:])]
    #expect(try await EvalGateProvidersTests.body(by: "ollama", [:], request)["tools"] == nil)
    request.parameters["tool_choice"] = "required"
    #expect(try await refusal(of: "ollama", request).contains("`tool_choice`"))
  }

  @Test(
    "thinking, format and schema stand beside the options",
    arguments: [
      ("reasoning_effort", "high", "think", "high"), ("reasoning_effort", "none", "think", false),
      ("think", true, "think", true), ("response_format", ["type": "json_object"], "format", "json"),
      ("logprobs", true, "logprobs", true),
    ] as [(String, JSONValue, String, JSONValue)])
  func beside(written: String, value: JSONValue, name: String, sent: JSONValue) async throws {
    let body = try await EvalGateProvidersTests.body(by: "ollama", [:], question(parameters: [written: value]))
    #expect(body[name] == sent && body["options"] == nil)
  }

  @Test("an output schema is the format")
  func schema() async throws {
    var request = question()
    request.outputSchema = ["type": "object"]
    #expect(try await EvalGateProvidersTests.body(by: "ollama", [:], request)["format"] == ["type": "object"])
  }

  @Test("lines add up to an answer, whatever pieces they come in", arguments: [1, 3, 50, 4096])
  func streamed(length: Int) async throws {
    let candidate = try await streaming(stream(lines, pieces: length), by: "ollama")
    #expect(
      candidate.answer
        == Answer(
          text: "Paris", finishReason: .stop, reasoning: "hm", usage: Usage(input: 9, output: 4), model: "q"))
    #expect(candidate.timeToFirstToken != nil)
  }

  @Test("lines may end with CRLF")
  func lineEnds() async throws {
    let text = lines.split(separator: "\n").joined(separator: "\r\n")
    #expect(try await streaming(stream(text), by: "ollama").text == "Paris")
  }

  @Test("lines without the last one are no answer")
  func truncated() async throws {
    let text = lines.split(separator: "\n").dropLast().joined(separator: "\n")
    #expect(try await streaming(stream(text), by: "ollama").failure?.reason == .connection)
  }

  @Test("half a line is unreadable")
  func halfLine() async throws {
    #expect(try await streaming(stream(String(lines.dropLast(9))), by: "ollama").failure?.reason == .unreadable)
  }

  @Test("arguments are an object and stay what they are")
  func calls() async throws {
    let call: JSONValue = ["function": ["name": "f", "arguments": ["x": 1]]]
    let candidate = try await reading(
      ["message": ["content": "", "tool_calls": [call]], "done": true, "done_reason": "stop"], by: "ollama")
    #expect(candidate.answer.toolCalls == [ToolCall(name: "f", argumentsText: "{\"x\":1}")])
    #expect(candidate.answer.finishReason == .toolCalls && candidate.answer.usage == nil)
  }

  @Test(
    "a body without what it must have is unreadable",
    arguments: [
      ["done": true], ["message": ["content": "x"]],
      ["message": ["tool_calls": [["function": [:]]]], "done": true],
    ] as [JSONValue])
  func unreadable(body: JSONValue) async throws {
    #expect(try await reading(body, by: "ollama").failure?.reason == .unreadable)
  }

  @Test("it is asked on this machine, without a key, where nothing else is said")
  func address() async throws {
    let request = try await sent(by: "ollama", ["base_url": nil])
    #expect(request.url == "http://127.0.0.1:11434/api/chat" && request.headers["Authorization"] == nil)
  }
}
