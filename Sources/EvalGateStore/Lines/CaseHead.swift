import EvalGateCore

/// The head of a case line: all that gates and comparisons look at.
struct CaseHead {
  let ordinal: Int
  let suite: String
  let arm: Arm
  let caseID: String
  let trial: Int
  let passFail: PassFail
  let promptVersion: String
  let policyVersion: String?
  let evalsetVersion: String
  let modelRoute: String
  let reportedModel: String?
  let latency: Double?
  let timeToFirstToken: Double?
  let tokens: Int?
  let inputTokens: Int?
  let outputTokens: Int?
  let cost: Double?
  let source: Candidate.Source
  let caseDigest: Digest
  let checksDigest: Digest
  let location: SourceLocation
  let tags: [String]
  let severity: Severity?
  let cluster: String?
  let decision: Decision
  let findings: [Finding]
  let waived: [WaivedCheck]
  let outputDigest: Digest?
  let toolCalls: [String]
  /// Whether nothing is told of a trial that passed but what stands here. Lines of older versions do not say.
  let isAll: Bool

  /// In the order in which `JSONWriter.line(_:as:)` writes them.
  init(_ fields: inout Fields) throws(LineFault) {
    ordinal = try fields.int("ordinal")
    guard ordinal >= 0 else { throw fields.wrong("ordinal", "a position in the plan") }
    suite = try fields.string("suite")
    arm = try fields.word("arm")
    caseID = try fields.string("case")
    trial = try fields.int("trial")
    passFail = try fields.word("pass_fail")
    promptVersion = try fields.string("prompt_version")
    policyVersion = try fields.optionalString("policy_version")
    evalsetVersion = try fields.string("eval_set_version")
    modelRoute = try fields.string("model_route")
    let saysModel = fields.has("reported_model")
    reportedModel = try fields.optionalString("reported_model")
    latency = try fields.optionalTime("latency_ms")
    timeToFirstToken = try fields.optionalTime("ttft_ms")
    tokens = try fields.optionalInt("cost_tokens")
    inputTokens = try fields.optionalInt("input_tokens")
    outputTokens = try fields.optionalInt("output_tokens")
    cost = try fields.optionalReal("cost_usd")
    source = try fields.word("source")
    caseDigest = try fields.digest("case_digest")
    checksDigest = try fields.digest("checks_digest")
    location = try fields.location("location")
    tags = try fields.strings("tags")
    severity = try fields.optionalWord("severity")
    cluster = try fields.optionalString("cluster")
    var decision = try fields.object("decision")
    self.decision = try Decision(&decision)
    findings = try fields.list("findings") { fields throws(LineFault) in try Finding(&fields) }
    waived = try fields.list("waived") { fields throws(LineFault) in try WaivedCheck(&fields) }
    outputDigest = try fields.optionalDigest("output_digest")
    toolCalls = try fields.strings("tools_called")
    isAll = try !fields.flag("tells_more") && saysModel
  }

  /// The same as `TrialSummary(record)` of the whole line.
  var summary: TrialSummary {
    let (schemaValid, schemaReason) = TrialOutcome.schema(decision.schema)
    let trial = TrialOutcome(
      trial: trial, passFail: passFail, schemaValid: schemaValid, schemaReason: schemaReason, latency: latency,
      timeToFirstToken: timeToFirstToken, inputTokens: inputTokens, outputTokens: outputTokens, tokens: tokens,
      usd: cost, facts: findings.flatMap(\.facts), scores: findings.compactMap(\.score), action: decision.action,
      rule: decision.rule, waived: !waived.isEmpty, source: source, toolCalls: toolCalls)
    return TrialSummary(
      ordinal: ordinal, suite: suite, arm: arm,
      outcome: CaseOutcome(
        id: caseID, digest: caseDigest, checksDigest: checksDigest, tags: tags, severity: severity, cluster: cluster,
        location: location, trials: [trial], outputDigest: outputDigest,
        message: findings.first { $0.outcome != .passed }?.message))
  }

  /// The trial without its answer; nil where more is told of it.
  var trialHead: TrialHead? {
    isAll && passFail == .pass ? TrialHead(summary, route: modelRoute, model: reportedModel) : nil
  }
}
