import CurlHTTP
import EvalGateCore

/// An adapter with the line it speaks over.
struct HTTPConnection<Service: Adapter>: Connection {
  let adapter: Service
  let model: String
  let credential: Credential
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
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try await transport.send(request)
    } catch {
      let failure = GenerationFailure(error, masking: credential)
      return Attempt(
        .failure(failure), latency: error.kind == .timeout ? .infinity : nil, mayHaveCost: error.kind.isAfterSending)
    }
    let latency = response.timing.total.milliseconds
    let queued = response.timing.queued.milliseconds
    do throws(GenerationFailure) {
      return Attempt(.success(try adapter.answer(from: response)), latency: latency, queued: queued)
    } catch {
      var failure = error
      failure.retryAfter = RetryAfter.milliseconds(in: response.headers, now: clock.secondsSince1970)
      failure.message = UntrustedText(credential.masked(failure.message.unsafeText))
      return Attempt(
        .failure(failure), latency: latency, queued: queued, mayHaveCost: (200..<300).contains(response.status))
    }
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
