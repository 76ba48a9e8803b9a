import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private typealias Answer = ScriptedTransport.Answer

@Suite("Whoever gives out credentials and is busy")
struct BusyTokenServiceTests {
  private static let agentAnswer = response(
    200, #"{"AccessKeyId":"AKA","SecretAccessKey":"sa","Token":"ta","Expiration":"2027-01-15T09:00:00Z"}"#)
  private static let stsAnswer = response(
    200,
    "<SessionToken>t</SessionToken><SecretAccessKey>s</SecretAccessKey><Expiration>2027-01-15T09:00:00Z</Expiration>"
      + "<AccessKeyId>AKS</AccessKeyId>")
  private static let googleAnswer = response(200, #"{"access_token":"ya29.x","expires_in":3599}"#)

  private static func container(_ answers: [Answer]) -> CredentialWorld {
    CredentialWorld(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/top-secret"], answers: answers)
  }

  private static func webIdentity(_ answers: [Answer]) -> CredentialWorld {
    CredentialWorld(
      ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:r"], files: ["/token": "eyJ.top-secret"],
      answers: answers)
  }

  private static func person(_ answers: [Answer]) -> CredentialWorld {
    let file = #"{"type":"authorized_user","client_id":"i","client_secret":"top-secret","refresh_token":"top-secret"}"#
    return CredentialWorld(
      files: ["/home/u/.config/gcloud/application_default_credentials.json": file], answers: answers)
  }

  private static let passing: [Answer] =
    [429, 500, 502, 503, 504].map { .success(response($0, "top-secret")) }
    + [HTTPError.Kind.timeout, .connect, .resolve, .interrupted].map {
      .failure(HTTPError(kind: $0, message: "top-secret"))
    }

  @Test("is asked again, after a while that grows and is not the same for all", arguments: passing.indices)
  func again(index: Int) async throws {
    let world = Self.container([Self.passing[index], Self.passing[index], .success(Self.agentAnswer)])
    #expect(try await world.aws().accessKeyID == "AKA")
    #expect(world.transport.requests.count == 3)
    let slept = world.clock.slept
    try #require(slept.count == 2)
    #expect((0..<250).contains(slept[0]) && (0..<500).contains(slept[1]), "\(slept)")
  }

  @Test("so are the token services of AWS and Google, and Google's metadata server")
  func everywhere() async throws {
    let busy: [Answer] = [.success(response(503, "")), .failure(HTTPError(kind: .interrupted, message: "reset"))]
    #expect(try await Self.webIdentity(busy + [.success(Self.stsAnswer)]).aws().accessKeyID == "AKS")
    #expect(
      try await GoogleTokenSource(Self.person(busy + [.success(Self.googleAnswer)]).context).token() == "ya29.x")
    let machine = HTTPResponse(
      status: 200, headers: ["Metadata-Flavor": "Google"], body: Self.googleAnswer.body)
    let world = CredentialWorld(["K_SERVICE": "app"], answers: busy + [.success(machine)])
    #expect(try await GoogleTokenSource(world.context).token() == "ya29.x")
  }

  @Test("is left alone as long as it asks, where that is seconds")
  func retryAfter() async throws {
    let patient = Self.container([
      .success(response(503, "", headers: ["Retry-After": "10"])), .success(Self.agentAnswer),
    ])
    _ = try await patient.aws()
    #expect(patient.clock.slept.count == 1 && (10_000..<10_250).contains(patient.clock.slept.first ?? 0))
    for seconds in ["11", "120", "3600"] {
      let long = Self.container([.success(response(503, "", headers: ["Retry-After": seconds]))])
      let error = await #expect(throws: CredentialError.self) { try await long.aws() }
      #expect(error?.mayPass == true && error?.retryAfter == Double(seconds).map { $0 * 1000 })
      #expect(long.transport.requests.count == 1 && long.clock.slept.isEmpty)
    }
  }

  @Test("is not asked for the target to be opened; a case then waits as long as it asks")
  func opening() async throws {
    let target = try Parts.target(
      node(["provider": "bedrock", "model": "m", "region": "eu-west-1"] as JSONValue))
    let variables = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x", "HOME": "/nowhere"]
    let noName = Answer.failure(HTTPError(kind: .resolve, message: ""))
    let busy = Answer.success(response(503, "", headers: ["Retry-After": "60"]))
    let said = Answer.success(
      response(
        200,
        #"{"output":{"message":{"role":"assistant","content":[{"text":"Hi."}]}},"stopReason":"end_turn","#
          + #""usage":{"inputTokens":1,"outputTokens":1}}"#))
    for first in [Array(repeating: noName, count: 4), [busy]] {
      let world = ScriptedTransport(first + [busy, .success(Self.agentAnswer), said])
      let clock = TestClock()
      let route = try await generator(route([target], attempts: 3), world, clock: clock, variables: variables)
      #expect(world.requests.isEmpty && clock.slept.isEmpty)
      let answer = await route.generate(question(), trial: 1)
      #expect(answer.text == "Hi.", "\(String(describing: answer.failure))")
      #expect(clock.slept.contains { $0 >= 60_000 }, "\(clock.slept)")
    }
  }

  @Test("STS says in a refusal with 400 that it is asked too often; another refusal is one")
  func throttling() async throws {
    func refusal(_ code: String) -> Answer {
      .success(response(400, "<ErrorResponse><Error><Code>\(code)</Code></Error></ErrorResponse>"))
    }
    for code in ["Throttling", "IDPCommunicationError"] {
      #expect(try await Self.webIdentity([refusal(code), .success(Self.stsAnswer)]).aws().accessKeyID == "AKS")
    }
    let expired = Self.webIdentity([refusal("ExpiredTokenException"), .success(Self.stsAnswer)])
    let error = await #expect(throws: CredentialError.self) { try await expired.aws() }
    #expect(error?.mayPass == false && expired.transport.requests.count == 1)
  }

  @Test("that stays busy is named with its host and nothing else, and is a service's failure, not a missing key")
  func named() async throws {
    let busy = Array(repeating: Answer.success(response(503, "top-secret")), count: 4)
    let cases: [(CredentialWorld, String)] = [
      (Self.container(busy), "the container's credential service answered 503 (http://169.254.170.2, asked 4 times)"),
      (Self.webIdentity(busy), "AWS STS answered 503 (https://sts.eu-west-1.amazonaws.com, asked 4 times)"),
    ]
    for (world, message) in cases {
      let error = await #expect(throws: CredentialError.self) { try await world.aws() }
      #expect(error?.message == message && error?.mayPass == true && world.transport.requests.count == 4)
    }
    let source = GoogleTokenSource(Self.person(busy).context)
    let failure = await #expect(throws: GenerationFailure.self) { try await source.token() }
    #expect(failure?.reason == .server)
    #expect(
      failure?.message.unsafeText
        == "Google's token service answered 503 (https://oauth2.googleapis.com, asked 4 times)")
  }

  @Test("a user and a password in an address are in no message")
  func userInAddress() async throws {
    let world = CredentialWorld(
      [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:r",
        "AWS_ENDPOINT_URL_STS": "https://me:top-secret@sts.example/?k=top-secret",
      ], files: ["/token": "x"], answers: [.success(response(403, ""))])
    await #expect(throws: CredentialError("AWS STS answered 403 (https://sts.example)")) { try await world.aws() }
  }

  @Test("the model's own address is not what failed: it was not asked")
  func destination() async throws {
    let target = try Parts.target(
      node(["provider": "bedrock", "model": "m", "region": "eu-west-1"] as JSONValue))
    let refused = ScriptedTransport([.success(response(403, "")), .success(response(403, ""))])
    let variables = ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:7/x", "HOME": "/nowhere"]
    let route = try await generator(route([target]), refused, mode: .auto, variables: variables)
    let failure = await route.generate(question(), trial: 1).failure
    #expect(failure?.reason == .unauthorized)
    #expect(
      failure?.message.unsafeText.contains("the container's credential service answered 403 (http://127.0.0.1:7)")
        == true)
    #expect(failure?.message.unsafeText.contains("bedrock-runtime") == false, "\(String(describing: failure))")
  }

  @Test("nobody at the address of EC2's metadata service is no machine of EC2's, at once; one that is busy is one")
  func instance() async throws {
    let nobody = CredentialWorld(answers: [.failure(HTTPError(kind: .timeout, message: ""))])
    let error = await #expect(throws: CredentialError.self) { try await nobody.aws() }
    #expect(error?.message.hasPrefix("there are none in the environment") == true)
    #expect(nobody.transport.requests.count == 1 && nobody.clock.slept.isEmpty)
    let busy = CredentialWorld(answers: [
      .success(response(503, "")), .success(response(200, "session")), .failure(HTTPError(kind: .timeout, message: "")),
      .success(response(200, "role")), .success(Self.agentAnswer),
    ])
    #expect(try await busy.aws().accessKeyID == "AKA")
    let down = CredentialWorld(answers: Array(repeating: .success(response(500, "")), count: 4))
    let why = await #expect(throws: CredentialError.self) { try await down.aws() }
    #expect(why?.message == "the machine's metadata service answered 500 (http://169.254.169.254, asked 4 times)")
  }

  @Test("who waits for a credential waits no longer than the case's deadline")
  func deadline() async throws {
    let clock = TestClock(holding: 7000)
    let world = ScriptedTransport([.success(response(503, "", headers: ["Retry-After": "7"]))])
    let context = CredentialContext(
      variables: ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"], clock: HoldingClock(clock), transport: world,
      read: { _ in nil }, run: { _ in nil })
    let keeper = CredentialKeeper<AWSCredentials>(clock: clock) {
      try await AWSCredentialChain(context: context, region: "eu-west-1").load()
    }
    let waiting = Task { try await keeper.value() }
    await clock.untilHeld(1)
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(world.requests.count == 1)
    clock.fire()
  }
}

/// Holds every sleep.
private struct HoldingClock: RouteClock {
  private let base: TestClock
  init(_ base: TestClock) { self.base = base }
  var now: Double { base.now }
  var secondsSince1970: Int { base.secondsSince1970 }
  func sleep(milliseconds: Double) async throws { try await base.sleep(milliseconds: 7000) }
}
