internal import CCurl
internal import CurlShim

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Whether the environment has a variable from which libcurl takes a proxy (https://curl.se/libcurl/c/libcurl-env.html).
private let environmentNamesProxy: Bool = {
  let names: [String] = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
  return names.contains { getenv($0) != nil }
}()

/// A libcurl easy handle with what must live as long as its exchange. Used again for the next one.
final class EasyHandle {
  let easy: UnsafeMutableRawPointer
  private let errorBuffer: UnsafeMutablePointer<CChar>
  private var headerLines: HeaderLines?
  /// The address that is set: checked, and that of most requests.
  private var url = ""
  /// Hosts reached without a proxy, but for an exchange that is direct; nil leaves it to the environment.
  private let noProxy: String?
  private var isDirect = false

  /// Sets what holds for every exchange, once.
  init?(_ configuration: HTTPClientConfiguration) {
    guard let easy = eg_easy_init() else { return nil }
    self.easy = easy
    // Else libcurl looks for each of a proxy's variables in each exchange anew.
    noProxy = configuration.noProxy ?? (environmentNamesProxy ? nil : "*")
    errorBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    setRules(configuration)
    setReceivers()
  }

  deinit {
    forget()
    eg_easy_cleanup(easy)
    errorBuffer.deallocate()
  }

  /// Drops what belonged to the last exchange, body and header fields first. Open connections belong to the multi handle and stay.
  func forget() {
    eg_easy_setopt_bytes(easy, CURLOPT_COPYPOSTFIELDS, nil)
    eg_easy_setopt_list(easy, CURLOPT_HTTPHEADER, nil)
    headerLines = nil
    setTransfer(nil)
    errorBuffer[0] = 0
  }

  /// Sets everything for an exchange. The transfer must outlive it: libcurl is given its address.
  ///
  /// - Parameter headers: of the exchange that was prepared last, on whichever handle; then of this one.
  func prepare(for transfer: Transfer, _ headers: inout HeaderLines?) throws(HTTPError) {
    let request = transfer.request
    if !isSame(request.url, url) {
      try checkAddress(request.url)
      set(CURLOPT_URL, request.url)
      url = request.url
    }
    try checkMethod(request.method)
    let lines = if let headers, headers.say(request.headers) { headers } else { try HeaderLines(request.headers) }
    (headers, headerLines) = (lines, lines)
    eg_easy_setopt_list(easy, CURLOPT_HTTPHEADER, lines.list)
    setLimits(request)
    setBody(request)
    if request.isDirect != isDirect {
      isDirect = request.isDirect
      setProxy()
    }
    setTransfer(Unmanaged.passUnretained(transfer).toOpaque())
  }

  private func setRules(_ configuration: HTTPClientConfiguration) {
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    // Without it, ending an exchange waits for its name lookup, and the loop with it.
    set(CURLOPT_QUICK_EXIT, 1)
    // Every decoding this libcurl can do; the limit on the body counts decoded bytes.
    set(CURLOPT_ACCEPT_ENCODING, "")
    set(CURLOPT_USERAGENT, configuration.userAgent)
    setProxy()
    if let caBundle = configuration.caBundle { set(CURLOPT_CAINFO, caBundle) }
    if configuration.http2 {
      set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
      set(CURLOPT_PIPEWAIT, 1)
    } else {
      set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    }
  }

  private func setProxy() {
    eg_easy_setopt_string(easy, CURLOPT_NOPROXY, isDirect ? "*" : noProxy)
  }

  private func setLimits(_ request: HTTPRequest) {
    set(CURLOPT_TIMEOUT_MS, milliseconds(request.timeout))
    set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.connectTimeout ?? request.timeout))
  }

  private func setBody(_ request: HTTPRequest) {
    // Undoes whatever method came before.
    set(CURLOPT_HTTPGET, 1)
    eg_easy_setopt_string(easy, CURLOPT_CUSTOMREQUEST, nil)
    switch request.method {
    case "GET" where request.body.isEmpty: break
    case "HEAD": set(CURLOPT_NOBODY, 1)
    default:
      // libcurl copies the bytes, so that their lifetime is its own affair. The size comes first, by the manual.
      eg_easy_setopt_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, Int64(request.body.count))
      _ = request.body.withUnsafeBytes { bytes in
        eg_easy_setopt_bytes(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress ?? UnsafeRawPointer(errorBuffer))
      }
      if request.method != "POST" { set(CURLOPT_CUSTOMREQUEST, request.method) }
    }
  }

  private func setReceivers() {
    eg_easy_setopt_data_function(easy, CURLOPT_HEADERFUNCTION, receiveHeaderLine)
    eg_easy_setopt_data_function(easy, CURLOPT_WRITEFUNCTION, receiveBodyBytes)
    eg_easy_setopt_prereq_function(easy, beforeSending)
    eg_easy_setopt_pointer(easy, CURLOPT_ERRORBUFFER, errorBuffer)
  }

  private func setTransfer(_ transfer: UnsafeMutableRawPointer?) {
    eg_easy_setopt_pointer(easy, CURLOPT_HEADERDATA, transfer)
    eg_easy_setopt_pointer(easy, CURLOPT_WRITEDATA, transfer)
    eg_easy_setopt_pointer(easy, CURLOPT_PREREQDATA, transfer)
  }

  private func set(_ option: CURLoption, _ value: Int) {
    eg_easy_setopt_long(easy, option, value)
  }

  private func set(_ option: CURLoption, _ value: String) {
    eg_easy_setopt_string(easy, option, value)
  }
}

// MARK: - After the exchange

extension EasyHandle {
  /// What libcurl wrote about the failure, or an empty text.
  var errorText: String { String(cString: errorBuffer) }

  var status: Int { long(CURLINFO_RESPONSE_CODE) }

  /// How many bytes of requests have gone out since the exchange began, all connections together.
  var bytesSent: Int { long(CURLINFO_REQUEST_SIZE) }

  var reusedConnection: Bool { long(CURLINFO_NUM_CONNECTS) == 0 }

  func timing(queued: Duration) -> HTTPTiming {
    let tcp = microseconds(CURLINFO_CONNECT_TIME_T)
    let tls = microseconds(CURLINFO_APPCONNECT_TIME_T)
    return HTTPTiming(
      queued: queued, connect: reusedConnection ? .zero : max(tcp, tls),
      firstByte: microseconds(CURLINFO_STARTTRANSFER_TIME_T), total: microseconds(CURLINFO_TOTAL_TIME_T))
  }

  private func long(_ info: CURLINFO) -> Int {
    var value = 0
    eg_easy_getinfo_long(easy, info, &value)
    return value
  }

  private func microseconds(_ info: CURLINFO) -> Duration {
    var value: Int64 = 0
    eg_easy_getinfo_offset(easy, info, &value)
    return .microseconds(value)
  }
}
