internal import CCurl
internal import CurlShim

/// Why there is no complete answer. Whether to try again is the caller's to say.
public struct HTTPError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What stood in the way, in the words a retry policy needs.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// `timeout` or `connectTimeout` ran out.
    case timeout
    /// Nothing accepted the connection.
    case connect
    /// The host's name has no address.
    case resolve
    /// The handshake failed or the certificate is not trusted.
    case tls
    /// The connection broke: empty reply, reset, body cut short or undecodable.
    case interrupted
    /// The body or the header block is over its limit.
    case tooLarge
    /// The task was cancelled or the client shut down.
    case cancelled
    /// The address is not an absolute `http` or `https` one.
    case badURL
    /// The method or a header field cannot be sent as it is.
    case badRequest
    /// The client itself cannot work: libcurl is not there, or the system gives no thread.
    case unavailable
    /// Anything else, such as an answer that is not HTTP.
    case other
  }

  /// What stood in the way.
  public let kind: Kind
  /// One line for a person, without header values or bodies.
  public let message: String
  /// libcurl's own number (https://curl.se/libcurl/c/libcurl-errors.html); 0 when libcurl was not asked.
  public let curlCode: Int

  /// Makes an error.
  public init(kind: Kind, message: String, curlCode: Int = 0) {
    self.kind = kind
    self.message = message
    self.curlCode = curlCode
  }

  /// The kind and the message.
  public var description: String { "\(kind.rawValue): \(message)" }
}

extension HTTPError {
  static let cancelled = HTTPError(kind: .cancelled, message: "the request was cancelled")
  static let shutDown = HTTPError(kind: .cancelled, message: "the client was shut down")

  static func bodyTooLarge(limit: Int) -> HTTPError {
    HTTPError(
      kind: .tooLarge, message: "the body is larger than \(limit) bytes", curlCode: Int(CURLE_WRITE_ERROR.rawValue))
  }

  static func headersTooLarge(limit: Int) -> HTTPError {
    HTTPError(
      kind: .tooLarge, message: "the header block is larger than \(limit) bytes",
      curlCode: Int(CURLE_WRITE_ERROR.rawValue))
  }

  /// The server had the request and closed the connection: nobody knows what it made of it.
  static let closedUnanswered = HTTPError(
    kind: .interrupted, message: "the server closed the connection after it was sent the request, without an answer",
    curlCode: Int(CURLE_GOT_NOTHING.rawValue))

  /// Nil unless libcurl refused a line of the header block, which it does from 100 kB on and calls a lack of memory; from 8.6 on
  /// it has a code of its own (100, `CURLE_TOO_LARGE`).
  static func lineTooLong(_ code: CURLcode) -> HTTPError? {
    guard code == CURLE_OUT_OF_MEMORY || code.rawValue == 100 else { return nil }
    return HTTPError(
      kind: .tooLarge, message: "a line of the header block is larger than 100 kB", curlCode: Int(code.rawValue))
  }

  /// Names what libcurl reported; `detail` is the text of its error buffer, empty when it left none.
  init(code: CURLcode, detail: String) {
    let text = detail.isEmpty ? String(cString: eg_easy_strerror(code)) : detail
    self.init(kind: Kind(code), message: text, curlCode: Int(code.rawValue))
  }
}

extension HTTPError.Kind {
  fileprivate init(_ code: CURLcode) {
    switch code {
    case CURLE_OPERATION_TIMEDOUT:
      self = .timeout
    case CURLE_COULDNT_CONNECT, CURLE_PROXY, CURLE_INTERFACE_FAILED:
      self = .connect
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      self = .resolve
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_INITFAILED, CURLE_SSL_ENGINE_NOTFOUND,
      CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_SHUTDOWN_FAILED, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
      self = .tls
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_BAD_CONTENT_ENCODING,
      CURLE_HTTP2, CURLE_HTTP2_STREAM:
      self = .interrupted
    case CURLE_FILESIZE_EXCEEDED:
      self = .tooLarge
    case CURLE_URL_MALFORMAT:
      self = .badURL
    default:
      self = .other
    }
  }
}
