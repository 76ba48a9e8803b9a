import CurlHTTP
import EvalGateCore
import StrictJSON

/// Another identity provider's token, exchanged for one of Google's (RFC 8693): workload identity federation, as
/// `google-github-actions/auth` and `gcloud iam workload-identity-pools create-cred-config` write it down.
///
/// https://google.aip.dev/auth/4117
struct GoogleFederation {
  private let source: SubjectToken
  private let audience: String
  private let kind: String
  private let address: String
  /// Pays for a workforce's requests, which belong to no project.
  private let userProject: String?
  private let client: (id: String, secret: Secret)?

  init(_ root: JSONNode, named name: String) throws(CredentialError) {
    guard let audience = root.text("audience"), let kind = root.text("subject_token_type"),
      let source = root["credential_source"]
    else {
      throw CredentialError(
        "the credentials of \(name) have no `audience`, no `subject_token_type` or no `credential_source`")
    }
    (self.audience, self.kind) = (audience, kind)
    self.source = try SubjectToken(source, named: name)
    address = try GoogleTokenService.address(root, "token_url", usual: "https://sts.googleapis.com/v1/token")
    userProject = root.text("workforce_pool_user_project")
    client = root.text("client_id").map { ($0, Secret(root.text("client_secret") ?? "")) }
  }

  func token(_ context: CredentialContext) async throws -> GoogleToken {
    var parameters = [
      ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("audience", audience),
      ("scope", GoogleTokenService.scope),
      ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
      ("subject_token", try await source.read(context).exposed), ("subject_token_type", kind),
    ]
    var headers: HTTPHeaders = [:]
    if let client {
      headers.set("Authorization", GoogleTokenService.basic(client.id, client.secret))
    } else if let userProject {
      // Encoded once for itself, and once as a field of the form.
      let options = JSONValue.object(["userProject": .string(userProject)]).serialized()
      parameters.append(("options", options.percentEncoded))
    }
    return try await GoogleTokenService(context: context, address: address).token(parameters, headers: headers)
  }
}

/// Where a workload's own token is found, which is read anew each time: it lasts for minutes.
private struct SubjectToken {
  private enum Place {
    case file(String)
    case server(String, HTTPHeaders)
  }

  private let place: Place
  /// The key of a JSON object that holds the token; nil where it stands alone.
  private let field: String?
  private let name: String

  /// Azure's machines give their tokens out here, without TLS as every machine's own service.
  private static let machine = "169.254.169.254"

  init(_ source: JSONNode, named name: String) throws(CredentialError) {
    self.name = name
    // AWS's sources have an address too, of something else.
    switch (source.text("file"), source.text("url"), source["environment_id"]) {
    case (let file?, nil, nil): place = .file(file)
    case (nil, _?, nil):
      let headers = source["headers"]?.members.compactMap { member in
        member.value.string.map { HTTPHeaders.Field(name: member.key, value: $0) }
      }
      place = .server(
        try GoogleTokenService.address(source, "url", orPlainlyAt: Self.machine), HTTPHeaders(headers ?? []))
    default: throw Self.unspoken(source, name)
    }
    switch source["format"]?.text("type") {
    case nil, "text": field = nil
    case "json":
      guard let key = source["format"]?.text("subject_token_field_name") else {
        throw CredentialError("the credentials of \(name) do not say which field of their source holds the token")
      }
      field = key
    default:
      throw CredentialError("the source of the credentials of \(name) is of a format that evalgate does not read")
    }
  }

  private static func unspoken(_ source: JSONNode, _ name: String) -> CredentialError {
    let kind =
      source["environment_id"] != nil
      ? "AWS" : source["executable"] != nil ? "a program" : source["certificate"] != nil ? "a certificate" : nil
    return CredentialError(
      kind.map { "the credentials of \(name) are those of \($0), which evalgate does not exchange" }
        ?? "the credentials of \(name) have a `credential_source` that names no file and no address",
      help:
        "fetch a token first: `export GOOGLE_OAUTH_ACCESS_TOKEN=$(gcloud auth application-default print-access-token)`")
  }

  func read(_ context: CredentialContext) async throws -> Secret {
    let bytes: [UInt8]
    switch place {
    case .file(let path):
      guard let content = context.read(context.expanded(path)) else {
        throw CredentialError("the file that the credentials of \(name) name as their source cannot be read")
      }
      bytes = content
    case .server(let url, let headers):
      bytes = try await context.ask(
        HTTPRequest(url: url, headers: headers), of: "the source of the credentials of \(name)"
      ).body
    }
    let text: String?
    if let field {
      text = (try? JSONDocument(parsing: bytes, limits: JSONLimits(depth: 16, bytes: 1 << 20)))?.root.text(field)
    } else {
      text = String(decoding: bytes, as: UTF8.self)
    }
    let token = Secret(text ?? "")
    guard !token.isEmpty else { throw CredentialError("the source of the credentials of \(name) holds no token") }
    return token
  }
}

/// The token of a service account, for whoever may act as it: another identity (`external_account`), or a person or an account of
/// Google's own (`impersonated_service_account`).
///
/// https://cloud.google.com/iam/docs/reference/credentials/rest/v1/projects.serviceAccounts/generateAccessToken
struct GoogleImpersonation {
  private let address: String
  private let delegates: [JSONValue]
  /// In seconds.
  private let lifetime: Int

  /// Nil where nobody is impersonated.
  init?(_ root: JSONNode) throws(CredentialError) {
    let key = "service_account_impersonation_url"
    guard root.text(key) != nil else { return nil }
    address = try GoogleTokenService.address(root, key)
    delegates = root["delegates"]?.elements.compactMap { $0.string.map { .string($0) } } ?? []
    lifetime = root["service_account_impersonation"]?["token_lifetime_seconds"]?.number?.int ?? 3600
  }

  /// - Parameter own: the token of who impersonates.
  func token(for own: GoogleToken, _ context: CredentialContext) async throws -> GoogleToken {
    let question: JSONObject = [
      "delegates": .array(delegates), "scope": [.string(GoogleTokenService.scope)], "lifetime": .string("\(lifetime)s"),
    ]
    var headers: HTTPHeaders = ["Content-Type": "application/json", "Authorization": "Bearer " + own.secret.exposed]
    if let project = own.quotaProject { headers.set(GoogleToken.quotaHeader, project) }
    let request = HTTPRequest(
      method: "POST", url: address, headers: headers,
      body: Array(JSONValue.object(question).serialized().utf8))
    let name = "Google's service for impersonation"
    let response = try await context.ask(request, of: name)
    guard let root = (try? JSONDocument(parsing: response.body))?.root, let token = root.text("accessToken") else {
      throw CredentialError("\(name) answered without a token")
    }
    // What does not say how long it lasts is not kept.
    let expiry = root.text("expireTime").flatMap(Timestamp.secondsSince1970)
    return GoogleToken(secret: Secret(token), expiry: expiry ?? context.clock.secondsSince1970)
  }
}
