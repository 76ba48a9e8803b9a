import EvalGateCore
import StrictJSON

/// What a program says of itself when it starts.
struct ProgramGreeting: Sendable, Hashable {
  /// What evalgate says first; the role tells one program that serves several what it is asked to be.
  static let question = Array(#"{"evalgate":1,"role":"provider"}"#.utf8)

  let name: String
  let revisions: JSONObject?
  /// How many requests it takes at once.
  let concurrency: Int

  init(line: [UInt8]) throws(GenerationFailure) {
    guard let object = (try? JSONValue(parsing: line))?.objectValue else {
      throw .program("its first line is not the greeting: \(GenerationFailure.excerpt(of: line))")
    }
    name = object["name"]?.stringValue ?? ""
    if let revisions = object["revisions"], !revisions.isNull {
      guard let named = revisions.objectValue else { throw .program("`revisions` of its greeting is no object") }
      self.revisions = named.isEmpty ? nil : named
    } else {
      revisions = nil
    }
    if let concurrency = object["concurrency"], !concurrency.isNull {
      guard let count = concurrency.intValue, (1...Self.mostAtOnce).contains(count) else {
        throw .program("`concurrency` of its greeting is not a whole number of at least 1")
      }
      self.concurrency = count
    } else {
      concurrency = 1
    }
  }

  private static let mostAtOnce = 100_000
}

/// A request as a program reads it: one line, of which only the id differs between tries.
struct ProgramQuestion: Sendable {
  /// `t-031#1`, with the turn of a conversation where there is one.
  private let id: String
  /// All but the id, as a JSON object.
  private let rest: [UInt8]

  var byteCount: Int { rest.count }

  init(_ request: GenerationRequest, trial: Int) {
    let turn = request.messages.count { $0.role == .assistant } + 1
    id = "\(request.caseID)#\(trial)" + (turn > 1 ? ".\(turn)" : "")
    var json = JSONWriter()
    json.beginObject()
    json.key("case")
    json.beginObject()
    json.key("id")
    json.string(request.caseID)
    json.key("vars")
    json.value(.object(request.variables))
    json.endObject()
    json.key("messages")
    json.beginArray()
    for message in request.messages { json.value(message.json) }
    json.endArray()
    if !request.tools.isEmpty {
      json.key("tools")
      json.beginArray()
      for tool in request.tools { json.value(tool.json) }
      json.endArray()
    }
    json.key("parameters")
    json.value(.object(request.parameters))
    if let schema = request.outputSchema {
      json.key("output_schema")
      json.value(schema)
    }
    json.endObject()
    rest = json.bytes
  }

  /// The line of one try, counted from 1. A further try has an id of its own, so that a late reply is not taken for its.
  func line(try number: Int) -> (id: String, bytes: [UInt8]) {
    let id = number == 1 ? id : "\(id)~\(number)"
    var json = JSONWriter()
    json.reserveCapacity(rest.count + id.utf8.count + 16)
    json.beginObject()
    json.key("id")
    json.string(id)
    return (id, json.bytes + [UInt8(ascii: ",")] + rest.dropFirst())
  }
}

/// A line with which a program answers.
struct ProgramReply: Sendable {
  let id: String
  let outcome: Result<Answer, GenerationFailure>

  /// - Throws: a failure that ends the program: the line is not strict JSON, or says not what it answers.
  init(line: [UInt8]) throws(GenerationFailure) {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(parsing: line)
    } catch {
      throw .program("it wrote a line that is not JSON (\(error.message)): \(GenerationFailure.excerpt(of: line))")
    }
    guard let id = document.root["id"]?.string else {
      throw .program("it wrote a line without an `id`: \(GenerationFailure.excerpt(of: line))")
    }
    self.id = id
    do throws(GenerationFailure) {
      outcome = .success(try Self.answer(document.root, line))
    } catch {
      outcome = .failure(error)
    }
  }

  private static func answer(_ root: JSONNode, _ line: [UInt8]) throws(GenerationFailure) -> Answer {
    if let error = root["error"], !error.isNull { throw failure(error) }
    func wrong(_ what: String) -> GenerationFailure {
      .program("its reply has \(what): \(GenerationFailure.excerpt(of: line))")
    }
    let text = root["text"].flatMap { $0.isNull ? nil : $0 }
    guard text == nil || text?.kind == .string else { throw wrong("a `text` that is not text") }
    let list = root["tool_calls"].flatMap { $0.isNull ? nil : $0 }
    guard list == nil || list?.kind == .array else { throw wrong("`tool_calls` that are not a list") }
    guard text != nil || list != nil || root.text("refusal") != nil else {
      throw wrong("neither `text` nor `tool_calls` nor `error`")
    }
    var calls: [ToolCall] = []
    for call in list.map(\.elements).map(Array.init) ?? [] {
      guard let name = call["name"]?.string, let arguments = call["arguments"], !arguments.isNull else {
        throw wrong("a tool call without `name` or `arguments`")
      }
      calls.append(
        ToolCall(
          id: call["id"]?.string, name: name, argumentsText: arguments.string ?? arguments.value.serialized()))
    }
    return Answer(
      text: text?.string, toolCalls: calls,
      finishReason: root["finish_reason"]?.string.map { FinishReason(rawValue: $0) ?? .other },
      refusal: root.text("refusal"), reasoning: root.text("reasoning"),
      usage: root["usage"].flatMap(Usage.init(program:)), model: root.text("model"))
  }

  /// What the program says went wrong, in its own judgement of whose fault it was.
  private static func failure(_ error: JSONNode) -> GenerationFailure {
    let message = error["message"]?.string ?? error.string ?? "the program reported an error without a message"
    return error["kind"]?.string == "model"
      ? GenerationFailure(.model, .other, message) : GenerationFailure(.infrastructure, .program, message)
  }
}

extension Usage {
  init?(program usage: JSONNode) {
    guard usage.kind == .object else { return nil }
    self.init(
      input: usage.tokens("input"), cachedInput: usage.tokens("cached_input"), cacheWrite: usage.tokens("cache_write"),
      output: usage.tokens("output"), reasoning: usage.tokens("reasoning"))
    if self == Usage() { return nil }
  }
}

extension GenerationFailure {
  /// The program's fault.
  static func program(_ message: String) -> GenerationFailure { GenerationFailure(.infrastructure, .program, message) }
}
