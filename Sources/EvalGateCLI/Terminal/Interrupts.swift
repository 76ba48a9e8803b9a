import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Turns signals into calls on an ordinary thread, where anything may be done.
///
/// A handler may do almost nothing, so it writes one byte into a pipe, and a thread reads it. Signals stay unblocked, because
/// child programs would inherit a blocked mask.
enum Interrupts {
  enum Signal: Int32, Sendable {
    case interrupt, terminate, status
  }

  static func watch(_ handler: @escaping @Sendable (Signal) -> Void) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    writeEnd.store(ends[1], ordering: .releasing)
    let reader = ends[0]
    _ = Thread.detach {
      var byte: UInt8 = 0
      while true {
        let count = read(reader, &byte, 1)
        if count == 1, let signal = Signal(rawValue: Int32(byte)) { handler(signal) }
        if count == 0 || (count < 0 && errno != EINTR) { return }
      }
    }
    signal(SIGINT, onInterrupt)
    signal(SIGTERM, onTerminate)
    // A terminal that is closed ends a run as SIGTERM does, unless it was started not to mind (`nohup`).
    if !isIgnored(SIGHUP) { signal(SIGHUP, onTerminate) }
    signal(SIGUSR1, onStatus)
    #if canImport(Darwin)
      signal(SIGINFO, onStatus)
    #endif
  }
}

private let writeEnd = Atomic<Int32>(-1)
private let onInterrupt: @convention(c) (Int32) -> Void = { _ in tell(.interrupt) }
private let onTerminate: @convention(c) (Int32) -> Void = { _ in tell(.terminate) }
private let onStatus: @convention(c) (Int32) -> Void = { _ in tell(.status) }

/// Async-signal-safe: one atomic load and one `write`.
private func tell(_ signal: Interrupts.Signal) {
  var byte = UInt8(signal.rawValue)
  let saved = errno
  _ = write(writeEnd.load(ordering: .acquiring), &byte, 1)
  errno = saved
}

private func isIgnored(_ number: Int32) -> Bool {
  let before = signal(number, SIG_DFL)
  let isIgnored = unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  if isIgnored { signal(number, SIG_IGN) }
  return isIgnored
}

private enum Thread {
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  static func detach(_ body: @escaping @Sendable () -> Void) -> Bool {
    let work = Unmanaged.passRetained(Work(body)).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(
        &thread, nil,
        {
          Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body(); return nil
        }, work)
      if let thread { pthread_detach(thread) }
    #else
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        {
          $0.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().body() }; return nil
        }, work)
      if status == 0 { pthread_detach(thread) }
    #endif
    return status == 0
  }
}
