import Crypto
import CryptoExtras
import CurlHTTP
import EvalGateCore
import StrictJSON

/// The key of a service account, exchanged for a token by a signed claim (RFC 7523).
///
/// https://developers.google.com/identity/protocols/oauth2/service-account
struct GoogleServiceAccount {
  private let email: String
  private let keyID: String?
  private let key: Secret
  private let address: String

  init(_ root: JSONNode, named name: String) throws(CredentialError) {
    guard let email = root.text("client_email"), let key = root.text("private_key") else {
      throw CredentialError("the service account's key of \(name) has no `client_email` or no `private_key`")
    }
    self.email = email
    self.key = Secret(key)
    keyID = root.text("private_key_id")
    address = try GoogleTokenService.address(root, "token_uri", usual: GoogleTokenService.usual)
  }

  func token(_ context: CredentialContext) async throws -> GoogleToken {
    let now = context.clock.secondsSince1970
    return try await GoogleTokenService(context: context, address: address).token([
      ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", try assertion(at: now)),
    ])
  }

  /// A claim that is good for an hour, signed RS256 (RFC 7518 section 3.3).
  private func assertion(at now: Int) throws(CredentialError) -> String {
    var header: JSONObject = ["alg": "RS256", "typ": "JWT"]
    if let keyID { header["kid"] = .string(keyID) }
    let claims: JSONObject = [
      "iss": .string(email), "scope": .string(GoogleTokenService.scope), "aud": .string(address),
      "iat": .number(JSONNumber(now)), "exp": .number(JSONNumber(now + 3600)),
    ]
    let signed =
      Base64URL.text(of: Array(JSONValue.object(header).serialized().utf8)) + "."
      + Base64URL.text(of: Array(JSONValue.object(claims).serialized().utf8))
    do {
      let signature = try _RSA.Signing.PrivateKey(pemRepresentation: key.exposed).signature(
        for: SHA256.hash(data: Array(signed.utf8)), padding: .insecurePKCS1v1_5)
      return signed + "." + signature.withUnsafeBytes { Base64URL.text(of: Array($0)) }
    } catch {
      throw CredentialError("the service account's `private_key` is no RSA key in PEM")
    }
  }
}

/// A person's own credentials, exchanged for a token by the refresh token that `gcloud` left.
struct GoogleUser {
  private let parameters: [(String, String)]
  private let address: String

  init(_ root: JSONNode, named name: String) throws(CredentialError) {
    guard let id = root.text("client_id"), let secret = root.text("client_secret"),
      let token = root.text("refresh_token")
    else { throw CredentialError("the credentials of \(name) are not complete") }
    parameters = [
      ("grant_type", "refresh_token"), ("client_id", id), ("client_secret", secret), ("refresh_token", token),
    ]
    address = try GoogleTokenService.address(root, "token_uri", usual: GoogleTokenService.usual)
  }

  func token(_ context: CredentialContext) async throws -> GoogleToken {
    try await GoogleTokenService(context: context, address: address).token(parameters)
  }
}

/// Where tokens are given out (RFC 6749 section 5.1).
struct GoogleTokenService {
  let context: CredentialContext
  let address: String

  /// What a token is asked for that opens every service of the project.
  static let scope = "https://www.googleapis.com/auth/cloud-platform"
  /// Where keys and refresh tokens are exchanged, when a file names no other place.
  static let usual = "https://oauth2.googleapis.com/token"

  /// The address that a credential file names under a key, which must be one where a secret may be sent.
  ///
  /// - Parameter machine: a host that may be asked without TLS too.
  static func address(
    _ root: JSONNode, _ key: String, usual: String? = nil, orPlainlyAt machine: String? = nil
  ) throws(CredentialError) -> String {
    guard let address = root.text(key) ?? usual else { throw CredentialError("the credential file has no `\(key)`") }
    let host = SignedAddress(address).host
    let isNear = host.hasPrefix("127.0.0.1:") || host.hasPrefix("localhost:") || host == machine
    // What stands before an `@` is no host, whatever it looks like.
    guard !host.contains("@"), !address.contains("\\"),
      address.hasPrefix("https://") || (address.hasPrefix("http://") && isNear)
    else {
      throw CredentialError("the credential file's `\(key)` is not an https address, or has a user in it")
    }
    return address
  }

  func token(
    _ parameters: [(name: String, value: String)], headers: HTTPHeaders = [:]
  ) async throws -> GoogleToken {
    try token(in: try await answer(parameters, headers: headers))
  }

  /// For who looks for more in the answer than a token.
  func answer(
    _ parameters: [(name: String, value: String)], headers: HTTPHeaders = [:]
  ) async throws -> HTTPResponse {
    let form = parameters.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
    var request = HTTPRequest(method: "POST", url: address, headers: headers, body: Array(form.utf8))
    request.headers.set("Content-Type", "application/x-www-form-urlencoded")
    return try await context.ask(request, of: Self.name)
  }

  func token(in response: HTTPResponse) throws(CredentialError) -> GoogleToken {
    try GoogleToken(response, of: Self.name, at: context.clock)
  }

  private static let name = "Google's token service"

  /// How a client says who it is (RFC 7617).
  static func basic(_ id: String, _ secret: Secret) -> String {
    "Basic " + Base64.text(of: Array("\(id):\(secret.exposed)".utf8))
  }
}

extension GoogleToken {
  /// As token services and machines answer with it (RFC 6749 section 5.1).
  ///
  /// - Parameter name: of who answered.
  init(_ response: HTTPResponse, of name: String, at clock: any RouteClock) throws(CredentialError) {
    guard let root = (try? JSONDocument(parsing: response.body))?.root, let token = root.text("access_token") else {
      throw CredentialError("\(name) answered without a token")
    }
    // What does not say how long it lasts is not kept.
    let seconds = min(max(root["expires_in"]?.number?.int ?? 0, 0), 86_400)
    self.init(secret: Secret(token), expiry: clock.secondsSince1970 + seconds)
  }
}

/// Bytes as text that needs no escaping in an address, without padding (RFC 4648 section 5).
enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func text(of bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for place in 0...group.count { text.append(alphabet[bits >> (18 - 6 * place) & 63]) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
