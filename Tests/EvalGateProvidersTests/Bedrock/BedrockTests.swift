import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// 20261121T030405Z.
private let now = 1_795_230_245
private let keys = [
  "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
]
private let answerText =
  #"{"output":{"message":{"role":"assistant","content":[{"text":"billing"}]}},"stopReason":"end_turn","usage":{"inputTokens":10,"outputTokens":2,"totalTokens":12}}"#

private func target(_ extra: JSONObject = [:], model: String = "m") throws -> Target {
  var options: JSONObject = ["provider": "bedrock", "model": .string(model), "region": "eu-west-1"]
  for (key, value) in extra { options[key] = value }
  return try Parts.target(node(.object(options)))
}

/// Asks once; the request that was sent and what came of it.
private func ask(
  _ request: GenerationRequest = question(),
  _ answers: [ScriptedTransport.Answer] = [.success(response(200, answerText))],
  target: Target? = nil, variables: [String: String] = keys, mode: Mode = .live
) async throws -> (Candidate, [HTTPRequest]) {
  let transport = ScriptedTransport(answers)
  let clock = TestClock(secondsSince1970: now)
  let generator = try await generator(
    route([try target ?? EvalGateProvidersTests.target()]), transport, clock: clock, mode: mode, variables: variables)
  return (await generator.generate(request, trial: 1), transport.requests)
}

private func body(_ request: HTTPRequest?) throws -> JSONValue { try JSONValue(parsing: try #require(request).body) }

@Suite("Asking Bedrock")
struct BedrockRequestTests {
  @Test("a model id with a colon and an ARN are one segment of the path")
  func path() async throws {
    let model = "arn:aws:bedrock:eu-west-1:1:inference-profile/us.m-v1:0"
    let (_, requests) = try await ask(target: try target(model: model))
    #expect(
      requests.first?.url
        == "https://bedrock-runtime.eu-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Fus.m-v1%3A0/converse"
    )
  }

  @Test("a request is signed for the region and the service")
  func signed() async throws {
    let (candidate, requests) = try await ask()
    #expect(candidate.text == "billing")
    #expect(
      requests.first?.headers["Authorization"]?.hasPrefix(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-1/bedrock/aws4_request, SignedHeaders=accept;content-type;host;x-amz-date, Signature="
      ) == true)
  }

  @Test("an API key goes before AWS credentials")
  func bearer() async throws {
    var variables = keys
    variables["AWS_BEARER_TOKEN_BEDROCK"] = "ABSKexample"
    let (_, requests) = try await ask(variables: variables)
    #expect(requests.first?.headers["Authorization"] == "Bearer ABSKexample")
  }

  @Test("instructions, turns, calls and results take the form of Converse")
  func conversation() async throws {
    let request = GenerationRequest(
      messages: [
        Message(.system, "be brief"), Message(.user, "weather?"),
        Message(
          .assistant, "",
          toolCalls: [
            ToolCall(id: "a", name: "get", argumentsText: #"{"city":"Paris"}"#),
            ToolCall(id: "b", name: "get", argumentsText: "not JSON"),
          ]),
        Message(.tool, "sun", toolCallID: "a", toolName: "get"),
        Message(.tool, "rain", toolCallID: "b", toolName: "get"),
      ], tools: [ToolDefinition(name: "get", description: "", parameters: ["type": "object"])],
      parameters: ["max_tokens": 5, "temperature": 0, "stop": "END", "top_k": 3, "tool_choice": "required"])
    let (_, requests) = try await ask(request)
    let expected: JSONValue = [
      "messages": [
        ["role": "user", "content": [["text": "weather?"]]],
        [
          "role": "assistant",
          "content": [
            ["toolUse": ["toolUseId": "a", "name": "get", "input": ["city": "Paris"]]],
            ["toolUse": ["toolUseId": "b", "name": "get", "input": [:]]],
          ],
        ],
        [
          "role": "user",
          "content": [
            ["toolResult": ["toolUseId": "a", "content": [["text": "sun"]], "status": "success"]],
            ["toolResult": ["toolUseId": "b", "content": [["text": "rain"]], "status": "success"]],
          ],
        ],
      ],
      "system": [["text": "be brief"]],
      "inferenceConfig": ["maxTokens": 5, "temperature": 0, "stopSequences": ["END"]],
      "toolConfig": [
        "tools": [["toolSpec": ["name": "get", "inputSchema": ["json": ["type": "object"]]]]],
        "toolChoice": ["any": [:]],
      ],
      "additionalModelRequestFields": ["top_k": 3],
    ]
    #expect(try body(requests.first) == expected)
  }

  @Test(
    "a tool choice is said in Converse's words",
    arguments: [
      ("auto", ["auto": [:]]), ("any", ["any": [:]]),
      (["type": "function", "function": ["name": "get"]], ["tool": ["name": "get"]]),
      (["type": "tool", "name": "get"], ["tool": ["name": "get"]]), (["any": [:]], ["any": [:]]),
    ] as [(JSONValue, JSONValue)])
  func toolChoice(choice: JSONValue, expected: JSONValue) async throws {
    var request = question(parameters: ["tool_choice": choice])
    request.tools = [ToolDefinition(name: "get", description: "d", parameters: [:])]
    let (_, requests) = try await ask(request)
    #expect(try body(requests.first)["toolConfig"]?["toolChoice"] == expected)
  }

  @Test("an output schema is sent as text under its name")
  func schema() async throws {
    var request = question()
    request.outputSchema = ["type": "object"]
    request.outputName = "City"
    let (_, requests) = try await ask(request)
    let format = try body(requests.first)["outputConfig"]?["textFormat"]?["structure"]?["jsonSchema"]
    #expect(format == ["name": "City", "schema": #"{"type":"object"}"#])
  }

  @Test("members of Converse itself stay where they are")
  func members() async throws {
    let guardrail: JSONValue = ["guardrailIdentifier": "g", "guardrailVersion": "1"]
    let (_, requests) = try await ask(question(parameters: ["guardrailConfig": guardrail]))
    #expect(try body(requests.first)["guardrailConfig"] == guardrail)
  }

  @Test("the region comes from the target, the environment, the model's ARN, in this order")
  func region() async throws {
    func host(_ options: JSONObject, _ variables: [String: String], _ model: String) async throws -> String {
      var all: JSONObject = ["provider": "bedrock", "model": .string(model)]
      for (key, value) in options { all[key] = value }
      let target = try Parts.target(node(.object(all)))
      let (_, requests) = try await ask(target: target, variables: keys.merging(variables) { $1 })
      return String(requests[0].url.split(separator: "/")[1])
    }
    let arn = "arn:aws:bedrock:ap-south-1:1:inference-profile/x"
    #expect(try await host(["region": "a-1"], ["AWS_REGION": "b-1"], arn) == "bedrock-runtime.a-1.amazonaws.com")
    #expect(try await host([:], ["AWS_REGION": "b-1"], arn) == "bedrock-runtime.b-1.amazonaws.com")
    #expect(
      try await host([:], ["AWS_DEFAULT_REGION": "cn-north-1"], arn) == "bedrock-runtime.cn-north-1.amazonaws.com.cn")
    #expect(try await host([:], [:], arn) == "bedrock-runtime.ap-south-1.amazonaws.com")
  }

  @Test("a region that would lead elsewhere is refused")
  func hostileRegion() throws {
    #expect { try target(["region": "x.example.com/"]) } throws: {
      ($0 as? Diagnostic)?.message.contains("region") == true
    }
  }

  @Test("without credentials nothing is asked, and the message names none")
  func missing() async throws {
    let (candidate, requests) = try await ask(variables: ["AWS_EC2_METADATA_DISABLED": "true"])
    #expect(candidate.failure?.reason == .unauthorized && requests.isEmpty)
    let message = candidate.failure?.message.unsafeText ?? ""
    #expect(message.contains("needs AWS credentials") && message.contains("set `AWS_ACCESS_KEY_ID`"), "\(message)")
  }

  @Test("where kept answers may be all that is asked, missing credentials wait until they are needed")
  func auto() async throws {
    let (candidate, requests) = try await ask(variables: ["AWS_EC2_METADATA_DISABLED": "true"], mode: .auto)
    #expect(candidate.failure?.reason == .unauthorized && requests.isEmpty)
  }

  @Test(
    "a server on this machine is sent unsigned requests where there are no credentials",
    arguments: [Mode.live, .auto])
  func local(mode: Mode) async throws {
    let (_, requests) = try await ask(
      target: try target(["base_url": "http://127.0.0.1:9"]), variables: [:], mode: mode)
    #expect(
      requests.first?.url == "http://127.0.0.1:9/model/m/converse" && requests.first?.headers["Authorization"] == nil)
  }

  @Test("credentials that expired meanwhile are fetched again once")
  func expired() async throws {
    let refusal = response(
      403, #"{"message":"expired"}"#, headers: ["x-amzn-ErrorType": "ExpiredTokenException:http://internal/"])
    let (candidate, requests) = try await ask(question(), [.success(refusal), .success(response(200, answerText))])
    #expect(candidate.text == "billing" && candidate.tries == 1 && requests.count == 2)
  }

  @Test("a secret that the service quotes back is not repeated")
  func masked() async throws {
    var variables = keys
    variables["AWS_SESSION_TOKEN"] = "session-token-1"
    let refusal = response(
      403, #"{"message":"canonical: x-amz-security-token:session-token-1"}"#,
      headers: ["x-amzn-ErrorType": "InvalidSignatureException"])
    let (candidate, _) = try await ask(question(), [.success(refusal)], variables: variables)
    #expect(
      candidate.failure?.message.unsafeText.hasPrefix(
        "answered 403: canonical: x-amz-security-token:[key] (InvalidSignatureException) (POST ") == true)
  }
}

@Suite("Answers of Bedrock")
struct BedrockAnswerTests {
  private func answer(_ status: Int, _ text: String, headers: HTTPHeaders = [:]) async throws -> Candidate {
    try await ask(question(), [.success(response(status, text, headers: headers))]).0
  }

  @Test("cached input is a part of the input, as everywhere")
  func usage() async throws {
    let text =
      #"{"output":{"message":{"content":[]}},"stopReason":"max_tokens","usage":{"inputTokens":2,"outputTokens":5,"cacheReadInputTokens":10,"cacheWriteInputTokens":100}}"#
    let answer = try await answer(200, text).answer
    #expect(answer.usage == Usage(input: 112, cachedInput: 10, cacheWrite: 100, output: 5))
    #expect(answer.finishReason == .length && answer.text == nil)
  }

  @Test(
    "a refusal of the service is what its name says",
    arguments: [
      (429, "ThrottlingException", GenerationFailure.Reason.rateLimited), (429, "ModelNotReadyException", .rateLimited),
      (400, "ThrottlingException", .rateLimited), (424, "ModelErrorException", .server),
      (408, "ModelTimeoutException", .server), (500, "InternalServerException", .server),
      (403, "AccessDeniedException", .unauthorized), (400, "ServiceQuotaExceededException", .unauthorized),
      (400, "ValidationException", .badRequest), (404, "ResourceNotFoundException", .badRequest),
      (418, "TeapotException", .badRequest),
    ])
  func errors(status: Int, name: String, reason: GenerationFailure.Reason) async throws {
    let failure = try await answer(status, #"{"message":"no"}"#, headers: ["x-amzn-ErrorType": name]).failure
    #expect(failure?.reason == reason && failure?.status == status && failure?.kind == .infrastructure)
  }

  @Test(
    "an answer without what must be there is unreadable",
    arguments: [
      "{}", "[]", "", #"{"output":{}}"#, #"{"output":{"message":{"content":[]}}}"#,
      #"{"output":{"message":{"content":[1]}},"stopReason":"end_turn"}"#,
      #"{"output":{"message":{"content":[{"toolUse":{"name":"x","input":"{}"}}]}},"stopReason":"tool_use"}"#,
    ])
  func unreadable(text: String) async throws {
    #expect(try await answer(200, text).failure?.reason == .unreadable)
  }

  private func body(_ blocks: String) -> String {
    #"{"output":{"message":{"content":[\#(blocks)]}},"stopReason":"end_turn"}"#
  }

  @Test("what the service itself did is a call that nobody answers")
  func serverTools() async throws {
    let text = body(
      #"{"toolUse":{"toolUseId":"1","name":"nova_grounding","input":{},"type":"server_tool_use"}},{"toolResult":{"toolUseId":"1","content":[]}},{"citationsContent":{"content":[{"text":"cited"}]}}"#
    )
    let answer = try await answer(200, text).answer
    #expect(
      answer.toolCalls == [ToolCall(id: "1", name: "nova_grounding", argumentsText: "{}", isCarriedOut: true)])
    #expect(answer.text == "cited" && answer.finishReason == .stop)
  }

  @Test(
    "a block that is not known, or that nobody judges, is unreadable; thoughts nobody may read are none",
    arguments: [
      (#"{"new":{}}"#, true), (#"{"image":{"format":"png"}}"#, true), (#"{"guardContent":{"text":{}}}"#, true),
      (#"{"reasoningContent":{"redactedContent":"x"}}"#, false),
    ])
  func unknownBlocks(block: String, isUnreadable: Bool) async throws {
    let failure = try await answer(200, body(#"{"text":"x"},"# + block)).failure
    #expect((failure?.reason == .unreadable) == isUnreadable)
  }
}
