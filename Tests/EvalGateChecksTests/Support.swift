import EvalGateChecks
import EvalGateCore
import StrictJSON

let here = SourceLocation(path: "test.yml")

let checkIDs = Parts.checks.map { $0.id.name }
let metricIDs = Parts.metrics.map { $0.id.name }

/// A check as a file would have it, judged as a run judges it.
struct Judge {
  let compiled: CompiledCheck

  init(_ id: String, _ options: JSONValue = [:]) throws {
    let type = try Self.type(id)
    var reader = try OptionReader(Node(options, at: here), subject: "check `\(id)`")
    let from = reader.node("from")
    let negated = try reader.bool("not", default: false)
    let check = try type.init(options: &reader)
    try reader.finish()
    compiled = CompiledCheck(
      id: type.id, check: check, subject: try from.map { try parseSubject($0) } ?? type.defaultSubject,
      negated: negated,
      location: here, identity: options)
  }

  struct Unknown: Error { let id: String }

  static func type(_ id: String) throws -> any Check.Type {
    guard let type = Parts.checks.first(where: { $0.id.name == id }) else { throw Unknown(id: id) }
    return type
  }

  func callAsFunction(
    _ candidate: Candidate, expected: JSONValue? = nil, decision: Decision = Decision(), opinion: JSONValue? = nil,
    setup: JSONObject? = nil, tags: [String] = [], facts: JSONObject = [:], turns: [Turn] = []
  ) -> Finding {
    let evalCase = EvalCase(
      id: "c", digest: Digest(of: "c".utf8), checksDigest: Digest(of: "k".utf8), location: here, variables: [:],
      expected: expected.map { Node($0, at: here) }, checks: [compiled], tags: tags, turns: turns, setup: setup,
      facts: facts)
    let opinions = compiled.check.program.flatMap { program in
      opinion.map { Opinion(ordinal: 0, program: program.key, reply: $0) }
    }
    let findings = runChecks(
      evalCase.checks,
      CheckContext(candidate: candidate, evalCase: evalCase, decision: decision, opinions: opinions.map { [$0] } ?? []))
    return findings.first ?? Finding("none", .error, "no finding")
  }

  func callAsFunction(_ output: String, expected: JSONValue? = nil) -> Finding {
    self(Candidate(answer: Answer(text: output)), expected: expected)
  }
}

extension Finding {
  var said: String { message.unsafeText }
}

/// What a check makes of an output.
func outcome(
  _ id: String, _ options: JSONValue = [:], expected: JSONValue? = nil, output: String
) throws -> Finding.Outcome {
  try Judge(id, options)(output, expected: expected).outcome
}

/// A case with trials, for metrics.
func outcomes(_ trials: [TrialOutcome]..., severity: Severity? = nil, tags: [String] = []) -> [CaseOutcome] {
  trials.enumerated().map { index, trials in
    CaseOutcome(
      id: "c\(index)", digest: Digest(of: "c".utf8), checksDigest: Digest(of: "k".utf8), tags: tags, severity: severity,
      trials: trials)
  }
}

func measure(_ id: String, _ options: JSONValue = [:], _ cases: [CaseOutcome]) throws -> Measure {
  try metric(id, options).measure(cases)
}

func metric(_ id: String, _ options: JSONValue = [:]) throws -> any Metric {
  guard let type = Parts.metrics.first(where: { $0.id.name == id }) else { throw Judge.Unknown(id: id) }
  var reader = try OptionReader(Node(options, at: here), subject: "gate")
  let metric = try type.init(options: &reader)
  try reader.finish()
  return metric
}
