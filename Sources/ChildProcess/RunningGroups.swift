import Synchronization

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The process groups of the children that run right now, for a process that has to go at once.
///
/// A child leads a session of its own, so nothing that a terminal sends to this process reaches it.
enum RunningGroups {
  private struct State {
    var groups: Set<pid_t> = []
    var isOver = false
  }

  private static let state = Mutex(State())

  /// - Parameter group: of a child that is not reaped before ``remove(_:)``, so that its number is nobody else's.
  static func add(_ group: pid_t) {
    state.withLock { state in
      state.groups.insert(group)
      if state.isOver { kill(-group, SIGKILL) }
    }
  }

  static func remove(_ group: pid_t) { state.withLock { _ = $0.groups.remove(group) } }

  static func end() {
    state.withLock { state in
      state.isOver = true
      for group in state.groups { kill(-group, SIGKILL) }
    }
  }
}

/// Kills every child that runs, with its descendants, and each that is started from now on: for a process that ends without
/// waiting for anything.
public func killAllChildren() { RunningGroups.end() }
