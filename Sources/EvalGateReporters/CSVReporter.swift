public import EvalGateCore

/// For spreadsheets: one row a case, in plan order.
///
/// RFC 4180 with a header, CRLF, and no byte order mark, which programs other than spreadsheets would take for a part of the
/// first name. Cells that a spreadsheet would run as a formula are led by an apostrophe.
public struct CSVReporter: StreamingReporter {
  public static let id = "csv"
  public static let summary = "For spreadsheets; one row a case"

  /// How much of an output a cell holds, in characters; a spreadsheet takes 32,767.
  private static let excerpt = 1_000

  public init() {}

  public func write(_ report: Report, _ context: ReportContext, to output: (String) throws -> Void) rethrows {
    try output(Self.columns.map(\.name).joined(separator: ",") + "\r\n")
    for suite in report.suites {
      for row in suite.rows { try output(Self.columns.map { $0.cell(row) }.joined(separator: ",") + "\r\n") }
    }
  }

  private struct Column: Sendable {
    let name: String
    let cell: @Sendable (CaseRow) -> String
  }

  /// A text of a user's or a model's.
  private static func text(_ name: String, _ value: @escaping @Sendable (CaseRow) -> UntrustedText?) -> Column {
    Column(name: name) { row in value(row).map { SafeText.csvCell($0, isFirst: name == "suite") } ?? "" }
  }

  /// A word or a number of ours, which needs no quotes.
  private static func plain(_ name: String, _ value: @escaping @Sendable (CaseRow) -> String?) -> Column {
    Column(name: name) { row in value(row) ?? "" }
  }

  private static let columns: [Column] = [
    text("suite") { UntrustedText($0.suite.name) },
    text("case") { UntrustedText($0.id) },
    plain("pass_fail") { $0.passFail?.rawValue },
    plain("state") { $0.state.rawValue },
    plain("movement") { $0.movement?.rawValue },
    plain("passes") { $0.outcome.map { String($0.passes) } },
    plain("judged") { $0.outcome.map { String($0.judged) } },
    plain("trials") { $0.outcome.map { String($0.trials.count) } },
    plain("baseline_passes") { $0.before.map { String($0.passes) } },
    plain("baseline_judged") { $0.before.map { String($0.judged) } },
    text("check") { $0.failure.map { UntrustedText($0.check) } },
    text("message") { $0.message },
    text("expected") { $0.failure?.expectedLabel },
    text("got") { $0.failure?.gotLabel },
    text("output") { row in row.suite.isSafety ? nil : row.failure?.output?.excerpt(excerpt) },
    plain("latency_ms") { row in row.latency.map { $0.isFinite ? decimal($0) : "timeout" } },
    plain("input_tokens") { $0.inputTokens.map { String($0) } },
    plain("output_tokens") { $0.outputTokens.map { String($0) } },
    plain("cost_tokens") { $0.tokens.map { String($0) } },
    plain("cost_usd") { $0.usd.map { decimal($0, 6) } },
    text("severity") { $0.severity.map { UntrustedText($0.rawValue) } },
    text("tags") { UntrustedText($0.tags.joined(separator: " ")) },
    plain("waived_until") { $0.failure?.waived?.until.description },
    text("path") { $0.location.map { UntrustedText($0.path) } },
    plain("line") { $0.location.map { String($0.line) } },
    text("prompt_version") { $0.suite.tuple.prompt.map { UntrustedText($0.version) } },
    text("policy_version") { $0.suite.tuple.policy.map { UntrustedText($0.version) } },
    text("eval_set_version") { $0.suite.tuple.evalset.map { UntrustedText($0.version) } },
    text("model_route") { $0.suite.tuple.route.map { UntrustedText($0.name) } },
    text("carried_from") { $0.carriedFrom.map { UntrustedText($0) } },
  ]

  /// With a point whatever the locale, and a plain hyphen: a spreadsheet reads no other minus.
  private static func decimal(_ value: Double, _ places: Int = 1) -> String {
    Format.fixed(value, places).replacing("−", with: "-")
  }
}

extension CaseRow {
  /// `pass_fail` of the case over all its trials; nil where there is no result.
  var passFail: PassFail? {
    switch state {
    case .passed, .flaky: .pass
    case .failed, .waived: .fail
    case .error: .error
    case .missing: nil
    }
  }
}
