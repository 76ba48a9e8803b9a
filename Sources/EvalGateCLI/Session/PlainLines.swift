import EvalGateCore
import StrictJSON

/// Results that were made elsewhere: JSON lines of `{id, trial, output}`, which are judged here, or of
/// `{id, trial, pass, latency_ms, tokens}`, which were judged there. What made them is unknown and shown so.
struct PlainLines {
  let suite: Suite
  let path: String
  let today: CalendarDate

  /// The finding of a line that brings its own verdict.
  static let elsewhere: CheckID = "elsewhere"

  private static let known = ["id", "trial", "output", "tool_calls", "pass", "latency_ms", "tokens", "model"]

  /// Whether a file holds such lines rather than a baseline of ours, by its first line.
  static func areIn(_ bytes: [UInt8]) -> Bool {
    guard let line = bytes.split(separator: UInt8(ascii: "\n")).first, let first = try? JSONValue(parsing: Array(line))
    else {
      return false
    }
    return first["id"] != nil && (first["output"] ?? first["pass"] ?? first["tool_calls"]) != nil
  }

  /// - Throws: `Problems` with every line that cannot be used.
  func records(_ bytes: [UInt8]) throws -> [CaseRecord] {
    var problems = Problems()
    var records: [CaseRecord] = []
    var seen: [String: Int] = [:]
    let index = Dictionary(
      (0..<suite.evalset.cases.count).map { (suite.evalset.cases.header(at: $0).id, $0) },
      uniquingKeysWith: { a, _ in a })
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      guard !line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) else { continue }
      let place = SourceLocation(path: path, line: number + 1)
      do {
        let object = try self.object(Array(line), place)
        let record = try self.record(object, index, ordinal: records.count, place)
        let key = "\(record.caseID)#\(record.trial)"
        if let first = seen[key] {
          throw problem("trial \(record.trial) of `\(record.caseID)` stands on line \(first) already", place)
        }
        seen[key] = number + 1
        records.append(record)
      } catch var diagnostic as Diagnostic {
        // As much of the line as a screen can show around the place.
        diagnostic.excerpt = diagnostic.excerpt ?? String(decoding: line.prefix(4096), as: UTF8.self)
        problems.add(diagnostic)
      }
    }
    if problems.hasErrors { throw problems }
    let order = { (record: CaseRecord) in (index[record.caseID] ?? 0, record.trial) }
    return records.sorted { order($0) < order($1) }
  }

  private func object(_ line: [UInt8], _ place: SourceLocation) throws -> JSONObject {
    let value: JSONValue
    do {
      value = try JSONValue(parsing: line)
    } catch {
      throw problem(error.message, SourceLocation(path: path, line: place.line, column: error.column))
    }
    guard let object = value.objectValue else {
      throw problem("a line must be an object, not \(value.kindName)", place)
    }
    for (key, _) in object where !Self.known.contains(key) {
      throw Diagnostic(
        .plainLine, "unknown key `\(key)`", at: place,
        label: suggestion(for: key, among: Self.known).map { "did you mean `\($0)`?" },
        help: "keys are " + Self.known.map { "`\($0)`" }.joined(separator: ", "))
    }
    return object
  }

  private func record(
    _ object: JSONObject, _ index: [String: Int], ordinal: Int, _ place: SourceLocation
  ) throws -> CaseRecord {
    guard let id = object["id"]?.stringValue else { throw problem("`id` must be text", place) }
    guard let position = index[id] else {
      throw Diagnostic(
        .plainLine, "suite `\(suite.name)` has no case `\(id)`", at: place,
        label: suggestion(for: id, among: index.keys).map { "did you mean `\($0)`?" },
        help: "ids are those of the evalset")
    }
    let trial =
      try object["trial"].map { value -> Int in
        guard let trial = value.intValue, trial >= 1 else {
          throw problem("`trial` must be a whole number from 1", place)
        }
        return trial
      } ?? 1
    let evalCase = try suite.evalset.cases.evalCase(at: position)
    let candidate = try candidate(object, place)
    if let pass = object["pass"] {
      guard let passed = pass.boolValue else { throw problem("`pass` must be true or false", place) }
      return judgedElsewhere(evalCase, candidate, passed, ordinal, trial)
    }
    guard object["output"] != nil || object["tool_calls"] != nil else {
      throw problem("a line needs `output` or `pass`", place)
    }
    return suite.judge(candidate, of: evalCase, ordinal: ordinal, trial: trial, arm: .head, messages: [], today: today)
  }

  private func candidate(_ object: JSONObject, _ place: SourceLocation) throws -> Candidate {
    func number(_ key: String) throws -> Double? {
      guard let value = object[key], !value.isNull else { return nil }
      guard let number = value.doubleValue, number >= 0 else {
        throw problem("`\(key)` must be a number from 0", place)
      }
      return number
    }
    let tokens = try number("tokens")
    if let tokens, tokens != tokens.rounded() || tokens > 1e15 {
      throw problem("`tokens` must be a whole number", place)
    }
    var answer = Answer(text: nil, model: object["model"]?.stringValue)
    if let output = object["output"] { answer.text = output.stringValue ?? output.serialized() }
    answer.toolCalls = try (object["tool_calls"]?.arrayValue ?? []).map { call in
      guard let name = call["name"]?.stringValue else { throw problem("a tool call needs a `name`", place) }
      return ToolCall(name: name, argumentsText: call["arguments"].map { $0.stringValue ?? $0.serialized() } ?? "{}")
    }
    // One number for both directions: what counts is the sum.
    if let tokens { answer.usage = Usage(input: 0, output: Int(tokens)) }
    return Candidate(answer: answer, source: .kept, latency: try number("latency_ms"), target: "elsewhere")
  }

  private func judgedElsewhere(
    _ evalCase: EvalCase, _ candidate: Candidate, _ passed: Bool, _ ordinal: Int, _ trial: Int
  ) -> CaseRecord {
    CaseRecord(
      ordinal: ordinal, suite: suite.name, caseID: evalCase.id, caseDigest: evalCase.digest,
      checksDigest: evalCase.checksDigest, location: evalCase.location, tags: evalCase.tags,
      severity: evalCase.severity, cluster: evalCase.cluster, trial: trial, promptVersion: "unknown",
      evalsetVersion: suite.evalset.version, modelRoute: "unknown", passFail: passed ? .pass : .fail,
      candidate: candidate, decision: Decision(),
      findings: [Finding(Self.elsewhere, passed ? .passed : .failed, passed ? "" : "judged elsewhere as failed")])
  }

  private func problem(_ message: String, _ place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .plainLine, message, at: place, help: "a line is `{\"id\": …, \"output\": …}` or `{\"id\": …, \"pass\": true}`")
  }
}

extension DiagnosticCode {
  static let plainLine = DiagnosticCode(
    "gate/line", "A line of results made elsewhere cannot be used. No line is skipped silently.")
}
