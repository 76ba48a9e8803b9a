public import EvalGateCore
public import StrictJSON

/// A rule of a policy as it was written, for people who ask what a verdict's rule is.
public struct RuleNote: Hashable, Sendable {
  public let id: String
  /// The list it stands in: `tools`, `sequences`, `restricted`, `extra`.
  public let section: String
  /// What it says. Restricted values are left out: only how many there are is said.
  public let definition: JSONObject
  public let location: SourceLocation

  init?(_ node: Node, in section: String) {
    guard let id = node["id"]?.source, var object = node.json.objectValue else { return nil }
    for key in ["values", "values_from"] {
      guard let count = object[key]?.arrayValue?.count else { continue }
      object[key] = .string("\(count) \(count == 1 ? "value" : "values")")
    }
    object["id"] = nil
    self.id = id
    self.section = section
    definition = object
    location = node.location
  }

  /// The reasons it can give, in the order in which they decide.
  public var reasons: [PolicyReason] {
    switch section {
    case "sequences": return [.sequence]
    case "restricted": return [.restricted]
    case "extra": return [.secret]
    default: break
    }
    let condition = definition["allow_when"]
    let parts: [(Bool, [PolicyReason])] = [
      (definition["decision"] == "deny", [.denied]),
      (condition?["arguments"] != nil, [.unreadable, .arguments]),
      (condition?["each"] != nil, [.value, .detected]),
      (definition["taint"] != nil, [.tainted, .noContext]),
      (definition["limits"] != nil, [.limit]),
      (definition["confirm"] != nil || definition["decision"] == "confirm", [.unconfirmed]),
    ]
    return parts.filter(\.0).flatMap(\.1)
  }
}

extension RulePolicy {
  /// How many rules of a list the policy has: `tools`, `sequences`, `restricted`.
  public func count(of section: String) -> Int { notes.count { $0.section == section } }

  /// How many restricted values it holds, as they were written.
  public var restrictedValueCount: Int { restricted.written.count }

  /// What a detector of policies finds, by name.
  public static let detectorSummaries: [(name: String, summary: String)] = [
    ("restricted", "Values that must not leave, through spellings, encodings and in part: `restricted` of a policy."),
    (
      "pii",
      "Personal data by form and check digits: " + PIIEntity.allCases.map(\.rawValue).joined(separator: ", ")
        + ". `pii: { allow_values: [...] }` lets values through that are nobody's secret."
    ),
    (
      "secret",
      "Keys, tokens and passwords by structure and checksum, or by the name they are given to. `secrets: { allow: [...] }` lets values through that open nothing."
    ),
    ("canary", "Tokens that a scenario plants, in every form."),
    (
      "system_prompt",
      "The instructions of the model, said back. `system_prompt: { allow: [...] }` takes parts of them that anybody may be told."
    ),
    (
      "channel",
      "Images, links, markup and commands by which rendered output carries data out. `channels: { allow_hosts: [...] }` names the hosts that they may go to."
    ),
    ("unicode", "Characters that show nothing or show something else."),
    ("sink", "What, put as a value into a declared sink, would change what it does: sql, shell, template, path, html."),
    ("injection", "Phrases that give orders to models. Wording is endless, so it only advises."),
  ]
}
