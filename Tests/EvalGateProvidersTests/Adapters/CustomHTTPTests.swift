import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private let paths: JSONValue = ["text": "$.out.text"]

private func options(_ extra: JSONObject) -> JSONObject {
  var options: JSONObject = ["body": ["q": "{{prompt}}"], "answer": paths]
  for (key, value) in extra { options[key] = value }
  return options
}

@Suite("A service of one's own")
struct CustomHTTPTests {
  @Test("a text that is nothing but a variable becomes its value, any other text has it within")
  func body() async throws {
    let template: JSONObject = [
      "body": [
        "model": "{{model}}", "question": "{{ prompt }}", "history": "{{messages}}", "settings": "{{parameters}}",
        "who": "case {{case}} of {{vars.team}}", "n": "{{vars.n}}", "limit": 5, "schema": "{{output_schema}}",
        "list": ["{{system}}", true, nil],
      ]
    ]
    let request = question(
      "hi \"you\"", parameters: ["seed": 1], caseID: "c7", variables: ["team": "red", "n": 2, "prompt": "other"])
    #expect(
      try await EvalGateProvidersTests.body(by: "http", options(template), request) == [
        "model": "m1", "question": "hi \"you\"",
        "history": [["role": "system", "content": "be brief"], ["role": "user", "content": "hi \"you\""]],
        "settings": ["seed": 1], "who": "case c7 of red", "n": 2, "limit": 5, "schema": nil,
        "list": ["be brief", true, nil],
      ])
  }

  @Test("a body that is one text is sent as it is rendered")
  func text() async throws {
    let request = try await sent(
      by: "http", options(["body": "<q>{{prompt}}</q>", "headers": ["Content-Type": "text/xml"], "method": "PUT"]))
    #expect(String(decoding: request.body, as: UTF8.self) == "<q>hello</q>")
    #expect(request.headers.values(of: "content-type") == ["text/xml"] && request.method == "PUT")
  }

  @Test(
    "the key goes where the service wants it",
    arguments: [([:], "Authorization", "Bearer k1"), (["api_key_header": "X-Key"], "X-Key", "k1")]
      as [(JSONObject, String, String)])
  func key(extra: JSONObject, name: String, value: String) async throws {
    var extra = extra
    extra["api_key_env"] = "KEY"
    extra["url"] = "https://example.com/ask?version=2"
    let request = try await sent(by: "http", options(extra), variables: ["KEY": "k1"])
    #expect(request.headers[name] == value && request.url == "https://example.com/ask?version=2")
  }

  @Test("without `api_key_env` no key is sent, wherever the service is")
  func noKey() async throws {
    let request = try await sent(by: "http", options(["url": "https://example.com/ask"]))
    #expect(request.headers.fields.map(\.name) == ["Content-Type"])
  }

  @Test(
    "what the body has no place for is not lost without a word",
    arguments: ["parameters", "tools", "messages"])
  func losses(name: String) async throws {
    var request = question()
    switch name {
    case "parameters": request.parameters = ["seed": 1]
    case "tools": request.tools = [ToolDefinition(name: "f", description: "", parameters: [:])]
    default: request.messages += [Message(.assistant, "a"), Message(.user, "b")]
    }
    #expect(try await refusal(of: "http", request, options([:])).contains("`{{\(name)}}`"))
  }

  @Test("a variable that a case does not have is said")
  func undefined() async throws {
    let message = try await refusal(of: "http", question(), options(["body": ["x": "{{vars.missing}}"]]))
    #expect(message.contains("undefined variable `vars.missing`"))
  }

  @Test("every part of an answer is found by a JSONPath or a JSON Pointer")
  func answer() async throws {
    let answer: JSONValue = [
      "text": "$.parts[*].t", "refusal": "/no", "reasoning": "$.why", "finish_reason": "$.end", "model": "/m",
      "request_id": "$.id", "cost_usd": "$.usd", "tool_calls": "$.calls",
      "usage": ["input": "/u/in", "output": "$.u.out", "cached_input": "$.u.none"],
    ]
    let body: JSONValue = [
      "parts": [["t": "Par"], ["t": "is"]], "why": "hm", "end": "max_tokens", "m": "own-1", "id": "r1", "usd": 0.25,
      "calls": [["name": "f", "arguments": ["x": 1]], ["id": "b", "function": ["name": "g", "arguments": "{"]]],
      "u": ["in": 9, "out": 4],
    ]
    let candidate = try await reading(body, by: "http", options(["answer": answer]))
    #expect(
      candidate.answer
        == Answer(
          text: "Paris",
          toolCalls: [
            ToolCall(name: "f", argumentsText: "{\"x\":1}"), ToolCall(id: "b", name: "g", argumentsText: "{"),
          ], finishReason: .length, reasoning: "hm", usage: Usage(input: 9, output: 4), model: "own-1", requestID: "r1",
          reportedCost: 0.25))
    #expect(candidate.cost == 0.25)
  }

  @Test(
    "calls are what the target says of them, whatever the service says of why it stopped",
    arguments: [
      ("proposed", "stop", false, .toolCalls), ("proposed", "STOP", false, .toolCalls),
      ("proposed", "length", false, .length), ("carried_out", "tool_calls", true, .toolCalls),
      (nil, "stop", false, .stop),
    ] as [(String?, String, Bool, FinishReason)])
  func calls(_ said: String?, _ word: String, _ isCarriedOut: Bool, _ reason: FinishReason) async throws {
    var extra: JSONObject = ["answer": ["text": "$.t", "tool_calls": "$.calls", "finish_reason": "$.why"]]
    if let said { extra["calls"] = .string(said) }
    let body: JSONValue = ["t": "Now.", "why": .string(word), "calls": [["name": "f", "arguments": "{}"]]]
    let answer = try await reading(body, by: "http", options(extra)).answer
    #expect(answer.toolCalls.map(\.isCarriedOut) == [isCarriedOut] && answer.finishReason == reason)
    let silent = try await reading(["t": "No.", "why": .string(word)], by: "http", options(extra)).answer
    #expect(silent.finishReason == (word == "STOP" ? .stop : FinishReason(rawValue: word)))
  }

  @Test("calls beside an error were carried out where all are")
  func carriedOutBeside() async throws {
    let extra: JSONObject = ["answer": ["text": "$.t", "tool_calls": "$.calls"], "calls": "carried_out"]
    let body: JSONValue = ["error": "died", "calls": [["name": "f", "arguments": "{}"]]]
    let candidate = try await reading(body, by: "http", options(extra))
    #expect(candidate.isError && candidate.answer.toolCalls.map(\.isCarriedOut) == [true])
  }

  @Test(
    "an answer without its text is unreadable",
    arguments: [["out": [:]], ["out": ["text": 7]], [:], ["out": ["text": nil]]] as [JSONValue])
  func unreadable(body: JSONValue) async throws {
    #expect(try await reading(body, by: "http", options([:])).failure?.reason == .unreadable)
  }

  @Test(
    "an error beside the answer is one, where the answer is not said to stand there",
    arguments: [
      ("$.text", "died", nil, true), ("$.text", ["message": "died"], nil, true), ("$.text", nil, nil, false),
      ("$.text", "", nil, false), ("$.text", [:], nil, false), ("$.error", "died", nil, false),
      ("$.text", "died", "/failure", false),
    ] as [(String, JSONValue, String?, Bool)])
  func errorBeside(text: String, error: JSONValue, place: String?, isFailure: Bool) async throws {
    var answer: JSONObject = ["text": .string(text), "tool_calls": "$.calls"]
    if let place { answer["error"] = .string(place) }
    let body: JSONValue = ["text": "x", "error": error, "calls": [["name": "f", "arguments": "{}"]]]
    let candidate = try await reading(body, by: "http", options(["answer": .object(answer)]))
    #expect(candidate.isError == isFailure && candidate.answer.toolCalls.map(\.name) == ["f"])
    if isFailure { #expect(candidate.failure?.message.unsafeText.contains("reported an error: died") == true) }
  }

  @Test("an error stands where the target says")
  func errorPlace() async throws {
    let answer: JSONValue = ["text": "$.text", "error": "$.failure.why"]
    let body: JSONValue = ["text": "x", "failure": ["why": "died"]]
    #expect(try await reading(body, by: "http", options(["answer": answer])).failure?.reason == .server)
  }

  @Test(
    "what is written wrongly is said when files are loaded",
    arguments: [
      (["body": ["q": "{{promt}}"]], "a body has no `promt` to put in"), (["body": ["q": "{{"]], "not closed"),
      (["answer": [:]], "`answer` needs `text`"), (["answer": ["text": "out.text"]], "a JSONPath"),
      (["answer": ["text": "$.a", "txt": "$.b"]], "unknown key `txt`"),
      (["answer": ["text": "$.a", "usage": ["in": "$.b"]]], "unknown key `in`"), (["url": "ftp://x"], "`url` must be"),
      (["url": "https://me:pw@x/"], "`url` must be"), (["headers": ["A"]], "`headers` must be"),
      (["method": "GET"], "is not a value of `method`"), (["calls": "stopped"], "is not a value of `calls`"),
      (["body": nil], "needs `body`"),
      (["stream": true], "unknown key"),
    ] as [(JSONObject, String)])
  func wrong(extra: JSONObject, message: String) throws {
    #expect {
      try anyTarget("http", options(extra))
    } throws: { error in
      ((error as? Diagnostic)?.message ?? "\(error)").contains(message)
    }
  }

  @Test("another template or another path is another recording, and so is another address")
  func digests() async throws {
    func digest(_ extra: JSONObject) async throws -> Digest? {
      try await reading(["out": ["text": "x"]], by: "http", options(extra)).requestDigest
    }
    let plain = try await digest([:])
    #expect(try await digest(["url": "http://127.0.0.1:8/other"]) != plain)
    #expect(try await digest(["body": ["question": "{{prompt}}"]]) != plain)
    #expect(try await digest(["answer": ["text": "/out/text"]]) != plain)
    #expect(try await digest(["calls": "proposed"]) != plain)
  }

  @Test("a recording is found again without the service")
  func replay() async throws {
    let store = MemoryStore()
    let target = try anyTarget("http", options([:]))
    let transport = ScriptedTransport([.success(response(200, #"{"out":{"text":"x"}}"#))])
    let live = try await generator(route([target]), transport, mode: .record, store: store)
    _ = await live.generate(question(), trial: 1)
    let replayed = try await generator(route([target]), nil, mode: .replay, store: store)
    #expect(await replayed.generate(question(), trial: 1).text == "x")
  }
}
