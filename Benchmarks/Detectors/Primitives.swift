import EvalGateCore
import EvalGatePolicy
import StrictJSON

/// Rows of rules about one value: what `each` is to demand, a value, and whether it may pass.
enum Primitives {
  /// A row is `{ rule: { email_domain_in: […] }, value, label }`, 1 for what has to be denied; or `{ policy, tool, arguments,
  /// messages, label }` for whole rules.
  @Sendable static func score(_ rows: [JSONValue]) throws -> [(String, Score)] {
    var score = Score()
    for row in rows {
      guard let label = row["label"]?.intValue, let policy = try policy(row) else { continue }
      let arguments = row["arguments"] ?? ["value": row["value"] ?? .null]
      let call = ToolCall(
        name: row["tool"]?.stringValue ?? "act", argumentsText: arguments.stringValue ?? arguments.serialized())
      let messages = (row["messages"]?.arrayValue ?? []).map {
        Message(
          Role(rawValue: $0["role"]?.stringValue ?? "") ?? .user, $0["content"]?.stringValue ?? "",
          toolName: $0["name"]?.stringValue)
      }
      let verdict = Policies.verdict(policy, Candidate(answer: Answer(toolCalls: [call])), messages)
      score.count(verdict.action != .accept, label: label == 1, id: row["id"]?.stringValue ?? "?")
    }
    return [("denied", score)]
  }

  private static func policy(_ row: JSONValue) throws -> RulePolicy? {
    if let policy = row["policy"] { return try Policies.policy(policy) }
    guard var rule = row["rule"]?.objectValue else { return nil }
    rule["path"] = "$.value"
    return try Policies.policy([
      "tools": [["id": "T", "tool": "act", "effect": "read", "allow_when": ["each": [.object(rule)]]]]
    ])
  }
}
