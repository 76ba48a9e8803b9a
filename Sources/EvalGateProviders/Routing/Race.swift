import Synchronization

/// Tells the others of a race that one of them has answered: what is under way may come to its end, nothing more is begun.
final class Race: Sendable {
  private struct State {
    var isDecided = false
    var waiting: [Latch<Void>] = []
  }

  private let state = Mutex(State())

  /// Whether somebody has answered.
  var isDecided: Bool { state.withLock { $0.isDecided } }

  /// Somebody has answered.
  func decide() {
    let waiting = state.withLock { state in
      state.isDecided = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for latch in waiting { latch.fill(()) }
  }

  /// Does what is worth doing only while nobody has answered, such as waiting for a turn: it is cancelled when somebody has.
  func whileOpen<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
    let decision = Latch<Void>()
    let isDecided = state.withLock { state in
      if !state.isDecided { state.waiting.append(decision) }
      return state.isDecided
    }
    if isDecided { decision.fill(()) }
    return await withTaskGroup(of: Value?.self) { group in
      group.addTask { await work() }
      // Nil is the sign that there is nothing more to wait for.
      group.addTask {
        _ = await decision.value()
        return nil
      }
      var result: Value?
      while let event = await group.next() {
        if let event { result = event }
        group.cancelAll()
      }
      // The first task always gives a value, cancelled or not.
      guard let result else { return await work() }
      return result
    }
  }
}
