import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// As `gcloud auth application-default login --impersonate-service-account` writes it, and as google-auth reads it.
@Suite("An account of Google's that another one works as")
struct GoogleImpersonationTests {
  private static let address =
    "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@p.iam.gserviceaccount.com:generateAccessToken"

  private static func file(
    _ source: String = #"{"type":"authorized_user","client_id":"i","client_secret":"c","refresh_token":"r"}"#,
    _ more: String = "", address: String = Self.address
  ) -> String {
    """
    {"type":"impersonated_service_account","service_account_impersonation_url":"\(address)",\
    "source_credentials":\(source)\(more)}
    """
  }

  private func world(_ file: String, _ variables: [String: String] = [:]) -> CredentialWorld {
    CredentialWorld(
      variables.merging(["GOOGLE_APPLICATION_CREDENTIALS": "/adc.json"]) { given, _ in given },
      files: ["/adc.json": file],
      answers: [
        .success(response(200, #"{"access_token":"ya29.person","expires_in":3599}"#)),
        .success(response(200, #"{"accessToken":"ya29.account","expireTime":"2027-01-15T09:00:00Z"}"#)),
      ])
  }

  @Test("the source's own token asks for the account's, through the delegates that the file names")
  func person() async throws {
    let delegates = #","delegates":["projects/-/serviceAccounts/b@p.iam.gserviceaccount.com"]"#
    let world = world(Self.file(Self.user, delegates))
    #expect(try await GoogleTokenSource(world.context).token() == "ya29.account")
    let requests = world.transport.requests
    try #require(requests.count == 2)
    #expect(requests[0].url == "https://oauth2.googleapis.com/token")
    #expect(CredentialWorld.form(requests[0])["grant_type"] == "refresh_token")
    #expect(requests[1].method == "POST" && requests[1].url == Self.address)
    #expect(requests[1].headers["Authorization"] == "Bearer ya29.person")
    #expect(requests[1].headers["X-Goog-User-Project"] == nil)
    #expect(
      try JSONValue(parsing: requests[1].body) == [
        "delegates": ["projects/-/serviceAccounts/b@p.iam.gserviceaccount.com"],
        "scope": ["https://www.googleapis.com/auth/cloud-platform"], "lifetime": "3600s",
      ])
  }

  private static let user = #"{"type":"authorized_user","client_id":"i","client_secret":"c","refresh_token":"r"}"#

  @Test("each counts to the project that its own part of the file names, and the variable goes before the file")
  func quota() async throws {
    let source = Self.user.replacing("}", with: #","quota_project_id":"theirs"}"#)
    let world = world(Self.file(source, #","quota_project_id":"ours""#))
    let bearer = try await GoogleTokenSource(world.context).bearer()
    #expect(bearer.headers["X-Goog-User-Project"] == "ours")
    #expect(world.transport.requests[0].headers["X-Goog-User-Project"] == nil)
    #expect(world.transport.requests[1].headers["X-Goog-User-Project"] == "theirs")
    let named = self.world(Self.file(source), ["GOOGLE_CLOUD_QUOTA_PROJECT": "named"])
    #expect(try await GoogleTokenSource(named.context).bearer().headers["X-Goog-User-Project"] == "named")
    let unnamed = self.world(Self.file(source))
    #expect(try await GoogleTokenSource(unnamed.context).bearer().headers.fields.isEmpty)
  }

  @Test("a request to the model names that project")
  func request() async throws {
    let target = try Parts.target(
      node(["provider": "vertex", "model": "m", "project": "p", "location": "global"] as JSONValue))
    let transport = ScriptedTransport([
      .success(
        HTTPResponse(
          status: 200, headers: ["Metadata-Flavor": "Google"],
          body: Array(#"{"access_token":"ya29.x","expires_in":3599}"#.utf8))),
      .success(response(500, "")),
    ])
    let route = try await generator(
      route([target]), transport,
      variables: ["K_SERVICE": "app", "GOOGLE_CLOUD_QUOTA_PROJECT": "named", "HOME": "/nowhere", "PATH": "/nowhere"])
    _ = await route.generate(question(), trial: 1)
    try #require(transport.requests.count == 2)
    #expect(transport.requests[0].isDirect && !transport.requests[1].isDirect)
    #expect(transport.requests[1].headers["Authorization"] == "Bearer ya29.x")
    #expect(transport.requests[1].headers["X-Goog-User-Project"] == "named")
  }

  @Test(
    "what is missing or not spoken in such a file is named before anything is sent, without its secrets",
    arguments: [
      (#"{"type":"impersonated_service_account"}"#, "no `source_credentials`"),
      (file(#"{"type":"magic","refresh_token":"top-secret"}"#), "the source of `GOOGLE_APPLICATION_CREDENTIALS`"),
      (file(#"{"type":"authorized_user","refresh_token":"top-secret"}"#), "the source of"),
      (file(address: "http://iam.example/x:generateAccessToken"), "is not an https address"),
      (file(address: "https://iam.example@evil.example/x"), "is not an https address"),
    ])
  func wrong(file: String, words: String) async throws {
    let world = world(file)
    let source = GoogleTokenSource(world.context)
    let failure = await #expect(throws: GenerationFailure.self) { try await source.token() }
    let message = failure?.message.unsafeText ?? ""
    #expect(failure?.reason == .unauthorized && message.contains(words), "\(message)")
    #expect(!message.contains("top-secret") && world.transport.requests.isEmpty)
  }
}
