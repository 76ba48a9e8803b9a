import EvalGateProviders
import Testing

@Suite("one timer for everybody who waits")
struct AlarmTests {
  private let hour = 3_600_000.0

  @Test("a thousand limits that were not reached leave one timer")
  func cancelled() async {
    let alarm = Alarm()
    let start = SystemClock().now
    for number in 0..<1000 {
      let task = Task { try await alarm.sleep(until: start + hour + Double(number)) }
      while alarm.load.sleepers == 0 { await Task.yield() }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
    #expect(alarm.load.sleepers == 0)
    #expect(alarm.load.timers == 1)
  }

  @Test("nobody is woken before its moment, and an earlier one does not wait for a later one")
  func order() async throws {
    let alarm = Alarm()
    let start = SystemClock().now
    let late = Task { try await alarm.sleep(until: start + hour) }
    while alarm.load.sleepers == 0 { await Task.yield() }
    let woken = try await withThrowingTaskGroup(of: (due: Double, at: Double).self) { group in
      for due in [start + 30, start + 10, start + 20, start + 10] {
        group.addTask {
          try await alarm.sleep(until: due)
          return (due, SystemClock().now)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(woken.count == 4)
    for one in woken { #expect(one.at >= one.due) }
    #expect(alarm.load.sleepers == 1)
    // The far one's, and at most those of the others that have yet to ring.
    #expect(alarm.load.timers <= 4)
    late.cancel()
    await #expect(throws: CancellationError.self) { try await late.value }
  }

  @Test("a moment that is past wakes at once, and a cancelled task does not wait")
  func edges() async throws {
    let alarm = Alarm()
    try await alarm.sleep(until: SystemClock().now - 1)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      try await alarm.sleep(until: SystemClock().now + hour)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(alarm.load.sleepers == 0)
  }
}
