#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Wakes the loop's thread out of `poll`: a pair of sockets, since `poll` can listen to nothing less.
final class Bell: Sendable {
  /// What the sleeping thread listens at.
  let ear: CInt
  private let button: CInt

  /// Nil when the process may open no further files.
  init?() {
    var ends: [CInt] = [-1, -1]
    #if canImport(Darwin)
      guard socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0 else { return nil }
      for end in ends {
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
      }
    #else
      // A program started by another thread meanwhile must not inherit them, so it is asked for at once.
      let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
      guard socketpair(AF_UNIX, CInt(kind), 0, &ends) == 0 else { return nil }
    #endif
    (ear, button) = (ends[0], ends[1])
  }

  deinit {
    close(ear)
    close(button)
  }

  /// From any thread. A bell that takes no more is rung already.
  func ring() {
    var byte: UInt8 = 0
    _ = write(button, &byte, 1)
  }

  /// Ends the ringing, by the thread that was woken.
  func silence() {
    var bytes = SIMD16<UInt8>()
    _ = read(ear, &bytes, 16)
  }
}
