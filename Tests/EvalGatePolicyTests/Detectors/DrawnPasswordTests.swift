import EvalGatePolicy
import Testing

/// Put together from parts, so that no scanner takes this file for a leak.
@Suite("passwords with signs in them")
struct DrawnPasswordTests {
  private func found(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return SecretScanner.matches(in: bytes).map { String(decoding: bytes[$0.range], as: UTF8.self) }
  }

  private static let drawn = [
    "kT7vQ2pLm9" + "-xW4rTz8", "kT7vQ2pLm9" + "_xW4rTz8", "xofzu4-" + "Rubmyv-qyvxip", "Vx8&kq2!" + "Lm7#Tz",
    "kT7#vQ2p" + "&Lm9", "QmT4;xv9" + ":Lk2",
  ]

  @Test(
    "are found without quotation marks, in settings and in sentences",
    arguments: [
      "DB_PASSWORD=X", "Password: X", "- **Password:** X", "Das Passwort lautet X.", "export SMTP_PASSWORD=X\nA=b",
    ],
    drawn)
  func found(_ form: String, _ value: String) {
    #expect(found(form.replacing("X", with: value)) == [value])
  }

  @Test(
    "names, addresses, settings and calls are none",
    arguments: [
      "password=my-service-account-2", "API_TOKEN=build_2024_release", "PASSWORD=${DB_PASSWORD}",
      "password: iPhone15Pro-Max",
      "https://x.example/?password=abc1&next=/Home2", "Server=a;Password=Ab1;Database=Shop2",
      "password = getSecret(a1,B2c)",
      "TOKEN=feature/ABC-1234-login-page", "password: see-the-Wiki-page2", "PASSWORD=changeme&Example1",
      "password_field=user-Password1-input", "token: sha256-Base64Url",
      "password: Chapter1;Section2|Part3",
    ])
  func others(_ text: String) {
    #expect(found(text) == [])
  }
}
