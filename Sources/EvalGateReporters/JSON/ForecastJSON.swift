public import EvalGateCore
import StrictJSON

/// A plan, and what A/A runs showed, for programs: sorted keys, counts where a count is the fact, `null` for what is not known.
public enum ForecastJSON {
  /// Raised when a key changes its meaning or goes away.
  public static let schemaVersion = 1

  /// What `evalgate plan` says.
  ///
  /// - Parameter onceMore: names of suites that the change takes away and that are asked for the base's sake.
  public static func render(_ plan: PlanForecast, askedOnceMore onceMore: Set<String> = []) -> String {
    let document: JSONValue = [
      "schema_version": int(schemaVersion), "power": real(plan.power),
      "totals": [
        "answers": int(plan.suites.reduce(0) { $0 + $1.answers }),
        "calls": int(plan.suites.reduce(0) { $0 + $1.calls }),
        "tokens": real(plan.total(\.tokens)), "usd": real(plan.total(\.usd)),
        "elapsed_ms": real(plan.total(\.milliseconds)),
      ],
      "budget": ["tokens": JSONReporter.optional(plan.budget.tokens), "usd": real(plan.budget.usd)],
      "suites": .array(plan.suites.map { suite($0, isOnceMore: onceMore.contains($0.suite)) }),
      "gates": .array(plan.gates.map(gate)),
    ]
    return document.sorted.printed(.pretty) + "\n"
  }

  /// What `evalgate noise` says.
  public static func render(_ noise: NoiseReport) -> String {
    let document: JSONValue = [
      "schema_version": int(schemaVersion), "seed": .string(String(noise.seed)), "deals": int(noise.anyBlock.of),
      "any_block": rate(noise.anyBlock),
      "suites": .array(
        noise.suites.map {
          [
            "name": .string($0.suite), "origin": .string($0.origin), "repeats": JSONReporter.repeats($0.repeats),
            "mean_pass_chance": real($0.meanChance), "intra_case_correlation": real($0.rho),
          ]
        }),
      "gates": .array(
        noise.gates.map {
          [
            "name": .string($0.gate), "rule": .string($0.rule), "blocks": .bool($0.blocks), "n": int($0.n),
            "false_blocks": rate($0.falseBlocks), "unproven": rate($0.unproven), "undecided": rate($0.undecided),
            "noise_discordance": real($0.noiseDiscordance),
            "power": .array($0.power.map { ["drop": real($0.drop), "chance": real($0.chance)] }),
          ]
        }),
    ]
    return document.sorted.printed(.pretty) + "\n"
  }

  private static func suite(_ suite: SuiteForecast, isOnceMore: Bool) -> JSONValue {
    [
      "name": .string(suite.suite), "mode": .string(suite.mode.rawValue), "route": .string(suite.route),
      "concurrency": int(suite.concurrency), "cases": int(suite.cases), "answers": int(suite.answers),
      "calls": int(suite.calls), "tokens": real(suite.tokens), "usd": real(suite.usd),
      "elapsed_ms": real(suite.milliseconds), "confirming_calls": JSONReporter.optional(suite.confirmingCalls),
      "origin": JSONReporter.optional(suite.origin), "asked_once_more": .bool(isOnceMore),
    ]
  }

  private static func gate(_ gate: GateForecast) -> JSONValue {
    [
      "name": .string(gate.gate), "suite": .string(gate.suite), "rule": .string(gate.rule), "n": int(gate.n),
      "finds": harm(gate.found), "rules_out": harm(gate.ruledOut), "allowed": JSONReporter.optional(gate.allowed),
      "false_block_rate": real(gate.falseBlockRate),
      "noise": gate.noise.map {
        [
          "discordance": real($0.discordance), "measured": .bool($0.isMeasured), "baseline_runs": int($0.baselineRuns),
          "design_factor": real($0.designFactor),
        ]
      } ?? .null,
      "advice": gate.advice.map {
        [
          "margin": real($0.margin), "to_find": JSONReporter.optional($0.toFind),
          "to_rule_out": JSONReporter.optional($0.toRuleOut),
        ]
      } ?? .null,
      "more_calls": gate.moreCalls.map(JSONReporter.int) ?? .null,
      "remark": JSONReporter.optional(gate.remark),
    ]
  }

  private static func harm(_ harm: Harm?) -> JSONValue {
    switch harm {
    case .drop(let share): ["kind": "drop", "value": real(share)]
    case .rate(let share): ["kind": "rate", "value": real(share)]
    case .badRate(let share): ["kind": "bad_rate", "value": real(share)]
    case .overBudget(let share): ["kind": "over_budget", "value": real(share)]
    case .rise(let share): ["kind": "rise", "value": real(share)]
    case nil: .null
    }
  }

  private static func rate(_ rate: SimulatedRate) -> JSONValue {
    ["hits": int(rate.hits), "of": int(rate.of), "error": real(rate.error)]
  }

  private static func int(_ value: Int) -> JSONValue { JSONReporter.int(value) }
  private static func real(_ value: Double?) -> JSONValue { JSONReporter.optional(value) }
}
