import EvalGatePolicy
import Testing

/// A text with a made-up secret. Values are put together from parts, so that no scanner takes this file for a leak.
struct SecretExample: CustomTestStringConvertible, Sendable {
  let rule: String
  let text: String
  var testDescription: String { rule }

  init(_ rule: String, _ parts: String...) { (self.rule, text) = (rule, parts.joined()) }

  private static let hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
  private static let mixed =
    "kV7rt2W9sLqX4zPbN8mYcF3hJdT6gR5uQwE1aZoKiV0xBnM7pLsD2fGhJ9kTyUrE4wQvC8mXnZ6bLtRdSaPoIuYtFgHjK3lM5nBvC1xZqWe"

  static let present = [
    SecretExample("aws-access-key-id", "key AKIA", "Q3ZTWXN7LPRV5DGH", " of ours"),
    SecretExample("aws-access-key-id", "key AK\u{200B}IA", "Q3ZTWXN7L\u{AD}PRV5DGH", " of ours"),
    SecretExample("aws-access-key-id", "key ＡＫＩＡ", "Q3ZTWXN7LPRV5DGH", " of ours"),
    SecretExample("github-token", "token: gh", "p_eWYhW884RrNmHCpVpvpUp9d7j09T8t3AZ03V"),
    SecretExample("gitlab-token", "glp", "at-kV7rt2W9sLqX4zPbN8mY"),
    SecretExample("slack-token", "xo", "xb-2781734906-kV7rt2W9sLqX4zPbN8mYcF3h"),
    SecretExample("slack-webhook", "https://hooks.slack.com/serv", "ices/T7Q2LM9XB/B4K8WNZ3R/kV7rt2W9sLqX4zPbN8mYcF3h"),
    SecretExample("stripe-key", "sk_", "live_kV7rt2W9sLqX4zPbN8mYcF3h"),
    SecretExample("openai-key", "sk-", "proj-", String(mixed.prefix(40)), "T3Blbk", "FJ", String(mixed.suffix(40))),
    SecretExample("anthropic-key", "sk-", "ant-api03-", String(mixed.prefix(93)), "AA"),
    SecretExample("google-api-key", "AI", "zaSyB", String(mixed.prefix(32))),
    SecretExample("npm-token", "//registry/:_authToken=npm", "_kV7rt2W9sLqX4zPbN8mYcF3hJdT6gR5uQwE1"),
    SecretExample("sendgrid-key", "SG", ".kV7rt2W9sLqX4zPbN8mYcF.3hJdT6gR5uQwE1aZoKiV0xBnM7pLsD2fGhJ9kTyUrE4"),
    SecretExample("huggingface-token", "h", "f_kVrtWsLqXzPbNmYcFhJdTgRuQwEaZoKiVx"),
    SecretExample("databricks-token", "da", "pi", String(hex.prefix(32))),
    SecretExample("digitalocean-token", "do", "p_v1_", hex),
    SecretExample("shopify-token", "shp", "at_", String(hex.prefix(32))),
    SecretExample("vault-token", "hv", "s.", String(mixed.prefix(92))),
    SecretExample(
      "jwt", "Bearer ey", "JhbGciOiJIUzI1NiJ9.ey",
      "JzdWIiOiJwYXBlcmJvYXQifQ.kV7rt2W9sLqX4zPbN8mYcF3hJdT6gR5uQwE1aZoKiV0"),
    SecretExample(
      "private-key", "-----BEGIN PRIVATE ", "KEY-----\n", mixed, "\n-----END PRIVATE KEY-----"),
    SecretExample("private-key", "client-key-data: LS0tLS1CRUdJTiBS", "U0EgUFJJVkFU", mixed, mixed),
    SecretExample("URL_CREDENTIALS", "DATABASE_URL=postgres://app:", "kV7rt2W9sLqX@db.paperboat.example/app"),
    SecretExample("command-credentials", "curl -s -u ines:", "kV7rt2W9sLqX https://paperboat.example"),
    SecretExample("assigned-secret", "db_password = \"", "kV7-rt2W_9sLqX4z\""),
    SecretExample("assigned-secret", "{\"clientSecret\": \"", "kV7rt2W9sLqX4zPbN8mY\"}"),
    SecretExample("assigned-secret", "export WAREHOUSE_TOKEN=", "kv7rt2w9slqx4zpbn8my"),
    SecretExample("assigned-secret", "<apiKey>\n  ", "kV7rt2W9sLqX4zPbN8mY\n</apiKey>"),
    SecretExample("assigned-secret", "curl -H \"Authorization: Bearer ", "kV7rt2W9sLqX4zPbN8mY\""),
    SecretExample("assigned-secret", "const TOKEN: &str = \"", "kV7rt2W9sLqX4zPbN8mY\";"),
    SecretExample("assigned-secret", "let apiKey: String = \"", "kV7rt2W9sLqX4zPbN8mY\""),
    SecretExample("assigned-secret", "password=", "Wq4kdT0qPw7"),
    SecretExample("assigned-secret", "**Password:** `", "Wq4!kdT0qP`"),
    SecretExample("assigned-secret", "- __Token:__ ", "kV7rt2W9sLqX4zPbN8mY"),
    SecretExample("assigned-secret", "tokenSecret: ", "kv7rt2-w9slqx-4zpbn8my"),
    SecretExample("assigned-secret", "token: ", "aB3/xYz9/kV7rt2W9sL"),
    SecretExample("assigned-secret", "nonceToken = \"", "kV7rt2W9sLqX4zPbN8mY\""),
  ]

  private static let query = "sv=2022-11-02&sp=rl&se=2027-01-31T08:00:00Z&sr=c"
  private static let signature = String(mixed.prefix(39)) + "%2Bq%2F7"
  private static let ppk = [
    "PuTTY-User-Key-File-", "3: ssh-ed25519", "\nEncryption: none\nComment: of the desk\nPublic-Lines: 2\n",
    "AAAAC3NzaC1lZDI1NTE5AAAAIE\nq7Lm2Zt9\n",
  ].joined()

  /// As Azure and files of programs have them.
  static let kept = [
    SecretExample("azure-shared-access-signature", "https://pier.example/c?\(query)&sig=", signature, "%3D"),
    SecretExample("azure-shared-access-signature", "Take ?sig=", signature, "%3D&\(query) for the upload."),
    SecretExample(
      "azure-shared-access-signature", "<a href=\"/c?se=2027&amp;sv=2022-11-02&amp;sig=", signature, "=\">"),
    SecretExample(
      "azure-shared-access-signature", "SharedAccessSignature sr=pier.example%2Fcranes&sig=", signature,
      "%3D&se=1798761600&skn=desk"),
    SecretExample("assigned-secret", "production:\n  secret_key_base: ", hex, String(hex.reversed())),
    SecretExample(
      "assigned-secret", "SECRET_KEY = 'django-insecure-k3$w(7x&q1z!m9-p2^", "v5*b8_n4=c6+d0)f@g#h%j3l7r1t9y5u'"),
    SecretExample("pgpass-password", "# kept by hand\ndb.pier.example:5432:cranes:desk:", "Wq4-kdT0qP7z\n"),
    SecretExample("pgpass-password", "*:*:*:desk:", "kV7rt2W9sLqX"),
    SecretExample("pgpass-password", "echo \"10.0.0.7:6432:cranes:desk:", "Wq4!kdT0qP\" >> ~/.pgpass"),
    SecretExample("pgpass-password", "localhost:5432:*:desk:", "Wq4\\:kdT0qP7z"),
    SecretExample("password-hash", "desk:$apr1$", "r31.....$HqJZimcKQFAMYayBlzkrA/"),
    SecretExample("password-hash", "desk:$2y$05$", String(mixed.prefix(53)), "\nnight:x"),
    SecretExample("password-hash", "desk:{SHA}", String(mixed.prefix(27)), "="),
    SecretExample("password-hash", "root:$6$rounds=5000$kV7rt2W9$", String(mixed.prefix(86)), ":19700:0:99999:7:::"),
    SecretExample("password-hash", "desk:$5$kV7rt2W9$", String(mixed.prefix(43))),
    SecretExample("putty-private-key", ppk, "Private-Lines: 1\n", String(mixed.prefix(44)), "\nPrivate-MAC: 9f86"),
    SecretExample(
      "putty-private-key", ppk.replacing("\n", with: "\r\n  "), "Key-Derivation: Argon2id\r\n  Private-Lines: 2\r\n  ",
      String(mixed.prefix(64)), "\r\n  ", String(mixed.prefix(22)), "=="),
  ]

  /// What has nearly their form.
  static let others = [
    SecretExample("fingerprints", "gpg --recv-keys 5BE8A3F6C8A5C01D106C0AD820B1A390B168D356 0E98404D386FA1D9"),
    SecretExample("an id of a key", "Our releases are signed with the GPG key 0x20B1A390B168D356."),
    SecretExample(
      "keys for everybody", "STRIPE_PUBLISHABLE_KEY=pk_test_51HxYzAbCdEfGhIj\nsite key: 6LeIxAcTAAAAAJcZVRqyHh71UMIE"),
    SecretExample("a signature of another service", "https://pier.example/c?id=7&se=2027-01-31&sig=", signature, "%3D"),
    SecretExample("a signature without an end", "https://pier.example/c?sv=2022-11-02&sp=r&sig=", signature, "%3D"),
    SecretExample("a longer signature", "?\(query)&sig=", signature, "7q%3D"),
    SecretExample("a placeholder for one", "?\(query)&sig=", String(repeating: "x", count: 43), "%3D"),
    SecretExample("a hint", "?\(query)&sig=<signature>"),
    SecretExample("a query elsewhere", "?\(query) and &sig=", signature, "%3D"),
    SecretExample("the form of a line", "hostname:port:database:username:password"),
    SecretExample("a line without a password", "db.pier.example:5432:cranes:desk:"),
    SecretExample("a variable", "db.pier.example:5432:cranes:desk:${PGPASSWORD_2}"),
    SecretExample("a word", "db.pier.example:5432:cranes:desk:password-of-desk2"),
    SecretExample("six fields", "db.pier.example:5432:cranes:desk:", "Wq4-kdT0qP7z:x"),
    SecretExample("an account of a system", "desk:x:1000:1000:Desk,,,:/home/desk:/bin/bash2"),
    SecretExample("a time", "2026-11-30T12:59:57:worker:crane:Wq4kdT0qP"),
    SecretExample("an address of a network", "fe80:1234:abcd:ef01:2345:6789:abcd:ef01"),
    SecretExample("a hash of another length", "desk:$2y$05$", String(mixed.prefix(52))),
    SecretExample("a price", "crane:$250 and desk:$6"),
    SecretExample("a digest in another form", "desk:{SHA256}", String(mixed.prefix(27)), "="),
    SecretExample("a public half of a key", ppk, "Private-MAC: 9f86d081884c7d65"),
    SecretExample("a count of lines", ppk, "Private-Lines: 1\n"),
    SecretExample(
      "the name of a format", "PuTTY-User-Key-File-2: is what the first line says.\nPrivate-Lines: 14 is later."),
  ]

  static let absent = [
    SecretExample("a placeholder", "AKIA", "XXXXXXXXXXXXXXXX"),
    SecretExample("an example", "gh", "p_EXAMPLEexampleEXAMPLEexampleEXAMPLEexa".prefix(40).description),
    SecretExample("a variable", "API_TOKEN=${API_TOKEN}"),
    SecretExample("a command", "password = $(pass show db)"),
    SecretExample("a template", "api_key: {{ .Values.apiKey }}"),
    SecretExample("a hint", "secret = \"<your client secret 2>\""),
    SecretExample("counted-up signs", "token = \"1234567890abcdefghijklmnop\""),
    SecretExample("a public key", "public_key = \"kV7rt2W9sLqX4zPbN8mYcF3hJdT6gR5u\""),
    SecretExample("a commit", "see commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"),
    SecretExample("a digest without a name", "sha256:\(hex)"),
    SecretExample("a file", "KeyFile=certs/server_rsa2048.pem"),
    SecretExample("an id", "credentialsId: '29f63271-dc2f-4734-8221-5b31b5169bac'"),
    SecretExample("a number of tokens", "max_tokens: 4096, total_tokens = 128000"),
    SecretExample(
      "prose", "The secret of good bread is time; the key to it is a warm oven, and the token of it is its smell."),
    SecretExample("a PEM certificate", "-----BEGIN CERTIFICATE-----\n\(mixed)\n-----END CERTIFICATE-----"),
    SecretExample("a user without a password", "curl -u ines: https://paperboat.example"),
    SecretExample("an empty setting", "GITHUB_API_KEY=\nOTHER_API_KEY="),
    SecretExample("a call", "private_key = ed25519.Ed25519PrivateKey.generate()"),
    SecretExample("a setting", "api_key = settings.HARBOUR_API_KEY_V2"),
    SecretExample("a function", "password = hash_password_sha256(form)"),
    SecretExample("an environment", "const apiKey = process.env.HARBOUR_KEY_V2;"),
    SecretExample("types", "isinstance(key, (Ed25519PrivateKey, Ed448PrivateKey))"),
    SecretExample("a type", "var privateKey: ASN1.ASN1OctetString"),
    SecretExample("a pattern", "HEX_PAT = \"[0-9A-Fa-f]{1,4}\""),
    SecretExample("a name to be filled in", "let password = \"\\(user.name)-2026-A\""),
    SecretExample("a record's key", "{\"key\": \"invoice:2026:4711\"}"),
    SecretExample("a name of one object", "existingSecret: my-release-postgresql-0a1b2c"),
    SecretExample("names of objects", "tokenSecret: gh-runner-2b7c8d9e\nimagePullSecret: ecr-pull-4d5e6f"),
    SecretExample("a name of an object", "credentials_secret: aws-s3-backup-1a2b3c"),
    SecretExample("files of keys", "ssh_key: ~/.ssh/id_ed25519\nIdentityKey: /home/u/.ssh/id_ed25519"),
    SecretExample("a key of a keyboard", "access_key: Shift+Alt+F2"),
    SecretExample("terms of a token", "Authentication token: JWT/RS256/15m"),
    SecretExample(
      "rules in a table", "| Password | Strength |\n|---|---|\n| >=12/A-Z/0-9 | strong |\n| 8-11/a-z | weak |"),
    SecretExample("a rule in words", "password: min-length:12/Max64"),
    SecretExample("a token that a test refuses", "nonMatchingToken := \"sm_pat_", "tgx32u0zsj\""),
    SecretExample("a password that a test refuses", "wrong_password = \"", "kV7-rt2W_9sLqX4z\""),
    SecretExample("a sum", "t.token=e.key+210059276;"),
    SecretExample("numbers of tokens", "Tokens: in=1200/out=350/cached=80"),
    SecretExample("keys of a keyboard", "| Key | Does |\n|---|---|\n| Ctrl+Shift+F12 | opens it |"),
    SecretExample(
      "two digits and forty letters of base64",
      "qgExW4A/00lmEKJNMYwOnltWKGZ1wlyunWsYGRLwa3EnDU273G/mdW4VIjKQ5XDRD/Xj/lkW"),
  ]
}

@Suite("keys, tokens and passwords")
struct SecretScannerTests {
  @Test("a secret is found by its rule", arguments: SecretExample.present)
  func found(_ example: SecretExample) {
    #expect(SecretScanner.matches(in: example.text).map(\.entity) == [example.rule])
  }

  @Test("what Azure signs and files of programs keep is found by its whole form", arguments: SecretExample.kept)
  func kept(_ example: SecretExample) {
    #expect(SecretScanner.matches(in: example.text).map(\.entity) == [example.rule])
    #expect(SecretTraces.masked(example.text) != example.text)
  }

  @Test("what has nearly such a form is none", arguments: SecretExample.others)
  func nearlyKept(_ example: SecretExample) { #expect(SecretScanner.matches(in: example.text).isEmpty) }

  @Test("what only stands for a secret is not reported", arguments: SecretExample.absent)
  func notFound(_ example: SecretExample) { #expect(SecretScanner.matches(in: example.text).isEmpty) }

  @Test("GitHub's checksum makes a token certain; a wrong one leaves it likely")
  func gitHubChecksum() throws {
    let token = "gh" + "p_eWYhW884RrNmHCpVpvpUp9d7j09T8t3AZ03V"
    let broken = token.dropLast() + "W"
    #expect(SecretScanner.matches(in: token).map(\.confidence) == [.certain])
    #expect(SecretScanner.matches(in: String(broken)).map(\.confidence) == [.likely])
  }

  @Test("the match is the secret itself, without the name or the quotes")
  func range() throws {
    let secret = "kV7rt2W9sLqX4zPbN8mY"
    let text = "{\"clientSecret\": \"\(secret)\"}"
    let match = try #require(SecretScanner.matches(in: text).first)
    #expect(String(decoding: Array(text.utf8)[match.range], as: UTF8.self) == secret)
  }

  @Test(
    "the name of a member says that what it holds is a secret, as it does in a text",
    arguments: [
      ("password", "Wq4!kdT0qP", true), ("api_key", "kV7rt2W9sLqX4zPbN8mY", true),
      ("authorization", "Bearer kV7rt2W9sLqX4zPbN8mY", true), ("clientSecret", " kV7rt2W9sLqX4zPbN8mY\n", true),
      ("body", "kV7rt2W9sLqX4zPbN8mY", false), ("password", "not told to anybody, ask 2 people", false),
      ("key", "HARBOUR-12345", false), ("key", "550e8400-e29b-41d4-a716-446655440000", false),
      ("key", "ctrl+shift+F12", false), ("key", "uploads/2026-11/berth_plan_2.pdf", false),
      ("next_page_token", "kV7rt2W9sLqX4zPbN8mY", false), ("api_key", "${HARBOUR_API_KEY_2}", false),
    ])
  func named(_ name: String, _ text: String, _ expected: Bool) {
    let found = SecretScanner.matches(in: Array(text.utf8), named: Array(name.utf8)).map(\.entity)
    #expect(found == (expected ? ["assigned-secret"] : []))
  }

  @Test(
    "a cell of a table is a secret under a head or beside a cell that says so, and is hidden where texts are shown",
    arguments: [
      "| user | password |\n|---|---|\n| ines | Wq4!kdT0qP |", "| **Password** | `Wq4!kdT0qP` |",
      "Here:\n\n| Service | API key |\n| :--- | ---: |\n| cranes | `Wq4!kdT0qPz8` |",
    ])
  func tables(_ text: String) {
    #expect(SecretScanner.matches(in: text).map(\.entity) == ["assigned-secret"])
    #expect(!SecretTraces.masked(text).contains("Wq4!kdT0qP"))
  }
}
