internal import CCurl
internal import CurlShim
internal import Synchronization

/// The client's thread: owns the multi handle, the easy handles and every transfer from start to finish.
///
/// One round: take what was asked, run tasks' jobs, start what they want sent, let libcurl look at a few connections, hand out
/// what is finished. A few, so that of many answers at once the first ones are followed by their next requests before the last
/// ones are read; not each alone, because reading one answer after another is cheaper than going back and forth.
final class ClientWorker {
  private let loop: ClientLoop
  private let watch: Watch
  /// Nil until the first request: a run that only needs the thread does not pay for libcurl.
  private var multi: UnsafeMutableRawPointer?
  private let executor: UnownedTaskExecutor
  private let configuration: HTTPClientConfiguration
  private var running: [UnsafeMutableRawPointer: (transfer: Transfer, handle: EasyHandle)] = [:]
  private var waiting = TransferQueue()
  private var idleHandles: [EasyHandle] = []
  /// Of the exchange that was started last, for the next one: making them anew costs a fortieth of what a case costs. A credential
  /// among them stays for as long as the client, as it does with whoever asks.
  private var headers: HeaderLines?
  /// Both empty between rounds, and kept for their memory.
  private var operations: [ClientLoop.Operation] = []
  private var jobs: [UnownedJob] = []
  private var isStopping = false

  init(loop: ClientLoop, bell: Bell, executor: UnownedTaskExecutor) {
    self.loop = loop
    watch = Watch(bell)
    self.executor = executor
    configuration = loop.configuration
  }

  /// Loads libcurl; nil when it cannot be used.
  private func openMulti() -> UnsafeMutableRawPointer? {
    if let multi { return multi }
    guard Libcurl.problem == nil, let multi = eg_multi_init() else { return nil }
    // Twice the connections in use: by default libcurl keeps four per handle alive and so may close idle ones.
    eg_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, 2 * min(configuration.maxConnections, 1 << 20))
    if configuration.http2 {
      // 7.88 breaks streams at 50 a connection and none at 32.
      eg_multi_setopt_long(multi, CURLMOPT_MAX_CONCURRENT_STREAMS, 32)
    }
    watch.listen(to: multi)
    self.multi = multi
    return multi
  }

  func run() {
    loop.threadDidStart()
    while true {
      takeWhatIsAsked()
      if isStopping { break }
      startWaiting()
      listen()
      makeRoom()
    }
    end()
  }

  private func listen() {
    guard let first = watch.next(sleeping: !loop.hasOwnOperations, atMost: untilRoom), let multi else { return }
    tell(multi, of: first)
    for _ in 1..<eventsAtOnce {
      guard let event = watch.nextKnown() else { break }
      tell(multi, of: event)
    }
    handOutFinished(multi)
  }

  private func tell(_ multi: UnsafeMutableRawPointer, of event: Watch.Event) {
    var active: CInt = 0
    switch event {
    case .socket(let socket, let events): eg_multi_socket_action(multi, socket, events, &active)
    case .timer: eg_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &active)
    }
  }

  /// Runs jobs until they ask for nothing more, so that what one starts is on the wire in the same round. Only a few times, or
  /// tasks that yield to one another would stop the traffic.
  private func takeWhatIsAsked() {
    for _ in 0..<4 {
      takeOperations()
      if isStopping { return }
      runJobs()
      if !loop.hasOwnOperations { return }
    }
  }

  private func takeOperations() {
    loop.takeOperations(into: &operations)
    for operation in operations {
      switch operation {
      case .start(let transfer): submit(transfer)
      case .cancel(let transfer): cancel(transfer)
      case .job(let job): jobs.append(job)
      case .stop: isStopping = true
      }
    }
    operations.removeAll(keepingCapacity: true)
  }

  private func submit(_ transfer: Transfer) {
    transfer.isSubmitted = true
    // Its cancel may have come by before it.
    if transfer.isCancelled.load(ordering: .acquiring) { return transfer.finish(failing: .cancelled) }
    waiting.append(transfer)
  }

  private func runJobs() {
    for job in jobs { job.runSynchronously(on: executor) }
    jobs.removeAll(keepingCapacity: true)
  }

  private func startWaiting() {
    while running.count < configuration.maxConnections, let transfer = waiting.popFirst() {
      // One that was cancelled in the queue was answered then.
      if !transfer.isFinished { start(transfer) }
    }
  }

  /// Closes a connection for the sake of those that wait when its server has had its time to end it. After a look at what has come:
  /// the end may be there, however late this thread is.
  private func makeRoom() {
    guard watch.hasLooked, let untilRoom, untilRoom == 0, let over = longestOver else { return }
    takeBack(over.handle)
  }

  /// Of those whose connections only go on because their servers have not ended answers that are whole already.
  private var longestOver: (transfer: Transfer, handle: EasyHandle)? {
    running.values.lazy.filter(\.transfer.isFinished).max {
      $0.transfer.millisecondsOver < $1.transfer.millisecondsOver
    }
  }

  /// Milliseconds until a connection is closed to make room; nil where nobody waits for that.
  private var untilRoom: Int? {
    guard !waiting.isEmpty, running.count >= configuration.maxConnections, let over = longestOver else { return nil }
    return max(0, longestEnd - over.transfer.millisecondsOver)
  }

  private func start(_ transfer: Transfer) {
    guard let multi = openMulti() else {
      return transfer.finish(failing: HTTPError(kind: .unavailable, message: Libcurl.problem ?? "libcurl cannot start"))
    }
    guard let handle = idleHandles.popLast() ?? EasyHandle(configuration) else {
      return transfer.finish(failing: HTTPError(code: CURLE_OUT_OF_MEMORY, detail: ""))
    }
    do throws(HTTPError) {
      try handle.prepare(for: transfer, &headers)
    } catch {
      handle.forget()
      idleHandles.append(handle)
      return transfer.finish(failing: error)
    }
    transfer.maxHeaderBytes = configuration.maxHeaderBytes
    let added = eg_multi_add_handle(multi, handle.easy)
    guard added == CURLM_OK else {
      transfer.finish(failing: HTTPError(kind: .other, message: String(cString: eg_multi_strerror(added))))
      return
    }
    transfer.didStart(on: handle)
    running[handle.easy] = (transfer, handle)
  }

  private func cancel(_ transfer: Transfer) {
    // One whose start is still on its way belongs to its sender; its flag will be seen when it comes.
    guard transfer.isSubmitted, !transfer.isFinished else { return }
    if let handle = transfer.handle { takeBack(handle) }
    // One that waits for a connection stays in the queue and is passed over.
    transfer.finish(failing: .cancelled)
  }

  private func handOutFinished(_ multi: UnsafeMutableRawPointer) {
    var easy: UnsafeMutableRawPointer?
    var code = CURLE_OK
    while eg_multi_next_done(multi, &easy, &code) == 1 {
      guard let easy, let (transfer, handle) = running[easy] else { continue }
      if isBrokenStream(code), transfer.startAgain() {
        takeBack(handle)
        waiting.prepend(transfer)
      } else {
        transfer.finish(code, on: handle)
        takeBack(handle)
      }
    }
  }

  /// A broken HTTP/2 stream says nothing about the request; the server may well answer it on another.
  private func isBrokenStream(_ code: CURLcode) -> Bool {
    configuration.http2 && code == CURLE_HTTP2_STREAM
  }

  private func takeBack(_ handle: EasyHandle) {
    running[handle.easy] = nil
    if let multi { eg_multi_remove_handle(multi, handle.easy) }
    handle.forget()
    idleHandles.append(handle)
  }

  private func end() {
    for (transfer, handle) in running.values {
      if let multi { eg_multi_remove_handle(multi, handle.easy) }
      transfer.finish(failing: .shutDown)
    }
    while let transfer = waiting.popFirst() { transfer.finish(failing: .shutDown) }
    for job in jobs { globalConcurrentExecutor.enqueue(job) }
    loop.close(because: .shutDown)
    running = [:]
    idleHandles = []
    headers = nil
    if let multi { eg_multi_cleanup(multi) }
  }
}

/// Transfers that wait for a connection, first come first served.
private struct TransferQueue {
  private var transfers: [Transfer] = []
  private var head = 0

  var isEmpty: Bool { head == transfers.count }

  mutating func append(_ transfer: Transfer) {
    transfers.append(transfer)
  }

  mutating func prepend(_ transfer: Transfer) {
    transfers.removeFirst(head)
    head = 0
    transfers.insert(transfer, at: 0)
  }

  mutating func popFirst() -> Transfer? {
    guard head < transfers.count else { return nil }
    defer {
      head += 1
      // Moved up once half is taken, so that a pop costs constant time over many.
      if head == transfers.count || head >= 1024, head * 2 >= transfers.count {
        transfers.removeFirst(head)
        head = 0
      }
    }
    return transfers[head]
  }
}

/// How long the end of an answer that is whole is waited for while others want its connection, in milliseconds. It mostly comes right
/// behind the last piece, or once that was acknowledged, for which a system may take 40; another connection costs as much to open.
private let longestEnd = 50

/// How many connections libcurl looks at before what they brought is handed out.
private let eventsAtOnce = 8

func workerThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context { Unmanaged<ClientWorker>.fromOpaque(context).takeRetainedValue().run() }
  return nil
}
