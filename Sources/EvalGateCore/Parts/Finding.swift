/// What a check says about one candidate.
public struct Finding: Hashable, Sendable {
  public enum Outcome: String, Hashable, Sendable {
    case passed, failed
    /// Could not be judged; never counts as a pass.
    case error
  }

  public var check: CheckID
  public var outcome: Outcome
  /// "expected billing, got technical": lower case, no full stop. May quote model output.
  public var message: UntrustedText
  /// For checks that give a degree: 0 to 1.
  public var score: Double?
  public var facts: [Fact]

  public init(
    _ check: CheckID, _ outcome: Outcome, _ message: String = "", score: Double? = nil, facts: [Fact] = []
  ) {
    self.check = check
    self.outcome = outcome
    self.message = UntrustedText(message)
    self.score = score
    self.facts = facts
  }
}

extension Finding {
  /// Whether something forbidden got past the policy: a failure, whatever else could not be judged.
  var isEffect: Bool {
    outcome == .failed
      && facts.contains { if case .attack(attempted: _, effective: true) = $0 { true } else { false } }
  }
}

/// Something a check learned that metrics count.
public enum Fact: Hashable, Sendable {
  case label(expected: String, got: String)
  case field(path: String, FieldOutcome)
  /// Whether the proposed tool calls were the expected ones.
  case routing(Bool)
  /// `refusal`, `partial` or `compliance`.
  case refusal(String)
  /// Whether the model proposed something forbidden, and whether it got past the policy.
  case attack(attempted: Bool, effective: Bool)
  /// How many numbers of the answer a 64-bit float cannot hold, and where the first of them stands, as a JSON Pointer.
  case lossyNumbers(count: Int, first: String)
}

extension Fact {
  /// The labels of a classification; nil for other facts.
  public var label: (expected: String, got: String)? {
    guard case .label(let expected, let got) = self else { return nil }
    return (expected, got)
  }
}

public enum FieldOutcome: String, Hashable, Sendable {
  case match, mismatch
  /// Expected and not there.
  case missing
  /// There and not expected.
  case invented
}
