import EvalGateCore
import Synchronization

/// What a route does when no target can be asked: nothing more (`fail`), or wait until one can (`queue`).
final class Degrading: Generator {
  /// Without a deadline a case does not wait longer than this in all, in milliseconds.
  static let longestQueue = 600_000.0
  /// Between two looks at a route that does not say when it can be asked again, in milliseconds.
  static let usualPause = 5_000.0

  private let base: any Generator
  private let degrade: Degrade
  private let clock: any RouteClock
  /// Why nothing more is asked.
  private let stopped = Mutex<String?>(nil)

  init(_ base: any Generator, _ degrade: Degrade, clock: any RouteClock) {
    self.base = base
    self.degrade = degrade
    self.clock = clock
  }

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    switch degrade {
    case .partial: await base.generate(request, trial: trial)
    case .fail: await once(request, trial)
    case .queue: await patiently(request, trial)
    }
  }

  private func once(_ request: GenerationRequest, _ trial: Int) async -> Candidate {
    if let why = stopped.withLock({ $0 }) {
      return Candidate(
        failure: GenerationFailure(
          .infrastructure, .other, "not asked, because the route failed before and says `degrade: fail`: \(why)"),
        tries: 0)
    }
    let candidate = await base.generate(request, trial: trial)
    if let failure = candidate.failure, failure.mayFallBack {
      stopped.withLock { $0 = $0 ?? failure.message.unsafeText }
    }
    return candidate
  }

  private func patiently(_ request: GenerationRequest, _ trial: Int) async -> Candidate {
    let end = clock.now + Self.longestQueue
    var earlier: [Hop] = []
    var tries = 0
    while true {
      var candidate = await base.generate(request, trial: trial)
      earlier += candidate.hops
      tries += candidate.tries
      (candidate.hops, candidate.tries) = (earlier, tries)
      guard let failure = candidate.failure, failure.mayHeal, candidate.answer.toolCalls.isEmpty else {
        return candidate
      }
      let wait = max(failure.retryAfter ?? Self.usualPause, 1)
      guard clock.now + wait <= end else { return candidate }
      guard (try? await clock.sleep(milliseconds: wait)) != nil else {
        candidate.failure = GenerationFailure(
          .infrastructure, .cancelled, "cancelled while waiting until the route can be asked again")
        return candidate
      }
    }
  }
}
