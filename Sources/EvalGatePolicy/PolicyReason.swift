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
  /// A value does not fulfil a rule under `each`.
  case value
  /// A value comes from an untrusted source and from no trusted one.
  case tainted
  /// A rule about where values come from, and nobody knows what was said.
  case noContext = "E_CONTEXT"
  /// A call may not come after another one.
  case sequence
  /// A tool was called too often.
  case limit
  /// The user has not confirmed this very call.
  case unconfirmed
  /// A detector could not look at everything.
  case detectorError = "E_DETECTOR"
  /// A detector found something that no word here is for.
  case detected
  /// A restricted value stands in the output or in a call.
  case restricted
  /// A canary of the scenario stands there.
  case canary
  /// Good part of the system prompt stands there.
  case systemPrompt = "system_prompt"
  /// Rendered, it would carry something out.
  case channel
  /// Characters that hide or disguise.
  case unicode
  /// It would change what the sink does that the case declares.
  case sink
  /// Somebody's data.
  case pii
  /// A credential.
  case secret

  /// What it means, for `evalgate explain`: lower case, no full stop.
  public var explanation: String {
    switch self {
    case .unreadable:
      "the arguments of a call are not one JSON object: not JSON, a key twice, NaN, or nested more than \(ProposedCall.limits.depth) deep"
    case .tooExpensive: "a schema or a pattern asked for too much work on these arguments, so the call is denied"
    case .denied: "a rule of the policy denies this tool whatever its arguments are"
    case .unknownTool: "no rule of the policy speaks of this tool"
    case .arguments: "the arguments do not follow the schema that `allow_when` gives"
    case .value: "a value in the arguments is not what a rule under `each` asks for"
    case .tainted: "a value in the arguments was said by an untrusted source and by no trusted one"
    case .noContext: "a rule asks where a value comes from, and what the model was told is not recorded"
    case .sequence: "a call may not come after one that was made before"
    case .limit: "the tool was called more often than its rule allows"
    case .unconfirmed: "the user has not confirmed a call with exactly these arguments"
    case .detectorError: "a detector ran out of its budget, so there is text that nobody looked at"
    case .detected: "a detector found what the policy does not let pass"
    case .canary: "a token that was planted where it must not come out stands in the output or in a call"
    case .systemPrompt: "the system prompt is said again, in whole or in good part"
    case .channel: "rendered, the output would turn to an address that the policy does not allow, or carry data there"
    case .unicode: "characters that show nothing, turn text around or disguise it"
    case .sink: "the output would change what the sink does that the case declares"
    case .pii: "data of a person that the policy blocks"
    case .secret: "a credential"
    case .restricted: "a value that the policy restricts stands in the output, or in the name or arguments of a call"
    }
  }
}
