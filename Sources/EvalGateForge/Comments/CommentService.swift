public import CurlHTTP
import StrictJSON

/// A comment on a change, as a service keeps it.
public struct ForgeComment: Hashable, Sendable {
  /// Grows with time within one service.
  public let id: Int
  /// The login of whoever wrote it, without the `[bot]` that GitHub appends to apps.
  public let author: String
  /// The text as it was sent.
  public let body: String
  /// Where a person reads it; empty where the service does not say.
  public let url: String

  /// Makes a comment.
  public init(id: Int, author: String, body: String, url: String = "") {
    self.id = id
    self.author = author.hasSuffix("[bot]") ? String(author.dropLast(5)) : author
    self.body = body
    self.url = url
  }
}

/// What a service's interface for comments can do; one for each service.
public protocol CommentService: Sendable {
  /// Whose comments the token writes, as ``ForgeComment/author`` gives it.
  func ownName() async throws(ForgeError) -> String
  /// One page of comments, 100 at most, oldest first; `next` is nil behind the last.
  func comments(page: Int) async throws(ForgeError) -> (comments: [ForgeComment], next: Int?)
  /// Writes a new comment.
  func create(_ body: String) async throws(ForgeError) -> ForgeComment
  /// Puts another text into a comment.
  func update(_ id: Int, _ body: String) async throws(ForgeError) -> ForgeComment
  /// Removes a comment of ours.
  func delete(_ id: Int) async throws(ForgeError)
}

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
