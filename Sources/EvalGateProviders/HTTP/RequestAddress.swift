import CurlHTTP

/// Method and URL of a request, as messages show them: without user and password, query and fragment, which may hold keys.
struct RequestAddress: CustomStringConvertible, Sendable {
  private let method: String
  private let whole: String

  init(_ request: HTTPRequest) { (method, whole) = (request.method, request.url) }

  var description: String {
    let url = whole.prefix { $0 != "?" && $0 != "#" }
    guard let scheme = url.firstRange(of: "://") else { return "\(method) \(url)" }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
    return "\(method) \(url[..<scheme.upperBound])\(host)\(rest[authority.endIndex...])"
  }
}
