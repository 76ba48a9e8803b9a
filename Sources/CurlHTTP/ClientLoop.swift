internal import CCurl
internal import CurlShim
internal import Synchronization

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The way from any thread to the client's own: a box of operations and a bell.
final class ClientLoop: Sendable {
  enum Operation: Sendable {
    case start(Transfer)
    case cancel(Transfer)
    case job(UnownedJob)
    case stop
  }

  private struct Inbox {
    var operations: [Operation] = []
    /// True once the thread was woken for what is in the box: one call serves a whole batch.
    var isRung = false
    /// Why the thread will look no more, once it will not.
    var closed: HTTPError?
  }

  let configuration: HTTPClientConfiguration
  private let inbox = Mutex(Inbox())
  /// Nil when the process may open no further files.
  private let bell = Bell()
  /// What the loop's thread asked of itself: taken in the next round without lock or bell. Touched by that thread alone.
  private nonisolated(unsafe) var ownOperations: [Operation] = []
  /// The loop's thread, 0 before it runs and after it ended.
  private let threadNumber = Atomic<UInt>(0)

  init(_ configuration: HTTPClientConfiguration) {
    self.configuration = configuration
  }

  /// Starts the thread; nil when the system gives none, after which every request fails and says so.
  func startThread(servingJobsOf executor: UnownedTaskExecutor) -> pthread_t? {
    guard let bell else {
      close(because: HTTPError(kind: .unavailable, message: "the process may open no further files"))
      return nil
    }
    let worker = ClientWorker(loop: self, bell: bell, executor: executor)
    let context = Unmanaged.passRetained(worker)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    guard pthread_create(&thread, nil, workerThreadMain, context.toOpaque()) == 0 else {
      context.release()
      close(because: HTTPError(kind: .unavailable, message: "the system gives no further thread"))
      return nil
    }
    return thread
  }

  /// Hands an operation to the loop's thread and wakes it when it may be asleep.
  func post(_ operation: Operation) {
    if threadNumber.load(ordering: .relaxed) == currentThreadNumber() {
      ownOperations.append(operation)
      return
    }
    let refusal = inbox.withLock { box -> HTTPError? in
      if let closed = box.closed { return closed }
      box.operations.append(operation)
      if !box.isRung {
        box.isRung = true
        bell?.ring()
      }
      return nil
    }
    if let refusal { refuse(operation, because: refusal) }
  }

  /// Ends a transfer. The transfer itself remembers it, so a cancel may overtake its start.
  func cancel(_ transfer: Transfer) {
    transfer.isCancelled.store(true, ordering: .releasing)
    post(.cancel(transfer))
  }

  // MARK: For the loop's thread

  func threadDidStart() {
    threadNumber.store(currentThreadNumber(), ordering: .relaxed)
  }

  /// Everything asked since the last call, oldest first per sender.
  /// - Parameter taken: empty; its memory serves for what the thread asks of itself next.
  func takeOperations(into taken: inout [Operation]) {
    swap(&taken, &ownOperations)
    inbox.withLock { box in
      taken.append(contentsOf: box.operations)
      box.operations.removeAll(keepingCapacity: true)
      box.isRung = false
    }
  }

  var hasOwnOperations: Bool { !ownOperations.isEmpty }

  /// Refuses all that comes from now on; what is in the box already is refused as well.
  func close(because reason: HTTPError) {
    let late = inbox.withLock { box in
      box.closed = reason
      defer { box.operations = [] }
      return box.operations
    }
    threadNumber.store(0, ordering: .relaxed)
    var own: [Operation] = []
    swap(&own, &ownOperations)
    for operation in own + late { refuse(operation, because: reason) }
  }

  /// A job that comes too late runs in the global pool: late, never lost.
  private func refuse(_ operation: Operation, because reason: HTTPError) {
    switch operation {
    case .start(let transfer): transfer.finish(failing: reason)
    case .job(let job): globalConcurrentExecutor.enqueue(job)
    case .cancel, .stop: break
    }
  }
}

private func currentThreadNumber() -> UInt {
  #if canImport(Darwin)
    UInt(bitPattern: pthread_self())
  #else
    UInt(pthread_self())
  #endif
}

/// What libcurl asks of a process before its first request: its own set-up, and no death by SIGPIPE on a closed connection.
enum Libcurl {
  /// Why it cannot be used; nil once it is loaded and set up.
  static let problem: String? = {
    if let problem = eg_load() { return String(cString: problem) }
    eg_global_init(Int(CURL_GLOBAL_DEFAULT))
    signal(SIGPIPE, SIG_IGN)
    return nil
  }()
}
