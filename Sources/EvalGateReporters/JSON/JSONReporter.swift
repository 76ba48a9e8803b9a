public import EvalGateCore
import StrictJSON

/// For everything else: sorted keys, counts where a count is the fact, and a version of the form.
public struct JSONReporter: Reporter {
  public static let id = "json"
  public static let summary = "For programs; one document"
  /// Raised when a key changes its meaning or goes away.
  public static let schemaVersion = 1

  public init() {}

  public func render(_ report: Report, _ context: ReportContext) -> String {
    Self.document(report).sorted.printed(.pretty) + "\n"
  }

  static func document(_ report: Report) -> JSONValue {
    [
      "schema_version": .number(JSONNumber(schemaVersion)), "evalgate_version": .string(report.header.evalgateVersion),
      "run": .string(report.header.id), "outcome": .string(report.outcome.rawValue),
      "exit_code": .number(JSONNumber(Int(report.outcome.exitCode))), "exit_zero": .bool(report.exitZero),
      "reasons": .array(report.reasons.map { .string($0) }), "mode": .string(report.header.mode.rawValue),
      "base": report.header.base.map { ["label": .string($0.label), "revision": optional($0.revision)] } ?? .null,
      "gates": .array(report.gates.map(gate)), "suites": .array(report.suites.map { suite($0, of: report) }),
      "frameworks": frameworks(report.labels),
      "rules": .array(report.rules.map(rule)), "accepted": .array(report.accepted.map(acceptance)),
      "totals": totals(report.totals),
    ]
  }

  static func totals(_ totals: RunTotals) -> JSONValue {
    [
      "cases": int(totals.cases), "live": int(totals.live), "kept": int(totals.kept),
      "replayed": int(totals.replayed), "tokens": optional(totals.tokens), "usd": optional(totals.usd),
      "uncounted": int(totals.allUncounted), "fallbacks": int(totals.fallbacks.values.reduce(0, +)),
      "elapsed_ms": optional(totals.elapsed), "base": spending(totals.base),
      "confirmation": spending(totals.confirmation), "shadow": spending(totals.shadow),
    ]
  }

  static func spending(_ spent: Spending) -> JSONValue {
    ["calls": int(spent.calls), "tokens": optional(spent.tokens), "usd": optional(spent.usd)]
  }

  static func int(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
  static func optional(_ value: Int?) -> JSONValue { value.map(int) ?? .null }
  static func optional(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
  /// Infinity (a timeout that reaches a quantile) has no number in JSON and is written as the word it means.
  static func optional(_ value: Double?) -> JSONValue {
    guard let value else { return .null }
    if value == .infinity { return "timeout" }
    return JSONNumber(value).map { .number($0) } ?? .null
  }
  static func text(_ value: UntrustedText?) -> JSONValue { optional(value?.unsafeText) }
}
