import Synchronization

/// Takes work that goes on while a run goes on: nothing that decides waits for it, and the run ends when it has ended.
struct BesideWork: Sendable {
  typealias Work = @Sendable () async throws -> Void

  private let pending: AsyncStream<Work>.Continuation

  /// Nothing more is begun where the run was cancelled.
  ///
  /// - Returns: whether it is.
  func add(_ work: @escaping Work) -> Bool {
    if case .terminated = pending.yield(work) { false } else { true }
  }

  /// Does the main work, and beside it what that adds.
  ///
  /// - Throws: what either of them throws; the other one is waited for.
  static func running(_ main: @escaping @Sendable (BesideWork) async throws -> Void) async throws {
    let (stream, pending) = AsyncStream<Work>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { pending.finish() }
        try await main(BesideWork(pending: pending))
      }
      // What was taken before a cancellation still comes: it keeps what was answered.
      for await work in stream { group.addTask { try await work() } }
      try await group.waitForAll()
    }
  }
}

/// A value that one task gives another, which waits for it whether or not it is cancelled.
final class Handover<Value: Sendable>: Sendable {
  private enum State {
    case empty
    case waiting(CheckedContinuation<Value, Never>)
    case given(Value)
  }

  private let state = Mutex(State.empty)

  /// Gives the value, once.
  func give(_ value: Value) {
    let waiter = state.withLock { state -> CheckedContinuation<Value, Never>? in
      defer { state = .given(value) }
      if case .waiting(let waiter) = state { return waiter }
      return nil
    }
    waiter?.resume(returning: value)
  }

  /// Waits for it; asked for once.
  func value() async -> Value {
    await withCheckedContinuation { waiter in
      let known = state.withLock { state -> Value? in
        if case .given(let value) = state { return .some(value) }
        state = .waiting(waiter)
        return nil
      }
      if let known { waiter.resume(returning: known) }
    }
  }
}
