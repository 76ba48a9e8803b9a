internal import CCurl
internal import CurlShim
internal import Synchronization

/// One exchange: the request, what has come of its answer, and who waits for it.
///
/// Set up by the caller, then touched by the loop's thread alone, from where `post(.start)` hands it over; only
/// `isCancelled` is shared. That hand-over is what makes it safe to send.
final class Transfer: @unchecked Sendable {
  /// Resumed exactly once, by ``end()``: unchecked, since the check costs a tenth of a small exchange.
  typealias Continuation = UnsafeContinuation<Result<HTTPResponse, HTTPError>, Never>

  let request: HTTPRequest
  let isCancelled = Atomic(false)
  /// True once the loop has it.
  var isSubmitted = false
  private(set) var handle: EasyHandle?
  private(set) var isFinished = false
  /// When the answer was whole while its server might still have had something to say.
  private var overSince: ContinuousClock.Instant?

  private var waiting: Continuation?
  /// Who takes the body as it comes; nil where it is kept until it is whole.
  private let receiver: (any HTTPReceiver)?
  private var headerBlock = HeaderBlock()
  private var body: [UInt8] = []
  private var bodyBytes = 0
  /// How much came after all that was wanted.
  private var bytesOver = 0
  private var headIsSent = false
  /// Why we ourselves ended it.
  private var limitError: HTTPError?
  private var attempts = 1
  /// Whether libcurl has begun to send the request.
  private var wasBegun = false
  private let asked = ContinuousClock.now
  private var queued = Duration.zero

  /// The largest header block taken; the loop sets it when it starts the exchange.
  var maxHeaderBytes = Int.max

  init(_ request: HTTPRequest, receiver: (any HTTPReceiver)? = nil) {
    self.request = request
    self.receiver = receiver
  }

  func deliver(to continuation: Continuation) { waiting = continuation }

  func didStart(on handle: EasyHandle) {
    self.handle = handle
    queued = asked.duration(to: .now)
  }

  /// Forgets a broken first try; false when there was a second one already or a part of the answer is handed out.
  func startAgain() -> Bool {
    guard attempts == 1, !headIsSent, limitError == nil else { return false }
    attempts += 1
    handle = nil
    wasBegun = false
    headerBlock = HeaderBlock()
    body = []
    bodyBytes = 0
    return true
  }

  // MARK: What libcurl delivers

  /// Lets libcurl send the request; false ends the exchange.
  ///
  /// Where a connection that was kept open breaks before anything is answered, libcurl sends the request again by itself, five times
  /// over. It is right to where nothing had gone out, as when the server had closed a connection that nobody used. But a server that
  /// was sent a request may have done what it asks, and charges for it: whether to ask once more is then not for libcurl to say
  /// (RFC 9110 section 9.2.2).
  func maySend() -> Bool {
    defer { wasBegun = true }
    guard wasBegun, !request.isSafe, let handle, handle.bytesSent > 0 else { return true }
    limitError = .closedUnanswered
    return false
  }

  /// Takes one header line; false ends the exchange.
  func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
    headerBlock.append(line)
    guard headerBlock.byteCount <= maxHeaderBytes else {
      limitError = .headersTooLarge(limit: maxHeaderBytes)
      return false
    }
    if headerBlock.isFinal { sendHead() }
    return true
  }

  /// Takes decoded bytes of the body; false ends the exchange.
  func receive(bodyBytes bytes: UnsafeRawBufferPointer) -> Bool {
    guard !isFinished else {
      // A new connection is cheaper than a long rest.
      bytesOver += bytes.count
      return bytesOver <= 16 << 10
    }
    guard bytes.count <= request.maxResponseBytes - bodyBytes else {
      limitError = .bodyTooLarge(limit: request.maxResponseBytes)
      return false
    }
    bodyBytes += bytes.count
    guard let receiver else {
      body.append(contentsOf: bytes)
      return true
    }
    guard receiver.receive(bytes) else {
      limitError = .cancelled
      return false
    }
    if receiver.hasAll { finishEarly() }
    return true
  }

  /// Hands out the answer while the server may still have something to say.
  private func finishEarly() {
    guard let handle else { return }
    // libcurl counts the time of a piece only after it has been taken.
    let now = ContinuousClock.now
    overSince = now
    let total = asked.duration(to: now) - queued
    let timing = handle.timing(queued: queued)
    let response = HTTPResponse(
      status: headerBlock.status, headers: headerBlock.headers, body: [],
      timing: HTTPTiming(queued: queued, connect: timing.connect, firstByte: timing.firstByte, total: total),
      reusedConnection: handle.reusedConnection)
    end()?.resume(returning: .success(response))
  }

  /// How long it is over while its connection goes on.
  var millisecondsOver: Int {
    guard let overSince else { return 0 }
    let (seconds, attoseconds) = overSince.duration(to: .now).components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }

  private func sendHead() {
    guard !headIsSent, let receiver else { return }
    headIsSent = true
    receiver.receive(status: headerBlock.status, headers: headerBlock.headers)
  }

  // MARK: The end

  /// Hands out the answer or the error with which libcurl ended; read from the handle before it is taken back.
  func finish(_ code: CURLcode, on handle: EasyHandle) {
    guard code == CURLE_OK else {
      let isInHead = wasBegun && !headerBlock.isFinal
      return finish(
        failing: limitError ?? (isInHead ? .lineTooLong(code) : nil) ?? HTTPError(code: code, detail: handle.errorText))
    }
    let response = HTTPResponse(
      status: handle.status, headers: headerBlock.headers, body: body, timing: handle.timing(queued: queued),
      reusedConnection: handle.reusedConnection)
    end()?.resume(returning: .success(response))
  }

  /// Hands out an error; nothing happens the second time.
  func finish(failing error: HTTPError) { end()?.resume(returning: .failure(error)) }

  private func end() -> Continuation? {
    defer {
      waiting = nil
      handle = nil
      isFinished = true
    }
    return waiting
  }
}

/// libcurl calls these on the loop's thread. Globals outside any actor: a closure that is isolated would trap there.
let receiveHeaderLine: eg_data_function = { bytes, size, count, context in
  guard let bytes, let context else { return 0 }
  let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  let taken = transfer.receive(headerLine: UnsafeRawBufferPointer(start: bytes, count: size * count))
  return taken ? size * count : 0
}

let receiveBodyBytes: eg_data_function = { bytes, size, count, context in
  guard let bytes, let context else { return 0 }
  let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  let taken = transfer.receive(bodyBytes: UnsafeRawBufferPointer(start: bytes, count: size * count))
  return taken ? size * count : 0
}

let beforeSending: curl_prereq_callback = { context, _, _, _, _ in
  guard let context else { return CURL_PREREQFUNC_OK }
  let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  return transfer.maySend() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
