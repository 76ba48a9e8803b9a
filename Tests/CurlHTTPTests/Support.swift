import CurlHTTP
import Synchronization
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

func bytes(_ text: String) -> [UInt8] { [UInt8](text.utf8) }

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// An answer of HTTP/1.1 with its length.
func answer(_ status: String = "200 OK", _ headers: [String] = [], body: String = "") -> String {
  (["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers).joined(separator: "\r\n") + "\r\n\r\n" + body
}

/// A client that leaves the proxies of the environment alone.
func testClient(maxConnections: Int = 256, maxHeaderBytes: Int = 128 << 10) -> HTTPClient {
  HTTPClient(
    configuration: HTTPClientConfiguration(
      maxConnections: maxConnections, noProxy: "*", maxHeaderBytes: maxHeaderBytes))
}

/// Expects an ``HTTPError`` of one kind.
@discardableResult
func expectFailure<Value>(
  _ kind: HTTPError.Kind, _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Value
) async -> HTTPError? {
  do {
    let value = try await body()
    Issue.record("expected \(kind), got \(value)", sourceLocation: location)
    return nil
  } catch let error as HTTPError {
    #expect(error.kind == kind, "\(error)", sourceLocation: location)
    return error
  } catch {
    Issue.record("expected \(kind), got \(error)", sourceLocation: location)
    return nil
  }
}

/// Holds threads until as many have come as are expected.
final class Gathering: @unchecked Sendable {
  private let lock: UnsafeMutablePointer<pthread_mutex_t> = .allocate(capacity: 1)
  private let changed: UnsafeMutablePointer<pthread_cond_t> = .allocate(capacity: 1)
  private let expected: Int
  private var present = 0

  init(of expected: Int) {
    self.expected = expected
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  func comeAndWait() {
    pthread_mutex_lock(lock)
    present += 1
    if present >= expected { pthread_cond_broadcast(changed) }
    while present < expected { pthread_cond_wait(changed, lock) }
    pthread_mutex_unlock(lock)
  }
}

/// Something that happens once on a thread and is waited for by a task.
final class Signal: Sendable {
  private let stream: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (stream, continuation) = AsyncStream.makeStream()
  }

  func raise() {
    continuation.finish()
  }

  func wait() async {
    for await _ in stream {}
  }
}
