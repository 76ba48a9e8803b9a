/// Keeps a service's own word on its limits together with what was started since.
struct RateMeter: Sendable {
  /// Where a request stood when it started, so that its answer can be told from what came later.
  struct Mark: Hashable, Sendable {
    fileprivate let requests: Int
    fileprivate let tokens: Int
  }

  private var advice: RateAdvice?
  /// Milliseconds of the clock.
  private var saidAt = 0.0
  private var saidFor = Mark(requests: 0, tokens: 0)
  private var started = Mark(requests: 0, tokens: 0)

  /// Counts a request that is going to start, and marks its place.
  mutating func add(tokens: Int) -> Mark {
    started = Mark(requests: started.requests + 1, tokens: started.tokens &+ min(max(0, tokens), 1 << 40))
    return started
  }

  /// Takes what an answer said. An older answer does not overrule a younger one.
  mutating func note(_ advice: RateAdvice?, of mark: Mark, now: Double) {
    guard let advice, mark.requests >= saidFor.requests else { return }
    self.advice = advice
    saidAt = now
    saidFor = mark
  }

  /// When a request that was counted fits, in milliseconds of the clock.
  func start(of mark: Mark, now: Double) -> Double {
    guard let advice, mark.requests > saidFor.requests else { return now }
    let wait = advice.wait(requests: mark.requests - saidFor.requests, tokens: mark.tokens &- saidFor.tokens)
    return wait > 0 ? max(now, saidAt + wait) : now
  }
}
