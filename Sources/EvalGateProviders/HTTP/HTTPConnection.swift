import CurlHTTP
import EvalGateCore
import StrictJSON

/// An adapter with the line it speaks over.
struct HTTPConnection<Service: Adapter>: Connection {
  let adapter: Service
  let model: String
  let credential: Credential
  /// Where a token comes from that is fetched anew for every try; nil for services opened by a key.
  let tokens: (any BearerTokenSource)?
  let revisions: JSONObject?
  let transport: any Transport
  let clock: any RouteClock
  /// For one try, in milliseconds.
  let timeout: Double

  func prepare(_ request: GenerationRequest, trial: Int) throws(GenerationFailure) -> PreparedCall {
    if case .missing(let problem) = credential {
      throw GenerationFailure(.infrastructure, .unauthorized, problem.message)
    }
    var http = try adapter.httpRequest(for: request, model: model, credential: credential)
    http.timeout = .microseconds(Int(min(max(timeout, 1), 1e12) * 1000))
    http.maxResponseBytes = Self.largestBody
    let bytes = http.body.count
    return PreparedCall(inputBytes: bytes) { [http] _ in await ask(http) }
  }

  /// More than the longest answer of any model by far.
  private static var largestBody: Int { 32 << 20 }

  private func ask(_ request: HTTPRequest) async -> Attempt {
    guard let tokens else { return await send(request) }
    do throws(GenerationFailure) {
      let token = try await tokens.token()
      var request = request
      request.headers.add("Authorization", "Bearer \(token)")
      // What masks a key masks the token as well.
      return await opened(with: .key(token)).send(request)
    } catch {
      return Attempt(.failure(error))
    }
  }

  private func opened(with credential: Credential) -> HTTPConnection {
    HTTPConnection(
      adapter: adapter, model: model, credential: credential, tokens: nil, revisions: revisions, transport: transport,
      clock: clock, timeout: timeout)
  }

  private func send(_ request: HTTPRequest) async -> Attempt {
    if let stream = adapter.answerStream() { return await ask(request, reading: stream) }
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try await transport.send(request)
    } catch {
      return failed(error)
    }
    let latency = response.timing.total.milliseconds
    let queued = response.timing.queued.milliseconds
    do throws(GenerationFailure) {
      return Attempt(.success(try adapter.answer(from: response)), latency: latency, queued: queued)
    } catch {
      return failed(error, status: response.status, headers: response.headers, latency: latency, queued: queued)
    }
  }

  /// A try that brought no complete answer.
  func failed(_ error: HTTPError) -> Attempt {
    Attempt(
      .failure(GenerationFailure(error, masking: credential)), latency: error.kind == .timeout ? .infinity : nil,
      mayHaveCost: error.kind.isAfterSending)
  }

  /// An answer that reports a failure, or that cannot be read.
  func failed(
    _ failure: GenerationFailure, status: Int, headers: HTTPHeaders, latency: Double, queued: Double
  ) -> Attempt {
    var failure = failure
    failure.retryAfter = RetryAfter.milliseconds(in: headers, now: clock.secondsSince1970) ?? failure.retryAfter
    failure.message = UntrustedText(credential.masked(failure.message.unsafeText))
    return Attempt(
      .failure(failure), latency: latency, queued: queued, mayHaveCost: (200..<300).contains(status))
  }
}

extension GenerationFailure {
  /// A try that brought no complete answer.
  fileprivate init(_ error: HTTPError, masking credential: Credential) {
    let reason: Reason =
      switch error.kind {
      case .timeout: .timeout
      case .connect, .resolve, .tls, .interrupted, .other: .connection
      case .tooLarge: .unreadable
      case .cancelled: .cancelled
      case .badURL, .badRequest: .badRequest
      }
    self.init(.infrastructure, reason, credential.masked(error.message))
  }
}

extension HTTPError.Kind {
  /// Whether the service may have got the request.
  fileprivate var isAfterSending: Bool {
    switch self {
    case .connect, .resolve, .tls, .badURL, .badRequest: false
    case .timeout, .interrupted, .tooLarge, .cancelled, .other: true
    }
  }
}

extension Double {
  /// Rounded up for a message; whatever a file or a server says, it fits.
  var wholeNumber: Int { Int(min(max(self, 0), 1e15).rounded(.up)) }
}

extension Duration {
  /// As a number for reports.
  var milliseconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) * 1000 + Double(attoseconds) / 1e15
  }
}
