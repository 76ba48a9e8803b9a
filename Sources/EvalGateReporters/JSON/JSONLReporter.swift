public import EvalGateCore
import StrictJSON

/// For programs that follow a run: one event a line, `run.started`, `case.finished` (one a trial), `gate.decided` and
/// `run.finished`.
///
/// The events of a run that is still going on are the same lines, as they happen: `line(for:)` makes the one of a trial.
public struct JSONLReporter: StreamingReporter {
  public static let id = "jsonl"
  public static let summary = "For programs; one event a line"

  /// How much of a message an event carries, in characters.
  private static let excerpt = 500

  public init() {}

  public func write(_ report: Report, _ context: ReportContext, to output: (String) throws -> Void) rethrows {
    try output(Self.start(report.header))
    for suite in report.suites {
      let scenarios = ScenarioTable(suite, of: report)
      for outcome in suite.outcomes {
        let source = suite.carried.flatMap { $0.cases.contains(outcome.id) ? $0 : nil }
        for trial in outcome.trials {
          try output(
            Self.line(
              outcome, trial, source?.tuple ?? suite.tuple, from: source?.from, scenario: scenarios.row(outcome, trial))
          )
        }
      }
    }
    for gate in report.gates { try output(Self.line(for: gate)) }
    try output(Self.end(report))
  }

  /// `run.started`: what is going to be done.
  public static func start(_ header: RunHeader) -> String {
    line([
      "event": "run.started", "schema_version": .number(JSONNumber(JSONReporter.schemaVersion)),
      "run": .string(header.id), "evalgate_version": .string(header.evalgateVersion),
      "mode": .string(header.mode.rawValue), "planned": JSONReporter.int(header.planned),
      "base": JSONReporter.optional(header.base?.text),
      "suites": .array(header.tuples.map { JSONReporter.tuple($0, named: true) }),
    ])
  }

  /// `case.finished` of a trial that has just ended. Its `scenario` is null: what became of twins is known at the end.
  public static func line(for trial: TrialSummary, tuple: RunTuple) -> String {
    trial.outcome.trials.map { line(trial.outcome, $0, tuple) }.joined()
  }

  /// `case.finished` of every trial that stands in the verdict without having been made by the run.
  public static func carried(_ report: Report) -> String {
    var text = ""
    for suite in report.suites {
      guard let carried = suite.carried else { continue }
      for outcome in suite.outcomes where carried.cases.contains(outcome.id) {
        for trial in outcome.trials { text += line(outcome, trial, carried.tuple, from: carried.from) }
      }
    }
    return text
  }

  /// `gate.decided`: what a gate says.
  public static func line(for gate: GateOutcome) -> String {
    line(["event": "gate.decided", "gate": JSONReporter.gate(gate)])
  }

  /// `run.finished`: how it ended and why.
  public static func end(_ report: Report) -> String {
    line([
      "event": "run.finished", "run": .string(report.header.id), "outcome": .string(report.outcome.rawValue),
      "exit_code": JSONReporter.int(Int(report.outcome.exitCode)), "exit_zero": .bool(report.exitZero),
      "reasons": .array(report.reasons.map { .string($0) }), "totals": JSONReporter.totals(report.totals),
    ])
  }

  /// - Parameter from: where it was carried from; nil where the run made it.
  private static func line(
    _ outcome: CaseOutcome, _ trial: TrialOutcome, _ tuple: RunTuple, from: String? = nil, scenario: JSONValue = .null
  ) -> String {
    line([
      "event": "case.finished", "suite": .string(tuple.suite), "case": .string(outcome.id),
      "trial": JSONReporter.int(trial.trial), "pass_fail": .string(trial.passFail.rawValue),
      "waived": .bool(trial.waived), "action": .string(trial.action.rawValue),
      "rule": JSONReporter.optional(trial.rule), "latency_ms": JSONReporter.optional(trial.latency),
      "cost_tokens": JSONReporter.optional(trial.tokens), "cost_usd": JSONReporter.optional(trial.usd),
      "source": .string(trial.source.rawValue), "carried": JSONReporter.optional(from),
      "message": trial.passFail == .pass ? .null : JSONReporter.text(outcome.message?.excerpt(excerpt)),
      "path": JSONReporter.optional(outcome.location?.path),
      "line": JSONReporter.optional(outcome.location?.line),
      "prompt_version": JSONReporter.optional(tuple.prompt?.version),
      "policy_version": JSONReporter.optional(tuple.policy?.version),
      "eval_set_version": JSONReporter.optional(tuple.evalset?.version),
      "model_route": JSONReporter.optional(tuple.route?.name), "scenario": scenario,
    ])
  }

  private static func line(_ event: JSONValue) -> String { event.printed() + "\n" }
}
