import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private typealias Answer = ScriptedTransport.Answer

/// As `gcloud auth application-default login --login-config` writes it, and as google-auth reads it.
@Suite("A person whom another identity provider knows, at Google's")
struct GoogleWorkforceUserTests {
  private static func file(
    _ more: String = "", without key: String = "", root: String = "https://sts.googleapis.com"
  ) -> String {
    let members = [
      "type": "external_account_authorized_user", "client_id": "i", "client_secret": "top-secret",
      "refresh_token": "r/1",
      "audience": "//iam.googleapis.com/locations/global/workforcePools/p/providers/o",
      "token_url": root + "/v1/oauthtoken", "token_info_url": root + "/v1/introspect",
    ]
    let written = members.filter { $0.key != key }.map { #""\#($0.key)":"\#($0.value)""# }
    return "{" + written.joined(separator: ",") + more + "}"
  }

  private static func answer(_ token: String, _ more: String = "") -> Answer {
    .success(response(200, #"{"access_token":"\#(token)","expires_in":3599,"token_type":"Bearer"\#(more)}"#))
  }

  private func world(_ file: String, _ answers: [Answer] = [answer("ya29.person")]) -> CredentialWorld {
    CredentialWorld(files: ["/home/u/.config/gcloud/application_default_credentials.json": file], answers: answers)
  }

  @Test("the refresh token is exchanged where the file says, by a client that names itself in a header")
  func exchange() async throws {
    let world = world(Self.file())
    let bearer = try await GoogleTokenSource(world.context).bearer()
    #expect(bearer.secret.exposed == "ya29.person" && bearer.headers.fields.isEmpty)
    let request = try #require(world.transport.requests.first)
    #expect(request.method == "POST" && request.url == "https://sts.googleapis.com/v1/oauthtoken")
    #expect(CredentialWorld.form(request) == ["grant_type": "refresh_token", "refresh_token": "r%2F1"])
    // `printf i:top-secret | base64`
    #expect(request.headers["Authorization"] == "Basic aTp0b3Atc2VjcmV0")
  }

  @Test("a refresh token that comes with the answer is the next one to be sent, and the last one kept")
  func rotation() async throws {
    let answers = [
      Self.answer("ya29.1", #","refresh_token":"r/2""#), Self.answer("ya29.2"),
      Self.answer("ya29.3", #","refresh_token":"r/3""#),
      Self.answer("ya29.4"),
    ]
    let world = world(Self.file(), answers)
    let source = GoogleTokenSource(world.context)
    for _ in answers {
      _ = try await source.token()
      #expect(await source.forget())
    }
    let sent = world.transport.requests.map { CredentialWorld.form($0)["refresh_token"] }
    #expect(sent == ["r%2F1", "r%2F2", "r%2F2", "r%2F3"])
  }

  @Test("its project pays, and an account may be worked as")
  func projectAndAccount() async throws {
    let billed = world(Self.file(#","quota_project_id":"ours""#))
    #expect(try await GoogleTokenSource(billed.context).bearer().headers["X-Goog-User-Project"] == "ours")
    let account =
      "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@p.iam.gserviceaccount.com:generateAccessToken"
    let impersonating = world(
      """
      {"type":"impersonated_service_account","service_account_impersonation_url":"\(account)",\
      "source_credentials":\(Self.file())}
      """,
      [
        Self.answer("ya29.person"),
        .success(response(200, #"{"accessToken":"ya29.account","expireTime":"2027-01-15T09:00:00Z"}"#)),
      ])
    #expect(try await GoogleTokenSource(impersonating.context).token() == "ya29.account")
    #expect(impersonating.transport.requests.last?.headers["Authorization"] == "Bearer ya29.person")
  }

  @Test(
    "what is missing, or may be sent no secret, is said before anything is sent, and without a secret",
    arguments: [
      (file(without: "client_id"), "are not complete"), (file(without: "client_secret"), "are not complete"),
      (file(without: "refresh_token"), "are not complete"), (file(without: "token_url"), "has no `token_url`"),
      (file(root: "http://sts.example"), "`token_url` is not an https address"),
      (file(root: "https://sts.googleapis.com@evil.example"), "`token_url` is not an https address"),
    ])
  func wrong(file: String, words: String) async throws {
    let world = world(file)
    let source = GoogleTokenSource(world.context)
    let failure = try await #require(throws: GenerationFailure.self) { try await source.token() }
    let message = failure.message.unsafeText
    #expect(failure.reason == .unauthorized && message.contains(words), "\(message)")
    #expect(
      !message.contains("top-secret") && !message.contains("r/1") && world.transport.requests.isEmpty, "\(message)")
  }

  @Test(
    "a refusal is said without what was sent or answered",
    arguments: [
      Answer.success(response(400, #"{"error":"invalid_grant","error_description":"r/1 of top-secret"}"#)),
      .success(response(200, #"{"refresh_token":"r/2","note":"top-secret"}"#)),
    ])
  fileprivate func refused(answer: Answer) async throws {
    let world = world(Self.file(), [answer])
    let source = GoogleTokenSource(world.context)
    let failure = try await #require(throws: GenerationFailure.self) { try await source.token() }
    let message = failure.message.unsafeText
    #expect(failure.reason == .unauthorized && world.transport.requests.count == 1)
    #expect(["top-secret", "r/1", "r/2", "aTp0b3"].allSatisfy { !message.contains($0) }, "\(message)")
  }

  @Test("over the wire, of a server on this machine")
  func wire() async throws {
    let server = try LoopbackServer([.http(200, #"{"access_token":"ya29.person","expires_in":3599}"#)])
    server.start()
    let file = Self.file(root: "http://127.0.0.1:\(server.port)")
    let http = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    defer { http.shutdown() }
    let context = CredentialContext(
      variables: ["GOOGLE_APPLICATION_CREDENTIALS": "/adc.json"],
      clock: TestClock(secondsSince1970: CredentialWorld.now), transport: http,
      read: { $0 == "/adc.json" ? Array(file.utf8) : nil }, run: { _ in nil })
    #expect(try await GoogleTokenSource(context).token() == "ya29.person")
    let request = try #require(server.requests.first)
    #expect(request.hasPrefix("POST /v1/oauthtoken HTTP/1.1\r\n"), "\(request)")
    #expect(request.contains("\r\nAuthorization: Basic aTp0b3Atc2VjcmV0\r\n"), "\(request)")
    #expect(request.hasSuffix("grant_type=refresh_token&refresh_token=r%2F1"), "\(request)")
  }
}
