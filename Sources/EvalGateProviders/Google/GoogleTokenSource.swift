import CurlHTTP
package import EvalGateCore
import StrictJSON

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An access token for Google Cloud: from the key of a service account, another provider's token, the credentials that `gcloud`
/// left for applications, `gcloud` itself, or the machine.
///
/// https://cloud.google.com/docs/authentication/application-default-credentials
package struct GoogleTokenSource: Sendable {
  private let keeper: CredentialKeeper<GoogleToken>

  /// A source that looks where Google's own libraries do.
  package init(_ context: CredentialContext) {
    let renewed = RenewedTokens()
    keeper = CredentialKeeper(clock: context.clock) {
      var token = try await GoogleCredential.find(context, renewed).token(context)
      // As Google's own libraries have it, the variable goes before the file.
      if let project = context.variable("GOOGLE_CLOUD_QUOTA_PROJECT") { token.quotaProject = project }
      return token
    }
  }

  /// A token that is good now.
  /// - Throws: a failure with reason `unauthorized` where none is to be had, `server` where who gives them out is busy or out of
  ///   reach; its message holds no secret.
  package func token() async throws(GenerationFailure) -> String { try await bearer().secret.exposed }

  /// The token with the project that pays for what it opens.
  package func bearer() async throws(GenerationFailure) -> BearerToken {
    do {
      let token = try await keeper.value()
      return BearerToken(
        secret: token.secret, headers: token.quotaProject.map { [GoogleToken.quotaHeader: $0] } ?? [:])
    } catch {
      throw GenerationFailure(noCredential: error, "no Google access token")
    }
  }

  /// Drops the token that is kept, because it was refused. False where none was.
  package func forget() async -> Bool { await keeper.forget() }

  /// Ends a fetch that is under way.
  package func close() async { await keeper.close() }
}

extension GoogleTokenSource: BearerTokenSource {
  /// Whether there is anything to get a token from: a file that Google's own libraries read, `gcloud` on the `PATH`, or a machine of
  /// Google's.
  static func isLikely(_ context: CredentialContext) -> Bool {
    if context.variable("GOOGLE_APPLICATION_CREDENTIALS") != nil || GoogleMachine(context) != nil { return true }
    if let file = GoogleCredential.userFile(context), context.read(file) != nil { return true }
    return (context.variable("PATH") ?? "").split(separator: ":").contains { access($0 + "/gcloud", X_OK) == 0 }
  }
}

/// A token with its end.
struct GoogleToken: Perishable {
  let secret: Secret
  let expiry: Int?
  /// The project to whose quota and account requests with it count; the service's own choice where nil.
  var quotaProject: String?

  /// https://cloud.google.com/docs/quotas/set-quota-project
  static let quotaHeader = "X-Goog-User-Project"

  func billed(to project: String) -> GoogleToken {
    GoogleToken(secret: secret, expiry: expiry, quotaProject: project)
  }
}

/// What a token is fetched with.
indirect enum GoogleCredential {
  case serviceAccount(GoogleServiceAccount)
  /// A person's own, as `gcloud auth application-default login` leaves it.
  case user(GoogleUser)
  case workforceUser(GoogleWorkforceUser)
  case federation(GoogleFederation)
  case impersonation(GoogleImpersonation, by: GoogleCredential)
  /// What it opens counts to a project that its file names.
  case billed(GoogleCredential, to: String)
  /// `gcloud auth print-access-token`, or where that gives none the machine, if it is one of Google's.
  case program(else: GoogleMachine?)

  /// The file that `GOOGLE_APPLICATION_CREDENTIALS` names, `gcloud`'s file for applications, or what needs no file.
  static func find(
    _ context: CredentialContext, _ renewed: RenewedTokens
  ) throws(CredentialError) -> GoogleCredential {
    if let path = context.variable("GOOGLE_APPLICATION_CREDENTIALS") {
      guard let bytes = context.read(context.expanded(path)) else {
        throw CredentialError("the file that `GOOGLE_APPLICATION_CREDENTIALS` names cannot be read")
      }
      return try GoogleCredential(bytes, named: "`GOOGLE_APPLICATION_CREDENTIALS`", renewed)
    }
    if let bytes = userFile(context).flatMap(context.read) {
      return try GoogleCredential(bytes, named: "`gcloud`'s application default credentials", renewed)
    }
    return .program(else: GoogleMachine(context))
  }

  /// Where `gcloud` leaves a person's own credentials for applications.
  static func userFile(_ context: CredentialContext) -> String? {
    (context.variable("CLOUDSDK_CONFIG") ?? context.home(".config/gcloud")).map {
      $0 + "/application_default_credentials.json"
    }
  }

  private init(_ bytes: [UInt8], named name: String, _ renewed: RenewedTokens) throws(CredentialError) {
    guard let root = (try? JSONDocument(parsing: bytes, limits: JSONLimits(depth: 16, bytes: 1 << 20)))?.root else {
      throw CredentialError("the file of \(name) is not JSON")
    }
    try self.init(root, named: name, renewed)
  }

  private init(_ root: JSONNode, named name: String, _ renewed: RenewedTokens) throws(CredentialError) {
    let project = root.text("quota_project_id")
    let billed = { (way: GoogleCredential) in project.map { .billed(way, to: $0) } ?? way }
    switch root["type"]?.string {
    case "service_account"?: self = billed(.serviceAccount(try GoogleServiceAccount(root, named: name)))
    case "authorized_user"?: self = billed(.user(try GoogleUser(root, named: name)))
    case "external_account_authorized_user"?:
      self = billed(.workforceUser(try GoogleWorkforceUser(root, named: name, renewed)))
    case "external_account"?:
      let own = billed(.federation(try GoogleFederation(root, named: name)))
      self = try GoogleImpersonation(root).map { billed(.impersonation($0, by: own)) } ?? own
    case "impersonated_service_account"?:
      guard let source = root["source_credentials"], let account = try GoogleImpersonation(root) else {
        throw CredentialError(
          "the credentials of \(name) have no `source_credentials` or no `service_account_impersonation_url`")
      }
      self = billed(
        .impersonation(account, by: try GoogleCredential(source, named: "the source of \(name)", renewed)))
    default:
      throw CredentialError(
        "the credentials of \(name) are of a type that evalgate does not speak",
        help: "unset it, and evalgate asks `gcloud auth print-access-token`")
    }
  }

  func token(_ context: CredentialContext) async throws -> GoogleToken {
    switch self {
    case .serviceAccount(let account): try await account.token(context)
    case .user(let user): try await user.token(context)
    case .workforceUser(let user): try await user.token(context)
    case .federation(let federation): try await federation.token(context)
    case .impersonation(let account, by: let own): try await account.token(for: own.token(context), context)
    case .billed(let way, to: let project): try await way.token(context).billed(to: project)
    case .program(else: let machine): try await Self.printed(context, else: machine)
    }
  }

  /// How long a printed token is used, in seconds: `gcloud` does not say when it ends, and renews one that is about to.
  private static let printedLife = 180

  private static func printed(
    _ context: CredentialContext, else machine: GoogleMachine?
  ) async throws -> GoogleToken {
    guard let machine else { return try await printed(context) }
    if let token = try? await printed(context) { return token }
    return try await machine.token(context)
  }

  private static func printed(_ context: CredentialContext) async throws -> GoogleToken {
    guard let output = try await context.run(["gcloud", "auth", "print-access-token"]) else {
      throw CredentialError(
        "there is no `gcloud`, and `GOOGLE_APPLICATION_CREDENTIALS` is not set",
        help: "name a credential file there, such as `google-github-actions/auth` writes, or install `gcloud`")
    }
    let secret = Secret(String(decoding: output, as: UTF8.self))
    guard !secret.isEmpty, secret.exposed.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CredentialError("`gcloud auth print-access-token` printed no token", help: "run `gcloud auth login`")
    }
    let margin = CredentialKeeper<GoogleToken>.margin
    return GoogleToken(secret: secret, expiry: context.clock.secondsSince1970 + printedLife + margin)
  }
}
