import Synchronization

/// What a command has in hand when all is said, held until the process is gone: to take a hundred thousand cases apart one by one
/// takes longer than the system needs to take back all of them.
enum Leftovers {
  private static let held = Mutex<[any Sendable]>([])

  static func leave(_ things: any Sendable...) { held.withLock { $0 += things } }
}
