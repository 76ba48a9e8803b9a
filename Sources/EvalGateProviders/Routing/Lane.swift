import EvalGateCore
import Synchronization

/// The way to one target: who may go when, and whether the target is well enough to be asked at all.
final class Lane: Sendable {
  /// The right to make one try.
  struct Ticket: Sendable {
    /// The round of the limit in which the try was started.
    fileprivate var round: Int
    fileprivate let isProbe: Bool
    /// When the try may begin, in milliseconds of the clock.
    fileprivate var start = 0.0
    /// The bookings in the windows of requests and of tokens.
    fileprivate var request: Int?
    fileprivate var tokens: Int?
    /// The most tokens that the try may use.
    fileprivate let amount: Int
    /// Its place among all that were started, to tell what a service's word on its limits already counts.
    fileprivate let mark: RateMeter.Mark
    /// How long the turn was waited for, in milliseconds.
    fileprivate(set) var waited = 0.0
  }

  private struct State {
    var limit: AdaptiveLimit
    var breaker: CircuitBreaker?
    var requests: RateWindow?
    var tokens: RateWindow?
    /// What the service itself says of its limits.
    var meter = RateMeter()
    /// The service asked to be left alone until then.
    var pausedUntil = -Double.infinity
    /// First come, first served.
    var queue: [Latch<Void>] = []

    /// When the service itself lets a try begin, in milliseconds of the clock.
    func earliest(for ticket: Ticket, now: Double) -> Double {
      max(now, pausedUntil, meter.start(of: ticket.mark, now: now))
    }

    /// Milliseconds, where they are more than is waited for: sooner than asked would be wrong.
    func tooLongToWait(for ticket: Ticket, now: Double) -> Double? {
      let wait = earliest(for: ticket, now: now) - now
      return wait > Backoff.longestWait ? wait : nil
    }

    mutating func reserve(_ ticket: inout Ticket, now: Double) {
      let earliest = earliest(for: ticket, now: now)
      let request = requests?.reserve(1, now: earliest)
      let amount = tokens?.reserve(ticket.amount, now: earliest)
      ticket.request = request?.ticket
      ticket.tokens = amount?.ticket
      ticket.start = max(earliest, request?.start ?? now, amount?.start ?? now)
    }

    /// Bookings of a try that does not begin.
    mutating func release(_ ticket: Ticket) {
      if let booked = ticket.request { requests?.settle(booked, 0) }
      if let booked = ticket.tokens { tokens?.settle(booked, 0) }
    }

    mutating func giveUp(_ ticket: Ticket, now: Double) {
      limit.leave()
      if ticket.isProbe { breaker?.withdrawProbe(now: now) }
    }
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
      // What waits behind a slow target is not in flight: a run that is stopped sends it no more.
      guard StopSignal.current?.isStopped != true else {
        hand(
          state.withLock { state in
            state.limit.leave()
            return Self.next(&state)
          })
        throw .cancelledWhileWaiting
      }
    }
    return try await start(try book(tokens), arrived: arrived)
  }

  /// A turn for a request that is not worth waiting for; nil where there is none at once.
  func enterAtOnce(tokens: Int) -> Ticket? {
    let isFree = state.withLock { state in
      guard state.queue.isEmpty, state.limit.hasRoom else { return false }
      state.limit.enter()
      return true
    }
    guard isFree, let ticket = try? book(tokens) else { return nil }
    guard ticket.start <= clock.now, !ticket.isProbe else {
      withdraw(ticket)
      return nil
    }
    return ticket
  }

  /// Waits until the booked time, and on while the service has meanwhile asked for more patience.
  private func start(_ booked: Ticket, arrived: Double) async throws(GenerationFailure) -> Ticket {
    var ticket = booked
    while ticket.start > clock.now {
      guard (try? await clock.sleep(milliseconds: ticket.start - clock.now)) != nil else {
        withdraw(ticket)
        throw .cancelledWhileWaiting
      }
      ticket = try bookAgain(ticket)
    }
    ticket.round = state.withLock { $0.limit.round }
    ticket.waited = clock.now - arrived
    return ticket
  }

  /// Gives the turn back and takes note of how it went.
  ///
  /// - Returns: whether other requests were under way beside it.
  @discardableResult
  func leave(_ ticket: Ticket, after attempt: Attempt) -> Bool {
    let now = clock.now
    let (woken, wasCrowded) = state.withLock { state in
      let wasCrowded = state.limit.underWay > 1
      state.limit.leave()
      state.meter.note(attempt.advice, of: ticket.mark, now: now)
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
      return (Self.next(&state), wasCrowded)
    }
    hand(woken)
    return wasCrowded
  }

  /// Gives the turn back unused.
  func withdraw(_ ticket: Ticket) {
    let now = clock.now
    let woken = state.withLock { state in
      state.giveUp(ticket, now: now)
      state.release(ticket)
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
  private func book(_ tokens: Int) throws(GenerationFailure) -> Ticket {
    let outcome = state.withLock { state -> Result<Ticket, GenerationFailure> in
      let now = clock.now
      guard state.pausedUntil - now <= Backoff.longestWait else {
        state.limit.leave()
        return .failure(.leftAlone(seconds: (state.pausedUntil - now) / 1000))
      }
      let admission = state.breaker?.admit(now: now) ?? .go
      if case .refused(let until) = admission {
        state.limit.leave()
        return .failure(.breakerOpen(state.breaker?.observed ?? "", seconds: max(0, until - now) / 1000))
      }
      var ticket = Ticket(
        round: state.limit.round, isProbe: admission == .probe, amount: tokens, mark: state.meter.add(tokens: tokens))
      if let wait = state.tooLongToWait(for: ticket, now: now) {
        state.giveUp(ticket, now: now)
        return .failure(.leftAlone(seconds: wait / 1000))
      }
      state.reserve(&ticket, now: now)
      return .success(ticket)
    }
    if case .failure = outcome { hand(state.withLock { Self.next(&$0) }) }
    return try outcome.get()
  }

  /// A time that has come is kept, unless the service has asked for patience since; then the windows are booked anew, since what
  /// starts later counts later.
  private func bookAgain(_ ticket: Ticket) throws(GenerationFailure) -> Ticket {
    let outcome = state.withLock { state -> Result<Ticket, GenerationFailure> in
      let now = clock.now
      guard state.earliest(for: ticket, now: now) > now else { return .success(ticket) }
      var ticket = ticket
      state.release(ticket)
      if let wait = state.tooLongToWait(for: ticket, now: now) {
        state.giveUp(ticket, now: now)
        return .failure(.leftAlone(seconds: wait / 1000))
      }
      state.reserve(&ticket, now: now)
      return .success(ticket)
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
      .infrastructure, .server, "not asked, because \(observed); asked again in \(seconds.wholeNumber) s",
      retryAfter: seconds * 1000)
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
