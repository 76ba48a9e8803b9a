import CurlHTTP
import EvalGateCore
import StrictJSON

/// Where the parts of an answer stand in a body.
struct AnswerPaths: Sendable {
  /// As they were written, for digests.
  let source: JSONValue
  private let places: [String: Place]
  private let usage: [String: Place]
  private let calls: CallReport?
  /// Whether an `error` at the top of a body is what its name says: no path leads there for something else.
  private let expectsError: Bool

  private static let keys = [
    "text", "tool_calls", "refusal", "reasoning", "finish_reason", "model", "request_id", "cost_usd", "error",
  ]
  private static let counts = ["input", "cached_input", "cache_write", "output", "reasoning"]

  /// - Parameter calls: what the service says of its calls, where that is known.
  init(_ node: Node, calls: CallReport?) throws(Diagnostic) {
    source = node.json
    self.calls = calls
    var reader = try OptionReader(node, subject: "`answer`")
    places = try Self.read(Self.keys, from: &reader)
    if let node = reader.node("usage") {
      var inner = try OptionReader(node, subject: "`usage`")
      usage = try Self.read(Self.counts, from: &inner)
      try inner.finish()
    } else {
      usage = [:]
    }
    try reader.finish()
    expectsError = places["error"] == nil && !places.values.contains(where: \.isWithinError)
    guard places["text"] != nil || places["tool_calls"] != nil else {
      throw Diagnostic(
        .missingKey, "`answer` needs `text` or `tool_calls`", at: node.location, help: "add `text: $.path.to.it`")
    }
  }

  private static func read(
    _ keys: [String], from reader: inout OptionReader
  ) throws(Diagnostic) -> [String: Place] {
    var places: [String: Place] = [:]
    for key in keys {
      guard let node = reader.node(key) else { continue }
      guard case .string(let text) = node.content, let place = Place(text) else {
        throw OptionReader.wrong(
          node, key, "a JSONPath such as `$.output.text` or a JSON Pointer such as `/output/text`")
      }
      places[key] = place
    }
    return places
  }

  func answer(from response: HTTPResponse) throws(GenerationFailure) -> Answer {
    let body = try BodyReader(response)
    let root = body.root.value
    if let error = reportedError(body.root, root) {
      throw GenerationFailure.reported(error, in: response).beside((try? toolCalls(root, body)) ?? [])
    }
    var answer = Answer(
      text: try text("text", root, body), toolCalls: try toolCalls(root, body),
      refusal: try text("refusal", root, body),
      reasoning: try text("reasoning", root, body), usage: usage(root), model: first("model", root)?.stringValue,
      requestID: first("request_id", root)?.stringValue)
    guard answer.text != nil || !answer.toolCalls.isEmpty || answer.refusal != nil else {
      throw body.unreadable("nothing where `answer` says that the text stands")
    }
    if let cost = first("cost_usd", root)?.doubleValue, cost >= 0 { answer.reportedCost = cost }
    answer.finishReason = first("finish_reason", root)?.stringValue.map(FinishReason.init(anyService:))
    if calls == .proposed, answer.finishReason == .stop, !answer.toolCalls.isEmpty { answer.finishReason = .toolCalls }
    return answer
  }

  /// An error that stands beside the answer, or in its place.
  private func reportedError(_ root: JSONNode, _ value: JSONValue) -> JSONNode? {
    if expectsError { return root.reportedError }
    return places["error"]?.values(in: value).lazy.compactMap { found in
      (try? JSONDocument(parsing: JSONValue.object(["error": found]).serialized()))?.root.reportedError
    }.first
  }

  private func first(_ key: String, _ root: JSONValue) -> JSONValue? {
    places[key]?.values(in: root).first { !$0.isNull }
  }

  /// The texts that the path finds, one after the other; nil where it finds none.
  private func text(_ key: String, _ root: JSONValue, _ body: BodyReader) throws(GenerationFailure) -> String? {
    var all: String?
    for value in places[key]?.values(in: root) ?? [] where !value.isNull {
      guard let text = value.stringValue else {
        throw body.unreadable("\(value.kindName) where `answer` says that `\(key)` stands")
      }
      all.add(text)
    }
    return all
  }

  /// Calls in any of the usual forms: `{ name, arguments }`, `{ name, input }`, `{ function: { name, arguments } }`.
  private func toolCalls(_ root: JSONValue, _ body: BodyReader) throws(GenerationFailure) -> [ToolCall] {
    var calls: [ToolCall] = []
    let found = places["tool_calls"]?.values(in: root) ?? []
    for call in found.flatMap({ $0.arrayValue ?? [$0] }) where !call.isNull {
      let function = call["function"] ?? call
      let arguments = ["arguments", "input", "args", "parameters"].lazy.compactMap { function[$0] }.first
      guard let name = function["name"]?.stringValue, let arguments else {
        throw body.unreadable("a tool call without `name` or `arguments`")
      }
      calls.append(
        ToolCall(
          id: call["id"]?.stringValue ?? call["call_id"]?.stringValue, name: name,
          argumentsText: arguments.stringValue ?? arguments.serialized(), isCarriedOut: self.calls == .carriedOut))
    }
    return calls
  }

  private func usage(_ root: JSONValue) -> Usage? {
    func count(_ key: String) -> Int? {
      usage[key]?.values(in: root).first?.intValue.flatMap { (0...Usage.largestCount).contains($0) ? $0 : nil }
    }
    let counted = Usage(
      input: count("input"), cachedInput: count("cached_input"), cacheWrite: count("cache_write"),
      output: count("output"), reasoning: count("reasoning"))
    return counted == Usage() ? nil : counted
  }
}

/// What the calls in the answers of a service are.
enum CallReport: String, CaseIterable {
  /// What whoever asked is to carry out, whatever the service says of why it stopped.
  case proposed
  /// What the service has done.
  case carriedOut = "carried_out"
}

/// One place in a body: a JSONPath (RFC 9535), or a JSON Pointer (RFC 6901).
private enum Place: Sendable {
  case path(JSONPath)
  case pointer(JSONPointer)

  /// Nil for what is neither.
  init?(_ text: String) {
    if text.utf8.first == UInt8(ascii: "/") {
      guard let pointer = try? JSONPointer(text) else { return nil }
      self = .pointer(pointer)
    } else {
      guard let path = try? JSONPath(text) else { return nil }
      self = .path(path)
    }
  }

  /// Whether it is the member `error` of a body, or something in it.
  var isWithinError: Bool {
    switch self {
    case .path(let path): ["$.error", "$['error']", "$[\"error\"]"].contains { path.text.hasPrefix($0) }
    case .pointer(let pointer): pointer.description == "/error" || pointer.description.hasPrefix("/error/")
    }
  }

  func values(in root: JSONValue) -> [JSONValue] {
    switch self {
    case .path(let path): path.matches(in: root).map(\.value)
    case .pointer(let pointer): pointer.resolve(in: root).map { [$0] } ?? []
    }
  }
}

extension FinishReason {
  /// In the words of evalgate, or of any service that has an adapter.
  init(anyService word: String) {
    if let reason = FinishReason(rawValue: word) {
      self = reason
      return
    }
    let readings = [
      FinishReason(openAI: word), FinishReason(anthropic: word), FinishReason(gemini: word, hasCalls: false),
    ]
    self = readings.first { $0 != .other } ?? .other
  }
}
