import CurlHTTP
import EvalGateCore

extension HTTPConnection {
  /// One try whose answer is read while it comes, so that the time to the first token is known.
  ///
  /// An answer with an error's status, or in plain JSON although a stream was asked for, is read whole.
  func ask(_ request: HTTPRequest, reading stream: any AnswerStream) async -> Attempt {
    var arrival = Arrival(stream)
    let start = clock.now
    do {
      for try await event in transport.stream(request) {
        if case .chunk = event, arrival.firstToken == nil, arrival.isStream {
          try arrival.take(event)
          if arrival.stream.hasFirstToken { arrival.firstToken = clock.now - start }
        } else {
          try arrival.take(event)
        }
      }
    } catch let error as GenerationFailure {
      return failed(error, arrival, latency: clock.now - start)
    } catch let error as HTTPError {
      // What was said to be complete is complete, however the connection ended.
      guard arrival.isStream, arrival.stream.isComplete else { return failed(error) }
    } catch {
      return failed(HTTPError(kind: .cancelled, message: "the request was cancelled"))
    }
    let latency = arrival.timing?.total.milliseconds ?? clock.now - start
    let queued = arrival.timing?.queued.milliseconds ?? 0
    let outcome = Result { () throws(GenerationFailure) in
      arrival.isStream ? try arrival.stream.finish(arrival.headers) : try adapter.answer(from: arrival.response)
    }
    switch outcome {
    case .success(let answer):
      var attempt = Attempt(.success(answer), latency: latency, queued: queued)
      attempt.advice = RateAdvice(arrival.headers, now: clock.secondsSince1970)
      // Of the exchange itself, as latency is: waiting for a connection counts into neither.
      attempt.timeToFirstToken = arrival.firstToken.map { min(max($0 - queued, 0), latency) }
      return attempt
    case .failure(let failure): return failed(failure, arrival, latency: latency, queued: queued)
    }
  }

  private func failed(
    _ failure: GenerationFailure, _ arrival: Arrival, latency: Double, queued: Double = 0
  ) -> Attempt {
    var failure = failure
    if arrival.isStream, failure.reason == .connection, !arrival.start.isEmpty {
      let start = GenerationFailure.excerpt(of: arrival.start)
      failure.message = UntrustedText(failure.message.unsafeText + "; it began with \(start)")
    }
    return failed(failure, status: arrival.status, headers: arrival.headers, latency: latency, queued: queued)
  }
}

/// What has come of one answer so far.
private struct Arrival {
  var stream: any AnswerStream
  private(set) var status = 0
  private(set) var headers: HTTPHeaders = [:]
  /// False where the answer is read whole.
  private(set) var isStream = false
  /// The body where it is read whole.
  private var body: [UInt8] = []
  /// The first bytes, for messages.
  private(set) var start: [UInt8] = []
  private(set) var timing: HTTPTiming?
  /// Milliseconds from the call on.
  var firstToken: Double?

  init(_ stream: any AnswerStream) { self.stream = stream }

  var response: HTTPResponse {
    HTTPResponse(status: status, headers: headers, body: body, timing: timing ?? HTTPTiming())
  }

  mutating func take(_ event: HTTPStreamEvent) throws(GenerationFailure) {
    switch event {
    case .head(let status, let headers):
      self.status = status
      self.headers = headers
      isStream = (200..<300).contains(status) && !Self.isPlainJSON(headers["content-type"])
    case .chunk(let bytes) where isStream:
      if start.count < 256 { start.append(contentsOf: bytes.prefix(256 - start.count)) }
      try stream.take(bytes)
    case .chunk(let bytes): body.append(contentsOf: bytes)
    case .end(let timing, _): self.timing = timing
    }
  }

  /// `application/json` with or without parameters (RFC 9110 section 8.3.1).
  private static func isPlainJSON(_ type: String?) -> Bool {
    guard let type else { return false }
    return type.lowercased().prefix { $0 != ";" && $0 != " " } == "application/json"
  }
}
