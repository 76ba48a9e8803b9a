import EvalGateProviders
import Synchronization

/// Time that passes when somebody sleeps, and only then; sleeps of chosen lengths last until the test lets them end.
final class TestClock: RouteClock {
  private struct State {
    var now = 1000.0
    var slept: [Double] = []
    var held: [CheckedContinuation<Bool, Never>] = []
    var watchers: [(count: Int, CheckedContinuation<Void, Never>)] = []
    var began = 0
  }

  private let state = Mutex(State())
  /// The one length of sleep that does not end by itself.
  private let holding: Double?
  let secondsSince1970: Int

  init(secondsSince1970: Int = 1_800_000_000, holding: Double? = nil) {
    self.secondsSince1970 = secondsSince1970
    self.holding = holding
  }

  var now: Double { state.withLock { $0.now } }
  /// Every sleep that was asked for and is not held, in order.
  var slept: [Double] { state.withLock { $0.slept } }

  func advance(by milliseconds: Double) { state.withLock { $0.now += milliseconds } }

  func sleep(milliseconds: Double) async throws {
    try Task.checkCancellation()
    guard milliseconds == holding else {
      state.withLock { state in
        state.slept.append(milliseconds)
        state.now += milliseconds
      }
      return
    }
    let ended = await withTaskCancellationHandler {
      await withCheckedContinuation { sleeper in
        let ready = state.withLock { state in
          state.began += 1
          if Task.isCancelled {
            sleeper.resume(returning: false)
          } else {
            state.held.append(sleeper)
          }
          defer { state.watchers.removeAll { $0.count <= state.began } }
          return state.watchers.filter { $0.count <= state.began }
        }
        for watcher in ready { watcher.1.resume() }
      }
    } onCancel: {
      wakeAll(false)
    }
    guard ended else { throw CancellationError() }
  }

  /// Waits until so many held sleeps have begun.
  func untilHeld(_ count: Int) async {
    await withCheckedContinuation { watcher in
      let isReady = state.withLock { state in
        if state.began >= count { return true }
        state.watchers.append((count, watcher))
        return false
      }
      if isReady { watcher.resume() }
    }
  }

  /// Ends the sleeps that are held now.
  func fire() { wakeAll(true) }

  private func wakeAll(_ ended: Bool) {
    let sleepers = state.withLock { state in
      defer { state.held = [] }
      return state.held
    }
    for sleeper in sleepers { sleeper.resume(returning: ended) }
  }
}
