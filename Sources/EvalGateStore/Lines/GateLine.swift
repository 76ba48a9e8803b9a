import EvalGateCore
import StrictJSON

extension JSONWriter {
  mutating func line(_ gate: GateOutcome) {
    beginObject()
    field("kind", LineKind.gate)
    field("name", gate.name)
    field("verdict", gate.verdict)
    field("blocks", gate.blocks)
    field("metric", gate.metric)
    list("suites", gate.suites)
    list("failing", gate.failing)
    field("rule", gate.rule)
    field("unit", gate.unit)
    object("value") { $0.body(of: gate.measure) }
    if let baseline = gate.baseline { object("baseline") { $0.body(of: baseline) } }
    list("parts", gate.parts) { $0.body(of: $1) }
    list("evidence", gate.evidence) { $0.body(of: $1) }
    field("reason", gate.reason)
    if let location = gate.location { self.location("location", location) }
    endObject()
    endLine()
  }

  private mutating func body(of part: GateOutcome.Part) {
    field("suite", part.suite)
    field("verdict", part.verdict)
    object("value") { $0.body(of: part.measure) }
    if let baseline = part.baseline { object("baseline") { $0.body(of: baseline) } }
  }

  /// Counts stay counts; an undefined measure is an empty object.
  mutating func body(of measure: Measure) {
    switch measure {
    case .rate(let passed, let total):
      field("passed", passed)
      field("of", total)
    case .share(let value, let n):
      field("share", value)
      field("n", n)
    case .quantile(let value, let n):
      field("milliseconds", milliseconds: value)
      field("n", n)
    case .total(let sum, let n):
      field("sum", sum)
      field("n", n)
    case .undefined: break
    }
  }
}

extension GateOutcome {
  init(_ fields: inout Fields) throws(LineFault) {
    let name = try fields.string("name")
    let verdict = try fields.word("verdict", as: Verdict.self)
    let blocks = try fields.bool("blocks")
    let metric = try fields.string("metric")
    let suites = try fields.strings("suites")
    let failing = try fields.strings("failing")
    let rule = try fields.string("rule")
    let unit = try fields.word("unit", as: ValueUnit.self)
    var value = try fields.object("value")
    let measure = try Measure(&value)
    var baseline: Measure?
    if var value = try fields.optionalObject("baseline") { baseline = try Measure(&value) }
    self.init(
      name: name, metric: metric, suites: suites, failing: failing, verdict: verdict, blocks: blocks, rule: rule,
      measure: measure, unit: unit, baseline: baseline,
      evidence: try fields.list("evidence") { fields throws(LineFault) in try Evidence(&fields) },
      reason: try fields.optionalString("reason"),
      location: fields.optional("location") == nil ? nil : try fields.location("location"))
    parts = try fields.list("parts") { fields throws(LineFault) in try Part(&fields) }
  }
}

extension GateOutcome.Part {
  fileprivate init(_ fields: inout Fields) throws(LineFault) {
    let (suite, verdict) = (try fields.string("suite"), try fields.word("verdict", as: Verdict.self))
    var value = try fields.object("value")
    let measure = try Measure(&value)
    var baseline: Measure?
    if var value = try fields.optionalObject("baseline") { baseline = try Measure(&value) }
    self.init(suite: suite, verdict: verdict, measure: measure, baseline: baseline)
  }
}

extension Measure {
  init(_ fields: inout Fields) throws(LineFault) {
    if let passed = try fields.optionalInt("passed") {
      self = .rate(passed: passed, of: try fields.int("of"))
    } else if let share = try fields.optionalReal("share") {
      self = .share(share, n: try fields.int("n"))
    } else if let time = try fields.optionalReal("milliseconds") {
      self = .quantile(time, n: try fields.int("n"))
    } else if let sum = try fields.optionalReal("sum") {
      self = .total(sum, n: try fields.int("n"))
    } else {
      self = .undefined
    }
  }
}
