import EvalGateCore
import StrictJSON

/// A case line has a head, which says what came of a trial, and a body, which holds what was sent and answered.
///
/// The head comes first and is small, so that a run can be gated and compared without looking at gigabytes of answers. The
/// bytes of `bodyMark` cannot occur in a head: within a string its quotes would be escaped, and no key of a head is so called.
enum CaseLine {
  static let bodyMark = Array(",\"candidate\":{".utf8)
}

extension JSONWriter {
  /// One trial whole, as a line of its own.
  mutating func line(_ record: CaseRecord, as kind: LineKind = .case) {
    beginObject()
    head(of: record, as: kind)
    object("candidate") { $0.body(of: record.candidate) }
    list("messages", record.messages) { $0.body(of: $1) }
    endObject()
    endLine()
  }

  private mutating func head(of record: CaseRecord, as kind: LineKind) {
    let candidate = record.candidate
    field("kind", kind)
    field("ordinal", record.ordinal)
    field("suite", record.suite)
    field("arm", record.arm)
    field("case", record.caseID)
    field("trial", record.trial)
    field("pass_fail", record.passFail)
    always("prompt_version", record.promptVersion)
    always("policy_version", record.policyVersion)
    always("eval_set_version", record.evalsetVersion)
    always("model_route", record.modelRoute)
    always("reported_model", candidate.answer.model)
    always("latency_ms", milliseconds: candidate.latency)
    field("ttft_ms", milliseconds: candidate.timeToFirstToken)
    always("cost_tokens", candidate.answer.usage?.total)
    field("input_tokens", candidate.answer.usage?.input)
    field("output_tokens", candidate.answer.usage?.output)
    field("cost_usd", candidate.cost)
    field("source", candidate.source)
    field("case_digest", record.caseDigest)
    field("checks_digest", record.checksDigest)
    location("location", record.location)
    list("tags", record.tags)
    if let severity = record.severity { field("severity", severity) }
    field("cluster", record.cluster)
    object("decision") { $0.body(of: record.decision) }
    list("findings", record.findings) { $0.body(of: $1) }
    list("waived", record.waived) { $0.body(of: $1) }
    field("output_digest", record.outputDigest)
    list("tools_called", candidate.allToolCalls.map(\.name))
    flag("tells_more", record.tellsMore)
  }
}

extension CaseRecord {
  /// Reads a whole line.
  init(_ fields: inout Fields) throws(LineFault) {
    let head = try CaseHead(&fields)
    var body = try fields.object("candidate")
    var candidate = try Candidate(&body)
    candidate.latency = head.latency
    candidate.timeToFirstToken = head.timeToFirstToken
    candidate.cost = head.cost
    candidate.source = head.source
    self.init(
      ordinal: head.ordinal, suite: head.suite, arm: head.arm, caseID: head.caseID, caseDigest: head.caseDigest,
      checksDigest: head.checksDigest, location: head.location, tags: head.tags, severity: head.severity,
      cluster: head.cluster, trial: head.trial, promptVersion: head.promptVersion, policyVersion: head.policyVersion,
      evalsetVersion: head.evalsetVersion, modelRoute: head.modelRoute, passFail: head.passFail,
      messages: try fields.list("messages") { fields throws(LineFault) in try Message(&fields) },
      candidate: consume candidate, decision: head.decision, findings: head.findings, waived: head.waived)
  }
}
