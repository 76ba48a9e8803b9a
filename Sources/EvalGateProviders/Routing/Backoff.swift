import EvalGateCore
import GateStatistics
import Synchronization

/// How long to wait before the next try: full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"), and at least as
/// long as the service asks.
final class Backoff: Sendable {
  /// A service that asks for more is not waited for: the next target or an error is better than a run that stands still.
  static let longestWait = 120_000.0

  private let retry: Retry
  private let random: Mutex<SplitMix64>

  init(_ retry: Retry, seed: UInt64) {
    self.retry = retry
    random = Mutex(SplitMix64(seed: seed))
  }

  /// Tries in all.
  var attempts: Int { max(1, retry.attempts) }

  /// Milliseconds to wait after this many failed tries, none where others made them fail; nil where trying again is pointless.
  func wait(after failure: GenerationFailure, tries: Int) -> Double? {
    guard failure.mayHeal, tries < attempts else { return nil }
    let doublings = min(max(tries - 1, 0), 60)
    let ceiling = min(retry.ceiling, retry.base * Double(sign: .plus, exponent: doublings, significand: 1))
    guard let asked = failure.retryAfter else { return fraction() * ceiling }
    guard asked <= Self.longestWait else { return nil }
    // A little later than asked, each a little differently, so that not all come back at once.
    return asked + fraction() * min(retry.base, ceiling)
  }

  /// From 0 up to 1.
  private func fraction() -> Double {
    random.withLock { Double($0.next() >> 11) * 0x1p-53 }
  }
}

extension GenerationFailure {
  /// Whether the same request may succeed a little later. What proposed a call before it failed is not asked again: the call was made.
  var mayHeal: Bool {
    guard kind == .infrastructure, proposed.isEmpty else { return false }
    return switch reason {
    case .timeout, .connection, .server, .rateLimited, .unreadable, .program: true
    default: false
    }
  }

  /// Whether another target may succeed where this one could not. What is wrong with the request itself is wrong everywhere;
  /// a model that is not there (404) is not. A call that was proposed was made, whatever another target would have said.
  var mayFallBack: Bool {
    guard kind == .infrastructure, proposed.isEmpty else { return false }
    return switch reason {
    case .cancelled, .budget, .deadline, .missingUsage: false
    case .badRequest: status == 404
    default: true
    }
  }
}
