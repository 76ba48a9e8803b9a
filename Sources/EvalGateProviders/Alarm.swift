import Synchronization

/// Wakes tasks at moments of the monotonic clock, with hardly more than one timer for all of them.
///
/// A `Task.sleep` that is cancelled keeps its timer until the moment comes. A limit of a minute on each of 100,000 answers, all of
/// which come within seconds, would hold 100,000 of them.
package final class Alarm: Sendable {
  package static let shared = Alarm()

  private struct Sleeper {
    let moment: Double
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    /// As many as are in flight: few enough to look through when a timer fires.
    var sleepers: [Int: Sleeper] = [:]
    var count = 0
    /// Moments at which timers fire, the next one last: a timer is set only where it comes before all others.
    var timers: [Double] = []

    /// The moment for which a timer has to be set, noted as set.
    mutating func timer() -> Double? {
      guard let next = sleepers.values.lazy.map(\.moment).min(), next < timers.last ?? .infinity else { return nil }
      timers.append(next)
      return next
    }
  }

  private let state = Mutex(State())

  package init() {}

  /// How many tasks wait, and how many timers are set for them.
  package var load: (sleepers: Int, timers: Int) { state.withLock { ($0.sleepers.count, $0.timers.count) } }

  /// Waits until a moment, in milliseconds of `SystemClock.now`.
  /// - Throws: `CancellationError` as soon as the task is cancelled.
  package func sleep(until moment: Double) async throws {
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (isCancelled, timer) = state.withLock { state -> (Bool, Double?) in
          // Who cancels from here on finds the sleeper.
          if Task.isCancelled { return (true, nil) }
          state.sleepers[number] = Sleeper(moment: moment, continuation: continuation)
          guard moment < state.timers.last ?? .infinity else { return (false, nil) }
          state.timers.append(moment)
          return (false, moment)
        }
        if isCancelled { continuation.resume(throwing: CancellationError()) }
        if let timer { set(timer) }
      }
    } onCancel: {
      let sleeper = state.withLock { $0.sleepers.removeValue(forKey: number) }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  private func set(_ moment: Double) {
    Task.detached { [self] in
      try? await Task.sleep(for: .microseconds(Int(max(0, moment - SystemClock().now) * 1000)))
      ring(moment)
    }
  }

  private func ring(_ moment: Double) {
    let (due, timer) = state.withLock { state in
      if let index = state.timers.lastIndex(of: moment) { state.timers.remove(at: index) }
      let now = SystemClock().now
      let due = state.sleepers.filter { $0.value.moment <= now }
      for number in due.keys { state.sleepers[number] = nil }
      return (due.values, state.timer())
    }
    for sleeper in due { sleeper.continuation.resume() }
    if let timer { set(timer) }
  }
}
