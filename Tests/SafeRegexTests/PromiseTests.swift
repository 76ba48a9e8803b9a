import SafeRegex
import Testing

@Suite("what is told of all texts")
struct PromiseTests {
  private static let pieces = [
    "a", "b", "^", "$", ".", "\\n", "[^\\s\\S]", "\\b", "\\B", "(", "(?:", "(?=", "(?!", "(?<=", "(?<!", ")", "|", "*",
    "+",
    "?", "{2}", "{0,2}", "\\1", "[ab]", "[^a]",
  ]
  private static let texts = ["", "a", "b", "\n", "ab", "ba", "a\n", "\na", "aa", "abab", "aab\n", "b\nb\n", "abc aab"]

  /// Patterns of random pieces, of which most are none.
  private static func patterns(_ count: Int, seed: UInt64) -> [String] {
    var state = seed
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    return (0..<count).map { _ in (0..<(1 + next(7))).map { _ in pieces[next(pieces.count)] }.joined() }
  }

  @Test("holds for every text that is tried", arguments: [SafeRegex.Dialect.pcre, .ecma262])
  func sound(_ dialect: SafeRegex.Dialect) throws {
    var (nothing, everything) = (0, 0)
    for pattern in Self.patterns(30_000, seed: 7) {
      guard let regex = try? SafeRegex(pattern, dialect: dialect) else { continue }
      let (isImpossible, matchesAll) = (regex.isImpossible, regex.matchesEverything)
      guard isImpossible || matchesAll else { continue }
      nothing += isImpossible ? 1 : 0
      everything += matchesAll ? 1 : 0
      for text in Self.texts {
        try #require(try regex.isMatch(text) == matchesAll, "\(pattern) in \(text.debugDescription)")
      }
    }
    #expect(nothing > 100 && everything > 100)
  }
}
