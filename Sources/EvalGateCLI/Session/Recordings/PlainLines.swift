import EvalGateCore
import EvalGateProviders
import StrictJSON

/// Results that were made elsewhere: JSON lines of `{id, trial, output}` and of a batch's results, which are judged here, or of
/// `{id, trial, pass, latency_ms, tokens}`, which were judged there. What made them is unknown and shown so.
struct PlainLines {
  let suite: Suite
  let path: String
  let today: CalendarDate
  /// Finds in an answer what may not be kept.
  let searching: HiddenSecret.Search

  /// The finding of a line that brings its own verdict.
  static let elsewhere: CheckID = "elsewhere"

  private static let known = ["id", "trial", "output", "tool_calls", "pass", "latency_ms", "tokens", "model"]

  /// Whether a file holds such lines rather than a baseline of ours, by its first line.
  static func areIn(_ bytes: [UInt8]) -> Bool {
    guard let line = bytes.split(separator: UInt8(ascii: "\n")).first, let first = try? JSONValue(parsing: Array(line))
    else {
      return false
    }
    if let object = first.objectValue, BatchLine(object) != nil { return true }
    return first["id"] != nil && (first["output"] ?? first["pass"] ?? first["tool_calls"]) != nil
  }

  private var lines: ForeignLines {
    ForeignLines(
      path: path,
      form: "a line is `{\"id\": …, \"output\": …}`, `{\"id\": …, \"pass\": true}` or one of a batch's results")
  }

  /// - Throws: `Problems` with every line that cannot be used.
  func records(_ bytes: [UInt8]) throws -> [CaseRecord] {
    var records: [CaseRecord] = []
    var places: [CaseIndex.Place] = []
    var seen: [CaseIndex.Place: Int] = [:]
    let index = CaseIndex(suite)
    try lines.forEach(bytes) { object, place in
      let (found, record) =
        if let batch = BatchLine(object) {
          try self.record(batch, index, ordinal: records.count, place)
        } else {
          try self.record(known(object, place), index, ordinal: records.count, place)
        }
      if let first = seen[found] {
        throw problem("trial \(record.trial) of `\(record.caseID)` stands on line \(first) already", place)
      }
      seen[found] = place.line
      places.append(found)
      records.append(record)
    }
    return zip(places, records).sorted { ($0.0.position, $0.0.trial) < ($1.0.position, $1.0.trial) }.map { $0.1 }
  }

  private func known(_ object: JSONObject, _ place: SourceLocation) throws -> JSONObject {
    for (key, _) in object where !Self.known.contains(key) {
      throw Diagnostic(
        .plainLine, "unknown key `\(key)`", at: place,
        label: suggestion(for: key, among: Self.known).map { "did you mean `\($0)`?" },
        help: "keys are " + Self.known.map { "`\($0)`" }.joined(separator: ", "))
    }
    return object
  }

  private func record(
    _ object: JSONObject, _ index: CaseIndex, ordinal: Int, _ place: SourceLocation
  ) throws -> (CaseIndex.Place, CaseRecord) {
    guard let id = object["id"]?.stringValue else { throw problem("`id` must be text", place) }
    let position = try index.position(of: id, place)
    let trial =
      try object["trial"].map { value -> Int in
        guard let trial = value.intValue, trial >= 1 else {
          throw problem("`trial` must be a whole number from 1", place)
        }
        return trial
      } ?? 1
    let found = CaseIndex.Place(position: position, trial: trial)
    let evalCase = try suite.evalset.cases.evalCase(at: position)
    let candidate = try candidate(object, place).hiding(searching)
    if let pass = object["pass"] {
      guard let passed = pass.boolValue else { throw problem("`pass` must be true or false", place) }
      // One that holds a secret fails, whoever judged it.
      guard candidate.failure != nil else {
        return (found, judgedElsewhere(evalCase, candidate, passed, ordinal, trial))
      }
    }
    guard object["output"] != nil || object["tool_calls"] != nil else {
      throw problem("a line needs `output` or `pass`", place)
    }
    return (found, judged(candidate, evalCase, ordinal, trial))
  }

  private func record(
    _ batch: BatchLine, _ index: CaseIndex, ordinal: Int, _ place: SourceLocation
  ) throws -> (CaseIndex.Place, CaseRecord) {
    let found = try index.place(ofRequest: batch.id, place)
    let evalCase = try suite.evalset.cases.evalCase(at: found.position)
    var candidate = Candidate(source: .kept, tries: 0, target: "elsewhere")
    switch batch.outcome {
    case .success(let answer):
      candidate.answer = answer
      candidate.cost = answer.reportedCost
    case .failure(let failure): candidate.failure = failure
    }
    return (found, judged(candidate.hiding(searching), evalCase, ordinal, found.trial))
  }

  private func judged(_ candidate: Candidate, _ evalCase: EvalCase, _ ordinal: Int, _ trial: Int) -> CaseRecord {
    suite.judge(candidate, of: evalCase, ordinal: ordinal, trial: trial, arm: .head, messages: [], today: today)
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
    if let tokens, tokens != tokens.rounded() || tokens > Double(Usage.largestCount) {
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

  private func problem(_ message: String, _ place: SourceLocation) -> Diagnostic { lines.problem(message, place) }
}
