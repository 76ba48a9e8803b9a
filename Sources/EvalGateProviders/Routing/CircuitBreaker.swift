import EvalGateCore

/// Leaves a target alone for a while that fails, or answers slowly, too often; then lets one request find out.
struct CircuitBreaker: Sendable {
  /// What the rule makes of a request that wants to start.
  enum Admission: Hashable, Sendable {
    case go
    /// The one that finds out whether the target is well again.
    case probe
    /// Until then, in milliseconds of the clock.
    case refused(until: Double)
  }

  private enum Phase: Sendable {
    case closed
    case open(until: Double)
    case probing(since: Double)
  }

  private let rule: Breaker
  private var phase = Phase.closed
  /// The last tries, oldest overwritten first.
  private var recent: [(failed: Bool, latency: Double)] = []
  private var next = 0

  init(_ rule: Breaker) { self.rule = rule }

  mutating func admit(now: Double) -> Admission {
    switch phase {
    case .closed: return .go
    case .open(let until):
      guard now >= until else { return .refused(until: until) }
      phase = .probing(since: now)
      return .probe
    case .probing(let since): return .refused(until: since + rule.cooldown)
    }
  }

  /// - Parameter latency: in milliseconds, infinite for a timeout; nil where nothing answered.
  mutating func record(failed: Bool, latency: Double?, isProbe: Bool, now: Double) {
    if isProbe {
      let isWell = !failed && (latency ?? 0) <= (rule.latencyP95 ?? .infinity)
      phase = isWell ? .closed : .open(until: now + rule.cooldown)
      recent.removeAll(keepingCapacity: true)
      next = 0
      return
    }
    // What was started before the breaker opened has been counted enough.
    guard case .closed = phase else { return }
    let result = (failed, latency ?? 0)
    if recent.count < max(1, rule.window) {
      recent.append(result)
    } else {
      recent[next] = result
      next = (next + 1) % recent.count
    }
    if recent.count >= rule.window, isIll { phase = .open(until: now + rule.cooldown) }
  }

  /// A probe that found nothing out, because it was never sent.
  mutating func withdrawProbe(now: Double) {
    if case .probing = phase { phase = .open(until: now) }
  }

  /// In words, for the message.
  var observed: String {
    // What went before a probe counts no more, so that it says nothing of one that failed.
    guard !recent.isEmpty else { return "the request that was to find out whether it is well again did not go well" }
    let failures = recent.count { $0.failed }
    guard failures == 0 else { return "\(failures) of its last \(recent.count) tries failed" }
    return "its last \(recent.count) tries were too slow"
  }

  private var isIll: Bool {
    let failures = recent.count { $0.failed }
    if failures > 0, Double(failures) >= rule.errorRate * Double(recent.count) { return true }
    guard let bound = rule.latencyP95 else { return false }
    let sorted = recent.map(\.latency).sorted()
    return sorted[(95 * sorted.count + 99) / 100 - 1] > bound
  }
}
