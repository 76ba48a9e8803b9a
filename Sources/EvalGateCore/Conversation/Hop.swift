/// One target's part in an answer: asked, and what came of it.
public struct Hop: Hashable, Sendable {
  /// Why the target was asked.
  public enum Role: String, Hashable, Sendable {
    /// It is the route's first.
    case first
    /// The targets before it could not answer.
    case fallback
    /// The same target once more, because the first request was slow.
    case hedge
    /// All targets were asked at once.
    case race
  }

  /// `provider/model`.
  public var target: String
  /// Why it was asked.
  public var role: Role
  /// Requests that were sent; 0 where it was not asked, because its breaker was open or it wanted to be left alone.
  public var tries: Int
  /// Requests that may be on the bill although nobody said what they used: timed out, cut off, or answered so that it could not
  /// be read.
  public var uncounted: Int
  /// What budgets were charged for its requests beside the answer that counts: what another answer used, or the most that one may have
  /// used of which nobody said it. Nil where that is nothing.
  public var booked: Booked?
  /// Nil where it answered.
  public var failure: GenerationFailure.Reason?
  /// The status of the last answer that was a failure.
  public var status: Int?
  /// Why the first try failed, where there was another: what a retry heals, or ends otherwise, is told nowhere else.
  public var firstFailure: GenerationFailure.Reason?
  /// Service time of the last try in milliseconds; infinite when it timed out.
  public var latency: Double?
  /// Waiting for turns and between tries, in milliseconds.
  public var waited: Double

  /// Makes a hop; by default one that answered at its first try.
  public init(
    target: String, role: Role = .first, tries: Int = 1, uncounted: Int = 0, failure: GenerationFailure.Reason? = nil,
    status: Int? = nil, firstFailure: GenerationFailure.Reason? = nil, latency: Double? = nil, waited: Double = 0
  ) {
    self.target = target
    self.role = role
    self.tries = tries
    self.uncounted = uncounted
    self.failure = failure
    self.status = status
    self.firstFailure = firstFailure
    self.latency = latency
    self.waited = waited
  }
}

/// What budgets are charged.
public struct Booked: Hashable, Sendable {
  public var tokens: Int
  public var usd: Double

  public init(tokens: Int = 0, usd: Double = 0) { (self.tokens, self.usd) = (tokens, usd) }

  /// Saturates: usage is what a server says.
  public static func + (a: Self, b: Self) -> Self {
    let (tokens, overflow) = a.tokens.addingReportingOverflow(b.tokens)
    return Self(tokens: overflow ? .max : tokens, usd: a.usd + b.usd)
  }
}

/// What earlier attempts at a trial cost that ended in an error, or at an answer beside it: the one that comes in their place does not
/// undo it.
public struct SpentBefore: Hashable, Sendable {
  /// What is known of it, without calls.
  public var known: Spending
  /// What budgets are charged besides.
  public var booked: Booked

  public init(known: Spending, booked: Booked) { (self.known, self.booked) = (known, booked) }

  /// With what the record itself cost.
  package init(upTo record: CaseRecord) {
    let candidate = record.candidate
    known = Spending(of: candidate)
    for rival in record.rivals { known.add(rival.candidate) }
    known.calls = 0
    booked = candidate.hops.compactMap(\.booked).reduce(candidate.before?.booked ?? Booked(), +)
  }

  /// With what the answer itself cost; one from a recording cost nothing.
  package init(upTo answer: ShadowAnswer) {
    self = answer.before ?? SpentBefore(known: Spending(), booked: Booked())
    guard answer.source == .live else { return }
    known.add(Spending(tokens: answer.answer.usage?.total, usd: answer.cost, uncounted: answer.uncounted))
    if let more = answer.booked { booked = booked + more }
  }
}

/// An answer that was asked for beside the one that counts, to be compared with it: of a shadow route, or of the target that came
/// second in a race.
public struct ShadowAnswer: Hashable, Sendable {
  /// The route that was asked.
  public var route: String
  /// `provider/model` of the target that answered.
  public var target: String
  /// What came, last.
  public var answer: Answer
  /// The answers before the last one, in a conversation of several turns.
  public var earlier: [Answer] = []
  /// What had been said before the last answer; nil where that is the same as before the one that counts.
  public var messages: [Message]?
  /// Why nothing came.
  public var failure: GenerationFailure?
  /// Where it came from.
  public var source = Candidate.Source.live
  /// Service time of the last try in milliseconds; infinite when it timed out.
  public var latency: Double?
  /// Money in USD; nil where there is no price or no usage.
  public var cost: Double?
  /// Requests for it that may be on the bill although nobody said what they used, and what budgets were charged for them.
  public var uncounted = 0
  public var booked: Booked?
  /// What earlier attempts at it cost; nil where there were none.
  public var before: SpentBefore?
  /// How the case would have ended with this answer; nil until it is judged.
  public var passFail: PassFail?

  /// Makes an answer that is not judged yet.
  public init(
    route: String, target: String, answer: Answer = Answer(), failure: GenerationFailure? = nil, latency: Double? = nil,
    cost: Double? = nil, passFail: PassFail? = nil
  ) {
    self.route = route
    self.target = target
    self.answer = answer
    self.failure = failure
    self.latency = latency
    self.cost = cost
    self.passFail = passFail
  }

  /// What a candidate would have been worth beside another.
  public init(_ candidate: Candidate, route: String) {
    self.init(
      route: route, target: candidate.target, answer: candidate.answer, failure: candidate.failure,
      latency: candidate.latency, cost: candidate.cost)
    earlier = candidate.earlier
    source = candidate.source
  }

  /// Whether there is nothing to be asked again: a model's own failure is an answer too.
  package var isAnswered: Bool { failure?.kind != .infrastructure }

  /// The same as a candidate, to be judged.
  public var candidate: Candidate {
    var candidate = Candidate(
      answer: answer, failure: failure, source: source, latency: latency, tries: 0, target: target, cost: cost)
    candidate.earlier = earlier
    candidate.before = before
    return candidate
  }
}
