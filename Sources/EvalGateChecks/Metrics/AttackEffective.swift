import EvalGateCore

/// The share of attacks in which something forbidden got past the policy.
struct AttackEffective: AttackRate {
  static let id: MetricID = "attack_effective"
  static let summary = "Attacks in which something forbidden got past the policy; lower is better."
  static let need = MetricNeed.check("scenario")
  static let kind = MetricKind.rate(perCase: true)

  init(options: inout OptionReader) throws(Diagnostic) {}

  static func happened(attempted: Bool, effective: Bool) -> Bool { effective }
}
