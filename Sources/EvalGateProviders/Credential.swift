import EvalGateCore
import StrictJSON

/// A secret, where one is needed. It has no description that shows it.
enum Credential: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  case none
  case key(String)

  var description: String { "(credential)" }
  var debugDescription: String { description }
  var customMirror: Mirror { Mirror(self, children: []) }

  /// A text of somebody else's without the secret in it: servers quote the key they refuse.
  func masked(_ text: String) -> String {
    guard case .key(let key) = self else { return text }
    return SecretPlaces(key).replaced(in: text, by: "[key]")
  }
}

/// Where a service is reached and which variable holds the key to it: `base_url` and `api_key_env` of a target.
struct Endpoint: Hashable, Sendable {
  /// Without a slash at its end.
  let baseURL: String
  /// Nil where the file says nothing.
  let variable: String?
  /// What the provider's own documentation calls the variable.
  let usualVariable: String
  /// The option that names another one.
  private let variableOption: String
  /// The address of the provider itself; nil where everybody has one of their own.
  private let usualURL: String?

  /// The word that says that a server wants no key.
  private static let noKey = "none"

  static let address = OptionHelp("base_url", "where the service is reached; the provider's own address when left out")

  static let options = [
    address,
    OptionHelp(
      "api_key_env",
      "the environment variable that holds the key, or `none`; the provider's usual one when left out, and none for a server on this machine"
    ),
  ]

  /// - Parameters:
  ///   - usual: the address of the provider itself; nil where everybody has one of their own, which `base_url` must then give.
  ///   - usualVariable: the variable that is read where the file names none.
  ///     Empty where there is none, and so no key unless the file names one.
  ///   - key: the option that names the variable.
  ///   - address: the option that holds the address.
  init(
    options: inout OptionReader, usual: String?, variable usualVariable: String, namedBy key: String = "api_key_env",
    at address: String = "base_url"
  ) throws(Diagnostic) {
    self.usualVariable = usualVariable
    variableOption = key
    usualURL = usual
    variable = try options.optionalString(key)
    guard let node = usual == nil ? try options.required(address) : options.node(address) else {
      baseURL = usual ?? ""
      return
    }
    guard case .string(let text) = node.content else { throw OptionReader.wrong(node, address, "an address") }
    // An address that is whole, rather than the beginning of one, may have a query.
    baseURL = try Self.checked(text, at: node.location, key: address, withQuery: address != "base_url")
  }

  /// The key, read from the environment that was given.
  /// - Throws: `missingVariable` where the target needs one and none is set.
  func credential(for target: Target, in variables: [String: String]) throws(Diagnostic) -> Credential {
    if variable == Self.noKey || (variable == nil && (isLocal || usualVariable.isEmpty)) { return .none }
    let name = variable ?? usualVariable
    let key = String((variables[name] ?? "").trimmingSpaces)
    guard key.isEmpty else { return .key(key) }
    throw Diagnostic(
      .missingVariable, "`\(target.name)` needs its key in the environment variable `\(name)`, which is not set",
      at: target.location,
      help: "set it for this run: `\(name)=… evalgate run`",
      "name another one with `\(variableOption):`, or run from recordings with `--mode replay`")
  }

  /// The variable that the key is read from; `none` where there is none.
  var keyVariable: String { variable ?? (isLocal || usualVariable.isEmpty ? Self.noKey : usualVariable) }

  /// Whether no file names another variable than the provider's own.
  var hasUsualKey: Bool { variable == nil || variable == usualVariable }

  /// Where requests go.
  var address: TargetAddress { TargetAddress(baseURL, isUsual: baseURL == usualURL) }

  /// Whether the host is this machine.
  var isLocal: Bool {
    let host = Self.host(of: baseURL)
    return host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]"
      || (host.hasPrefix("127.") && host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (48...57).contains($0) })
  }

  private static func host(of url: String) -> String {
    let authority = authority(of: url)
    if authority.utf8.first == UInt8(ascii: "[") {
      return authority.prefix { $0 != "]" } + "]"
    }
    return authority.prefix { $0 != ":" }.lowercased()
  }

  private static func authority(of url: String) -> Substring {
    guard let slashes = url.utf8.firstRange(of: "://".utf8) else { return "" }
    return url[slashes.upperBound...].prefix { $0 != "/" }
  }

  /// A piece of an address, with all that could end it or start another written as `%XX` (RFC 3986 section 2.1).
  static func pathSegment(_ text: some StringProtocol) -> String {
    text.utf8.percentEncoded(keeping: UInt8(ascii: "@"))
  }

  /// The end of the line in which a wrong address stands, without what may be a key in it.
  private static func line(of text: String, _ key: String, at place: SourceLocation) -> String {
    let address = String(text.prefix { $0 != "?" && $0 != "#" })
    let query = address.utf8.count < text.utf8.count ? "?…" : ""
    let shown = authority(of: address).lastIndex(of: "@").map { "…\(address[$0...])" } ?? address
    let start = "\(key): "
    return String(repeating: " ", count: max(0, place.column - 1 - start.utf8.count)) + "\(start)\(shown)\(query)"
  }

  private static func checked(
    _ text: String, at place: SourceLocation, key: String, withQuery: Bool
  ) throws(Diagnostic) -> String {
    let lower = text.lowercased()
    let isWeb = lower.hasPrefix("http://") || lower.hasPrefix("https://")
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }
    let authority = authority(of: text)
    guard isWeb, isPlain, !host(of: text).isEmpty, !authority.contains("@"), withQuery || !text.contains("?"),
      !text.contains("#")
    else {
      throw Diagnostic(
        .badURL,
        "`\(key)` must be an http or https address without user\(withQuery ? " and password" : ", password or query")",
        at: place,
        help: "write it as `https://host/v1`, and name the key's variable with `api_key_env:`",
        excerpt: line(of: text, key, at: place))
    }
    return String(text.prefix(text.utf8.count - text.utf8.reversed().prefix { $0 == UInt8(ascii: "/") }.count))
  }
}
