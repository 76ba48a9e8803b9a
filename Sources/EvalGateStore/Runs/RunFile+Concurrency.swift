public import EvalGateCore

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension RunFile {
  /// Makes something of every trial, several tasks at once, and hands it on in plan order: whatever is summed up from it is the
  /// same however many processors there are. A few hundred kilobytes for each of them are in memory at a time.
  ///
  /// - Parameters:
  ///   - make: called from many tasks, in any order.
  ///   - body: called in the order of the plan.
  /// - Throws: what the first of the trials throws that throws anything.
  public func forEachRecord<Made: Sendable>(
    making make: @escaping @Sendable (CaseRecord) throws -> Made, _ body: (Made) throws -> Void
  ) async throws {
    let stretches = stretches(of: .trial)
    try await withThrowingTaskGroup(of: Part<Made>.self) { group in
      var (next, handedOn) = (0, 0)
      var waiting: [Int: Part<Made>] = [:]
      func start() {
        guard next < stretches.count else { return }
        let (place, stretch) = (next, stretches[next])
        group.addTask { self.part(stretch, at: place, make) }
        next += 1
      }
      for _ in 0..<Self.atOnce { start() }
      while let part = try await group.next() {
        waiting[part.place] = part
        while let part = waiting.removeValue(forKey: handedOn) {
          for made in part.made { try body(made) }
          if let failure = part.failure { throw failure }
          handedOn += 1
          start()
        }
      }
    }
  }

  /// What came of one stretch, up to the first trial that failed.
  private struct Part<Made: Sendable>: Sendable {
    let place: Int
    var made: [Made] = []
    var failure: (any Error)?
  }

  private func part<Made>(
    _ stretch: LineStretch, at place: Int, _ make: (CaseRecord) throws -> Made
  ) -> Part<Made> {
    var part = Part<Made>(place: place)
    part.made.reserveCapacity(stretch.lines.count)
    do { try forEach(in: stretch) { part.made.append(try make($0)) } } catch { part.failure = error }
    return part
  }

  /// Stretches in hand: as many as there are processors, and some that wait for their turn.
  private static var atOnce: Int { min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 8) + 2 }
}
