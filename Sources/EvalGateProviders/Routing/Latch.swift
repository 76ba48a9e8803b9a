import Synchronization

/// A value that comes once, for one task that waits for it.
final class Latch<Value: Sendable>: Sendable {
  private enum State {
    case empty
    case waiting(CheckedContinuation<Value?, Never>)
    case filled(Value)
    case cancelled
  }

  private let state = Mutex(State.empty)

  /// Gives the value. False when nobody wants it any more, because the waiting task was cancelled or a value came before.
  @discardableResult
  func fill(_ value: Value) -> Bool {
    let (accepted, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Value?, Never>?) in
      switch state {
      case .empty:
        state = .filled(value)
        return (true, nil)
      case .waiting(let waiter):
        state = .filled(value)
        return (true, waiter)
      case .filled, .cancelled: return (false, nil)
      }
    }
    waiter?.resume(returning: value)
    return accepted
  }

  /// Waits for the value; nil when the task is cancelled before it came.
  func value() async -> Value? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let known = state.withLock { state -> Value?? in
          switch state {
          case .filled(let value): return .some(value)
          case .cancelled, .waiting: return .some(nil)
          case .empty:
            state = .waiting(waiter)
            return nil
          }
        }
        if let known { waiter.resume(returning: known) }
      }
    } onCancel: {
      let waiter = state.withLock { state -> CheckedContinuation<Value?, Never>? in
        switch state {
        case .waiting(let waiter):
          state = .cancelled
          return waiter
        case .empty:
          state = .cancelled
          return nil
        case .filled, .cancelled: return nil
        }
      }
      waiter?.resume(returning: nil)
    }
  }
}
