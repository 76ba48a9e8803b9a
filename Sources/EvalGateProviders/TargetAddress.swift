import EvalGateCore
import StrictJSON

/// Where a target's requests go, as a run writes it down: whoever answers at another address is another one.
///
/// An address may hold what is nobody's business: its query is a digest, and user and password it never has.
struct TargetAddress: Hashable, Sendable {
  /// Without a query.
  let url: String
  /// Whether it is the service's own, which no configuration names.
  let isUsual: Bool
  /// What else of the configuration goes with every request, by key.
  private let more: JSONObject

  /// - Parameters:
  ///   - address: with its query, if it has one.
  ///   - more: what else of the configuration goes with every request, by key; all but plain words as a digest.
  init(_ address: String, isUsual: Bool = false, besides more: JSONObject = [:]) {
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    url = Self.withoutCase(String(parts[0]))
    self.isUsual = isUsual
    var all = more
    if parts.count > 1 { all["query"] = .string(Digest(of: Array(parts[1].utf8)).hex) }
    self.more = all
  }

  /// The same with the variable of its key, which may be another tenant's.
  func opened(by endpoint: Endpoint) -> TargetAddress {
    var more = more
    more[RouteIdentity.variableKey] = .string(endpoint.keyVariable)
    return TargetAddress(url: url, isUsual: isUsual && endpoint.hasUsualKey, more: more)
  }

  private init(url: String, isUsual: Bool, more: JSONObject) {
    (self.url, self.isUsual, self.more) = (url, isUsual, more)
  }

  /// What a target's identity says of it (``RouteIdentity/addressKey``).
  var identity: JSONObject {
    var identity: JSONObject = ["url": .string(url)]
    for (key, value) in more { identity[key] = value }
    if isUsual { identity[RouteIdentity.usualKey] = true }
    return identity
  }

  /// Scheme and host are the same in any case (RFC 3986 section 6.2.2.1).
  private static func withoutCase(_ url: String) -> String {
    guard let slashes = url.utf8.firstRange(of: "://".utf8) else { return url }
    let path = url[slashes.upperBound...].firstIndex(of: "/") ?? url.endIndex
    return url[..<path].lowercased() + url[path...]
  }
}
