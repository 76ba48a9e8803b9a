import EvalGatePolicy
import Testing

/// Texts that a seeded generator makes of pieces that scanners look for, and of bytes that are no text at all.
private struct HostileText {
  private var random: SplitMix64
  private static let pieces: [String] = [
    "4824591510225521", "4824-5915", "12 ", "-", ".", ":", "/", "(", ")", "+1 ", "+49", "x12", "@", "a@b.co", "://",
    "x:y@", "\"", "'",
    "=", ":=", " => ", "key", "token", "password", "Bearer ", "ghp_", "sk-", "eyJ", "AKIA", "-----BEGIN ",
    "PRIVATE KEY-----", "curl -u ",
    "MRN-", "DE42", "JW 12", "born ", "July ", "14.07.1985", "1FTTF", "bc1q", "81.169.", "::", "3c:22:", "é", "ß", "漢",
    "字。", "😀", "\u{200D}",
    "\u{FEFF}", "\n", "\r\n", "\t", "\0", "I can't ", "sorry, but ", "no. ", "```", "http://", "1. ", "- ", "ж", "א",
    "ا", "Q~", "_mmk", "-us1", "|", "%", "{{", "${",
    "&sig=", "se=2", "sv=2022-11-02", ":5432:", "*:*:", ":$apr1$", ":$2y$05$", ":{SHA}", "PuTTY-User-Key-File-3: x\n",
    "Public-Lines: 1\n", "Private-Lines: 2\n",
  ]

  init(seed: UInt64) { random = SplitMix64(state: seed) }

  /// Well-formed text of some of the pieces.
  mutating func text() -> String {
    (0..<Int.random(in: 1...40, using: &random)).map { _ in
      Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
    }
    .joined()
  }

  /// Bytes of any kind, with pieces in between.
  mutating func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...60, using: &random) {
      if Bool.random(using: &random) {
        bytes.append(UInt8.random(in: 0...255, using: &random))
      } else {
        bytes += Array(Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)].utf8)
      }
    }
    return bytes
  }
}

@Suite("what holds for every text")
struct DetectorPropertyTests {
  private static let rounds = 400

  private func matches(_ bytes: [UInt8]) -> [[EntityMatch]] {
    [PIIScanner.matches(in: bytes), SecretScanner.matches(in: bytes)]
  }

  @Test("matches lie within the text, in order, and hold at least one byte", arguments: [1, 2, 3] as [UInt64])
  func bounds(seed: UInt64) {
    var source = HostileText(seed: seed)
    for _ in 0..<Self.rounds {
      let bytes = source.bytes()
      for found in matches(bytes) {
        #expect(
          found.allSatisfy { !$0.range.isEmpty && $0.range.lowerBound >= 0 && $0.range.upperBound <= bytes.count })
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.range.lowerBound <= $1.range.lowerBound })
      }
    }
  }

  @Test("matches overlap only where they are the same bytes", arguments: [4, 5] as [UInt64])
  func overlaps(seed: UInt64) {
    var source = HostileText(seed: seed)
    for _ in 0..<Self.rounds {
      for found in matches(source.bytes()) {
        #expect(zip(found, found.dropFirst()).allSatisfy { $0.range == $1.range || !$0.range.overlaps($1.range) })
      }
    }
  }

  @Test("matches begin and end where characters of UTF-8 do", arguments: [6, 7] as [UInt64])
  func characterBoundaries(seed: UInt64) {
    var source = HostileText(seed: seed)
    for _ in 0..<Self.rounds {
      let bytes = Array(source.text().utf8)
      for match in matches(bytes).joined() {
        #expect(String(validating: bytes[match.range], as: UTF8.self) != nil)
      }
    }
  }

  @Test("any bytes are classified, and the same bytes always alike", arguments: [8, 9] as [UInt64])
  func determinism(seed: UInt64) {
    var source = HostileText(seed: seed)
    for _ in 0..<Self.rounds {
      let bytes = source.bytes()
      #expect(RefusalClassifier.classify(bytes) == RefusalClassifier.classify(bytes))
      #expect(LanguageDetector.guess(bytes) == LanguageDetector.guess(bytes))
      #expect(matches(bytes) == matches(bytes))
    }
  }

  @Test(
    "long runs of one piece come to an end",
    arguments: [
      "a", "(", "[", "1", "12 ", "1 2 ", "a@", "://u:", "key=", "password=", "eyJ", "-----BEGIN ", "QUJD", "I can't ",
      "born 1/", "::", "```", "sig=", "&sig=kV7rt2W9sLqX4zPbN8mYcF3hJdT6gR5uQwE1aZoKiV0%3D", "se=2&sv=2022-11-02&",
      "*:*:",
      "a:1:b:c:", "a:$apr1$", "a:$2y$05$", "a:{SHA}", "a:$6$rounds=", "PuTTY-User-Key-File-3:\n",
      "PuTTY-User-Key-File-3: x\nPublic-Lines: 99\nAAAA\n", "1/2-1/2-", "1.2.-1.2.-", "password X9!", "X9!x/",
      "e.g. 1.2.1990 born ",
    ])
  func longRuns(_ piece: String) {
    let bytes = Array(String(repeating: piece, count: 16_384 / piece.utf8.count).utf8)
    for found in matches(bytes) { #expect(found.count <= bytes.count) }
    #expect(
      RefusalClassifier.classify(bytes) != .empty || ["(", "[", "::", "```", "*:*:"].contains(piece))
    _ = LanguageDetector.guess(bytes)
  }
}
