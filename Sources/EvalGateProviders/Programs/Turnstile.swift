import Synchronization

/// Lets so many through at once, first come, first served.
final class Turnstile: Sendable {
  private struct State {
    var room: Int
    var queue: [Latch<Void>] = []
  }

  private let state: Mutex<State>

  init(room: Int) { state = Mutex(State(room: max(1, room))) }

  /// Waits for room; false when the task is cancelled before there is any.
  func enter() async -> Bool {
    let place = state.withLock { state -> Latch<Void>? in
      guard state.room == 0 else {
        state.room -= 1
        return nil
      }
      let place = Latch<Void>()
      state.queue.append(place)
      return place
    }
    guard let place else { return true }
    return await place.value() != nil
  }

  /// Hands the room to the first who still waits for it.
  func leave() {
    while let place = next() {
      if place.fill(()) { return }
    }
  }

  private func next() -> Latch<Void>? {
    state.withLock { state in
      guard !state.queue.isEmpty else {
        state.room += 1
        return nil
      }
      return state.queue.removeFirst()
    }
  }
}
