import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private typealias Answer = ScriptedTransport.Answer

private let exchanged = Answer.success(
  response(200, #"{"access_token":"ya29.federated","token_type":"Bearer","expires_in":3599}"#))

@Suite("Workload identity federation of Google Cloud")
struct GoogleFederationTests {
  private static let path = "/run/gha-creds.json"

  private static func file(_ source: String, _ more: String = "") -> String {
    """
    {"type":"external_account","audience":"//iam.googleapis.com/projects/1/providers/gh",\
    "subject_token_type":"urn:ietf:params:oauth:token-type:jwt","token_url":"https://sts.googleapis.com/v1/token",\
    "credential_source":\(source)\(more)}
    """
  }

  private func world(_ file: String, _ files: [String: String] = [:], _ answers: [Answer]) -> CredentialWorld {
    CredentialWorld(
      ["GOOGLE_APPLICATION_CREDENTIALS": Self.path],
      files: files.merging([Self.path: file]) { given, _ in given }, answers: answers)
  }

  private func failure(_ world: CredentialWorld) async throws -> GenerationFailure {
    let source = GoogleTokenSource(world.context)
    return try await #require(throws: GenerationFailure.self) { try await source.token() }
  }

  @Test("a token of another provider in a file is exchanged as RFC 8693 has it, read anew for each exchange")
  func exchange() async throws {
    let world = world(Self.file(#"{"file":"/run/token"}"#), ["/run/token": "eyJ.subject\n"], [exchanged])
    #expect(try await GoogleTokenSource(world.context).token() == "ya29.federated")
    let request = try #require(world.transport.requests.first)
    #expect(request.method == "POST" && request.url == "https://sts.googleapis.com/v1/token")
    #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
    #expect(
      CredentialWorld.form(request) == [
        "grant_type": "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange",
        "audience": "%2F%2Fiam.googleapis.com%2Fprojects%2F1%2Fproviders%2Fgh",
        "scope": "https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcloud-platform",
        "requested_token_type": "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token",
        "subject_token": "eyJ.subject", "subject_token_type": "urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt",
      ])
  }

  @Test("as `google-github-actions/auth` writes it, with the service account that it works as")
  func githubActions() async throws {
    let source = """
      {"url":"https://run.actions.githubusercontent.com/token?audience=x","headers":{"Authorization":"Bearer request"},\
      "format":{"type":"json","subject_token_field_name":"value"}}
      """
    let account =
      "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/a@p.iam.gserviceaccount.com:generateAccessToken"
    let more =
      #","service_account_impersonation_url":"\#(account)","service_account_impersonation":{"token_lifetime_seconds":600}"#
    let world = world(
      Self.file(source, more), [:],
      [
        .success(response(200, #"{"count":9,"value":"eyJ.oidc"}"#)), exchanged,
        .success(response(200, #"{"accessToken":"ya29.account","expireTime":"2027-01-15T08:10:00Z"}"#)),
      ])
    let tokens = GoogleTokenSource(world.context)
    #expect(try await tokens.token() == "ya29.account")
    // Until five minutes before its end it is kept.
    #expect(try await tokens.token() == "ya29.account")
    let requests = world.transport.requests
    try #require(requests.count == 3)
    #expect(requests[0].method == "GET" && requests[0].url.hasPrefix("https://run.actions.githubusercontent.com/"))
    #expect(requests[0].headers["Authorization"] == "Bearer request")
    #expect(CredentialWorld.form(requests[1])["subject_token"] == "eyJ.oidc")
    #expect(requests[2].method == "POST" && requests[2].url == account)
    #expect(requests[2].headers["Authorization"] == "Bearer ya29.federated")
    let body = String(decoding: requests[2].body, as: UTF8.self)
    #expect(body == #"{"delegates":[],"scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"600s"}"#)
  }

  @Test("a workforce's project is named, and a client says who it is instead")
  func workforce() async throws {
    let pool = world(
      Self.file(#"{"file":"/t"}"#, #","workforce_pool_user_project":"77""#), ["/t": "x"], [exchanged])
    _ = try await GoogleTokenSource(pool.context).token()
    #expect(
      CredentialWorld.form(pool.transport.requests[0])["options"]
        == "%257B%2522userProject%2522%253A%252277%2522%257D")
    let client = world(
      Self.file(#"{"file":"/t"}"#, #","workforce_pool_user_project":"77","client_id":"me","client_secret":"s3""#),
      ["/t": "x"], [exchanged])
    _ = try await GoogleTokenSource(client.context).token()
    #expect(client.transport.requests[0].headers["Authorization"] == "Basic bWU6czM=")
    #expect(CredentialWorld.form(client.transport.requests[0])["options"] == nil)
  }

  @Test("the machines of Azure give their token out without TLS, and nobody else")
  func azure() async throws {
    let source = { (host: String) in
      #"{"url":"http://\#(host)/metadata/identity/oauth2/token","headers":{"Metadata":"True"}}"#
    }
    let azure = world(Self.file(source("169.254.169.254")), [:], [.success(response(200, "eyJ.azure")), exchanged])
    #expect(try await GoogleTokenSource(azure.context).token() == "ya29.federated")
    // Without TLS also without a proxy, which could read it.
    #expect(azure.transport.requests.map(\.isDirect) == [true, false])
    let other = world(Self.file(source("169.254.169.254.example")), [:], [])
    #expect(try await failure(other).message.unsafeText.contains("`url` is not an https address"))
    #expect(other.transport.requests.isEmpty)
  }

  @Test(
    "an address to which no secret may be sent is refused before anything is",
    arguments: [
      #","token_url":"http://sts.example""#, #","token_url":"https://sts.googleapis.com@evil.example/""#,
      #","service_account_impersonation_url":"http://iam.example/x""#,
      #","service_account_impersonation_url":"https://iam.example\\@evil.example/""#,
    ])
  func hostile(more: String) async throws {
    let usual = #""token_url":"https://sts.googleapis.com/v1/token","#
    let file = Self.file(#"{"file":"/t"}"#, more)
    let world = world(
      more.contains("token_url") ? file.replacing(usual, with: "") : file, ["/t": "eyJ.top-secret"], [exchanged])
    let failure = try await failure(world)
    #expect(failure.reason == .unauthorized && failure.message.unsafeText.contains("is not an https address"))
    #expect(world.transport.requests.isEmpty)
  }

  @Test(
    "sources that are not spoken are named, with another way",
    arguments: [
      (#"{"environment_id":"aws1","url":"http://169.254.169.254/latest"}"#, "are those of AWS"),
      (#"{"executable":{"command":"/bin/top-secret"}}"#, "are those of a program"),
      (#"{"certificate":{"use_default_certificate_config":true}}"#, "are those of a certificate"),
      (#"{"file":"/t","url":"https://x.example"}"#, "names no file and no address"),
      (#"{"file":"/t","format":{"type":"xml"}}"#, "a format that evalgate does not read"),
      (#"{"file":"/t","format":{"type":"json"}}"#, "which field"),
    ])
  func unspoken(source: String, words: String) async throws {
    let world = world(Self.file(source), ["/t": "eyJ.top-secret"], [exchanged])
    let message = try await failure(world).message.unsafeText
    #expect(message.contains(words) && !message.contains("top-secret"), "\(message)")
    #expect(world.transport.requests.isEmpty)
    #expect(!words.hasPrefix("are those of") || message.contains("GOOGLE_OAUTH_ACCESS_TOKEN"), "\(message)")
  }

  @Test("what goes wrong on the way is said without what was sent and answered")
  func wrong() async throws {
    let text = #"{"file":"/t"}"#
    let json = #"{"file":"/t","format":{"type":"json","subject_token_field_name":"token"}}"#
    let cases: [(source: String, content: String?, answers: [Answer])] = [
      (text, nil, []), (text, " \n", []), (json, #"{"other":"top-secret"}"#, []), (json, "top-secret", []),
      (text, "top-secret", [.success(response(400, #"{"error":"top-secret"}"#))]),
      (text, "top-secret", [.success(response(200, #"{"x":"top-secret"}"#))]),
    ]
    for (source, content, answers) in cases {
      let world = world(Self.file(source), content.map { ["/t": $0] } ?? [:], answers)
      let failure = try await failure(world)
      #expect(failure.reason == .unauthorized && !failure.message.unsafeText.contains("top-secret"), "\(failure)")
      #expect(world.transport.requests.count == answers.count)
    }
  }

  @Test("over the wire: the source, the exchange and the impersonation of one server on this machine")
  func wire() async throws {
    let server = try LoopbackServer([
      .http(200, #"{"value":"eyJ.oidc"}"#), .http(200, #"{"access_token":"ya29.federated","expires_in":3599}"#),
      .http(200, #"{"accessToken":"ya29.account","expireTime":"2027-01-15T09:00:00Z"}"#),
    ])
    server.start()
    let root = "http://127.0.0.1:\(server.port)"
    let file = Self.file(
      #"{"url":"\#(root)/oidc","format":{"type":"json","subject_token_field_name":"value"}}"#,
      #","service_account_impersonation_url":"\#(root)/account:generateAccessToken""#
    ).replacing("https://sts.googleapis.com", with: root)
    let http = HTTPClient(configuration: HTTPClientConfiguration(noProxy: "*"))
    defer { http.shutdown() }
    let context = CredentialContext(
      variables: ["GOOGLE_APPLICATION_CREDENTIALS": Self.path], clock: TestClock(secondsSince1970: CredentialWorld.now),
      transport: http, read: { $0 == Self.path ? Array(file.utf8) : nil }, run: { _ in nil })
    #expect(try await GoogleTokenSource(context).token() == "ya29.account")
    let lines = server.requests.map { $0.prefix { $0 != "\r\n" } }
    #expect(lines == ["GET /oidc HTTP/1.1", "POST /v1/token HTTP/1.1", "POST /account:generateAccessToken HTTP/1.1"])
  }
}

@Suite("The metadata server of Google Cloud")
struct GoogleMachineTests {
  private func answer(_ flavor: String? = "Google") -> Answer {
    .success(
      HTTPResponse(
        status: 200, headers: flavor.map { ["Metadata-Flavor": $0] } ?? [:],
        body: Array(#"{"access_token":"ya29.machine","expires_in":3599,"token_type":"Bearer"}"#.utf8)))
  }

  private static let product = "/sys/class/dmi/id/product_name"

  @Test(
    "gives the token where the environment or the machine says that there is one",
    arguments: [
      (["GCE_METADATA_HOST": "127.0.0.1:8080"], [:], "http://127.0.0.1:8080"),
      (["K_SERVICE": "app"], [:], "http://metadata.google.internal"),
      (["CLOUD_RUN_JOB": "job"], [:], "http://metadata.google.internal"),
      ([:], [product: "Google Compute Engine\n"], "http://metadata.google.internal"),
    ] as [([String: String], [String: String], String)])
  func token(variables: [String: String], files: [String: String], root: String) async throws {
    let world = CredentialWorld(variables, files: files, answers: [answer()])
    #expect(try await GoogleTokenSource(world.context).token() == "ya29.machine")
    let request = try #require(world.transport.requests.first)
    #expect(request.method == "GET")
    #expect(request.url == root + "/computeMetadata/v1/instance/service-accounts/default/token")
    #expect(request.headers["Metadata-Flavor"] == "Google")
  }

  @Test("comes after the files and after `gcloud`, which may work as somebody else there")
  func order() async throws {
    let variables = ["GCE_METADATA_HOST": "127.0.0.1:8080"]
    let program = CredentialWorld(variables, programs: ["gcloud": "ya29.cli"], answers: [answer()])
    #expect(try await GoogleTokenSource(program.context).token() == "ya29.cli")
    let file = #"{"type":"authorized_user","client_id":"i","client_secret":"c","refresh_token":"r"}"#
    let user = CredentialWorld(
      variables, files: ["/home/u/.config/gcloud/application_default_credentials.json": file],
      programs: ["gcloud": "ya29.cli"],
      answers: [.success(response(200, #"{"access_token":"ya29.user","expires_in":3599}"#))])
    #expect(try await GoogleTokenSource(user.context).token() == "ya29.user")
    // One that is not signed in prints nothing.
    let empty = CredentialWorld(variables, programs: ["gcloud": ""], answers: [answer()])
    #expect(try await GoogleTokenSource(empty.context).token() == "ya29.machine")
  }

  @Test(
    "is not asked elsewhere, nor where it is said not to, and what has not its mark is not it",
    arguments: [
      ([:], [product: "Standard PC"]), (["GCE_METADATA_HOST": "h", "NO_GCE_CHECK": "true"], [:]),
      (["GCE_METADATA_HOST": "metadata@evil.example"], [:]), (["GCE_METADATA_HOST": "h/x"], [:]),
    ] as [([String: String], [String: String])])
  func elsewhere(variables: [String: String], files: [String: String]) async {
    let world = CredentialWorld(variables, files: files, answers: [answer()])
    await #expect(throws: GenerationFailure.self) { try await GoogleTokenSource(world.context).token() }
    #expect(world.transport.requests.isEmpty)
  }

  @Test("whatever else answers at its address is not believed", arguments: [nil, "Amazon"])
  func other(flavor: String?) async {
    let world = CredentialWorld(["K_SERVICE": "app"], answers: [answer(flavor)])
    await #expect(throws: GenerationFailure.self) { try await GoogleTokenSource(world.context).token() }
  }
}
