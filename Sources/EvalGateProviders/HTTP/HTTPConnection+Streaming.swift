import CurlHTTP
import EvalGateCore
import Synchronization

extension HTTPConnection {
  /// One try whose answer is read while it comes, so that the time to the first token is known.
  ///
  /// An answer with an error's status, or in plain JSON although a stream was asked for, is read whole.
  func ask(_ request: HTTPRequest, reading stream: any AnswerStream) async -> Attempt {
    let start = clock.now
    let arrival = Arrival(stream, since: start, clock)
    var timing: HTTPTiming?
    do throws(HTTPError) {
      timing = try await transport.send(request, to: arrival).timing
    } catch {
      // What was said to be complete is complete, however the connection ended; what could not be read ended it itself.
      guard arrival.isComplete || arrival.failure != nil else { return failed(error, after: arrival.proposed) }
    }
    let latency = timing?.total.milliseconds ?? clock.now - start
    let queued = timing?.queued.milliseconds ?? 0
    do throws(GenerationFailure) {
      var answer = try arrival.answer { response throws(GenerationFailure) in try adapter.answer(from: response) }
      answer.isGatewayFallback = GatewayFallback.isReported(in: arrival.headers)
      var attempt = Attempt(.success(answer), latency: latency, queued: queued)
      attempt.advice = RateAdvice(arrival.headers, now: clock.secondsSince1970)
      // Of the exchange itself, as latency is: waiting for a connection counts into neither.
      attempt.timeToFirstToken = arrival.firstToken.map { min(max($0 - queued, 0), latency) }
      return attempt
    } catch {
      return failed(
        arrival.quoted(error), status: arrival.status, headers: arrival.headers, latency: latency, queued: queued)
    }
  }
}

/// What has come of one answer so far.
private final class Arrival: HTTPReceiver {
  private struct State {
    var stream: any AnswerStream
    var status = 0
    var headers: HTTPHeaders = [:]
    /// False where the answer is read whole.
    var isStream = false
    /// The body where it is read whole.
    var body: [UInt8] = []
    /// The first bytes, for messages.
    var start: [UInt8] = []
    /// Milliseconds from the call on.
    var firstToken: Double?
    var failure: GenerationFailure?
  }

  private let state: Mutex<State>
  private let clock: any RouteClock
  private let asked: Double

  init(_ stream: any AnswerStream, since asked: Double, _ clock: any RouteClock) {
    state = Mutex(State(stream: stream))
    self.asked = asked
    self.clock = clock
  }

  var status: Int { state.withLock { $0.status } }
  var headers: HTTPHeaders { state.withLock { $0.headers } }
  var firstToken: Double? { state.withLock { $0.firstToken } }
  /// Why no more was wanted.
  var failure: GenerationFailure? { state.withLock { $0.failure } }
  /// The calls that have come whole.
  var proposed: [ToolCall] { state.withLock { $0.isStream ? $0.stream.proposed : [] } }
  /// Whether the service has said that there is no more.
  var isComplete: Bool { state.withLock { $0.isStream && $0.stream.isComplete } }
  var hasAll: Bool { isComplete }

  func receive(status: Int, headers: HTTPHeaders) {
    state.withLock { state in
      state.status = status
      state.headers = headers
      state.isStream = (200..<300).contains(status) && !Self.isPlainJSON(headers["content-type"])
    }
  }

  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    state.withLock { state in
      guard state.isStream else {
        state.body.append(contentsOf: bytes)
        return true
      }
      if state.start.count < 256 { state.start.append(contentsOf: bytes.prefix(256 - state.start.count)) }
      do throws(GenerationFailure) {
        try state.stream.take([UInt8](bytes))
      } catch {
        state.failure = error
        return false
      }
      if state.firstToken == nil, state.stream.hasFirstToken { state.firstToken = clock.now - asked }
      return true
    }
  }

  /// The answer, once nothing more comes.
  /// - Parameter read: reads one that came whole.
  func answer(
    _ read: (HTTPResponse) throws(GenerationFailure) -> Answer
  ) throws(GenerationFailure) -> Answer {
    let outcome = state.withLock { state -> Result<Answer, GenerationFailure>? in
      if let failure = state.failure { return .failure(failure) }
      guard state.isStream else { return nil }
      do throws(GenerationFailure) { return .success(try state.stream.finish(state.headers)) } catch {
        return .failure(error)
      }
    }
    if let outcome { return try outcome.get() }
    return try read(state.withLock { HTTPResponse(status: $0.status, headers: $0.headers, body: $0.body) })
  }

  /// A stream that ended too early, with how it began.
  func quoted(_ failure: GenerationFailure) -> GenerationFailure {
    let (isStream, start) = state.withLock { ($0.isStream, $0.start) }
    guard isStream, failure.reason == .connection, !start.isEmpty else { return failure }
    var failure = failure
    failure.message = UntrustedText(
      failure.message.unsafeText + "; it began with \(GenerationFailure.excerpt(of: start))")
    return failure
  }

  /// `application/json` with or without parameters (RFC 9110 section 8.3.1).
  private static func isPlainJSON(_ type: String?) -> Bool {
    guard let type else { return false }
    return type.lowercased().prefix { $0 != ";" && $0 != " " } == "application/json"
  }
}
