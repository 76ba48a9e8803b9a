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

/// One recorded exchange with what the service's own client library reads from it.
private struct Exchange: Sendable, CustomTestStringConvertible {
  let id: String
  let request: JSONObject
  let response: HTTPResponse
  let expected: JSONObject

  var testDescription: String { id }

  /// The exchanges that are not streamed and not of another API; none where the folder is not there.
  static func all(of service: String) -> [Exchange] {
    guard let folder = sharedFolder, let lines = text("\(folder)/provider-exchanges/\(service).jsonl"),
      let expectations = text("\(folder)/provider-exchanges/\(service).expected.json"),
      let expected = (try? JSONValue(parsing: expectations))?.arrayValue
    else { return [] }
    let exchanges = lines.utf8.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONValue(parsing: Array($0)) }
    return zip(exchanges, expected).compactMap { exchange, expected in
      guard exchange["kind"] == "json", expected["skipped"] == nil, let status = exchange["status"]?.intValue,
        exchange["uri"]?.stringValue?.contains("count_tokens") == false
      else { return nil }
      return Exchange(
        id: exchange["id"]?.stringValue ?? "", request: exchange["request_body"]?.objectValue ?? [:],
        response: HTTPResponse(status: status, body: Array((exchange["response_body"]?.stringValue ?? "").utf8)),
        expected: expected.objectValue ?? [:])
    }
  }
}

/// The folder of shared data, as the environment names it or beside the repository.
private let sharedFolder: String? = {
  let named = getenv("EVALGATE_SHARED").map { String(cString: $0) }
  let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  let folder = named ?? "/\(root)/../shared"
  return access(folder + "/provider-exchanges", R_OK) == 0 ? folder : nil
}()

private func text(_ path: String) -> String? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
    bytes.append(contentsOf: buffer[..<count])
  }
}

@Suite("Real exchanges", .enabled(if: sharedFolder != nil, "no folder of recorded exchanges (EVALGATE_SHARED)"))
struct ExchangeTests {
  @Test("a chat completion is read as the service's own library reads it", arguments: Exchange.all(of: "openai-chat"))
  fileprivate func chat(exchange: Exchange) async throws { try await check(exchange, provider: "openai") }

  @Test(
    "a message of Anthropic is read as the service's own library reads it", arguments: Exchange.all(of: "anthropic"))
  fileprivate func anthropic(exchange: Exchange) async throws { try await check(exchange, provider: "anthropic") }

  private func check(_ exchange: Exchange, provider: String) async throws {
    let target = try Parts.target(
      node(["provider": .string(provider), "model": "m", "base_url": "http://127.0.0.1:9"]))
    let generator = try await generator(route([target]), ScriptedTransport([.success(exchange.response)]))
    let candidate = await generator.generate(question(), trial: 1)
    guard exchange.expected["error"] == nil else {
      #expect(candidate.failure != nil)
      return
    }
    #expect(candidate.failure == nil)
    let tools = candidate.answer.toolCalls.map { call -> JSONValue in
      let arguments = provider == "anthropic" ? (try? call.arguments()) ?? .null : .string(call.argumentsText)
      return [.string(call.name), arguments]
    }
    let read: JSONObject = [
      "text": .string(candidate.text), "tools": .array(tools), "finish": word(candidate.answer.finishReason),
      "inp": count(candidate.answer.usage?.input), "out": count(candidate.answer.usage?.output),
    ]
    var expected = JSONObject(["text", "tools", "inp", "out"].map { ($0, exchange.expected[$0] ?? .null) })
    expected["finish"] = finish(exchange.expected["finish"])
    #expect(read == expected)
  }

  private func count(_ value: Int?) -> JSONValue { value.map { .number(JSONNumber($0)) } ?? .null }
  private func word(_ reason: FinishReason?) -> JSONValue { reason.map { .string($0.rawValue) } ?? .null }

  /// Anthropic's words in the common vocabulary.
  private func finish(_ value: JSONValue?) -> JSONValue {
    switch value?.stringValue {
    case "end_turn"?: "stop"
    case "max_tokens"?: "length"
    case "tool_use"?: "tool_calls"
    case let word?: .string(word)
    case nil: .null
    }
  }
}
