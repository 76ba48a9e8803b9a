import CurlHTTP
import EvalGateCore

extension CredentialContext {
  /// Asks who gives out credentials, who answers within seconds or is not there. One that is busy or broke off is asked again, as a
  /// model's service would be.
  ///
  /// - Parameters:
  ///   - isThere: whether somebody is known to be at the address; else silence is the answer.
  ///   - isBusy: whether an answer says, beside its status, that another one may come a little later.
  /// - Throws: ``CredentialError`` with the name and the host of what was asked, never with the body of an answer, which may hold a
  ///   secret, nor with a path, which may be one.
  func ask(
    _ request: HTTPRequest, of name: String, seconds: Int = 10, isThere: Bool = true,
    isBusy: (HTTPResponse) -> Bool = { _ in false }
  ) async throws -> HTTPResponse {
    var request = request
    request.timeout = .seconds(seconds)
    request.connectTimeout = .seconds(min(seconds, 3))
    request.maxResponseBytes = 1 << 20
    // What a proxy could read, and forge the answer to, is for no proxy.
    if request.url.lowercased().hasPrefix("http://") { request.isDirect = true }
    // Others that began at another moment wait for other times.
    let backoff = Backoff(Self.retry, seed: UInt64(max(0, clock.now * 1000)))
    for tries in 1... {
      let problem: Problem
      do throws(HTTPError) {
        let response = try await transport.send(request)
        if (200..<300).contains(response.status) { return response }
        problem = Problem(
          what: "answered \(response.status)",
          mayPass: [429, 500, 502, 503, 504].contains(response.status) || isBusy(response),
          retryAfter: RetryAfter.milliseconds(in: response.headers, now: clock.secondsSince1970))
      } catch {
        problem = Problem(what: "did not answer (\(error.kind.word))", mayPass: isThere && error.kind.mayPass)
      }
      // In the words of the rule for models' services.
      let failure = GenerationFailure(.infrastructure, .server, problem.what, retryAfter: problem.retryAfter)
      guard problem.mayPass, (problem.retryAfter ?? 0) <= Self.longestWait,
        let wait = backoff.wait(after: failure, tries: tries)
      else {
        let often = tries > 1 ? ", asked \(tries) times" : ""
        throw CredentialError(
          "\(name) \(problem.what) (\(Self.origin(of: request.url))\(often))", mayPass: problem.mayPass,
          retryAfter: problem.mayPass ? problem.retryAfter : nil)
      }
      try await clock.sleep(milliseconds: wait)
    }
    throw CancellationError()
  }

  private struct Problem {
    let what: String
    let mayPass: Bool
    var retryAfter: Double?
  }

  /// Short, since everybody who needs the credential waits.
  private static let retry = Retry(attempts: 4, base: 250, ceiling: 2000)

  /// Who asks for more, in milliseconds, is left to the route of the case that needs the credential: that one knows how long it may
  /// wait.
  private static let longestWait = 10_000.0

  /// Scheme and host of an address.
  private static func origin(of url: String) -> String {
    let scheme = url.lowercased().hasPrefix("https://") ? "https://" : "http://"
    return scheme + (SignedAddress(url).host.split(separator: "@").last ?? "")
  }
}

extension HTTPError.Kind {
  /// In a word, for messages that must not repeat what libcurl quotes.
  fileprivate var word: String {
    switch self {
    case .timeout: "timed out"
    case .connect, .resolve: "not reachable"
    case .tls: "TLS"
    case .cancelled: "cancelled"
    default: "connection failed"
    }
  }

  /// Whether another try may go better. A name may have no address yet: so it is in a pod that is starting.
  fileprivate var mayPass: Bool {
    switch self {
    case .timeout, .connect, .resolve, .interrupted: true
    default: false
    }
  }
}
