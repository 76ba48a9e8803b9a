import ChildProcess
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

func bytes(_ text: String) -> [UInt8] { [UInt8](text.utf8) }

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Expects a ``ChildProcessError`` of one kind.
@discardableResult
func expectFailure<Value>(
  _ kind: ChildProcessError.Kind, _ location: SourceLocation, _ body: () async throws -> Value
) async -> ChildProcessError? {
  do {
    let value = try await body()
    Issue.record("expected \(kind), got \(value)", sourceLocation: location)
    return nil
  } catch let error as ChildProcessError {
    #expect(error.kind == kind, sourceLocation: location)
    return error
  } catch {
    Issue.record("expected \(kind), got \(error)", sourceLocation: location)
    return nil
  }
}

/// A folder that goes away with its owner.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/child-process-tests-XXXXXX".utf8CString)
    path = try #require(mkdtemp(&template).map { String(cString: $0) })
  }

  deinit {
    for name in written { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  private var written: [String] = []

  func write(_ name: String, _ content: String, mode: mode_t) throws -> String {
    written.append(name)
    let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_CLOEXEC, mode)
    try #require(file >= 0)
    let count = content.withCString { fwriteAll(file, $0) }
    close(file)
    try #require(count == content.utf8.count)
    return "\(path)/\(name)"
  }

  func fifo(_ name: String) throws -> String {
    written.append(name)
    try #require(mkfifo("\(path)/\(name)", 0o600) == 0)
    return "\(path)/\(name)"
  }
}

/// How many descriptors this process has open.
func openDescriptors() -> Int {
  (0..<Int32(4096)).count { fcntl($0, F_GETFD) != -1 }
}

/// True when a process of this number exists, ended ones that nobody has waited for included.
func processExists(_ number: Int) -> Bool {
  kill(pid_t(number), 0) == 0
}

private func fwriteAll(_ file: Int32, _ text: UnsafePointer<CChar>) -> Int {
  write(file, text, strlen(text))
}

/// True when the other side of a pipe is closed before half a minute is over.
func hangsUp(_ descriptor: Int32) async -> Bool {
  await onThread {
    var watch = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&watch, 1, 30_000) == 1
  }
}

/// Does what blocks on a thread of its own: the few threads of the tasks are needed for what it waits for.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
  await withCheckedContinuation { continuation in
    let context = Unmanaged.passRetained(ThreadWork { continuation.resume(returning: work()) })
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    pthread_create(
      &thread, nil,
      { context in
        guard let context = Optional(context).flatMap({ $0 }) else { return nil }
        Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    #if canImport(Darwin)
      if let thread { pthread_detach(thread) }
    #else
      pthread_detach(thread)
    #endif
  }
}

private final class ThreadWork: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
