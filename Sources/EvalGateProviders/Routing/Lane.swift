import EvalGateCore
import Synchronization

/// The way to one target: who may go when, and whether the target is well enough to be asked at all.
final class Lane: Sendable {
  /// The right to make one try.
  struct Ticket: Sendable {
    /// The round of the limit in which the try was started.
    fileprivate var round: Int
    fileprivate let isProbe: Bool
    /// The booking in the window of tokens.
    fileprivate let tokens: Int?
    /// How long the turn was waited for, in milliseconds.
    fileprivate(set) var waited = 0.0
  }

  private struct State {
    var limit: AdaptiveLimit
    var breaker: CircuitBreaker?
    var requests: RateWindow?
    var tokens: RateWindow?
    /// The service asked to be left alone until then.
    var pausedUntil = -Double.infinity
    /// First come, first served.
    var queue: [Latch<Void>] = []
  }

  let target: KeyedTarget
  let connection: any Connection
  private let clock: any RouteClock
  private let state: Mutex<State>

  init(target: KeyedTarget, connection: any Connection, limits: Limits, breaker: Breaker?, clock: any RouteClock) {
    self.target = target
    self.connection = connection
    self.clock = clock
    state = Mutex(
      State(
        limit: AdaptiveLimit(ceiling: min(limits.concurrency, connection.concurrency ?? .max)),
        breaker: breaker.map(CircuitBreaker.init), requests: limits.requestsPerMinute.map(RateWindow.init),
        tokens: limits.tokensPerMinute.map(RateWindow.init)))
  }

  /// Waits for a turn.
  /// - Parameter tokens: the most that the request may use.
  /// - Throws: `cancelled`, or a failure when the breaker is open.
  func enter(tokens: Int) async throws(GenerationFailure) -> Ticket {
    let arrived = clock.now
    if let place = takePlace() {
      guard await place.value() != nil else { throw .cancelledWhileWaiting }
    }
    var (start, ticket) = try book(tokens)
    while start > clock.now {
      guard (try? await clock.sleep(milliseconds: start - clock.now)) != nil else {
        withdraw(ticket)
        throw .cancelledWhileWaiting
      }
      start = state.withLock { $0.pausedUntil }
    }
    ticket.round = state.withLock { $0.limit.round }
    ticket.waited = clock.now - arrived
    return ticket
  }

  /// Gives the turn back and takes note of how it went.
  func leave(_ ticket: Ticket, after attempt: Attempt) {
    let now = clock.now
    let woken = state.withLock { state in
      state.limit.leave()
      let failure: GenerationFailure? = if case .failure(let failure) = attempt.outcome { failure } else { nil }
      if let wait = failure?.retryAfter, failure?.asksForPatience == true {
        state.pausedUntil = max(state.pausedUntil, now + wait)
      }
      if failure?.reason == .rateLimited {
        state.limit.wasThrottled(startedIn: ticket.round)
      } else if failure == nil {
        state.limit.wentWell()
      }
      if failure?.reason == .cancelled {
        if ticket.isProbe { state.breaker?.withdrawProbe(now: now) }
      } else {
        state.breaker?.record(
          failed: failure?.isSickness == true, latency: attempt.latency, isProbe: ticket.isProbe, now: now)
      }
      if let booked = ticket.tokens, let used = try? attempt.outcome.get().usage?.total {
        state.tokens?.settle(booked, used)
      }
      return Self.next(&state)
    }
    hand(woken)
  }

  /// Gives the turn back unused.
  func withdraw(_ ticket: Ticket) {
    let now = clock.now
    let woken = state.withLock { state in
      state.limit.leave()
      if ticket.isProbe { state.breaker?.withdrawProbe(now: now) }
      if let booked = ticket.tokens { state.tokens?.settle(booked, 0) }
      return Self.next(&state)
    }
    hand(woken)
  }

  /// How many may be under way now, for reports and tests.
  var currentLimit: Int { state.withLock { $0.limit.current } }

  /// Nil with a turn taken, or the place in the queue.
  private func takePlace() -> Latch<Void>? {
    state.withLock { state in
      if state.queue.isEmpty, state.limit.hasRoom {
        state.limit.enter()
        return nil
      }
      let place = Latch<Void>()
      state.queue.append(place)
      return place
    }
  }

  /// Asks the breaker and the limits when the turn may be used.
  private func book(_ tokens: Int) throws(GenerationFailure) -> (start: Double, Ticket) {
    let outcome = state.withLock { state -> Result<(Double, Ticket), GenerationFailure> in
      let now = clock.now
      // Sooner than asked would be wrong, and longer than this is not waited for.
      guard state.pausedUntil - now <= Backoff.longestWait else {
        state.limit.leave()
        return .failure(.leftAlone(seconds: (state.pausedUntil - now) / 1000))
      }
      let admission = state.breaker?.admit(now: now) ?? .go
      if case .refused(let until) = admission {
        state.limit.leave()
        return .failure(.breakerOpen(state.breaker?.observed ?? "", seconds: max(0, until - now) / 1000))
      }
      let request = state.requests?.reserve(1, now: now)
      let amount = state.tokens?.reserve(tokens, now: now)
      let ticket = Ticket(round: state.limit.round, isProbe: admission == .probe, tokens: amount?.ticket)
      return .success((max(now, state.pausedUntil, request?.start ?? now, amount?.start ?? now), ticket))
    }
    if case .failure = outcome { hand(state.withLock { Self.next(&$0) }) }
    return try outcome.get()
  }

  /// Takes as many places from the queue as there is room for.
  private static func next(_ state: inout State) -> [Latch<Void>] {
    var woken: [Latch<Void>] = []
    while state.limit.hasRoom, !state.queue.isEmpty {
      woken.append(state.queue.removeFirst())
      state.limit.enter()
    }
    return woken
  }

  /// A place whose task was cancelled meanwhile passes its turn on.
  private func hand(_ places: [Latch<Void>]) {
    var places = places
    while let place = places.popLast() {
      if place.fill(()) { continue }
      places += state.withLock { state in
        state.limit.leave()
        return Self.next(&state)
      }
    }
  }
}

extension GenerationFailure {
  fileprivate static let cancelledWhileWaiting = GenerationFailure(
    .infrastructure, .cancelled, "cancelled while waiting for a turn")

  fileprivate static func leftAlone(seconds: Double) -> GenerationFailure {
    GenerationFailure(
      .infrastructure, .rateLimited,
      "not asked, because the service wants to be left alone for another \(seconds.wholeNumber) s",
      retryAfter: seconds * 1000)
  }

  fileprivate static func breakerOpen(_ observed: String, seconds: Double) -> GenerationFailure {
    GenerationFailure(
      .infrastructure, .server, "not asked, because \(observed); asked again in \(seconds.wholeNumber) s")
  }

  /// Whether the service wants everybody to wait, not just the one it told.
  fileprivate var asksForPatience: Bool { reason == .rateLimited || reason == .server }

  /// Whether it says that the target is ill, rather than busy or asked the wrong thing.
  fileprivate var isSickness: Bool {
    switch reason {
    case .timeout, .connection, .server, .unreadable, .program: kind == .infrastructure
    default: false
    }
  }
}
