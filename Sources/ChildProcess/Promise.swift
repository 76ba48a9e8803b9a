internal import Synchronization

/// A value that comes once and is waited for by any number of tasks.
final class Promise<Value: Sendable>: Sendable {
  private typealias Waiter = CheckedContinuation<Value?, Never>

  private struct State {
    var value: Value?
    var waiters: [UInt64: Waiter] = [:]
    var nextID: UInt64 = 0
  }

  private let state = Mutex(State())

  /// Gives the value; a second one is ignored.
  func fulfil(_ value: Value) {
    let waiters = state.withLock { state -> [UInt64: Waiter] in
      guard state.value == nil else { return [:] }
      state.value = value
      defer { state.waiters = [:] }
      return state.waiters
    }
    for waiter in waiters.values { waiter.resume(returning: value) }
  }

  /// Waits for the value; nil when the task is cancelled first.
  func value() async -> Value? {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { (waiter: Waiter) in
        let known = state.withLock { state -> Value?? in
          if let value = state.value { return .some(value) }
          // The cancel handler runs before or after this lock is held, never between: it sees the waiter or we see it.
          if Task.isCancelled { return .some(nil) }
          state.waiters[id] = waiter
          return nil
        }
        if let known { waiter.resume(returning: known) }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: nil)
    }
  }
}
