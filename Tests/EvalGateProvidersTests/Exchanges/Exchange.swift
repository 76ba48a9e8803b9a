import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// One recorded exchange with what the service's own client library reads from it.
struct Exchange: Sendable, CustomTestStringConvertible {
  let id: String
  /// The file it stands in.
  let service: String
  let uri: String
  /// `json`, `sse` or `ndjson`.
  let kind: String
  let request: JSONObject
  let response: HTTPResponse
  let expected: JSONObject

  var testDescription: String { id }

  var isStream: Bool { kind != "json" }

  /// The files that adapters of ours read.
  static let services = [
    "openai-chat", "ollama", "openai-responses", "azure", "anthropic", "gemini", "vertex", "ollama-native",
  ]

  /// Every exchange with these services that somebody has read; none where the folder is not there.
  static let all: [Exchange] = services.flatMap { of($0) }

  private static func of(_ service: String) -> [Exchange] {
    guard let folder = sharedFolder, let lines = bytes(ofFile: "\(folder)/provider-exchanges/\(service).jsonl"),
      let expectations = bytes(ofFile: "\(folder)/provider-exchanges/\(service).expected.json"),
      let expected = (try? JSONValue(parsing: expectations))?.arrayValue
    else { return [] }
    let exchanges = lines.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONValue(parsing: Array($0)) }
    return zip(exchanges, expected).compactMap { exchange, expected in
      // What is another service's form is not expected to be read.
      guard expected["skipped"] == nil, let status = exchange["status"]?.intValue else { return nil }
      return Exchange(
        id: exchange["id"]?.stringValue ?? "", service: service, uri: exchange["uri"]?.stringValue ?? "",
        kind: exchange["kind"]?.stringValue ?? "", request: exchange["request_body"]?.objectValue ?? [:],
        response: HTTPResponse(status: status, body: Array((exchange["response_body"]?.stringValue ?? "").utf8)),
        expected: expected.objectValue ?? [:])
    }
  }

  /// A target that would have asked this.
  func target(_ extra: JSONObject = [:]) throws -> Target {
    var options: JSONObject = [
      "model": .string(request["model"]?.stringValue ?? modelInAddress), "stream": request["stream"] ?? .bool(isStream),
    ]
    switch service {
    case "openai-chat", "ollama": options["provider"] = "openai"
    case "azure":
      options["provider"] = "azure-openai"
      options["api"] = "responses"
    case "vertex":
      options["provider"] = "vertex"
      options["project"] = "p"
    case "ollama-native": options["provider"] = "ollama"
    default: options["provider"] = .string(service)
    }
    options["base_url"] = "http://127.0.0.1:9"
    for (key, value) in extra { options[key] = value }
    return try Parts.target(node(.object(options)))
  }

  /// Google's services are told the model there.
  private var modelInAddress: String {
    guard let start = uri.utf8.firstRange(of: "/models/".utf8)?.upperBound else { return "m" }
    return uri[start...].prefix { $0 != ":" }.description
  }

  /// What comes of the answer.
  func candidate(_ transport: any Transport) async throws -> Candidate {
    try await generator(route([try target()]), transport).generate(question(), trial: 1)
  }

  /// What comes of the answer in pieces of this length.
  func candidate(inPiecesOf length: Int) async throws -> Candidate {
    try await candidate(StreamTransport(pieces: response.body.pieces(of: length)))
  }

  /// The answer in the terms of what is expected, with tokens as the service counts them: its cached input apart from
  /// Anthropic's input, its thoughts apart from Gemini's output, and what its tools said apart from Gemini's input.
  func read(_ answer: Answer) -> JSONObject {
    let usage = answer.usage ?? Usage()
    let isGoogle = service == "gemini" || service == "vertex"
    let aside = service == "anthropic" ? (usage.cachedInput ?? 0) + (usage.cacheWrite ?? 0) : isGoogle ? toolTokens : 0
    let thoughts = isGoogle ? usage.reasoning ?? 0 : 0
    return [
      "text": .string(answer.text ?? ""), "tools": .array(answer.toolCalls.awaitingResults.map(tool)),
      "finish": answer.finishReason.map { .string($0.rawValue) } ?? .null,
      "inp": count(usage.input.map { $0 - aside }), "out": count(usage.output.map { $0 - thoughts }),
    ]
  }

  /// What Google counts for its own tools; each chunk counts from the beginning.
  private var toolTokens: Int {
    var (rest, count) = (response.body[...], 0)
    while let place = rest.firstRange(of: "\"toolUsePromptTokenCount\":".utf8) {
      rest = rest[place.upperBound...].drop { $0 == UInt8(ascii: " ") }
      count = Int(String(decoding: rest.prefix { (48...57).contains($0) }, as: UTF8.self)) ?? count
    }
    return count
  }

  /// What the library read, with the reasons to finish in our words. Of proto's counts a 0 is not written.
  var reading: JSONObject {
    var reading = JSONObject(["text", "tools", "inp", "out"].map { ($0, expected[$0] ?? .null) })
    if expected["thoughts"]?.intValue != nil, reading["out"] == .null { reading["out"] = 0 }
    reading["finish"] = finish
    return reading
  }

  private func tool(_ call: ToolCall) -> JSONValue {
    let isText = ["openai-chat", "ollama", "openai-responses", "azure"].contains(service)
    let arguments = isText ? .string(call.argumentsText) : (try? call.arguments()) ?? .null
    return [.string(call.name), arguments]
  }

  private func count(_ value: Int?) -> JSONValue { value.map { .number(JSONNumber($0)) } ?? .null }

  private var finish: JSONValue {
    let hasCalls = expected["tools"]?.arrayValue?.isEmpty == false
    switch expected["finish"]?.stringValue {
    case "end_turn"?: return "stop"
    case "completed"?, "STOP"?: return hasCalls ? "tool_calls" : "stop"
    case "max_tokens"?, "MAX_TOKENS"?: return "length"
    case "tool_use"?: return "tool_calls"
    case "load"?, "unload"?: return "other"
    case let word?: return .string(word)
    case nil: return .null
    }
  }
}
