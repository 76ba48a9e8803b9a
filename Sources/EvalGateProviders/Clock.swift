#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Tells time and waits, so that a test decides how long waiting takes.
public protocol RouteClock: Sendable {
  /// Milliseconds from an arbitrary moment on, never going back.
  var now: Double { get }
  /// Seconds since 1970, for `Retry-After` dates.
  var secondsSince1970: Int { get }
  /// Waits.
  /// - Throws: `CancellationError` when the task is cancelled meanwhile.
  func sleep(milliseconds: Double) async throws
}

/// The machine's clock.
public struct SystemClock: RouteClock {
  /// Makes the clock.
  public init() {}

  /// Of the monotonic clock.
  public var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
  }

  /// Of the wall clock.
  public var secondsSince1970: Int { Int(time(nil)) }

  /// Waits without a timer that would outlive a cancelled task.
  public func sleep(milliseconds: Double) async throws {
    // A longer sleep than a year is a mistake elsewhere, and would overflow a duration.
    let bounded = min(max(milliseconds, 0), 31_536_000_000)
    try await Alarm.shared.sleep(until: now + bounded)
  }
}
