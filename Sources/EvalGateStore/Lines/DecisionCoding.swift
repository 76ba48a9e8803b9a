import EvalGateCore
import StrictJSON

extension JSONWriter {
  mutating func body(of decision: Decision) {
    field("action", decision.action)
    field("rule", decision.rule)
    switch decision.schema {
    case .notAsked: break
    case .valid: field("schema", "valid")
    case .invalid(let reason, let problems):
      field("schema", "invalid")
      field("schema_reason", reason)
      list("schema_problems", problems.map(\.unsafeText))
    case .undetermined(let what):
      field("schema", "undetermined")
      field("schema_reason", what)
    }
    if let policy = decision.policy { object("policy") { $0.body(of: policy) } }
  }

  mutating func body(of verdict: PolicyVerdict) {
    field("action", verdict.action)
    field("rule", verdict.rule)
    field("reason", verdict.reason)
    field("path", verdict.path)
    field("evidence", verdict.evidence)
    if let trace = verdict.trace { object("trace") { $0.body(of: trace) } }
    field("message", verdict.message)
    list("calls", verdict.calls) { writer, call in
      writer.field("index", call.index)
      writer.field("tool", call.tool)
      writer.field("outcome", call.outcome)
      writer.field("rule", call.rule)
      writer.field("reason", call.reason)
    }
  }

  mutating func body(of trace: VerdictTrace) {
    field("detector", trace.detector)
    field("view", trace.view)
    list("decode_chain", trace.decodeChain)
    if let span = trace.span {
      field("span_start", span.lowerBound)
      field("span_end", span.upperBound)
    }
    field("evidence_hmac", trace.hmac)
    if let source = trace.source {
      object("taint_source") { writer in
        writer.field("message", source.message)
        writer.field("tool", source.tool)
        writer.field("offset", source.offset)
      }
    }
  }

  mutating func body(of finding: Finding) {
    field("check", finding.check.name)
    field("outcome", finding.outcome)
    if !finding.message.isEmpty { field("message", finding.message) }
    field("score", finding.score)
    list("facts", finding.facts) { $0.body(of: $1) }
  }

  mutating func body(of fact: Fact) {
    switch fact {
    case .label(let expected, let got):
      field("expected", expected)
      field("got", got)
    case .field(let path, let outcome):
      field("field", path)
      field("outcome", outcome)
    case .routing(let asExpected): field("routing", asExpected)
    case .refusal(let degree): field("refusal", degree)
    case .attack(let attempted, let effective):
      field("attempted", attempted)
      field("effective", effective)
    case .lossyNumbers(let count, let first):
      field("lossy_numbers", count)
      field("path", first)
    }
  }

  mutating func body(of waived: WaivedCheck) {
    field("check", waived.check)
    field("until", waived.until.description)
    field("owner", waived.owner)
  }
}

extension Decision {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(action: try fields.word("action"), rule: try fields.optionalString("rule"))
    switch try fields.optionalString("schema") {
    case nil: schema = .notAsked
    case "valid": schema = .valid
    case "invalid":
      schema = .invalid(
        reason: try fields.string("schema_reason"),
        problems: try fields.strings("schema_problems").map { UntrustedText($0) })
    case "undetermined": schema = .undetermined(try fields.string("schema_reason"))
    default: throw fields.wrong("schema", "a word that this evalgate knows")
    }
    if var policy = try fields.optionalObject("policy") { self.policy = try PolicyVerdict(&policy) }
  }
}

extension PolicyVerdict {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      action: try fields.word("action"), rule: try fields.optionalString("rule"),
      reason: try fields.optionalString("reason"), path: try fields.optionalString("path"),
      evidence: try fields.optionalString("evidence"),
      trace: try fields.optionalObject("trace").map { fields throws(LineFault) in
        var fields = fields
        return try VerdictTrace(&fields)
      },
      message: try fields.optionalString("message").map { UntrustedText($0) },
      calls: try fields.list("calls") { fields throws(LineFault) in
        CallVerdict(
          index: try fields.int("index"), tool: try fields.string("tool"), outcome: try fields.word("outcome"),
          rule: try fields.optionalString("rule"), reason: try fields.optionalString("reason"))
      })
  }
}

extension VerdictTrace {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      detector: try fields.optionalString("detector"), view: try fields.optionalString("view"),
      decodeChain: try fields.strings("decode_chain"), span: try Self.span(&fields),
      hmac: try fields.optionalString("evidence_hmac"))
    guard var source = try fields.optionalObject("taint_source") else { return }
    self.source = Source(
      message: try source.int("message"), tool: try source.string("tool"), offset: try source.int("offset"))
  }

  private static func span(_ fields: inout Fields) throws(LineFault) -> Range<Int>? {
    guard let start = try fields.optionalInt("span_start") else { return nil }
    let end = try fields.int("span_end")
    guard start <= end else { throw fields.wrong("span_end", "a place after the start") }
    return start..<end
  }
}

extension Finding {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(
      CheckID(try fields.string("check")), try fields.word("outcome"), try fields.optionalString("message") ?? "",
      score: try fields.optionalReal("score"),
      facts: try fields.list("facts") { fields throws(LineFault) in try Fact(&fields) })
  }
}

extension Fact {
  init(_ fields: inout Fields) throws(LineFault) {
    if let expected = try fields.optionalString("expected") {
      self = .label(expected: expected, got: try fields.string("got"))
    } else if let path = try fields.optionalString("field") {
      self = .field(path: path, try fields.word("outcome"))
    } else if fields.optional("routing") != nil {
      self = .routing(try fields.bool("routing"))
    } else if let degree = try fields.optionalString("refusal") {
      self = .refusal(degree)
    } else if let count = try fields.optionalInt("lossy_numbers") {
      self = .lossyNumbers(count: count, first: try fields.string("path"))
    } else {
      self = .attack(attempted: try fields.bool("attempted"), effective: try fields.bool("effective"))
    }
  }
}

extension WaivedCheck {
  init(_ fields: inout Fields) throws(LineFault) {
    self.init(check: try fields.string("check"), until: try fields.date("until"), owner: try fields.string("owner"))
  }
}
