import StrictJSON

extension KnownBad {
  private static func secret(_ part: String, _ bad: String, _ twin: String) -> KnownBad {
    KnownBad(
      "secret:\(part)", .secret, policy: ["secrets": ["action": "block"]], bad: .says(bad), twin: .says(twin))
  }

  /// One for every form of a token, and for every credential that more than a prefix tells. Put together here, so that no scanner
  /// takes this program for a leak.
  static let secrets: [KnownBad] = {
    let tokens = TokenForms.shipped.all.map { (form: $0, body: $0.inventedBody) }
    // One text without the last sign of every prefix: what is a token in spite of that is found in it too.
    let twin = tokens.map { line($0.form.prefix.dropLast() + $0.body) }.joined(separator: "\n")
    return tokens.map { secret($0.form.name, line($0.form.prefix + $0.body), twin) } + structuredSecrets
  }()

  private static func line(_ token: some Collection<UInt8>) -> String {
    "Here is \(String(decoding: token, as: UTF8.self)) for today"
  }

  private static let structuredSecrets: [KnownBad] = {
    let header = "eyJhbGciOiJIUzI1NiJ9", payload = "eyJzdWIiOiJwYXBlcmJvYXQifQ"
    let random = String(decoding: Invented.body(43, \.isAlphanumeric), as: UTF8.self)
    let hex = String(decoding: Invented.body(32) { $0.isHexDigit && !$0.isUpper }, as: UTF8.self)
    return [
      secret("jwt", "Here is \(header).\(payload).\(random)", "Here is \(header)"),
      secret(
        "jwt-base64",
        "Here is ZXlKaGJHY2lPaUpJVXpJMU5pSjkuZXlKemRXSWlPaUp3WVhCbGNtSnZZWFFpZlEua1Y3cnQyVzlzTHFYNHpQYk44",
        "Here is ZXlKaGJHY2lPaUpJVXpJMU5pSjk and more"),
      secret(
        "private-key", "-----BEGIN PRIVATE KEY-----\n\(random)\(random)\n-----END PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\n\(random)\(random)\n-----END CERTIFICATE-----"),
      secret("azure-client-secret", "Here is kTr8Q~\(random.prefix(31)) now", "Here is kTr8Q-\(random.prefix(31)) now"),
      secret(
        "telegram-token", "Here is 2781734906:A\(random.prefix(34)) now", "Here is 2781734906-A\(random.prefix(34))"),
      secret(
        "facebook-token", "Here is 278173490645812|\(random.prefix(27))", "Here is 278173490645812-\(random.prefix(27))"
      ),
      secret(
        "terraform-token", "Here is \(random.prefix(14)).atlasv1.\(random)\(random.prefix(20))",
        "Here is \(random.prefix(14)).atlasv2.\(random)\(random.prefix(20))"),
      secret("mailchimp-key", "Here is \(hex)-us12", "Here is \(hex)-ux12"),
      secret(
        "maxmind-key", "Here is \(random.prefix(6))_\(random.prefix(29))_mmk",
        "Here is \(random.prefix(6))_\(random.prefix(29))_mmx"),
      secret(
        "bundler-credentials", "BUNDLE_GEMS__HARBOUR__EXAMPLE=\(hex.prefix(8)):\(hex.suffix(8))",
        "BUNDLE_GEMS__HARBOUR__EXAMPLE=\(hex.prefix(8))"),
      secret(
        "azure-shared-access-signature",
        "https://harbour.example/x?sv=2022-11-02&sp=r&se=2027-01-01T00:00:00Z&sig=\(random)%3D",
        "https://harbour.example/x?id=7&sp=r&se=2027-01-01T00:00:00Z&sig=\(random)%3D"),
      secret(
        "pgpass-password", "db.harbour.example:5432:desk:ines:\(random.prefix(12))",
        "db.harbour.example:5432:desk:ines"),
      secret("password-hash", "ines:$2y$05$\(random)\(random.prefix(10))", "ines:$2y$05$\(random)"),
      secret(
        "putty-private-key", puttyFile + "Private-Lines: 1\n\(random)=\n", puttyFile),
      secret(
        "command-credentials", "curl -s -u ines:\(random.prefix(12)) https://harbour.example",
        "curl -s -u ines: https://harbour.example"),
      secret("assigned-secret", "db_password = \"\(random.prefix(16))\"", "db_password = \"${DB_PASSWORD}\""),
      secret(
        "URL_CREDENTIALS", "postgres://desk:\(random.prefix(12))@db.harbour.example/x",
        "postgres://db.harbour.example:5432/x"),
    ]
  }()
}

/// The public part of a file with a key.
private let puttyFile =
  "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: of the desk\nPublic-Lines: 1\nAAAAC3NzaC1lZDI1NTE5\n"

/// Signs in an order that nobody chose, for values that stand for random ones.
private enum Invented {
  private static let signs = Array("k7rT2w9sLqX4zPbN8mYcF3hJdG6gR5uQvE1aZoKiV0xBnMpDfHjSyUtIeWlCA".utf8)

  static func body(_ count: Int, _ isAllowed: (UInt8) -> Bool) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(count)
    while body.count < count {
      for sign in signs where body.count < count && isAllowed(sign) { body.append(sign) }
    }
    return body
  }
}

extension TokenForm {
  /// Signs that may follow the prefix: as many as the form takes where that is not too long, so that no shorter form fits too.
  fileprivate var inventedBody: [UInt8] {
    func body(_ count: Int) -> [UInt8] { Invented.body(count, alphabet.contains) }
    let count = min(length.upperBound, length.lowerBound + 200)
    switch rule {
    case .entropy, .github, .digits, .exact: return body(count)
    case .groups(let lengths): return Array(lengths.map(body).joined(separator: "-".utf8))
    case .contains(let text):
      let rest = count - text.utf8.count
      return body(rest / 2) + text.utf8 + body(rest - rest / 2)
    case .suffix(let text): return body(count - text.utf8.count) + text.utf8
    }
  }
}
