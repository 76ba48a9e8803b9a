import EvalGateCore
import StrictJSON

/// Checks, metrics, providers and policies that only compile: what a loader needs to know of them.
protocol PlainCheck: Check {
  init()
  static var keys: [String] { get }
}

extension PlainCheck {
  static var summary: String { "For tests." }
  static var examples: [CheckExample] { [] }
  static var keys: [String] { [] }

  init(options: inout OptionReader) throws(Diagnostic) {
    for key in Self.keys { _ = options.node(key) }
    self.init()
  }

  func findings(for subject: Subject, in context: CheckContext) -> [Finding] { [Finding(Self.id, .passed)] }
}

struct EqualsCheck: PlainCheck {
  static let id: CheckID = "equals"
  static let keys = ["value", "ignore_case"]
}
struct FieldsCheck: PlainCheck {
  static let id: CheckID = "fields"
  static let keys = ["fields", "others", "invented"]
}
struct LabelCheck: PlainCheck {
  static let id: CheckID = "label"
  static let keys = ["labels", "value"]
  func problem(with expected: Node?) -> Diagnostic? {
    expected == nil
      ? Diagnostic(
        DiagnosticCode("test/label", ""), "check `label` has nothing to compare with", help: "add `expected`") : nil
  }
}
struct ToolCallsCheck: PlainCheck {
  static let id: CheckID = "tool_calls"
  static let keys = ["order", "at_most"]
  static let defaultSubject = SubjectSelector.candidate
}
struct DecisionCheck: PlainCheck {
  static let id: CheckID = "decision"
  static let defaultSubject = SubjectSelector.candidate
}
struct ScenarioCheck: PlainCheck {
  static let id: CheckID = "scenario"
  static let defaultSubject = SubjectSelector.candidate
}
struct RefusalCheck: PlainCheck {
  static let id: CheckID = "refusal"
  static let keys = ["is"]
}
struct JSONCheck: PlainCheck {
  static let id: CheckID = "json"
  var judgesAttacks: Bool { false }
}
struct SchemaCheck: Check {
  static let id: CheckID = "json_schema"
  static let summary = "For tests."
  static let examples: [CheckExample] = []
  static let options = [OptionHelp("schema", "for tests")]
  let needsOutputSchema: Bool
  init(options: inout OptionReader) { needsOutputSchema = options.node("schema") == nil }
  func findings(for subject: Subject, in context: CheckContext) -> [Finding] { [Finding(Self.id, .passed)] }
}
struct StartsWithCheck: PlainCheck {
  static let id: CheckID = "starts_with"
  static let keys = ["text", "ignore_case"]
}
struct ContainsCheck: Check {
  static let id: CheckID = "contains"
  static let summary = "For tests."
  static let examples: [CheckExample] = []
  let text: String
  init(options: inout OptionReader) throws(Diagnostic) {
    text = try options.string("text")
    _ = options.node("ignore_case")
  }
  func findings(for subject: Subject, in context: CheckContext) -> [Finding] { [Finding(Self.id, .passed)] }
}

protocol PlainMetric: Metric { init() }

extension PlainMetric {
  static var summary: String { "For tests." }
  init(options: inout OptionReader) throws(Diagnostic) { self.init() }
  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure { .undefined }
}

struct PassRate: PlainMetric {
  static let id: MetricID = "pass_rate"
  static let kind = MetricKind.rate(perCase: true)
}
struct Accuracy: PlainMetric {
  static let id: MetricID = "accuracy"
  static let kind = MetricKind.rate(perCase: true)
}
struct SchemaPassRate: PlainMetric {
  static let id: MetricID = "schema_pass_rate"
  static let kind = MetricKind.rate(perCase: true)
}
struct RoutingAccuracy: PlainMetric {
  static let id: MetricID = "routing_accuracy"
  static let kind = MetricKind.rate(perCase: true)
}
struct F1: Metric {
  static let id: MetricID = "f1"
  static let summary = "For tests."
  static let kind = MetricKind.rate(perCase: false)
  let label: String
  init(options: inout OptionReader) throws(Diagnostic) { label = try options.string("label") }
  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure { .undefined }
}
struct FieldAccuracy: Metric {
  static let id: MetricID = "field_accuracy"
  static let summary = "For tests."
  static let kind = MetricKind.rate(perCase: true)
  init(options: inout OptionReader) throws(Diagnostic) { _ = try options.optionalString("field") }
  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure { .undefined }
}
struct LatencyP95: PlainMetric {
  static let id: MetricID = "latency_p95"
  static let kind = MetricKind.quantile(0.95)
}
struct CostTokens: PlainMetric {
  static let id: MetricID = "cost_tokens"
  static let kind = MetricKind.amount(.tokens)
}
struct CostUSD: PlainMetric {
  static let id: MetricID = "cost_usd"
  static let kind = MetricKind.amount(.usd)
}

struct Lenient: DecisionPolicy {
  var toolNames: [String] { ["pay"] }

  func decide(_ proposal: Proposal) -> PolicyVerdict { PolicyVerdict(action: .accept) }
  func sightings(of words: [String], in proposal: Proposal) -> [Sighting] { [] }
  func speaks(of tool: String) -> Bool { toolNames.contains(tool) }
  func gap(in word: String, _ setting: ScenarioSetting) -> WatchGap? {
    ["secret", "restricted", "canary"].contains(word.prefix { $0 != ":" })
      ? nil : WatchGap("is nothing here", suggestion: "secret", help: "forbid `secret`")
  }
}

extension Catalog {
  static let test = Catalog(
    checks: [
      EqualsCheck.self, FieldsCheck.self, LabelCheck.self, ToolCallsCheck.self, DecisionCheck.self, ScenarioCheck.self,
      RefusalCheck.self,
      JSONCheck.self, SchemaCheck.self, StartsWithCheck.self, ContainsCheck.self,
    ],
    metrics: [
      PassRate.self, Accuracy.self, SchemaPassRate.self, RoutingAccuracy.self, F1.self, FieldAccuracy.self,
      LatencyP95.self,
      CostTokens.self, CostUSD.self,
    ],
    providers: ["openai", "anthropic", "echo"], sinks: ["sql", "html"],
    target: { node in
      var reader = try OptionReader(node, subject: "target")
      let provider = try reader.string("provider")
      guard ["openai", "anthropic", "echo"].contains(provider) else {
        throw Diagnostic(
          DiagnosticCode("test/provider", ""), "unknown provider `\(provider)`", at: node["provider"]?.location,
          help: "use another")
      }
      let model = try reader.optionalString("model") ?? ""
      for key in ["api_key_env", "base_url", "strict_schema"] { _ = reader.node(key) }
      var prices: Prices?
      if let node = reader.node("prices") {
        var inner = try OptionReader(node, subject: "prices")
        let (input, cached, output) = (
          try inner.optionalDouble("input"), try inner.optionalDouble("cached_input"),
          try inner.optionalDouble("output")
        )
        prices = Prices(input: input ?? 0, cachedInput: cached, output: output ?? 0)
      }
      try reader.finish()
      return Target(
        provider: provider, model: model, prices: prices, options: node, location: node.location,
        identity: ["provider": .string(provider), "model": .string(model)])
    },
    policy: { _ in Lenient() })
}
