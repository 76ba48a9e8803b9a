import EvalGatePolicy
import Testing

/// Values are put together from parts, so that no scanner takes this file for a leak.
@Suite("what looks like a secret, in texts that are shown")
struct SecretTracesTests {
  private static let mixed = "kV7rt2W9sLqX4zPbN8mYcF3hJdT6gR5uQwE1aZoKiV0xBnM7pLsD2fGhJ9kTyUrE4wQvC8mXnZ6b"
  private static let header = "ey" + "JhbGciOiJIUzI1NiJ9"

  private static let hidden = [
    SecretExample("a key without its issuer's mark", "sk-", "proj-", String(mixed.prefix(48))),
    SecretExample("an old key", "sk-", String(mixed.prefix(32))),
    SecretExample("an example of a key", "AKIA", "IOSFODNN7EXAMPLE"),
    SecretExample("a longer token", "gh", "p_", String(mixed.prefix(44))),
    SecretExample("a signed token without a signature", header, ".ey", "JzdWIiOiJwYXBlcmJvYXQifQ"),
    SecretExample(
      "a private key of one line", "-----BEGIN EC PRIVATE ", "KEY-----\nMHcCAQEEIIgl\n-----END EC PRIVATE KEY-----"),
    SecretExample("a key within a name", "send_sk", "_live_", String(mixed.prefix(24)), "_now"),
    SecretExample("a password in an address", "postgres://app:", "kV7rt2W9sLqX@db.paperboat.example/app"),
  ]

  private static let cut = [
    SecretExample("with dots", "AKIA", "Q3EG…"), SecretExample("with three dots", "gh", "p_kV7rt2..."),
    SecretExample("with a quote before the dots", "`sk-", "ant-api03-kV7r`…"),
    SecretExample("by the end of the text", "xo", "xb-2781734906-kV7"),
    SecretExample("a private key", "-----BEGIN PRIVATE ", "KEY----- MIIEvQ…"),
  ]

  @Test("it is hidden in the middle of a sentence", arguments: hidden)
  func masked(_ example: SecretExample) {
    let shown = SecretTraces.masked("It is \(example.text), as far as I know.")
    #expect(shown.contains("[secret: ") && shown.hasSuffix(", as far as I know."), "\(shown)")
    #expect(!shown.contains(example.text.suffix(24).prefix(12)), "\(shown)")
    #expect(SecretTraces.masked(shown) == shown)
  }

  @Test("what is left of a key that was cut is hidden too", arguments: cut)
  func beginnings(_ example: SecretExample) {
    let shown = SecretTraces.masked("It was " + example.text)
    #expect(shown.contains("[secret: ") && !shown.contains(example.text.prefix(16)), "\(shown)")
  }

  @Test(
    "ordinary words, digests and placeholders of ours stay",
    arguments: [
      "scikit-learn is sk-learn-0-24-intro in our notes", "npm_config_cache and npm_package_version are set",
      "see commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b, key of run 529390f", "the shop_patterns of pat-a-cake…",
      "expected billing, got technical", "[secret: AK…2N (20 characters)]", "ghp_ tokens begin so", "a risk-…",
      "https://docs.paperboat.example/guide?id=7#top", "naïve – “quoted” – ￼", "",
    ])
  func plain(_ text: String) { #expect(SecretTraces.masked(text) == text) }

  @Test("what is found lies within the text, in order and apart", arguments: hidden + cut)
  func ranges(_ example: SecretExample) {
    let bytes = Array("\(example.text) \(example.text)…\(example.text)".utf8)
    let ranges = SecretTraces.ranges(in: bytes)
    #expect(
      !ranges.isEmpty && ranges.allSatisfy { bytes.indices.contains($0.lowerBound) && $0.upperBound <= bytes.count })
    #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
  }

  /// The text before a form begins, and what stands around it, decide nothing.
  @Test("a place that is worth a look is never passed over", arguments: SecretExample.present)
  func noneIsPassedOver(_ example: SecretExample) {
    for before in ["", "x", "harbour crane 12, ", "a=b:c>d, ", "Q~ _m .a -- | "] {
      let found = SecretScanner.matches(in: before + " " + example.text + " and on").map(\.entity)
      #expect(found.contains(example.rule), "after `\(before)`")
    }
  }

  @Test("what the detector finds is hidden by itself too, as the whole text", arguments: SecretExample.present)
  func whole(_ example: SecretExample) { #expect(SecretTraces.masked(example.text) != example.text) }
}
