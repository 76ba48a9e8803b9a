import EvalGateCore
import StrictJSON

extension JSONReporter {
  static func rule(_ change: RuleChange) -> JSONValue {
    [
      "subject": .string(change.subject.rawValue), "name": .string(change.name),
      "direction": .string(change.direction.rawValue), "from": optional(change.from), "to": optional(change.to),
      "decides": .string(change.decides.rawValue), "note": optional(change.note),
      "path": optional(change.location?.path), "line": optional(change.location?.line),
    ]
  }

  static func acceptance(_ accepted: AcceptedHere) -> JSONValue {
    [
      "suite": .string(accepted.suite), "reason": .string(accepted.reason), "author": optional(accepted.author),
      "before": accepted.before.map(measure) ?? .null, "after": measure(accepted.after),
      "counts": .bool(accepted.waits == nil), "waits": optional(accepted.waits),
    ]
  }
}
