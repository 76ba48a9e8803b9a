import EvalGateConfig
import EvalGateCore
import StrictJSON

/// One row of a file of calls: what a policy is asked, and what it is expected to say.
struct PolicyCall: Sendable {
  let id: String
  let location: SourceLocation
  let messages: [Message]
  /// The call that is asked about; nil where it is about a text.
  let call: ToolCall?
  let text: String?
  let setup: JSONObject?
  let expected: ExpectedDecision?

  var proposal: Proposal {
    let evalCase = EvalCase(
      id: id, digest: Digest(of: id.utf8), checksDigest: Digest(of: "".utf8), location: location, variables: [:],
      setup: setup)
    let answer = Answer(text: text, toolCalls: call.map { [$0] } ?? [])
    return Proposal(candidate: Candidate(answer: answer), evalCase: evalCase, messages: messages)
  }
}

/// What a row expects; what it does not name is not compared.
struct ExpectedDecision: Hashable, Sendable {
  var decision: String?
  var rule: String?
  var reason: String?

  static let ofCalls = ["allow", "confirm", "deny"]
  static let ofTexts = Action.allCases.map(\.rawValue)
}

/// Reads a file of calls: JSON lines.
struct PolicyCalls {
  let path: String

  private static let keys = ["id", "tool", "arguments", "text", "messages", "setup", "expected", "note"]

  /// - Throws: `Problems` with every line that cannot be used.
  func rows(_ bytes: [UInt8]) throws(Problems) -> [PolicyCall] {
    var problems = Problems()
    var rows: [PolicyCall] = []
    var seen: [String: Int] = [:]
    for (number, range) in JSONLines.ranges(of: bytes).enumerated() where !range.isEmpty {
      let place = SourceLocation(path: path, line: number + 1)
      do throws(Diagnostic) {
        let row = try row(Array(bytes[range]), place)
        if let first = seen[row.id] { throw problem("the id `\(row.id)` stands on line \(first) already", place) }
        seen[row.id] = number + 1
        rows.append(row)
      } catch {
        problems.add(error)
      }
    }
    guard !problems.hasErrors else { throw problems }
    return rows
  }

  private func row(_ line: [UInt8], _ place: SourceLocation) throws(Diagnostic) -> PolicyCall {
    let object = try object(line, place)
    for (key, _) in object where !Self.keys.contains(key) {
      throw Diagnostic(
        .policyCalls, "unknown key `\(UntrustedText(key).excerpt(64).unsafeText)`", at: place,
        label: suggestion(for: key, among: Self.keys).map { "did you mean `\($0)`?" },
        help: "keys are " + Self.keys.map { "`\($0)`" }.joined(separator: ", "))
    }
    let call = try object["tool"].map { tool throws(Diagnostic) in
      try self.call(tool, object["arguments"] ?? [:], place)
    }
    let text = try object["text"].map { value throws(Diagnostic) in try self.text(value, "text", place) }
    guard (call == nil) != (text == nil) else {
      throw problem("a line is about either a `tool` with `arguments` or a `text`", place)
    }
    let setup = try object["setup"].map { value throws(Diagnostic) in
      try SetupReader(sinks: Workspace.catalog.sinks).read(Node(value, at: place))
    }
    return PolicyCall(
      id: try object["id"].map { value throws(Diagnostic) in try self.text(value, "id", place) }
        ?? "line \(place.line)",
      location: place, messages: try messages(object["messages"], place), call: call, text: text, setup: setup,
      expected: try object["expected"].map { value throws(Diagnostic) in
        try expected(value, call == nil ? ExpectedDecision.ofTexts : ExpectedDecision.ofCalls, place)
      })
  }

  private func object(_ line: [UInt8], _ place: SourceLocation) throws(Diagnostic) -> JSONObject {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: line)
    } catch {
      throw problem(error.message, SourceLocation(path: path, line: place.line, column: error.column))
    }
    guard let object = value.objectValue else {
      throw problem("a line must be an object, not \(value.kindName)", place)
    }
    return object
  }

  private func text(_ value: JSONValue, _ key: String, _ place: SourceLocation) throws(Diagnostic) -> String {
    guard let text = value.stringValue, !text.isEmpty else { throw problem("`\(key)` must be text", place) }
    return text
  }

  /// Arguments that are text are what the model wrote, for trying what cannot be parsed.
  private func call(_ name: JSONValue, _ arguments: JSONValue, _ place: SourceLocation) throws(Diagnostic) -> ToolCall {
    ToolCall(
      name: try text(name, "tool", place), argumentsText: arguments.stringValue ?? arguments.serialized())
  }

  private func messages(_ value: JSONValue?, _ place: SourceLocation) throws(Diagnostic) -> [Message] {
    guard let value else { return [] }
    guard let list = value.arrayValue else { throw problem("`messages` must be a list", place) }
    var reader = PolicyMessages()
    for (index, message) in list.enumerated() {
      do throws(PolicyMessages.Problem) {
        try reader.add(message)
      } catch {
        throw problem("message \(index + 1) \(error.sentence)", place)
      }
    }
    return reader.messages
  }

  private func expected(
    _ value: JSONValue, _ known: [String], _ place: SourceLocation
  ) throws(Diagnostic) -> ExpectedDecision {
    var expected = ExpectedDecision()
    if let word = value.stringValue {
      expected.decision = word
    } else if let object = value.objectValue {
      for (key, value) in object {
        let word = try text(value, key, place)
        switch key {
        case "decision": expected.decision = word
        case "rule": expected.rule = word
        case "reason": expected.reason = word
        default: throw problem("`expected` has `decision`, `rule` and `reason`, and no `\(key)`", place)
        }
      }
    } else {
      throw problem("`expected` must be a decision, or `{ decision, rule, reason }`", place)
    }
    if let decision = expected.decision, !known.contains(decision) {
      throw problem(
        "`\(decision)` is no decision here: it is one of " + known.map { "`\($0)`" }.joined(separator: ", "), place)
    }
    guard expected != ExpectedDecision() else { throw problem("`expected` names nothing", place) }
    return expected
  }

  private func problem(_ message: String, _ place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .policyCalls, message, at: place,
      help: #"write lines such as {"id": "…", "tool": "send_email", "arguments": {}, "expected": "deny"}"#)
  }
}

extension DiagnosticCode {
  static let policyCalls = DiagnosticCode(
    "policy/calls", "A line of the file of calls of `evalgate policy test` cannot be used.")
}
