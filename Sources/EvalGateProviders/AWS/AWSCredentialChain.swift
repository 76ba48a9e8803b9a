/// Looks for AWS credentials where AWS's own tools do, in their order: environment, web identity, profile, container, machine.
///
/// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
package struct AWSCredentialChain: Sendable {
  private let context: CredentialContext
  private let profiles: AWSProfiles
  /// As a target names it, which then goes before the environment's keys.
  private let profile: String?
  private let region: String
  /// Whether the container's and the machine's own services are asked.
  private let asksMachine: Bool

  /// A chain for one target.
  package init(
    context: CredentialContext, profiles: AWSProfiles? = nil, profile: String? = nil, region: String,
    asksMachine: Bool = true
  ) {
    self.context = context
    self.profiles = profiles ?? AWSProfiles(context)
    self.profile = profile
    self.region = region
    self.asksMachine = asksMachine
  }

  /// The first credentials that are there.
  /// - Throws: ``CredentialError`` where a source is set up and fails, or none is.
  package func load() async throws -> AWSCredentials {
    if profile == nil {
      if let credentials = environment { return credentials }
      if let identity = AWSWebIdentity(environmentOf: context) { return try await sts.assume(identity) }
    }
    let name = profile ?? context.variable("AWS_PROFILE")
    if let credentials = try await credentials(of: name ?? "default", isNamed: name != nil, depth: 0) {
      return credentials
    }
    guard asksMachine else { throw CredentialError("there are none in the environment and the profiles" + empty) }
    if let credentials = try await AWSContainerCredentials(context).load() { return credentials }
    if let credentials = try await AWSInstanceMetadata(context).load() { return credentials }
    throw CredentialError(
      "there are none in the environment, the profiles, the container and the machine's metadata" + empty)
  }

  /// What is there without a value, which a variable of CI often is where a secret is not handed out.
  private var empty: String {
    let variables =
      profile == nil
      ? ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].filter {
        context.variables[$0] != nil && context.variable($0) == nil
      } : []
    let keys = profiles.emptyKeys(of: profile ?? context.variable("AWS_PROFILE") ?? "default")
    return Self.words(of: variables + keys)
  }

  private static func words(of names: [String]) -> String {
    guard !names.isEmpty else { return "" }
    let list = names.map { "`\($0)`" }.joined(separator: " and ")
    return "; \(list) \(names.count == 1 ? "is" : "are") there and empty"
  }

  private var sts: AWSTokenService { AWSTokenService(context: context, region: region) }

  private var environment: AWSCredentials? {
    guard let id = context.variable("AWS_ACCESS_KEY_ID"), let key = context.variable("AWS_SECRET_ACCESS_KEY") else {
      return nil
    }
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: Secret(key),
      sessionToken: context.variable("AWS_SESSION_TOKEN").map(Secret.init))
  }

  /// - Parameter depth: how many roles were assumed on the way here: profiles may name each other in a circle.
  private func credentials(of name: String, isNamed: Bool, depth: Int) async throws -> AWSCredentials? {
    guard let settings = profiles.settings(of: name) else {
      guard isNamed else { return nil }
      throw CredentialError("there is no AWS profile `\(name)`")
    }
    if let role = settings["role_arn"] { return try await assumed(role, settings, name, depth) }
    if let id = settings["aws_access_key_id"], let key = settings["aws_secret_access_key"] {
      return AWSCredentials(
        accessKeyID: id, secretAccessKey: Secret(key), sessionToken: settings["aws_session_token"].map(Secret.init))
    }
    if let command = settings["credential_process"] {
      return try await AWSCredentialProcess(context: context, command: command, profile: name).load()
    }
    if settings["sso_session"] != nil || settings["sso_start_url"] != nil {
      throw CredentialError(
        "the AWS profile `\(name)` uses single sign-on, which evalgate does not speak",
        help: "run `eval \"$(aws configure export-credentials --profile \(name) --format env)\"` first")
    }
    guard isNamed else { return nil }
    throw CredentialError(
      "the AWS profile `\(name)` has no credentials" + Self.words(of: profiles.emptyKeys(of: name)))
  }

  private func assumed(
    _ role: String, _ settings: [String: String], _ name: String, _ depth: Int
  ) async throws -> AWSCredentials {
    let session = settings["role_session_name"]
    if let file = settings["web_identity_token_file"] {
      return try await sts.assume(
        AWSWebIdentity(tokenFile: context.expanded(file), role: role, session: session))
    }
    guard let source = settings["source_profile"], settings["mfa_serial"] == nil, depth < 4 else {
      throw CredentialError(
        "the AWS profile `\(name)` assumes a role in a way that evalgate does not speak",
        help: "run `eval \"$(aws configure export-credentials --profile \(name) --format env)\"` first")
    }
    // A profile that names itself means the keys that stand in it.
    let own = source == name ? staticKeys(in: settings) : nil
    guard
      let credentials = source == name
        ? own : try await self.credentials(of: source, isNamed: true, depth: depth + 1)
    else { throw CredentialError("the AWS profile `\(name)` has no credentials to assume its role with") }
    return try await sts.assume(role: role, session: session, externalID: settings["external_id"], with: credentials)
  }

  private func staticKeys(in settings: [String: String]) -> AWSCredentials? {
    guard let id = settings["aws_access_key_id"], let key = settings["aws_secret_access_key"] else { return nil }
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: Secret(key), sessionToken: settings["aws_session_token"].map(Secret.init))
  }
}
