import EvalGateCore
import StrictJSON

extension JSONReporter {
  static func suite(_ suite: SuiteReport, of report: Report) -> JSONValue {
    [
      "name": .string(suite.name), "planned": int(suite.planned), "passed": int(suite.passed),
      "failed": int(suite.failed), "errors": int(suite.errors), "tuple": tuple(suite.tuple),
      "carried": suite.carried.map { ["from": .string($0.from), "cases": int($0.cases.count)] } ?? .null,
      "comparison": suite.comparison.map(comparison) ?? .null, "baseline_note": optional(suite.baselineNote),
      "failures": .array(suite.failures.map(failure)), "waived": .array(suite.waived.map(failure)),
      "attempts": .array(suite.attempts.map { .string($0) }), "flaky": .array(suite.flaky.map { .string($0) }),
      "repeats": suite.repeats.map(repeats) ?? .null,
      "errors_by_kind": .array(suite.errorGroups.map { errors($0, help: $0.help) }),
      "slices": .array(
        suite.slices.map { slice in
          [
            "name": .string(slice.name), "measure": measure(slice.measure),
            "baseline": slice.baseline.map(measure) ?? .null, "too_small": .bool(slice.tooSmall),
            "interval": slice.interval.map { [optional($0.lower), optional($0.upper)] } ?? .null,
          ]
        }),
      "scenarios": ScenarioTable(suite, of: report).rows, "retired": retired(suite),
      "schema": suite.schema.map(schema) ?? .null, "shadows": .array(suite.shadows.map(shadow)),
      "latency_ms": suite.latency.map {
        [
          "n": int($0.n), "p50": optional($0.p50), "p95": optional($0.p95), "p99": optional($0.p99),
          "replayed": .bool($0.replayed),
        ]
      } ?? .null,
      "tokens": suite.tokens.map {
        ["n": int($0.n), "input": int($0.input), "output": int($0.output), "usd": optional($0.usd)]
      } ?? .null,
    ]
  }

  private static func errors(_ group: ErrorGroup, help: String?) -> JSONValue {
    [
      "target": .string(group.target), "reason": .string(group.reason), "message": text(group.message),
      "count": int(group.count), "first_case": .string(group.firstCase), "tries": int(group.tries),
      "help": optional(help),
    ]
  }

  /// Two routes on the same cases; `here` is the one that decides.
  private static func shadow(_ tally: ShadowTally) -> JSONValue {
    func sides(_ here: Double?, _ there: Double?) -> JSONValue { ["here": optional(here), "there": optional(there)] }
    return [
      "route": .string(tally.route), "compared": int(tally.compared), "not_compared": int(tally.notCompared),
      "both_passed": int(tally.bothPassed), "only_here": int(tally.onlyHere), "only_there": int(tally.onlyThere),
      "both_failed": int(tally.bothFailed), "same_output": int(tally.sameOutput),
      "errors_by_kind": .array(tally.errors.map { errors($0, help: $0.helpBeside) }),
      "latency_p50_ms": sides(tally.medianLatency.here, tally.medianLatency.there),
      "usd": sides(tally.cost.here, tally.cost.there),
    ]
  }

  private static func schema(_ summary: SchemaSummary) -> JSONValue {
    [
      "passed": int(summary.passed), "total": int(summary.total),
      "reasons": .object(JSONObject(summary.reasons.map { ($0.name, int($0.count)) })),
      "first": summary.first.map { first in
        [
          "case": .string(first.caseID), "path": .string(first.location.path), "line": int(first.location.line),
          "message": text(first.message),
        ]
      } ?? .null,
      "lossy_numbers": summary.lossy.map { lossy in
        [
          "answers": int(lossy.answers), "numbers": int(lossy.numbers), "case": .string(lossy.caseID),
          "path": text(lossy.path),
        ]
      } ?? .null,
    ]
  }

  static func repeats(_ repeats: RepeatSummary) -> JSONValue {
    [
      "cases": int(repeats.cases), "k": int(repeats.k), "pass_at_k": optional(repeats.passAtK),
      "pass_hat_k": optional(repeats.passHatK), "flake_rate": optional(repeats.flakeRate),
      "noise_discordance": optional(repeats.noiseDiscordance),
      "flaky": .array(
        repeats.flaky.map {
          ["case": .string($0.id), "passes": int($0.passes), "runs": int($0.runs), "rate": optional($0.rate)]
        }),
    ]
  }

  private static func failure(_ failure: CaseFailure) -> JSONValue {
    [
      "case": .string(failure.caseID), "path": .string(failure.location.path), "line": int(failure.location.line),
      "severity": optional(failure.severity?.rawValue), "check": .string(failure.check),
      "message": text(failure.message), "output": text(failure.output), "baseline_output": text(failure.baselineOutput),
      "baseline_passed": failure.baselinePassed.map { .bool($0) } ?? .null,
      "waived_until": optional(failure.waived?.until.description),
    ]
  }

  private static func comparison(_ comparison: Comparison) -> JSONValue {
    func ids(_ pairs: [Comparison.Pair]) -> JSONValue { .array(pairs.map { .string($0.after.id) }) }
    return [
      "compared": int(comparison.pairs.count), "broke": ids(comparison.broke), "fixed": ids(comparison.fixed),
      "removed": .array(comparison.removed.map { .string($0) }), "added": .array(comparison.added.map { .string($0) }),
      "edited": .array(comparison.edited.map { .string($0) }),
      "attempts": .array(comparison.attempts.map { .string($0) }),
      "side_by_side": int(comparison.pairs.count(where: \.isSideBySide)),
      "unpaired": .array(comparison.unpaired.map { .string($0) }),
      "changes": .array(
        comparison.changes.map { change in
          [
            "element": .string(change.element.rawValue), "id": .string(change.id), "from": optional(change.from),
            "to": optional(change.to), "note": optional(change.note),
          ]
        }),
    ]
  }

  /// - Parameter named: whether the suite's name stands in it, for lists of tuples without their suites.
  static func tuple(_ tuple: RunTuple, named: Bool) -> JSONValue {
    guard named, case .object(var object) = self.tuple(tuple) else { return self.tuple(tuple) }
    object["suite"] = .string(tuple.suite)
    return .object(object)
  }

  static func tuple(_ tuple: RunTuple) -> JSONValue {
    func versioned(_ part: Versioned?) -> JSONValue {
      part.map { ["id": .string($0.id), "version": .string($0.version), "digest": .string($0.digest.description)] }
        ?? .null
    }
    return [
      "prompt": versioned(tuple.prompt), "tools": versioned(tuple.tools), "policy": versioned(tuple.policy),
      "evalset": versioned(tuple.evalset), "preprocess": .array(tuple.preprocess.map { .string($0) }),
      "schema_format": optional(tuple.schemaFormat),
      "checks": .object(JSONObject(tuple.checks.sorted { $0.key < $1.key }.map { ($0.key, int($0.value)) })),
      "route": tuple.route.map { route in
        [
          "name": .string(route.name), "targets": .array(route.targets.map { .string($0) }),
          "reported_models": .array(route.reportedModels.map { .string($0) }),
        ]
      } ?? .null,
    ]
  }
}
