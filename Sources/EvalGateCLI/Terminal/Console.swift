import EvalGateCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Standard output and standard error, written whole and tolerant of a reader that went away.
///
/// A closed pipe (`| head -1`) is not an error and does not change the exit code, so writing to one falls silent. What could not
/// be written for another reason is told at the end, by `settled`.
final class Console: Sendable {
  enum Stream: Int32, Sendable { case output = 1, error = 2 }

  private let closed = Mutex<Set<Int32>>([])
  /// Streams that were closed before the program began.
  private static let taken = Mutex<Set<Int32>>([])
  /// What was to be written and could not be, whoever wrote it.
  private static let losses = Mutex<[Diagnostic]>([])

  func write(_ text: String, to stream: Stream = .output) {
    var text = text
    text.withUTF8 { write($0, to: stream) }
  }

  /// Output that is no text to look at, in pieces of any size.
  func write(_ bytes: [UInt8], to stream: Stream = .output) {
    bytes.withUnsafeBufferPointer { write($0, to: stream) }
  }

  private func write(_ bytes: UnsafeBufferPointer<UInt8>, to stream: Stream) {
    let isClosed =
      closed.withLock { $0.contains(stream.rawValue) } || Self.taken.withLock { $0.contains(stream.rawValue) }
    guard !isClosed, !bytes.isEmpty else { return }
    var sent = 0
    while sent < bytes.count {
      let count = systemWrite(stream.rawValue, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
      if count > 0 {
        sent += count
      } else if errno != EINTR {
        let reason = errno
        closed.withLock { _ = $0.insert(stream.rawValue) }
        if reason != EPIPE, stream == .output { Self.lose(.outputLost(because: reason)) }
        return
      }
    }
  }

  func line(_ text: String = "", to stream: Stream = .output) { write(text + "\n", to: stream) }

  static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// Columns of the terminal; nil where there is none.
  static func columns(_ stream: Stream) -> Int? {
    var size = winsize()
    guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

extension Console {
  /// Gives standard streams that a parent closed a place to go, so that no file of ours is opened in their stead and written to.
  /// Nobody listens to such a stream, as to a closed pipe.
  static func claimStreams() {
    for number in Int32(0)...2 {
      let flags = fcntl(number, F_GETFD)
      if flags < 0, errno == EBADF {
        // The lowest free number is taken, which is this one.
        _ = open("/dev/null", O_RDWR)
      } else if flags & FD_CLOEXEC != 0 {
        // What is inherited never ends with a new program: this is the runtime's own, opened where the stream had been closed.
        taken.withLock { _ = $0.insert(number) }
      }
    }
  }

  /// Remembers what was asked for and could not be given, until everything else was said.
  static func lose(_ problem: Diagnostic) { losses.withLock { $0.append(problem) } }

  /// The code to end with, once nothing more is written: a report that could not be given is no success. Any other code says
  /// more than that, and stays.
  static func settled(_ code: Int32) -> Int32 {
    let losses = losses.withLock { $0 }
    guard !losses.isEmpty else { return code }
    let console = Console()
    console.write(Diagnostics.text(losses, console: console, environment: Host.environment), to: .error)
    return code == 0 ? RunOutcome.invalid.exitCode : code
  }
}

extension Diagnostic {
  fileprivate static func outputLost(because reason: Int32) -> Diagnostic {
    Diagnostic(
      .outputLost, "standard output cannot be written: \(String(cString: strerror(reason)))",
      help: "free some space or send it elsewhere; a run that is kept is shown again by `evalgate report`")
  }
}

extension DiagnosticCode {
  static let outputLost = DiagnosticCode(
    "output/lost",
    "What was to be printed could not be written, as on a full disk. A reader that went away, as in `| head`, is no error."
  )
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
