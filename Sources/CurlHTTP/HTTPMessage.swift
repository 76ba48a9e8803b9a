/// One request: where to, what, and the bounds within which an answer counts.
public struct HTTPRequest: Sendable {
  /// The method, a token of RFC 9110 section 9; `GET`, `HEAD` and `POST` are the usual ones.
  public var method: String
  /// An absolute `http` or `https` address.
  public var url: String
  /// The fields to send besides those the transport sets itself (`Host`, `Content-Length`, `Accept-Encoding`, `User-Agent`).
  public var headers: HTTPHeaders
  /// The bytes of the body; none for an empty array.
  public var body: [UInt8]
  /// The longest the whole exchange may last once it has started; waiting for a turn does not count.
  public var timeout: Duration
  /// The longest that resolving, connecting and the TLS handshake may last; `timeout` alone bounds them when nil.
  public var connectTimeout: Duration?
  /// The largest body taken, in bytes after decompression.
  public var maxResponseBytes: Int
  /// Whether it goes to its host itself, whatever proxy the environment names: for what only this machine may be told or answer.
  public var isDirect: Bool

  /// Makes a request; by default 30 seconds and 64 MiB at most.
  public init(
    method: String = "GET", url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    timeout: Duration = .seconds(30), connectTimeout: Duration? = nil, maxResponseBytes: Int = 64 << 20,
    isDirect: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.connectTimeout = connectTimeout
    self.maxResponseBytes = maxResponseBytes
    self.isDirect = isDirect
  }
}

extension HTTPRequest {
  /// Whether it asks for nothing but an answer, so that it may be sent any number of times (RFC 9110 section 9.2.1).
  var isSafe: Bool { ["GET", "HEAD", "OPTIONS", "TRACE"].contains(method) }
}

/// What a server answered, complete; a status of 400 or more is an answer, not an error.
public struct HTTPResponse: Sendable {
  /// The status code.
  public let status: Int
  /// The fields of the final header block, repeated ones kept; trailers are left out.
  public let headers: HTTPHeaders
  /// The body, decompressed.
  public let body: [UInt8]
  /// Where the time went.
  public let timing: HTTPTiming
  /// True when the request went over a connection that was open already.
  public let reusedConnection: Bool

  /// Makes a response, for doubles of the transport in tests and for replay.
  public init(
    status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], timing: HTTPTiming = HTTPTiming(),
    reusedConnection: Bool = false
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.timing = timing
    self.reusedConnection = reusedConnection
  }
}

/// Where the time of one exchange went; all but `queued` count from its start.
public struct HTTPTiming: Sendable, Hashable {
  /// From the call until the exchange started, because others had every connection.
  public let queued: Duration
  /// Until the connection stood, handshake of TLS included; zero when one was open already.
  public let connect: Duration
  /// Until the first byte of the answer.
  public let firstByte: Duration
  /// Until the end: the service time.
  public let total: Duration

  /// Makes a timing; zero for what is not known.
  public init(queued: Duration = .zero, connect: Duration = .zero, firstByte: Duration = .zero, total: Duration = .zero)
  {
    self.queued = queued
    self.connect = connect
    self.firstByte = firstByte
    self.total = total
  }
}

/// Takes an answer as it comes.
///
/// Called on the client's own thread, between its other exchanges: what takes long here holds all of them up. Nothing is put
/// into a queue, so a piece costs a call and no switch of tasks.
public protocol HTTPReceiver: AnyObject, Sendable {
  /// Status and header fields: once, first.
  func receive(status: Int, headers: HTTPHeaders)

  /// The next bytes of the body, decompressed; where they are cut means nothing.
  /// - Returns: whether more is wanted. False ends the exchange with an error of kind `cancelled`.
  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool

  /// Whether all that there has to be has come, asked after each piece. The exchange is then over for whoever sent it; what the
  /// server still sends is read over, so that its connection can be used again.
  var hasAll: Bool { get }
}

extension HTTPReceiver {
  /// Only the end of the body is the end.
  public var hasAll: Bool { false }
}
