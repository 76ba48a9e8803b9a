import StrictJSON

/// Why the engine refuses: the words that stand beside the reasons a policy gives in its own `reason:`.
public enum PolicyReason: String, Hashable, Sendable, CaseIterable {
  /// The arguments are not one JSON object, strictly read.
  case unreadable = "E_PARSE"
  /// Deciding would have cost too much, so nothing is known.
  case tooExpensive = "E_BUDGET"
  /// A rule denies the tool and gives no reason of its own.
  case denied
  /// No rule speaks of the tool.
  case unknownTool = "unknown_tool"
  /// The arguments do not follow the schema under `allow_when`.
  case arguments
  /// A restricted value stands in the output or in a call.
  case restricted

  /// What it means, for `evalgate explain`: lower case, no full stop.
  public var explanation: String {
    switch self {
    case .unreadable:
      "the arguments of a call are not one JSON object: not JSON, a key twice, NaN, or nested more than \(ProposedCall.limits.depth) deep"
    case .tooExpensive: "a schema or a pattern asked for too much work on these arguments, so the call is denied"
    case .denied: "a rule of the policy denies this tool whatever its arguments are"
    case .unknownTool: "no rule of the policy speaks of this tool"
    case .arguments: "the arguments do not follow the schema that `allow_when` gives"
    case .restricted: "a value that the policy restricts stands in the output, or in the name or arguments of a call"
    }
  }
}
