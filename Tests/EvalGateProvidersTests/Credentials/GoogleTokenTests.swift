import Crypto
import CryptoExtras
import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

private let answer = ScriptedTransport.Answer.success(response(200, #"{"access_token":"ya29.x","expires_in":3599}"#))

private func token(_ world: CredentialWorld) async -> Result<String, GenerationFailure> {
  let source = GoogleTokenSource(world.context)
  return await Result { () async throws(GenerationFailure) in try await source.token() }
}

extension Result {
  fileprivate init(_ work: () async throws(Failure) -> Success) async {
    do throws(Failure) { self = .success(try await work()) } catch { self = .failure(error) }
  }

  fileprivate var error: Failure? { if case .failure(let error) = self { error } else { nil } }
}

@Suite("Tokens of Google Cloud")
struct GoogleTokenTests {
  /// As long as a service account's key is; made anew, since no private key belongs into a repository.
  private static let key = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

  private func keyFile(_ extra: JSONObject = [:]) throws -> String {
    var file: JSONObject = [
      "type": "service_account", "client_email": "a@p.iam.gserviceaccount.com", "private_key_id": "k1",
      "private_key": .string(try Self.key.get().pkcs8PEMRepresentation),
    ]
    for (key, value) in extra { file[key] = value }
    return JSONValue.object(file).serialized()
  }

  @Test("a service account's key signs a claim that its public key confirms")
  func serviceAccount() async throws {
    let world = CredentialWorld(
      ["GOOGLE_APPLICATION_CREDENTIALS": "/key.json"], files: ["/key.json": try keyFile()], answers: [answer])
    #expect(await token(world) == .success("ya29.x"))
    let request = try #require(world.transport.requests.first)
    let form = CredentialWorld.form(request)
    #expect(request.url == "https://oauth2.googleapis.com/token")
    #expect(form["grant_type"] == "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer")
    let parts = try #require(form["assertion"]).split(separator: ".").map(String.init)
    #expect(
      try JSONValue(parsing: decoded(parts[0])) == ["alg": "RS256", "typ": "JWT", "kid": "k1"])
    #expect(
      try JSONValue(parsing: decoded(parts[1])) == [
        "iss": "a@p.iam.gserviceaccount.com", "scope": "https://www.googleapis.com/auth/cloud-platform",
        "aud": "https://oauth2.googleapis.com/token", "iat": 1_800_000_000, "exp": 1_800_003_600,
      ])
    let signature = _RSA.Signing.RSASignature(rawRepresentation: decoded(parts[2]))
    let digest = SHA256.hash(data: Array("\(parts[0]).\(parts[1])".utf8))
    #expect(try Self.key.get().publicKey.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5))
  }

  @Test("a person's own credentials are exchanged by their refresh token")
  func user() async throws {
    let file = #"{"type":"authorized_user","client_id":"i","client_secret":"c","refresh_token":"r/1"}"#
    let world = CredentialWorld(
      files: ["/home/u/.config/gcloud/application_default_credentials.json": file], answers: [answer])
    #expect(await token(world) == .success("ya29.x"))
    #expect(
      CredentialWorld.form(world.transport.requests[0]) == [
        "grant_type": "refresh_token", "client_id": "i", "client_secret": "c", "refresh_token": "r%2F1",
      ])
  }

  @Test("without files `gcloud` is asked, and nothing of the token is in its arguments")
  func gcloud() async throws {
    let world = CredentialWorld(programs: ["gcloud": "ya29.cli\n"])
    #expect(await token(world) == .success("ya29.cli"))
    #expect(world.commands == [["gcloud", "auth", "print-access-token"]] && world.transport.requests.isEmpty)
  }

  @Test("a token is fetched once and kept")
  func kept() async throws {
    let world = CredentialWorld(programs: ["gcloud": "ya29.cli\n"])
    let source = GoogleTokenSource(world.context)
    _ = try await source.token()
    _ = try await source.token()
    #expect(world.commands.count == 1)
  }

  @Test("a token that was refused is fetched again")
  func refused() async throws {
    let world = CredentialWorld(programs: ["gcloud": "ya29.cli\n"])
    let source = GoogleTokenSource(world.context)
    _ = try await source.token()
    #expect(await source.forget())
    _ = try await source.token()
    #expect(world.commands.count == 2)
  }

  @Test("no `gcloud` and no file is an error that says what to do")
  func nothing() async {
    let error = await token(CredentialWorld()).error
    #expect(error?.reason == .unauthorized)
    #expect(error?.message.unsafeText.contains("GOOGLE_APPLICATION_CREDENTIALS") == true)
  }

  @Test(
    "a `token_uri` to which no secret may be sent is refused", arguments: ["http://example.com/token", "ftp://x", "x"])
  func hostileAddress(address: String) async throws {
    let world = CredentialWorld(
      ["GOOGLE_APPLICATION_CREDENTIALS": "/key.json"],
      files: ["/key.json": try keyFile(["token_uri": .string(address)])], answers: [answer])
    #expect(await token(world).error?.reason == .unauthorized && world.transport.requests.isEmpty)
  }

  @Test(
    "a key file that cannot be used is an error without its content",
    arguments: [
      "", "{}", #"{"type":"service_account","client_email":"a","private_key":"top-secret"}"#,
      #"{"type":"external_account","x":"top-secret"}"#, #"{"type":"authorized_user","refresh_token":"top-secret"}"#,
      "top-secret",
    ])
  func unusable(file: String) async {
    let world = CredentialWorld(
      ["GOOGLE_APPLICATION_CREDENTIALS": "/key.json"], files: ["/key.json": file], answers: [answer])
    let error = await token(world).error
    #expect(error?.reason == .unauthorized && error?.message.unsafeText.contains("top-secret") == false)
  }

  private func decoded(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var bytes: [UInt8] = []
    var (bits, count) = (0, 0)
    for digit in text.utf8 {
      bits = (bits << 6 | (alphabet.firstIndex(of: digit) ?? 0)) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(bits >> count & 255))
      }
    }
    return bytes
  }
}
