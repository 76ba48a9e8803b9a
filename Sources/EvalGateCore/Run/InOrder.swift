#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Makes something of one part after another, several tasks at once, and hands it on in the order of the parts: whatever is summed
/// up from it is the same however many processors there are.
///
/// - Parameters:
///   - next: the next part, nil after the last. Asked for in order, a few parts ahead of what was handed on.
///   - make: called from many tasks, in any order.
///   - take: called in order; false where nothing more is wanted.
package func inOrder<Part: Sendable, Made: Sendable, Failure: Error>(
  _ next: () -> Part?, make: @escaping @Sendable (Part) -> Made, take: (Made) async throws(Failure) -> Bool
) async throws(Failure) {
  let failure = await withTaskGroup(of: (place: Int, made: Made).self, returning: Failure?.self) { group in
    var (started, taken) = (0, 0)
    var waiting: [Int: Made] = [:]
    func start() {
      guard let part = next() else { return }
      let place = started
      group.addTask { (place, make(part)) }
      started += 1
    }
    for _ in 0..<partsAtOnce { start() }
    while let (place, made) = await group.next() {
      waiting[place] = made
      while let made = waiting.removeValue(forKey: taken) {
        taken += 1
        start()
        do throws(Failure) {
          guard try await take(made) else { return nil }
        } catch {
          return error
        }
      }
    }
    return nil
  }
  if let failure { throw failure }
}

/// Parts in hand: as many as there are processors, and some that wait for their turn.
private let partsAtOnce = min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 8) + 2
