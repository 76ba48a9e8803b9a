import CurlHTTP
import EvalGateCore
import StrictJSON

/// An adapter with the line it speaks over.
struct HTTPConnection<Service: Adapter>: Connection {
  let adapter: Service
  let model: String
  let credential: Credential
  let revisions: JSONObject?
  let transport: any Transport
  let clock: any RouteClock
  /// For one try, in milliseconds.
  let timeout: Double
  /// Where the credential is more than a key that the adapter itself writes: a signature, or a token that expires.
  let authorizer: (any RequestAuthorizer)?
  /// Told what opens the door, as it becomes known: a server's answer may quote that too.
  let hide: @Sendable ([Secret]) -> Void
  /// What signed or opened the request that is under way, and must not be repeated.
  private var secrets: [Secret] = []

  init(
    adapter: Service, model: String, credential: Credential, authorizer: (any RequestAuthorizer)? = nil,
    revisions: JSONObject? = nil, in setting: ConnectionSetting
  ) {
    self.adapter = adapter
    self.model = model
    self.credential = credential
    self.authorizer = authorizer
    self.revisions = revisions
    transport = setting.transport
    clock = setting.environment.clock
    timeout = setting.timeout
    let found = setting.environment.secretFound
    hide = { secrets in for secret in secrets { found(secret.exposed) } }
    if case .key(let key) = credential { found(key) }
  }

  func prepare(_ request: GenerationRequest, trial: Int) throws(GenerationFailure) -> PreparedCall {
    var http = try adapter.httpRequest(for: request, model: model, credential: credential)
    http.timeout = .microseconds(Int(min(max(timeout, 1), 1e12) * 1000))
    http.maxResponseBytes = Self.largestBody
    let bytes = http.body.count
    return PreparedCall(inputBytes: bytes, destination: Destination(http)) { [http] _ in await ask(http) }
  }

  /// A program that gives out credentials and hangs would outlive the run.
  func close() async { await authorizer?.close() }

  /// More than the longest answer of any model by far.
  private static var largestBody: Int { 32 << 20 }

  private func ask(_ request: HTTPRequest) async -> Attempt {
    guard let authorizer else { return await send(request) }
    do throws(GenerationFailure) {
      let first = try await authorizer.authorize(request)
      hide(first.secrets)
      let attempt = await hiding(first.secrets).send(first.request)
      guard case .failure(let failure) = attempt.outcome, await authorizer.mayHeal(after: failure) else {
        return attempt
      }
      let second = try await authorizer.authorize(request)
      hide(second.secrets)
      return await hiding(second.secrets).send(second.request)
    } catch {
      var attempt = Attempt(.failure(error))
      attempt.isAsked = false
      return attempt
    }
  }

  private func hiding(_ secrets: [Secret]) -> HTTPConnection {
    var connection = self
    connection.secrets = secrets
    return connection
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
    var attempt: Attempt
    do throws(GenerationFailure) {
      var answer = try adapter.answer(from: response)
      answer.isGatewayFallback = GatewayFallback.isReported(in: response.headers)
      attempt = Attempt(.success(answer), latency: latency, queued: queued)
    } catch {
      return failed(error, status: response.status, headers: response.headers, latency: latency, queued: queued)
    }
    attempt.advice = RateAdvice(response.headers, now: clock.secondsSince1970)
    return attempt
  }

  /// A try that brought no complete answer.
  /// - Parameter calls: what had come whole by then.
  func failed(_ error: HTTPError, after calls: [ToolCall] = []) -> Attempt {
    Attempt(
      .failure(GenerationFailure(error, masking: masked).beside(calls)),
      latency: error.kind == .timeout ? .infinity : nil,
      mayHaveCost: error.kind.isAfterSending)
  }

  /// An answer that reports a failure, or that cannot be read.
  func failed(
    _ failure: GenerationFailure, status: Int, headers: HTTPHeaders, latency: Double, queued: Double
  ) -> Attempt {
    var failure = failure
    failure.retryAfter = RetryAfter.milliseconds(in: headers, now: clock.secondsSince1970) ?? failure.retryAfter
    failure.message = UntrustedText(masked(failure.message.unsafeText))
    var attempt = Attempt(
      .failure(failure), latency: latency, queued: queued, mayHaveCost: (200..<300).contains(status))
    attempt.advice = RateAdvice(headers, now: clock.secondsSince1970)
    return attempt
  }

  /// A text of somebody else's without the key and without what signed or opened this request.
  private func masked(_ text: String) -> String { secrets.masked(credential.masked(text)) }
}

extension GenerationFailure {
  /// A try that brought no complete answer.
  fileprivate init(_ error: HTTPError, masking mask: (String) -> String) {
    let reason: Reason =
      switch error.kind {
      case .timeout: .timeout
      case .connect, .resolve, .tls, .interrupted, .other: .connection
      case .tooLarge: .unreadable
      case .cancelled: .cancelled
      case .badURL, .badRequest: .badRequest
      // No server is at fault, and asking again does not help.
      case .unavailable: .other
      }
    self.init(.infrastructure, reason, mask(error.message))
  }
}

extension HTTPError.Kind {
  /// Whether the service may have got the request.
  fileprivate var isAfterSending: Bool {
    switch self {
    case .connect, .resolve, .tls, .badURL, .badRequest, .unavailable: false
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
