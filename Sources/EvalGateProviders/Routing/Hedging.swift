import EvalGateCore
import Synchronization

/// Which requests get a second one: at most a share of all, so that a slow service is not asked twice as much.
final class Hedging: Sendable {
  /// How long the first request may take, in milliseconds.
  let after: Double
  private let share: Double
  private let counts = Mutex((requests: 0, hedges: 0))

  init(_ hedge: Hedge) {
    after = max(0, hedge.after)
    share = hedge.share
  }

  func countRequest() { counts.withLock { $0.requests += 1 } }

  /// Takes one more second request out of the share. The first is always within it: a short run has slow requests too.
  func mayHedge() -> Bool {
    counts.withLock { counts in
      guard counts.hedges == 0 || Double(counts.hedges + 1) <= share * Double(counts.requests) else { return false }
      counts.hedges += 1
      return true
    }
  }
}
