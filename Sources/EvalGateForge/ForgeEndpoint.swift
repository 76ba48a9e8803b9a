public import CurlHTTP
import StrictJSON

/// Why a service did not do what it was asked.
public enum ForgeError: Error, Hashable, Sendable {
  /// The token may not do this (401, 403, and 404 where a service hides what one may not see).
  case forbidden(status: Int)
  /// What was asked for is gone.
  case gone
  /// Anything else, in words for a person and without anything secret.
  case failed(String)
}

/// Sends a request; a double in tests.
public typealias ForgeTransport = @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse

/// The part that every service's interface has in common: JSON over HTTP with a token.
struct ForgeEndpoint: Sendable {
  let base: String
  let headers: HTTPHeaders
  let send: ForgeTransport

  func call(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws(ForgeError) -> HTTPResponse {
    var headers = headers
    if body != nil { headers.set("Content-Type", "application/json") }
    let response: HTTPResponse
    do throws(HTTPError) {
      response = try await send(
        HTTPRequest(
          method: method, url: base + path, headers: headers, body: body.map { Array($0.serialized().utf8) } ?? [],
          timeout: .seconds(30), maxResponseBytes: 32 << 20))
    } catch {
      throw .failed("\(method) \(Self.withoutQuery(path)): \(error.message)")
    }
    switch response.status {
    case 200...299: return response
    case 401, 403: throw .forbidden(status: response.status)
    case 404, 410: throw .gone
    default: throw .failed("\(method) \(Self.withoutQuery(path)) was answered with status \(response.status)")
    }
  }

  func json(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws(ForgeError) -> JSONValue {
    let response = try await call(method, path, body)
    do throws(JSONError) {
      return try JSONValue(parsing: response.body)
    } catch {
      throw .failed("\(method) \(Self.withoutQuery(path)) was answered with something that is not JSON")
    }
  }

  private static func withoutQuery(_ path: String) -> Substring { path.prefix { $0 != "?" } }
}

extension ForgeEndpoint {
  static func github(api: String, token: String, send: @escaping ForgeTransport) -> ForgeEndpoint {
    ForgeEndpoint(
      base: api,
      headers: [
        "Authorization": "Bearer \(token)", "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
      ], send: send)
  }

  static func gitlab(api: String, token: String, send: @escaping ForgeTransport) -> ForgeEndpoint {
    ForgeEndpoint(base: api, headers: ["PRIVATE-TOKEN": token, "Accept": "application/json"], send: send)
  }
}
