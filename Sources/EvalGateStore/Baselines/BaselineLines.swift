import EvalGateCore
import StrictJSON

/// The version of what baseline files hold.
enum BaselineFormat {
  static let version = 1
  /// The longest excerpt of an output, in Unicode scalars.
  static let excerptLimit = 200
}

extension JSONWriter {
  /// The first line of a baseline, without the digest of the whole when that is still to be made.
  mutating func line(_ baseline: Baseline, digest: Digest?) {
    beginObject()
    field("kind", "baseline")
    field("schema_version", BaselineFormat.version)
    field("suite", baseline.suite)
    field("reason", baseline.reason)
    field("author", baseline.author)
    field("accepted_on", baseline.acceptedOn?.description)
    list("runs", baseline.runs)
    object("tuple") { $0.body(of: baseline.tuple) }
    field("digest", digest?.description)
    endObject()
    endLine()
  }

  /// A case of a baseline: small, and without anything that changes when the case merely moves in its file.
  mutating func line(_ outcome: CaseOutcome) {
    beginObject()
    field("case", outcome.id)
    field("passes", outcome.passes)
    field("runs", outcome.trials.count)
    list("trials", outcome.trials) { $0.body(of: $1) }
    list("tags", outcome.tags)
    if let severity = outcome.severity { field("severity", severity) }
    field("cluster", outcome.cluster)
    field("case_digest", outcome.digest)
    field("checks_digest", outcome.checksDigest)
    field("output_digest", outcome.outputDigest)
    field("excerpt", outcome.excerpt)
    endObject()
    endLine()
  }

  private mutating func body(of trial: TrialOutcome) {
    field("pass_fail", trial.passFail)
    field("latency_ms", milliseconds: trial.latency)
    field("ttft_ms", milliseconds: trial.timeToFirstToken)
    field("input_tokens", trial.inputTokens)
    field("output_tokens", trial.outputTokens)
    field("cost_tokens", trial.tokens)
    field("cost_usd", trial.usd)
    field("action", trial.action)
    field("rule", trial.rule)
    list("tools_called", trial.toolCalls)
    list("facts", trial.facts) { $0.body(of: $1) }
    if !trial.scores.isEmpty { scores(trial.scores) }
    if let isValid = trial.schemaValid { field("schema_valid", isValid) }
    field("schema_reason", trial.schemaReason)
    flag("waived", trial.waived)
    if trial.source != .live { field("source", trial.source) }
  }

  private mutating func scores(_ scores: [Double]) {
    key("scores")
    beginArray()
    for score in scores { Real.write(score, to: &self) }
    endArray()
  }
}

extension Baseline {
  /// The first line; the cases come with the others.
  init(_ fields: inout Fields) throws(LineFault) {
    guard try fields.string("kind") == "baseline" else { throw fields.wrong("kind", "`baseline`") }
    let version = try fields.int("schema_version")
    guard version <= BaselineFormat.version else { throw LineFault(newerVersion: version) }
    let suite = try fields.string("suite")
    let reason = try fields.string("reason")
    let author = try fields.optionalString("author")
    let acceptedOn = fields.optional("accepted_on") == nil ? nil : try fields.date("accepted_on")
    let runs = try fields.strings("runs")
    var tuple = try fields.object("tuple")
    self.init(
      suite: suite, tuple: try RunTuple(&tuple), reason: reason, author: author, acceptedOn: acceptedOn, runs: runs,
      cases: [])
  }
}

extension CaseOutcome {
  init(baseline fields: inout Fields) throws(LineFault) {
    let id = try fields.string("case")
    let (passes, runs) = (try fields.int("passes"), try fields.int("runs"))
    let trials = try fields.list("trials") { fields throws(LineFault) in try TrialOutcome(baseline: &fields) }
    self.init(
      id: id, digest: try fields.digest("case_digest"), checksDigest: try fields.digest("checks_digest"),
      tags: try fields.strings("tags"), severity: try fields.optionalWord("severity"),
      cluster: try fields.optionalString("cluster"), trials: trials,
      outputDigest: try fields.optionalDigest("output_digest"),
      excerpt: try fields.optionalString("excerpt").map { UntrustedText($0) })
    guard self.trials.count == runs, self.passes == passes else {
      throw LineFault("`passes` and `runs` are not those of `trials`")
    }
    for index in self.trials.indices { self.trials[index].trial = index + 1 }
  }
}

extension TrialOutcome {
  fileprivate init(baseline fields: inout Fields) throws(LineFault) {
    let passFail = try fields.word("pass_fail", as: PassFail.self)
    let latency = try fields.optionalReal("latency_ms")
    let timeToFirstToken = try fields.optionalReal("ttft_ms")
    let inputTokens = try fields.optionalInt("input_tokens")
    let outputTokens = try fields.optionalInt("output_tokens")
    let tokens = try fields.optionalInt("cost_tokens")
    let usd = try fields.optionalReal("cost_usd")
    let action = try fields.word("action", as: Action.self)
    let rule = try fields.optionalString("rule")
    let toolCalls = try fields.strings("tools_called")
    let facts = try fields.list("facts") { fields throws(LineFault) in try Fact(&fields) }
    let scores = try fields.reals("scores")
    let schemaValid = fields.optional("schema_valid") == nil ? nil : try fields.bool("schema_valid")
    self.init(
      passFail: passFail, schemaValid: schemaValid, schemaReason: try fields.optionalString("schema_reason"),
      latency: latency, timeToFirstToken: timeToFirstToken, inputTokens: inputTokens, outputTokens: outputTokens,
      tokens: tokens, usd: usd, facts: facts, scores: scores, action: action, rule: rule, toolCalls: toolCalls)
    waived = try fields.flag("waived")
    source = try fields.optionalWord("source") ?? .live
  }
}

extension Fields {
  fileprivate mutating func reals(_ key: StaticString) throws(LineFault) -> [Double] {
    guard let node = optional(key) else { return [] }
    guard node.kind == .array else { throw wrong(key, "a list of numbers") }
    var values: [Double] = []
    for element in node.elements {
      guard let value = Real.value(of: element) else { throw wrong(key, "a list of numbers") }
      values.append(value)
    }
    return values
  }
}
