internal import CCurl
internal import CurlShim
internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Sends requests over kept-alive connections, from one thread that also runs the tasks that ask for it.
///
/// The thread owns libcurl's multi handle. Tasks under `withTaskExecutorPreference(client)` run on that same thread, so an
/// answer reaches its task without a switch of threads, which halves the CPU time of a small request. Such tasks must not
/// block and should not compute for long: nothing is received meanwhile.
///
/// Redirects are not followed, cookies not kept, and proxies taken from the environment unless `noProxy` says otherwise.
public final class HTTPClient: Sendable, TaskExecutor {
  private let loop: ClientLoop
  private let thread: Mutex<pthread_t?>

  /// Starts the client's thread. libcurl is loaded by the first request, so that tasks may run on the thread without it.
  public init(configuration: HTTPClientConfiguration = HTTPClientConfiguration()) {
    loop = ClientLoop(configuration)
    thread = Mutex(nil)
    let started = loop.startThread(servingJobsOf: UnownedTaskExecutor(ordinary: self))
    thread.withLock { $0 = started }
  }

  deinit {
    shutdown()
  }

  /// Sends a request and waits for the whole answer.
  ///
  /// Cancelling the task ends the exchange at once and throws an error of kind `cancelled`.
  public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    try await exchange(Transfer(request))
  }

  /// Sends a request, hands the answer's head and body on as they come, and waits for its end.
  ///
  /// - Returns: the answer without its body.
  /// - Throws: as ``send(_:)``; what came before the error was handed on.
  public func send(_ request: HTTPRequest, to receiver: any HTTPReceiver) async throws(HTTPError) -> HTTPResponse {
    try await exchange(Transfer(request, receiver: receiver))
  }

  private func exchange(_ transfer: Transfer) async throws(HTTPError) -> HTTPResponse {
    let outcome = await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        transfer.deliver(to: continuation)
        loop.post(.start(transfer))
      }
    } onCancel: {
      loop.cancel(transfer)
    }
    return try outcome.get()
  }

  /// Ends every exchange with an error of kind `cancelled`, closes all connections and waits for the thread to end.
  ///
  /// Called from a task on the client's own thread it does not wait. Later requests fail; tasks that still prefer this
  /// client as their executor go on in the global pool.
  public func shutdown() {
    guard let ending = thread.withLock({ $0.take() }) else { return }
    loop.post(.stop)
    if pthread_equal(ending, pthread_self()) != 0 {
      pthread_detach(ending)
    } else {
      pthread_join(ending, nil)
    }
  }

  /// Takes a job of a task that prefers this client as its executor.
  public func enqueue(_ job: consuming ExecutorJob) {
    loop.post(.job(UnownedJob(job)))
  }
}
