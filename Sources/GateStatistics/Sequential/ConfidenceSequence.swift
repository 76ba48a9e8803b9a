#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An interval for the mean of scores in 0...1 that holds at all times at once, however often one looks.
///
/// The predictable plug-in empirical-Bernstein confidence sequence (Waudby-Smith & Ramdas 2024, theorem 2; checked
/// against their `confseq`).
public struct ConfidenceSequence: Hashable, Sendable {
  private var below: Side
  private var above: Side
  /// How many scores were taken in.
  public private(set) var count = 0

  /// An empty sequence of error alpha; nil unless alpha is strictly between 0 and 1.
  public init?(alpha: Double = 0.05) {
    guard alpha.isOpenUnit else { return nil }
    below = Side(alpha: alpha / 2)
    above = Side(alpha: alpha / 2)
  }

  /// Takes one score in; false, and nothing changes, when it is not within 0...1.
  @discardableResult
  public mutating func record(_ score: Double) -> Bool {
    guard score.isUnit else { return false }
    count += 1
    below.record(score)
    above.record(1 - score)
    return true
  }

  /// The interval at this moment; 0...1 before the first score.
  public var interval: Interval { Interval(below.bound, 1 - above.bound) }

  /// The intersection of all intervals so far, which is just as valid.
  public var running: Interval { Interval(below.best, 1 - above.best) }

  /// The lower bound of one direction.
  private struct Side: Hashable {
    let logInverseAlpha: Double
    var bound = 0.0
    var best = 0.0
    private var count = 0.0
    private var bets = 0.0
    private var weighted = 0.0
    private var penalty = 0.0
    private var sum = 0.0
    private var squares = 0.0
    private var mean = 0.0
    private var variance = 0.25

    init(alpha: Double) { logInverseAlpha = log(1 / alpha) }

    mutating func record(_ x: Double) {
      count += 1
      let bet = min(0.5, (2 * logInverseAlpha / (count * log1p(count) * variance)).squareRoot())
      bets += bet
      weighted += bet * x
      penalty += (x - mean) * (x - mean) * (-log1p(-bet) - bet)
      bound = max(0, weighted / bets - (logInverseAlpha + penalty) / bets)
      best = max(best, bound)
      // The next bet may depend only on what was seen up to here.
      sum += x
      mean = sum / count
      let regularised = min(1, (0.5 + sum) / (count + 1))
      squares += (x - regularised) * (x - regularised)
      variance = (0.25 + squares) / (count + 1)
    }
  }
}
