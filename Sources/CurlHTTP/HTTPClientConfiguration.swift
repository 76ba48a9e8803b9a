/// What holds for every request of one client.
public struct HTTPClientConfiguration: Sendable {
  /// The most requests on the wire at once, and so the most connections; further ones wait their turn in order.
  public var maxConnections: Int
  /// True to offer HTTP/2 over TLS, at most 32 streams a connection and one retry of a broken stream.
  ///
  /// Off by default: libcurl 7.88 fails 2 to 5 of 100 POSTs at 128 streams (`CURLE_HTTP2_STREAM`), where HTTP/1.1 failed none.
  public var http2: Bool
  /// The `User-Agent` sent when a request names none.
  public var userAgent: String
  /// Hosts reached without a proxy whatever the environment says, as `CURLOPT_NOPROXY` reads it; `*` for all.
  public var noProxy: String?
  /// A PEM file of trusted certificates in the place of the system's.
  public var caBundle: String?
  /// The largest header block taken, in bytes.
  public var maxHeaderBytes: Int

  /// Makes a configuration; by default 256 connections, HTTP/1.1, the system's certificates.
  public init(
    maxConnections: Int = 256, http2: Bool = false, userAgent: String = "evalgate", noProxy: String? = nil,
    caBundle: String? = nil, maxHeaderBytes: Int = 128 << 10
  ) {
    self.maxConnections = max(1, maxConnections)
    self.http2 = http2
    self.userAgent = userAgent
    self.noProxy = noProxy
    self.caBundle = caBundle
    self.maxHeaderBytes = maxHeaderBytes
  }
}
