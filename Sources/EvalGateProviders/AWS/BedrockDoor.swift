import EvalGateCore

/// What opens the door to Bedrock for one target, and in which region it stands.
struct BedrockDoor {
  let region: String
  /// Nil where the server wants nothing.
  let authorizer: (any RequestAuthorizer)?

  /// Finds the region, then an API key, then AWS credentials.
  ///
  /// AWS credentials are looked for when a case needs them: kept answers may be all that is asked, and who gives credentials out
  /// may be slow or silent, for which a case has its deadline and a target that is being opened has none.
  /// - Throws: `missingVariable` or `missingCredentials` where a key or the region is missing.
  init(_ bedrock: Bedrock, target: Target, in setting: ConnectionSetting) throws(Diagnostic) {
    let context = CredentialContext(setting)
    let profiles = AWSProfiles(context)
    let profile = bedrock.profile ?? context.variable("AWS_PROFILE")
    let found =
      bedrock.region ?? context.variable("AWS_REGION") ?? context.variable("AWS_DEFAULT_REGION")
      ?? profiles.settings(of: profile ?? "default")?["region"] ?? Self.region(ofARN: target.model)
    // A server of one's own checks no region.
    let known = found ?? (bedrock.endpoint.isLocal ? "us-east-1" : nil)
    guard let known, Bedrock.isRegion(known) else { throw Self.missingRegion(for: target) }
    region = known
    if bedrock.endpoint.variable == "none" {
      authorizer = nil
      return
    }
    if let token = try Self.apiKey(bedrock, target, context) {
      authorizer = token
      return
    }
    let chain = AWSCredentialChain(
      context: context, profiles: profiles, profile: bedrock.profile, region: known,
      asksMachine: !bedrock.endpoint.isLocal)
    let name = target.name
    let keeper = CredentialKeeper<AWSCredentials>(clock: context.clock, asksOnce: true) {
      do {
        return try await chain.load()
      } catch let error as CredentialError where !error.mayPass {
        throw Self.missing(for: name, error)
      }
    }
    authorizer = AWSAuthorizer(
      SigV4(region: known, service: "bedrock"), keeper: keeper, clock: context.clock,
      mayBeUnsigned: bedrock.endpoint.isLocal && bedrock.profile == nil)
  }

  /// The key where one is named or set; nil where AWS credentials are to sign.
  private static func apiKey(
    _ bedrock: Bedrock, _ target: Target, _ context: CredentialContext
  ) throws(Diagnostic) -> (any RequestAuthorizer)? {
    let name = bedrock.endpoint.variable ?? bedrock.endpoint.usualVariable
    // A profile that is named is meant.
    if let key = context.variable(name), bedrock.endpoint.variable != nil || bedrock.profile == nil {
      return KeyAuthorizer(key: Secret(key))
    }
    guard bedrock.endpoint.variable != nil else { return nil }
    throw Diagnostic(
      .missingVariable, "`\(target.name)` needs its key in the environment variable `\(name)`, which is not set",
      at: target.location, help: "set it for this run: `\(name)=… evalgate run`",
      "name another one with `api_key_env:`, or run from recordings with `--mode replay`")
  }

  /// `arn:aws:bedrock:eu-west-1:123456789012:inference-profile/…` stands in its region.
  private static func region(ofARN text: String) -> String? {
    let parts = text.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0] == "arn", parts[2] == "bedrock", !parts[3].isEmpty else { return nil }
    return String(parts[3])
  }

  /// Why a target has no credentials, and what helps.
  private static func missing(for name: String, _ error: CredentialError) -> CredentialError {
    CredentialError(
      "`\(name)` needs AWS credentials: \(error.message)",
      help: error.help.first
        ?? "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, `AWS_PROFILE`, or a Bedrock API key in `AWS_BEARER_TOKEN_BEDROCK`",
      "or run from recordings with `--mode replay`")
  }

  private static func missingRegion(for target: Target) -> Diagnostic {
    Diagnostic(
      .missingCredentials, "`\(target.name)` needs an AWS region, and none is set", at: target.location,
      help: "add `region: us-east-1`, or set `AWS_REGION`")
  }
}
