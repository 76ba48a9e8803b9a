import EvalGateCore
import StrictJSON

/// One kind of rule about calls. Pure.
protocol CallRule: Sendable {
  /// Why this kind of rule denies a call; nil where it has nothing against it.
  func denial(of call: ProposedCall) -> Denial?
}

/// Why something is refused.
struct Denial: Hashable, Sendable {
  let rule: String
  let reason: String
  var path: String?
  /// Masked.
  var evidence: String?

  init(rule: String, _ reason: PolicyReason, path: String? = nil, evidence: String? = nil) {
    self.init(rule: rule, word: reason.rawValue)
    self.path = path
    self.evidence = evidence
  }

  /// - Parameter word: the policy's own reason.
  init(rule: String, word: String) {
    self.rule = rule
    self.reason = word
  }

  init(_ leak: Leak) {
    self.init(rule: "restricted:\(leak.rule)", .restricted, path: leak.path, evidence: leak.evidence)
  }
}

/// A call as the rules look at it: its arguments parsed once, its rules found once, searched for restricted values once.
struct ProposedCall {
  /// Nothing a tool takes is nested more deeply, and what is costs checks that come after.
  static let limits = JSONLimits(depth: 32)

  let name: String
  /// Strictly parsed; nil where the text is not one JSON object. A key twice is none: readers disagree on which one wins.
  let arguments: JSONValue?
  /// Those that speak of this tool, in the order of the file.
  let rules: [ToolRule]
  let leak: Leak?

  init(_ call: ToolCall, rules: [ToolRule], restricted: RestrictedValues) {
    name = call.name
    self.rules = rules.filter { $0.tool.matches(call.name) }
    arguments = Self.object(call.argumentsText)
    let said = restricted.leak(in: call.name, at: "tool")
    let passed = arguments.map(restricted.leak(in:)) ?? restricted.leak(in: call.argumentsText, at: "$")
    leak = Leak.first(said, passed)
  }

  private static func object(_ text: String) -> JSONValue? {
    do throws(JSONError) {
      let value = try JSONValue(parsing: text, limits: limits)
      // Not `? nil : value`: a JSON value can be written `nil` too, and would be `null`.
      guard case .object = value else { return nil }
      return value
    } catch {
      return nil
    }
  }
}
