/// The little that metrics and comparisons need of one trial: what stays in memory for a million cases.
///
/// What most trials do not have stands apart, so that those pay one word for it.
public struct TrialOutcome: Hashable, Sendable {
  private var milliseconds: SmallDouble
  private var input: SmallInt
  private var output: SmallInt
  private var total: SmallInt
  private var money: SmallDouble
  private var more: More?
  private var number: Int32
  public var facts: [Fact]
  public var passFail: PassFail
  /// Nil where the prompt has no schema or nothing was generated.
  public var schemaValid: Bool?
  public var action: Action
  /// Failed checks that were waived, and why it then counts as a pass.
  public var waived: Bool
  public var source: Candidate.Source

  /// What few trials have.
  private final class More: Hashable, Sendable {
    let schemaReason: String?
    let timeToFirstToken: Double?
    let scores: [Double]
    let rule: String?
    let toolCalls: [String]
    let failure: GenerationFailure.Reason?

    /// Nil where there is nothing of it, so that two trials without it are equal.
    static func holding(
      schemaReason: String?, timeToFirstToken: Double?, scores: [Double], rule: String?, toolCalls: [String],
      failure: GenerationFailure.Reason?
    ) -> More? {
      guard
        schemaReason != nil || timeToFirstToken != nil || !scores.isEmpty || rule != nil || !toolCalls.isEmpty
          || failure != nil
      else { return nil }
      return More(
        schemaReason: schemaReason, timeToFirstToken: timeToFirstToken, scores: scores, rule: rule,
        toolCalls: toolCalls, failure: failure)
    }

    private init(
      schemaReason: String?, timeToFirstToken: Double?, scores: [Double], rule: String?, toolCalls: [String],
      failure: GenerationFailure.Reason?
    ) {
      self.schemaReason = schemaReason
      self.timeToFirstToken = timeToFirstToken
      self.scores = scores
      self.rule = rule
      self.toolCalls = toolCalls
      self.failure = failure
    }

    static func == (a: More, b: More) -> Bool {
      a === b
        || (a.schemaReason == b.schemaReason && a.timeToFirstToken == b.timeToFirstToken && a.scores == b.scores
          && a.rule == b.rule && a.toolCalls == b.toolCalls && a.failure == b.failure)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(rule)
      hasher.combine(scores)
    }
  }

  public init(
    trial: Int = 1, passFail: PassFail, schemaValid: Bool? = nil, schemaReason: String? = nil, latency: Double? = nil,
    timeToFirstToken: Double? = nil, inputTokens: Int? = nil, outputTokens: Int? = nil, tokens: Int? = nil,
    usd: Double? = nil, facts: [Fact] = [], scores: [Double] = [], action: Action = .accept, rule: String? = nil,
    waived: Bool = false, source: Candidate.Source = .live, toolCalls: [String] = [],
    failure: GenerationFailure.Reason? = nil
  ) {
    number = Int32(clamping: trial)
    self.passFail = passFail
    self.schemaValid = schemaValid
    milliseconds = SmallDouble(latency)
    input = SmallInt(inputTokens)
    output = SmallInt(outputTokens)
    total = SmallInt(tokens)
    money = SmallDouble(usd)
    self.facts = facts
    self.action = action
    self.waived = waived
    self.source = source
    more = More.holding(
      schemaReason: schemaReason, timeToFirstToken: timeToFirstToken, scores: scores, rule: rule, toolCalls: toolCalls,
      failure: failure)
  }
}

extension TrialOutcome {
  public var trial: Int {
    get { Int(number) }
    set { number = Int32(clamping: newValue) }
  }
  /// A word for why the schema was not met.
  public var schemaReason: String? {
    get { more?.schemaReason }
    set {
      more = More.holding(
        schemaReason: newValue, timeToFirstToken: timeToFirstToken, scores: scores, rule: rule, toolCalls: toolCalls,
        failure: failure)
    }
  }
  /// Milliseconds; infinite when the last try timed out; nil when there is none.
  public var latency: Double? {
    get { milliseconds.value }
    set { milliseconds = SmallDouble(newValue) }
  }
  public var timeToFirstToken: Double? { more?.timeToFirstToken }
  public var inputTokens: Int? { input.value }
  public var outputTokens: Int? { output.value }
  public var tokens: Int? { total.value }
  public var usd: Double? { money.value }
  public var scores: [Double] { more?.scores ?? [] }
  public var rule: String? { more?.rule }
  /// Why the infrastructure gave no answer, where that is known: of fresh trials, whose row has to say why there are none.
  public var failure: GenerationFailure.Reason? {
    get { more?.failure }
    set {
      more = More.holding(
        schemaReason: schemaReason, timeToFirstToken: timeToFirstToken, scores: scores, rule: rule,
        toolCalls: toolCalls, failure: newValue)
    }
  }
  /// Names of the tools that were proposed, in order.
  public var toolCalls: [String] {
    get { more?.toolCalls ?? [] }
    set {
      more = More.holding(
        schemaReason: schemaReason, timeToFirstToken: timeToFirstToken, scores: scores, rule: rule, toolCalls: newValue,
        failure: failure)
    }
  }
}

/// A number that may be missing, in eight bytes where an optional takes sixteen.
private struct SmallDouble: Hashable, Sendable {
  private let bits: UInt64
  /// A pattern that no number has: what is no number is kept as such, so that it can be refused.
  private static let missing = Double.nan.bitPattern | 1

  init(_ value: Double?) {
    guard let value else {
      bits = Self.missing
      return
    }
    guard !value.isNaN else {
      bits = Double.nan.bitPattern
      return
    }
    // As numbers are equal: a zero has no sign here.
    bits = (value + 0).bitPattern
  }

  var value: Double? { bits == Self.missing ? nil : Double(bitPattern: bits) }
}

/// A whole number that may be missing, in eight bytes.
private struct SmallInt: Hashable, Sendable {
  private let number: Int
  init(_ value: Int?) { number = value ?? .min }
  var value: Int? { number == .min ? nil : number }
}
