/// What some calls cost, booked apart.
public struct Spending: Hashable, Sendable {
  /// Answers, or what stood in their way.
  public var calls = 0
  /// Nil where no answer said how many.
  public var tokens: Int?
  /// By the targets' prices; nil where none has any.
  public var usd: Double?
  /// Requests that may be on the bill beside that, of which nobody said what they used.
  public var uncounted = 0

  public init(calls: Int = 0, tokens: Int? = nil, usd: Double? = nil, uncounted: Int = 0) {
    self.calls = calls
    self.tokens = tokens
    self.usd = usd
    self.uncounted = uncounted
  }

  /// What one call cost.
  init(of candidate: borrowing Candidate) {
    self.init(
      calls: 1, tokens: candidate.answer.usage?.total, usd: candidate.cost, uncounted: candidate.uncountedRequests)
    if let before = candidate.before { add(before.known) }
  }

  /// Takes what was spent elsewhere in.
  public mutating func add(_ other: Spending) {
    calls += other.calls
    if let used = other.tokens { tokens = (tokens ?? 0) &+ used }
    if let cost = other.usd { usd = (usd ?? 0) + cost }
    uncounted &+= other.uncounted
  }

  /// Takes one more call in.
  public mutating func add(_ candidate: Candidate) { add(Spending(of: candidate)) }
}

/// How the trials of a run ended, and what it cost.
public struct RunTotals: Hashable, Sendable {
  /// Answers of the head arm in the run itself.
  public var cases: Int
  /// Over everything that was asked, confirmation and base arm included.
  public var live: Int
  public var kept: Int
  public var replayed: Int
  /// Of the head arm in the run itself.
  public var tokens: Int?
  public var usd: Double?
  /// Requests of the head arm in the run itself that may be on the bill although nobody said what they used.
  public var uncounted = 0
  /// Answers of the head arm in the run itself that another target gave than the first one of its route, or another model behind a
  /// gateway: by the target's name.
  public var fallbacks: [String: Int] = [:]
  /// The base arm of new and edited cases, and of suites with nothing stored.
  public var base = Spending()
  /// Fresh generations of both arms.
  public var confirmation = Spending()
  /// Answers beside the ones that count: a second route's, and those that came second in a race.
  public var shadow = Spending()
  /// Wall time in milliseconds; nil under replay.
  public var elapsed: Double?

  public init(
    cases: Int, live: Int, kept: Int, replayed: Int, tokens: Int? = nil, usd: Double? = nil, elapsed: Double? = nil
  ) {
    self.cases = cases
    self.live = live
    self.kept = kept
    self.replayed = replayed
    self.tokens = tokens
    self.usd = usd
    self.elapsed = elapsed
  }

  /// `10 of 12 answers by a fallback (openai/weak)`; nil where all are the first target's own.
  public var fallbackText: String? {
    guard !fallbacks.isEmpty else { return nil }
    let count = fallbacks.values.reduce(0, +)
    let targets = fallbacks.keys.sorted().joined(separator: ", ")
    return "\(count) of \(Format.count(cases, "answer")) by a fallback (\(targets))"
  }

  /// Tokens of everything that was asked.
  public var allTokens: Int? {
    let parts = [tokens, base.tokens, confirmation.tokens, shadow.tokens].compactMap { $0 }
    return parts.isEmpty ? nil : parts.reduce(0, &+)
  }

  /// Requests of everything that was asked that may be on the bill although nobody said what they used.
  public var allUncounted: Int { uncounted &+ base.uncounted &+ confirmation.uncounted &+ shadow.uncounted }

  /// Money for everything that was asked.
  public var allUSD: Double? {
    let parts = [usd, base.usd, confirmation.usd, shadow.usd].compactMap { $0 }
    return parts.isEmpty ? nil : parts.reduce(0, +)
  }
}
