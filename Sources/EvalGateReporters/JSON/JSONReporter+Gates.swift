import EvalGateCore
import StrictJSON

extension JSONReporter {
  static func gate(_ gate: GateOutcome) -> JSONValue {
    [
      "name": .string(gate.name), "metric": .string(gate.metric), "suites": .array(gate.suites.map { .string($0) }),
      "failing": .array(gate.failing.map { .string($0) }), "verdict": .string(gate.verdict.rawValue),
      "blocks": .bool(gate.blocks), "rule": .string(gate.rule), "unit": .string(gate.unit.rawValue),
      "measure": measure(gate.measure), "baseline": gate.baseline.map(measure) ?? .null,
      "parts": .array(
        gate.parts.map { part in
          [
            "suite": .string(part.suite), "verdict": .string(part.verdict.rawValue),
            "measure": measure(part.measure), "baseline": part.baseline.map(measure) ?? .null,
          ]
        }),
      "reason": optional(gate.reason), "sentence": .string(gate.sentence.text),
      "evidence": .array(gate.evidence.map(evidence)),
    ]
  }

  static func measure(_ measure: Measure) -> JSONValue {
    switch measure {
    case .rate(let passed, let total): ["passed": int(passed), "total": int(total)]
    case .share(let value, let n), .quantile(let value, let n): ["value": optional(value), "n": int(n)]
    case .total(let sum, let n): ["sum": optional(sum), "n": int(n)]
    case .undefined: .null
    }
  }

  private static func interval(_ interval: Evidence.Interval?) -> JSONValue {
    interval.map { [optional($0.lower), optional($0.upper)] } ?? .null
  }

  /// Of the variants that go by this name, the one that is used.
  private static let twoSidedMethod = "twice the smaller tail"

  private static func evidence(_ evidence: Evidence) -> JSONValue {
    switch evidence {
    case .rate(let failures, let allowed, let range, let method):
      [
        "kind": "rate", "failures": int(failures), "allowed": optional(allowed), "interval": interval(range),
        "method": .string(method),
      ]
    case .paired(
      let n, let broke, let fixed, let drop, let range, let p, let pExact, let margin, let smallest, let method):
      [
        "kind": "paired", "n": int(n), "broke": int(broke), "fixed": int(fixed), "drop": optional(drop),
        "interval": interval(range), "p_one_sided": optional(p), "p_two_sided_exact": optional(pExact),
        "two_sided_method": .string(twoSidedMethod), "alpha": optional(GateEvaluator.alpha), "margin": optional(margin),
        "smallest_drop_found": optional(smallest),
        "method": .string(method),
      ]
    case .literal(let rate, let forbids):
      ["kind": "literal", "false_block_rate": optional(rate), "forbids": .string(forbids.rawValue)]
    case .attacks(let tally):
      [
        "kind": "attacks", "scenarios": int(tally.attacks), "attempted": int(tally.attempted),
        "stopped": int(tally.stopped), "attempted_anew": .array(tally.anew.map { .string($0) }),
      ]
    case .bypassBound(let attacks, let bound):
      [
        "kind": "bypass_bound", "n": int(attacks.trials), "scenarios": int(attacks.scenarios),
        "upper_bound": optional(bound),
      ]
    case .quantile(let over, let n, let p, let range, let tooFew):
      [
        "kind": "quantile", "over": int(over), "n": int(n), "p_one_sided": optional(p), "interval": interval(range),
        "too_few": .bool(tooFew),
      ]
    case .ratio(let ratio, let range, let n, let largest):
      [
        "kind": "ratio", "ratio": optional(ratio), "interval": interval(range), "n": int(n),
        "largest": .array(largest.map { .string($0) }),
      ]
    case .missing(let missing, let expected): ["kind": "missing", "missing": int(missing), "expected": int(expected)]
    case .scope(let removed, let edited, let added):
      ["kind": "scope", "removed": int(removed), "edited": int(edited), "added": int(added)]
    case .waived(let count): ["kind": "waived", "count": int(count)]
    case .confirmation(let confirmation): self.confirmation(confirmation)
    case .together(let others):
      [
        "kind": "together", "metric": .string(others.metric), "suites": int(others.suites), "n": int(others.n),
        "broke": int(others.broke), "fixed": int(others.fixed), "drop": optional(others.drop),
        "p_one_sided": optional(others.p),
      ]
    case .unconfirmed(let why): ["kind": "unconfirmed", "reason": .string(why)]
    case .sentinels(let sentinels):
      [
        "kind": "sentinels", "suite": .string(sentinels.suite), "cases": int(sentinels.cases),
        "stored": measure(sentinels.stored), "now": measure(sentinels.now), "p_two_sided_exact": optional(sentinels.p),
        "two_sided_method": .string(twoSidedMethod), "moved": .bool(sentinels.hasMoved),
      ]
    case .sideBySide(let count): ["kind": "side_by_side", "count": int(count)]
    case .withoutAdded(let count): ["kind": "without_added", "count": int(count)]
    case .worstCase(let verdict): ["kind": "worst_case", "verdict": .string(verdict.rawValue)]
    case .identicalOutputs(let count): ["kind": "identical_outputs", "count": int(count)]
    case .stoppedEarly(let done, let planned, let saved):
      ["kind": "stopped_early", "done": int(done), "planned": int(planned), "saved": spending(saved)]
    case .carried(let count, let from): ["kind": "carried", "count": int(count), "from": .string(from)]
    case .leftOut(let suites, let why):
      ["kind": "left_out", "suites": .array(suites.map { .string($0) }), "reason": .string(why)]
    }
  }

  private static func confirmation(_ confirmation: Evidence.Confirmation) -> JSONValue {
    [
      "kind": "confirmation", "suite": .string(confirmation.suite), "form": .string(confirmation.form.rawValue),
      "alpha": [
        "sequence": optional(confirmation.shares.sequence), "together": optional(confirmation.shares.together),
        "whole": optional(confirmation.shares.whole),
      ],
      "trigger": .string(confirmation.trigger.rawValue), "cases": .array(confirmation.cases.map { .string($0) }),
      "worse": int(confirmation.worse), "better": int(confirmation.better), "rounds": int(confirmation.rounds),
      "pairs": int(confirmation.pairs),
      "base": measure(confirmation.base), "head": measure(confirmation.head),
      "p_anytime": optional(confirmation.anytimeP), "p_one_sided": optional(confirmation.p),
      "full": confirmation.full.map {
        [
          "n": int($0.n), "rounds": int($0.rounds), "broke": int($0.broke), "fixed": int($0.fixed),
          "p_one_sided": optional($0.p),
        ]
      } ?? .null,
      "p_gate": optional(confirmation.gateP),
    ]
  }
}

extension JSONValue {
  /// With the keys of every object in byte order, so that two documents can be compared as text.
  var sorted: JSONValue {
    switch self {
    case .array(let items): .array(items.map(\.sorted))
    case .object(let object):
      .object(
        JSONObject(
          object.map { ($0.key, $0.value.sorted) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }))
    default: self
    }
  }
}
