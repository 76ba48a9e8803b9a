import CurlHTTP
import EvalGateCore

/// A token that a platform such as EKS or a CI gives to a workload, to be exchanged for a role's credentials.
struct AWSWebIdentity {
  let tokenFile: String
  let role: String
  let session: String?

  init(tokenFile: String, role: String, session: String?) {
    self.tokenFile = tokenFile
    self.role = role
    self.session = session
  }

  /// Nil where the environment names none.
  init?(environmentOf context: CredentialContext) {
    guard let file = context.variable("AWS_WEB_IDENTITY_TOKEN_FILE"), let role = context.variable("AWS_ROLE_ARN") else {
      return nil
    }
    self.init(tokenFile: context.expanded(file), role: role, session: context.variable("AWS_ROLE_SESSION_NAME"))
  }
}

/// AWS's Security Token Service, as far as it exchanges what one has for a role's credentials.
///
/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
struct AWSTokenService {
  let context: CredentialContext
  let region: String

  /// The token is read anew each time, since the platform replaces the file.
  func assume(_ identity: AWSWebIdentity) async throws -> AWSCredentials {
    guard let token = context.text(at: identity.tokenFile), !token.isEmpty else {
      throw CredentialError("the file that `AWS_WEB_IDENTITY_TOKEN_FILE` or the profile names cannot be read")
    }
    let request = request([
      ("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15"), ("RoleArn", identity.role),
      ("RoleSessionName", identity.session ?? "evalgate"), ("WebIdentityToken", token),
    ])
    return try credentials(in: try await ask(request))
  }

  /// Signed with the credentials one has.
  func assume(
    role: String, session: String?, externalID: String?, with credentials: AWSCredentials
  ) async throws -> AWSCredentials {
    var parameters = [
      ("Action", "AssumeRole"), ("Version", "2011-06-15"), ("RoleArn", role),
      ("RoleSessionName", session ?? "evalgate"),
    ]
    if let externalID { parameters.append(("ExternalId", externalID)) }
    let signed = SigV4(region: region, service: "sts").signed(
      request(parameters), with: credentials, at: context.clock.secondsSince1970)
    return try self.credentials(in: try await ask(signed))
  }

  private func ask(_ request: HTTPRequest) async throws -> HTTPResponse {
    try await context.ask(request, of: "AWS STS") { response in
      response.status == 400 && Self.element("Code", in: response.body).map(Self.passing.contains) == true
    }
  }

  /// What a refusal with 400 is called that passes by itself: it is asked too often, or does not reach the platform that gave the
  /// token (API reference, AssumeRoleWithWebIdentity, errors).
  private static let passing: Set = [
    "Throttling", "ThrottlingException", "RequestLimitExceeded", "IDPCommunicationError",
  ]

  /// The address of the region, or the one that the environment gives as AWS's own tools read it.
  private var address: String {
    context.variable("AWS_ENDPOINT_URL_STS")
      ?? "https://sts.\(region).amazonaws.com" + (region.hasPrefix("cn-") ? ".cn" : "")
  }

  private func request(_ parameters: [(name: String, value: String)]) -> HTTPRequest {
    let form = parameters.map { "\($0.name)=\($0.value.percentEncoded)" }.joined(separator: "&")
    let base = address
    return HTTPRequest(
      method: "POST", url: base.hasSuffix("/") ? base : base + "/",
      headers: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "text/xml"], body: Array(form.utf8))
  }

  private func credentials(in response: HTTPResponse) throws(CredentialError) -> AWSCredentials {
    guard let id = Self.element("AccessKeyId", in: response.body),
      let key = Self.element("SecretAccessKey", in: response.body),
      let token = Self.element("SessionToken", in: response.body),
      let expiry = Self.element("Expiration", in: response.body).flatMap(Timestamp.secondsSince1970)
    else { throw CredentialError("AWS STS answered without credentials") }
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: Secret(key), sessionToken: Secret(token), expiry: expiry)
  }

  /// The text of the first element of a name. The four that are read hold no markup and no entities.
  private static func element(_ name: String, in bytes: [UInt8]) -> String? {
    guard let start = bytes.firstRange(of: Array("<\(name)>".utf8))?.upperBound,
      let end = bytes[start...].firstRange(of: Array("</\(name)>".utf8))?.lowerBound
    else { return nil }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}
