internal import CCurl
internal import CurlShim
internal import Synchronization

/// One exchange: the request, what has come of its answer, and who waits for it.
///
/// Set up by the caller, then touched by the loop's thread alone, from where `post(.start)` hands it over; only
/// `isCancelled` is shared. That hand-over is what makes it safe to send.
final class Transfer: @unchecked Sendable {
  private enum Receiver {
    case none
    case whole(CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>)
    case parts(AsyncThrowingStream<HTTPStreamEvent, any Error>.Continuation)
  }

  let request: HTTPRequest
  let isCancelled = Atomic(false)
  /// True once the loop has it.
  var isSubmitted = false
  private(set) var handle: EasyHandle?
  private(set) var isFinished = false

  private var receiver = Receiver.none
  private var headerBlock = HeaderBlock()
  private var body: [UInt8] = []
  private var bodyBytes = 0
  private var headIsSent = false
  private var limitError: HTTPError?
  private var attempts = 1
  private let asked = ContinuousClock.now
  private var queued = Duration.zero

  /// The largest header block taken; the loop sets it when it starts the exchange.
  var maxHeaderBytes = Int.max

  init(_ request: HTTPRequest) {
    self.request = request
  }

  func deliverWhole(to continuation: CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>) {
    receiver = .whole(continuation)
  }

  func deliverParts(to continuation: AsyncThrowingStream<HTTPStreamEvent, any Error>.Continuation) {
    receiver = .parts(continuation)
  }

  func didStart(on handle: EasyHandle) {
    self.handle = handle
    queued = asked.duration(to: .now)
  }

  /// Forgets a broken first try; false when there was a second one already or a part of the answer is handed out.
  func startAgain() -> Bool {
    guard attempts == 1, !headIsSent, limitError == nil else { return false }
    attempts += 1
    handle = nil
    headerBlock = HeaderBlock()
    body = []
    bodyBytes = 0
    return true
  }

  // MARK: What libcurl delivers

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
    guard bytes.count <= request.maxResponseBytes - bodyBytes else {
      limitError = .bodyTooLarge(limit: request.maxResponseBytes)
      return false
    }
    bodyBytes += bytes.count
    switch receiver {
    case .parts(let continuation): continuation.yield(.chunk([UInt8](bytes)))
    case .whole, .none: body.append(contentsOf: bytes)
    }
    return true
  }

  private func sendHead() {
    guard !headIsSent, case .parts(let continuation) = receiver else { return }
    headIsSent = true
    continuation.yield(.head(status: headerBlock.status, headers: headerBlock.headers))
  }

  // MARK: The end

  /// Hands out the answer or the error with which libcurl ended; read from the handle before it is taken back.
  func finish(_ code: CURLcode, on handle: EasyHandle) {
    guard code == CURLE_OK else {
      return finish(failing: limitError ?? HTTPError(code: code, detail: handle.errorText))
    }
    let timing = handle.timing(queued: queued)
    let reused = handle.reusedConnection
    switch takeReceiver() {
    case .none: break
    case .whole(let continuation):
      continuation.resume(
        returning: .success(
          HTTPResponse(
            status: handle.status, headers: headerBlock.headers, body: body, timing: timing, reusedConnection: reused)))
    case .parts(let continuation):
      continuation.yield(.end(timing: timing, reusedConnection: reused))
      continuation.finish()
    }
  }

  /// Hands out an error; nothing happens the second time.
  func finish(failing error: HTTPError) {
    switch takeReceiver() {
    case .none: break
    case .whole(let continuation): continuation.resume(returning: .failure(error))
    case .parts(let continuation): continuation.finish(throwing: error)
    }
  }

  private func takeReceiver() -> Receiver {
    defer {
      receiver = .none
      handle = nil
      isFinished = true
    }
    return receiver
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
