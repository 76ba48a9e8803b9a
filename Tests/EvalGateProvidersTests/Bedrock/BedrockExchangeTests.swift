import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One recorded exchange with Bedrock, and what AWS's own library reads from it.
private struct BedrockExchange: Sendable, CustomTestStringConvertible {
  let id: String
  let request: JSONValue
  let status: Int
  let isStream: Bool
  let body: [UInt8]
  let expected: JSONValue

  var testDescription: String { id }

  static let folder: String? = {
    let named = getenv("EVALGATE_SHARED").map { String(cString: $0) }
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let folder = (named ?? "/\(root)/../shared") + "/provider-exchanges"
    return access(folder, R_OK) == 0 ? folder : nil
  }()

  /// Those of Converse; none where the folder is not there.
  static let all: [BedrockExchange] = {
    guard let folder, let lines = readSmallFile("\(folder)/bedrock.jsonl"),
      let expectations = readSmallFile("\(folder)/bedrock.expected.json"),
      let expected = (try? JSONValue(parsing: expectations))?.arrayValue
    else { return [] }
    let values = lines.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONValue(parsing: Array($0)) }
    return zip(values, expected).compactMap { value, expected in
      guard expected["skipped"] == nil, let status = value["status"]?.intValue,
        let body = value["response_body"]?.stringValue
      else { return nil }
      let isStream = value["kind"] == "awsstream"
      return BedrockExchange(
        id: value["id"]?.stringValue ?? "", request: value["request_body"] ?? .null, status: status,
        isStream: isStream, body: isStream ? base64(body) : Array(body.utf8), expected: expected)
    }
  }()

  private static func base64(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bytes: [UInt8] = []
    var (bits, count) = (0, 0)
    for digit in text.utf8 {
      guard let value = alphabet.firstIndex(of: digit) else { continue }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count & 255))
      }
    }
    return bytes
  }

  /// What AWS's library read, in the words of the tests.
  var reading: JSONObject {
    var reading = JSONObject(["text", "tools", "inp", "out"].map { ($0, expected[$0] ?? .null) })
    reading["finish"] =
      switch expected["finish"]?.stringValue {
      case "end_turn"?: "stop"
      case "max_tokens"?: "length"
      case "tool_use"?: "tool_calls"
      default: .null
      }
    return reading
  }
}

/// In the same words. The library counts cached input apart.
private func reading(_ answer: Answer) -> JSONObject {
  let usage = answer.usage
  let fresh = usage?.input.map { $0 - (usage?.cachedInput ?? 0) - (usage?.cacheWrite ?? 0) }
  func count(_ value: Int?) -> JSONValue { value.map { .number(JSONNumber($0)) } ?? .null }
  let tools = answer.toolCalls.map { [.string($0.name), (try? $0.arguments()) ?? .null] as JSONValue }
  return [
    "text": .string(answer.text ?? ""), "tools": .array(tools), "inp": count(fresh), "out": count(usage?.output),
    "finish": answer.finishReason.map { .string($0.rawValue) } ?? .null,
  ]
}

@Suite(
  "Real exchanges with Bedrock",
  .enabled(if: BedrockExchange.folder != nil, "no folder of recorded exchanges (EVALGATE_SHARED)"))
struct BedrockExchangeTests {
  @Test("an exchange is read as AWS's own library reads it", arguments: BedrockExchange.all)
  fileprivate func reads(exchange: BedrockExchange) async throws {
    let target = try Parts.target(
      node(["provider": "bedrock", "model": "m", "base_url": "http://127.0.0.1:9", "stream": .bool(exchange.isStream)]))
    let type = exchange.isStream ? "application/vnd.amazon.eventstream" : "application/json"
    let transport = ScriptedTransport([
      .success(HTTPResponse(status: exchange.status, headers: ["content-type": type], body: exchange.body))
    ])
    let candidate = try await generator(route([target]), transport).generate(question(), trial: 1)
    guard exchange.expected["error"] == nil else {
      #expect(candidate.failure?.kind == .infrastructure)
      return
    }
    #expect(candidate.failure == nil && EvalGateProvidersTests.reading(candidate.answer) == exchange.reading)
  }

  @Test("a stream is read the same, cut at any byte", arguments: BedrockExchange.all.filter(\.isStream))
  fileprivate func cut(exchange: BedrockExchange) throws {
    guard exchange.status == 200 else { return }
    for size in [1, 2, 3, 5, 11, 12, 13, 100, 1000] {
      var stream = ConverseStream()
      var rest = exchange.body[...]
      while !rest.isEmpty {
        try stream.take(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      #expect(EvalGateProvidersTests.reading(try stream.finish([:])) == exchange.reading)
    }
  }

  @Test("a stream that breaks off is no answer, wherever it does", arguments: BedrockExchange.all.filter(\.isStream))
  fileprivate func brokenOff(exchange: BedrockExchange) throws {
    guard exchange.status == 200 else { return }
    // The last message is the metadata, without which the answer stands and its usage is not known.
    let messages = try cuts(in: exchange.body)
    for count in stride(from: 0, to: messages.last ?? 0, by: 7) {
      var stream = ConverseStream()
      #expect(throws: GenerationFailure.self) {
        try stream.take(Array(exchange.body.prefix(count)))
        _ = try stream.finish([:])
      }
    }
  }

  /// Where the messages up to the one that ends the answer begin, by the lengths they begin with.
  private func cuts(in body: [UInt8]) throws -> [Int] {
    var starts: [Int] = []
    var index = 0
    while index + 4 <= body.count {
      starts.append(index)
      let length = body[index..<index + 4].reduce(0) { $0 << 8 | Int($1) }
      let text = String(decoding: body[index..<min(index + length, body.count)], as: UTF8.self)
      if text.contains("messageStop") { return starts }
      index += length
    }
    return starts
  }

  @Test("our request for the same conversation is the one that was recorded", arguments: BedrockExchange.all)
  fileprivate func request(exchange: BedrockExchange) async throws {
    guard let request = BedrockRequest(exchange.request) else { return }
    let transport = ScriptedTransport([.success(response(500, ""))])
    let target = try Parts.target(node(["provider": "bedrock", "model": "m", "base_url": "http://127.0.0.1:9"]))
    _ = try await generator(route([target]), transport).generate(request.generation, trial: 1)
    let ours = try JSONValue(parsing: transport.requests[0].body)
    #expect(BedrockRequest.normal(ours) == BedrockRequest.normal(exchange.request))
  }
}

/// A recorded request, read backwards into what a prompt would have asked.
private struct BedrockRequest {
  let generation: GenerationRequest

  /// Nil for files and pictures, which prompts do not hold.
  init?(_ body: JSONValue) {
    var messages = (body["system"]?.arrayValue ?? []).map { Message(.system, $0["text"]?.stringValue ?? "") }
    for message in body["messages"]?.arrayValue ?? [] {
      let isAssistant = message["role"] == "assistant"
      var said = Message(isAssistant ? .assistant : .user, "")
      for block in message["content"]?.arrayValue ?? [] {
        if let text = block["text"]?.stringValue {
          guard said.text.isEmpty else { return nil }
          said.text = text
        } else if let call = block["toolUse"] {
          said.toolCalls.append(
            ToolCall(
              id: call["toolUseId"]?.stringValue, name: call["name"]?.stringValue ?? "",
              argumentsText: call["input"]?.serialized() ?? ""))
        } else if let result = block["toolResult"] {
          messages.append(
            Message(
              .tool, result["content"]?[0]?["text"]?.stringValue ?? "", toolCallID: result["toolUseId"]?.stringValue))
        } else {
          return nil
        }
      }
      if !said.text.isEmpty || !said.toolCalls.isEmpty { messages.append(said) }
    }
    var request = GenerationRequest(messages: messages)
    for tool in body["toolConfig"]?["tools"]?.arrayValue ?? [] {
      let specification = tool["toolSpec"]
      request.tools.append(
        ToolDefinition(
          name: specification?["name"]?.stringValue ?? "",
          description: specification?["description"]?.stringValue ?? "",
          parameters: specification?["inputSchema"]?["json"] ?? [:]))
    }
    for key in ["guardrailConfig", "serviceTier", "additionalModelRequestFields"] {
      request.parameters[key] = body[key]
    }
    for (key, value) in body["inferenceConfig"]?.objectValue ?? [:] { request.parameters[key] = value }
    request.parameters["tool_choice"] = body["toolConfig"]?["toolChoice"]
    let schema = body["outputConfig"]?["textFormat"]?["structure"]?["jsonSchema"]
    request.outputSchema = (schema?["schema"]?.stringValue).flatMap { try? JSONValue(parsing: $0) }
    request.outputName = schema?["name"]?.stringValue ?? "output"
    generation = request
  }

  /// Without what is empty, and with the schema as a value: its text may be written in several ways.
  static func normal(_ body: JSONValue) -> JSONValue {
    guard var object = body.objectValue else { return body }
    if object["system"]?.arrayValue?.isEmpty == true { object.removeValue(forKey: "system") }
    if object["inferenceConfig"]?.objectValue?.isEmpty == true { object.removeValue(forKey: "inferenceConfig") }
    if let schema = object["outputConfig"]?["textFormat"]?["structure"]?["jsonSchema"] {
      let value = (schema["schema"]?.stringValue).flatMap { try? JSONValue(parsing: $0) } ?? .null
      object["outputConfig"] = ["name": schema["name"] ?? .null, "schema": value]
    }
    return .object(object)
  }
}
