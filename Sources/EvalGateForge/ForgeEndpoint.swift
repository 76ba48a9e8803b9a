public import CurlHTTP
import StrictJSON

/// Sends a request; a double in tests.
public typealias ForgeTransport = @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse

/// The part that every service's interface has in common: JSON over HTTP with a token, asked again with a bound where the
/// service cannot answer now.
struct ForgeEndpoint: Sendable {
  let service: CIEnvironment.Service
  let base: String
  let headers: HTTPHeaders
  let send: ForgeTransport
  let patience: ForgePatience

  /// - Parameter isRepeatable: whether it does no harm to do it twice; everything but `POST` says so by its method.
  func call(
    _ method: String, _ path: String, _ body: JSONValue? = nil, isRepeatable: Bool = false
  ) async throws(ForgeError) -> HTTPResponse {
    var headers = headers
    if body != nil { headers.set("Content-Type", "application/json") }
    let request = HTTPRequest(
      method: method, url: base + path, headers: headers, body: body.map { Array($0.serialized().utf8) } ?? [],
      timeout: .seconds(30), maxResponseBytes: 32 << 20)
    let call = "\(method) \(path.prefix { $0 != "?" })"
    var attempt = 1
    while true {
      switch await self.attempt(attempt, request, call, isRepeatable: isRepeatable || method != "POST") {
      case .success(let response): return response
      case .failure(let error, nil): throw error
      case .failure(let error, let pause?):
        attempt += 1
        guard await patience.wait(pause, before: attempt, because: reason(error)) else { throw error }
      }
    }
  }

  func json(
    _ method: String, _ path: String, _ body: JSONValue? = nil, isRepeatable: Bool = false
  ) async throws(ForgeError) -> JSONValue {
    let response = try await call(method, path, body, isRepeatable: isRepeatable)
    do throws(JSONError) {
      return try JSONValue(parsing: response.body)
    } catch {
      throw .failed("\(method) \(path.prefix { $0 != "?" }) was answered with something that is not JSON")
    }
  }

  /// What one try came to.
  private enum Attempt {
    case success(HTTPResponse)
    /// With the seconds after which it may be tried again; nil where that is no use.
    case failure(ForgeError, pause: Int?)
  }

  private func attempt(
    _ attempt: Int, _ request: HTTPRequest, _ call: String, isRepeatable: Bool
  ) async -> Attempt {
    let backoff = 1 << (attempt - 1)
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try await send(request)
    } catch {
      let words = "\(call): \(error.message)"
      return switch error.kind {
      // Nothing was sent.
      case .connect, .resolve: .failure(.unanswered(words), pause: backoff)
      case .timeout, .interrupted: .failure(.unanswered(words), pause: isRepeatable ? backoff : nil)
      default: .failure(.failed(words), pause: nil)
      }
    }
    if let seconds = patience.limit(in: response, attempt: attempt) {
      return .failure(.limited(status: response.status, seconds: seconds), pause: seconds)
    }
    let words = "\(call) was answered with status \(response.status)"
    switch response.status {
    case 200...299: return .success(response)
    case 401, 403: return .failure(.forbidden(status: response.status), pause: nil)
    case 404, 410: return .failure(.gone, pause: nil)
    case 500...599: return .failure(.unanswered(words), pause: isRepeatable ? backoff : nil)
    default: return .failure(.failed(words), pause: nil)
    }
  }

  private func reason(_ error: ForgeError) -> String {
    switch error {
    case .limited(let status, _): "\(service.name) limits how often it may be asked (status \(status))"
    case .unanswered(let words), .failed(let words): words
    case .forbidden, .gone: service.name
    }
  }
}

extension ForgeEndpoint {
  static func github(
    api: String, token: String, send: @escaping ForgeTransport, _ patience: ForgePatience
  ) -> ForgeEndpoint {
    ForgeEndpoint(
      service: .github, base: api,
      headers: [
        "Authorization": "Bearer \(token)", "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
      ], send: send, patience: patience)
  }

  static func gitlab(
    api: String, token: String, send: @escaping ForgeTransport, _ patience: ForgePatience
  ) -> ForgeEndpoint {
    ForgeEndpoint(
      service: .gitlab, base: api, headers: ["PRIVATE-TOKEN": token, "Accept": "application/json"], send: send,
      patience: patience)
  }
}
