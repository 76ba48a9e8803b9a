import ChildProcess
import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// moto from PyPI, which checks signatures as AWS does, on a free port of this machine.
private struct Moto {
  let process: LineProcess
  let url: String
  let folder: String
  /// A key that moto made and knows.
  let id: String
  let secret: String

  static let isWanted = getenv("EVALGATE_LIVE_TESTS").map { String(cString: $0) } == "1"

  /// Makes a user who may do everything and prints its key. Three calls, after which moto checks who asks.
  private static let setUp = """
    import boto3, json, sys, time, urllib.request
    for _ in range(240):
      try:
        urllib.request.urlopen(sys.argv[1] + "/moto-api/", timeout=2)
        break
      except OSError: time.sleep(0.5)
    iam = boto3.client("iam", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    iam.create_user(UserName="u")
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName="u", PolicyName="p", PolicyDocument=json.dumps(everything))
    key = iam.create_access_key(UserName="u")["AccessKey"]
    print(json.dumps([key["AccessKeyId"], key["SecretAccessKey"]]))
    """

  /// Nil, with the reason printed, where PyPI is out of reach or moto does not come up.
  static func start() async throws -> Moto? {
    let folder = "/tmp/evalgate-moto-\(getpid())"
    func run(_ command: [String], _ limit: Duration) async -> CommandResult? {
      let result = try? await runCommand(command, timeout: limit)
      return result?.exit.isSuccess == true ? result : nil
    }
    guard await run(["python3", "-m", "venv", folder], .seconds(120)) != nil,
      await run([folder + "/bin/pip", "install", "--quiet", "moto[server,iam,sts]", "boto3"], .seconds(600)) != nil
    else {
      print("skipped: moto[server] cannot be installed from PyPI")
      _ = await run(["rm", "-rf", folder], .seconds(60))
      return nil
    }
    // A port that was free a moment ago; the listener is closed by its own thread, which has nothing to serve.
    let server = try LoopbackServer([])
    let port = server.port
    server.start()
    let process = try await LineProcess(
      [folder + "/bin/moto_server", "-H", "127.0.0.1", "-p", String(port)],
      environment: .inherited(changing: ["INITIAL_NO_AUTH_ACTION_COUNT": "3"]))
    let url = "http://127.0.0.1:\(port)"
    guard let made = await run([folder + "/bin/python", "-c", setUp, url], .seconds(180)),
      let key = try JSONValue(parsing: Array(made.standardOutput)).arrayValue?.compactMap(\.stringValue), key.count == 2
    else {
      print("skipped: moto did not come up")
      _ = try? await process.terminate()
      _ = await run(["rm", "-rf", folder], .seconds(60))
      return nil
    }
    return Moto(process: process, url: url, folder: folder, id: key[0], secret: key[1])
  }

  func stop() async {
    _ = try? await process.terminate()
    _ = try? await runCommand(["rm", "-rf", folder])
  }
}

@Suite(
  "moto's check of signatures", .serialized,
  .enabled(if: Moto.isWanted, "set EVALGATE_LIVE_TESTS=1 to install moto from PyPI and have it check signatures"))
struct MotoTests {
  /// Asks Bedrock at moto, which checks who asks and then does not know how to converse.
  private func ask(_ moto: Moto, model: String, secret: String, _ client: HTTPClient) async throws -> Candidate {
    let target = try Parts.target(
      node(["provider": "bedrock", "model": .string(model), "region": "us-east-1", "base_url": .string(moto.url)]))
    let generator = try await generator(
      route([target]), client, clock: SystemClock(),
      variables: ["AWS_ACCESS_KEY_ID": moto.id, "AWS_SECRET_ACCESS_KEY": secret])
    return await generator.generate(question(), trial: 1)
  }

  @Test("our signatures are accepted, colons and ARNs included, and those of another key are not")
  func signatures() async throws {
    guard let moto = try await Moto.start() else { return }
    let client = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    defer { client.shutdown() }
    let models = ["meta.llama", "anthropic.x-v1:0", "arn:aws:bedrock:us-east-1:1:inference-profile/us.x-v1:0"]
    var statuses: [[Int?]] = []
    for model in models {
      let right = try await ask(moto, model: model, secret: moto.secret, client)
      let wrong = try await ask(moto, model: model, secret: "not-" + moto.secret, client)
      statuses.append([right.failure?.status, wrong.failure?.status])
      #expect(wrong.failure?.message.unsafeText.contains(moto.secret) == false)
    }
    func role(_ secret: String) async throws -> AWSCredentials {
      let context = CredentialContext(
        variables: ["AWS_ENDPOINT_URL_STS": moto.url, "HOME": "/h", "AWS_PROFILE": "r"], clock: SystemClock(),
        transport: client,
        read: { path in
          path == "/h/.aws/config"
            ? Array(
              "[profile r]\nrole_arn=arn:aws:iam::123456789012:role/r\nsource_profile=b\n[profile b]\naws_access_key_id=\(moto.id)\naws_secret_access_key=\(secret)"
                .utf8) : nil
        })
      return try await AWSCredentialChain(context: context, region: "us-east-1").load()
    }
    let assumed = try? await role(moto.secret)
    let refused = try? await role("not-" + moto.secret)
    await moto.stop()
    print("moto answered \(statuses)")
    // 403 is a signature that does not match; anything else was let in.
    #expect(statuses.allSatisfy { $0[0] != nil && $0[0] != 403 && $0[1] == 403 })
    #expect(assumed?.sessionToken != nil && assumed?.expiry != nil && refused == nil)
  }
}
