import EvalGatePolicy
import Testing

@Suite("secrets in the headers of requests")
struct HeaderSecretTests {
  /// Put together from parts, so that no scanner takes this file for a leak.
  private static let value = "kV7rt2W9sL" + "qX4zPbN8mYcF3hJdT6gR5u"

  private func found(_ text: String, named name: String = "") -> [String] {
    let bytes = Array(text.utf8)
    return SecretScanner.matches(in: bytes, named: Array(name.utf8)).map {
      String(decoding: bytes[$0.range], as: UTF8.self)
    }
  }

  @Test(
    "a token is found in a header however programs write it, and a session in a cookie",
    arguments: [
      "Authorization: Bearer X", #"{"authorization": "Bearer X"}"#, #"headers = {"Authorization": "Bearer X"}"#,
      "axios.get(u, { headers: { Authorization: 'Bearer X' } })", "headers:\n  Authorization: \"Bearer X\"",
      #"h.set("Authorization", "Bearer X")"#, #"{\"Authorization\": \"Bearer X\"}"#, "Authorization: `token X`",
      #"h["Authorization"] = "Bearer X""#, "Cookie: session=X", "Cookie: theme=dark; connect.sid=X; n=2",
      "curl -H 'cookie: PHPSESSID=X' https://pier.example", "Set-Cookie: session_id=X; HttpOnly",
      #"{"Cookie": "n=2; app_session=X"}"#, #"document.cookie = "sid=X""#, "Cookie: auth_token=X",
    ])
  func present(_ form: String) {
    #expect(found(form.replacing("X", with: Self.value)) == [Self.value])
  }

  @Test(
    "what a program puts together, and cookies and sessions of other kinds, are none",
    arguments: [
      #"{"Authorization": "Bearer <your token>"}"#, "headers: { Authorization: `Bearer ${token}` }",
      #"headers = {"Authorization": "Bearer " + X}"#, #"{"Authorization": "Bearer YOUR_API_TOKEN_2"}"#,
      #"{"Authorization": f"Bearer {X}"}"#, #"{"authorization": "X"}"#, "session=X", "room: { session: 'X' }",
      "Cookie: theme=X", "Cookie: inside=X", "Cookie: session=abc123", "Cookie: session=${SESSION_COOKIE_2}",
      "Cookie: none\nsession=X",
    ])
  func absent(_ form: String) {
    #expect(found(form.replacing("X", with: Self.value)) == [])
  }

  @Test("a member that is called Cookie holds cookies")
  func member() {
    #expect(found("n=2; session=\(Self.value)", named: "Cookie") == [Self.value])
    #expect(found("n=2; session=\(Self.value)", named: "note") == [])
  }

  @Test("keys of OpenAI are found in both lengths", arguments: ["proj", "svcacct", "admin"])
  func keys(_ kind: String) {
    let (first, last) = (Self.value.prefix(20), String(Self.value.reversed()).prefix(20))
    let key = "sk-\(kind)-\(first)T3Blbk" + "FJ\(last)"
    #expect(SecretScanner.matches(in: "Use \(key).").map(\.entity) == ["openai-key"])
  }
}
