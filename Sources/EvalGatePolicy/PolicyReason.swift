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
}
