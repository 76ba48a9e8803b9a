import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

@Suite(
  "moto's check of signatures", .serialized, .timeLimit(.minutes(15)), .enabled(if: Peer.areWanted, Peer.condition))
struct MotoTests {
  /// After three calls, which make a user and its key, moto checks who asks as AWS does.
  private static let recipe = Peer.Recipe(
    name: "moto", packages: ["moto[server,iam,sts]", "boto3"],
    command: { bin, port in [bin + "/moto_server", "-H", "127.0.0.1", "-p", String(port)] },
    environment: ["INITIAL_NO_AUTH_ACTION_COUNT": "3"], ready: "/moto-api/")

  /// A key that moto made and knows.
  private struct Key {
    let url: String
    let id: String
    let secret: String

    init?(_ moto: Peer) async throws {
      guard let made = await moto.run([Peer.files + "/moto.py", moto.url]),
        let key = try JSONValue(parsing: made).arrayValue?.compactMap(\.stringValue), key.count == 2
      else { return nil }
      (url, id, secret) = (moto.url, key[0], key[1])
    }
  }

  /// Asks Bedrock at moto, which checks who asks and then does not know how to converse.
  private func ask(_ key: Key, model: String, secret: String, _ client: HTTPClient) async throws -> Candidate {
    let target = try Parts.target(
      node(["provider": "bedrock", "model": .string(model), "region": "us-east-1", "base_url": .string(key.url)]))
    let generator = try await generator(
      route([target]), client, clock: SystemClock(),
      variables: ["AWS_ACCESS_KEY_ID": key.id, "AWS_SECRET_ACCESS_KEY": secret])
    return await generator.generate(question(), trial: 1)
  }

  /// A role assumed with a key, as a profile asks for it.
  private func role(_ key: Key, secret: String, _ client: HTTPClient) async throws -> AWSCredentials {
    let profiles = """
      [profile r]
      role_arn=arn:aws:iam::123456789012:role/r
      source_profile=b
      [profile b]
      aws_access_key_id=\(key.id)
      aws_secret_access_key=\(secret)
      """
    let context = CredentialContext(
      variables: ["AWS_ENDPOINT_URL_STS": key.url, "HOME": "/h", "AWS_PROFILE": "r"], clock: SystemClock(),
      transport: client, read: { $0 == "/h/.aws/config" ? Array(profiles.utf8) : nil })
    return try await AWSCredentialChain(context: context, region: "us-east-1").load()
  }

  @Test("our signatures are accepted, colons and ARNs included, and those of another key are not")
  func signatures() async throws {
    try await Peer.serving(Self.recipe) { moto in
      let made = try await Key(moto)
      let key = try #require(made, "moto made no key")
      let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
      defer { client.shutdown() }
      for model in ["meta.llama", "anthropic.x-v1:0", "arn:aws:bedrock:us-east-1:1:inference-profile/us.x-v1:0"] {
        let right = try await ask(key, model: model, secret: key.secret, client)
        let wrong = try await ask(key, model: model, secret: "not-" + key.secret, client)
        // 403 is a signature that does not match; anything else was let in.
        #expect(right.failure?.status != nil && right.failure?.status != 403, "\(model): \(right)")
        #expect(wrong.failure?.status == 403, "\(model): \(wrong)")
        #expect(wrong.failure?.message.unsafeText.contains(key.secret) == false)
      }
      let assumed = try await role(key, secret: key.secret, client)
      #expect(assumed.sessionToken != nil && assumed.expiry != nil)
      await #expect(throws: (any Error).self) { try await role(key, secret: "not-" + key.secret, client) }
    }
  }
}
