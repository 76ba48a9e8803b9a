import SafeRegex
import Testing

@Suite struct SafeRegexTests {
  @Test("offsets are UTF-8 bytes")
  func byteOffsets() throws {
    #expect(try SafeRegex("b").firstMatch(in: "äb")?.range == 2..<3)
  }

  @Test(
    "a pattern that nothing can match is told",
    arguments: [
      "a^", "$a", "x(^a)", "(a$)b", "a(?:^|^b)c", "(?!)", "k(?!)", "[^\\s\\S]", "a[^\\d\\D]", "$ab", "(^a){2}",
      "(?!a*)", "^$a",
      "(?:$a|a^)", "a+^", "(?=[^\\w\\W])a",
    ])
  func impossible(_ pattern: String) throws {
    #expect(try SafeRegex(pattern).isImpossible && SafeRegex(pattern, dialect: .ecma262).isImpossible)
    for text in ["", "a", "ab", "\n", "a\n", "xab", "ka"] { #expect(try !SafeRegex(pattern).isMatch(text)) }
  }

  @Test(
    "one that something can match, or may, is not",
    arguments: [
      "a", "^a$", "a*^b", "^", "$", "a?^", "(a|^)b", "(?!a)b", "(?!\\b)", "[^a]", "$[\\s\\S]", "$\\n", "(?:a^|b)",
      "a{0}^",
      "(?!$)", "(?=^)a", "(a$)?b", "(?:^a|b$)c?", "[]a]", "[^]a]", "[]abc[x]", "(?m)a^", "(?m)$a", "\\Aa",
      "(?!a)^",
    ])
  func possible(_ pattern: String) throws {
    #expect(try !SafeRegex(pattern).isImpossible)
  }

  @Test("a pattern that matches every text is told", arguments: [".*", "", "a*", "(?:a?|b)", "x{0,3}y*", "[^a]*"])
  func everything(_ pattern: String) throws { #expect(try SafeRegex(pattern).matchesEverything) }

  @Test("one that may not is not", arguments: ["a", "^", "^$", "a*b", "(?m).*", "\\b", "a*$", "a|b"])
  func notEverything(_ pattern: String) throws { #expect(try !SafeRegex(pattern).matchesEverything) }

  @Test("lines begin and end within a text where that is asked for")
  func lines() throws {
    #expect(try !SafeRegex("a\\n^b", options: .multiline).isImpossible)
    #expect(try SafeRegex("[]", dialect: .ecma262).isImpossible && SafeRegex("a$\n", dialect: .ecma262).isImpossible)
  }

  @Test("a group that took no part is nil")
  func unsetGroup() throws {
    let match = try #require(try SafeRegex("(a)|(b)").firstMatch(in: "b"))
    #expect(match.groups == [0..<1, nil, 0..<1])
  }

  @Test("a named group gives its text")
  func namedGroup() throws {
    let text = "on 2026-03-01"
    let match = try #require(try SafeRegex("(?<year>[0-9]{4})-(?<month>[0-9]{2})").firstMatch(in: text))
    #expect(match.text(of: "month", in: text) == "03")
  }

  @Test("an unknown group has no text")
  func unknownGroup() throws {
    let match = try #require(try SafeRegex("a").firstMatch(in: "a"))
    #expect(match.text(of: 7, in: "a") == nil)
  }

  @Test("a range that does not fit the text gives no text")
  func foreignText() throws {
    let match = try #require(try SafeRegex("b").firstMatch(in: "ab"))
    #expect(match.text(of: 0, in: "") == nil)
  }

  @Test("matches do not overlap, and empty ones advance by a scalar")
  func emptyMatches() throws {
    #expect(try SafeRegex("x*").matches(in: "äxx").map(\.range) == [0..<0, 2..<4, 4..<4])
  }

  @Test("a limit on matches stops early")
  func matchCount() throws {
    #expect(try SafeRegex("a").matches(in: "aaaa", limit: 2).count == 2)
  }

  @Test("look-behind sees the text before the starting offset")
  func startOffset() throws {
    #expect(try SafeRegex("(?<=a)b").firstMatch(in: "ab", from: 1)?.range == 1..<2)
  }

  @Test("an offset inside a scalar moves to the next one")
  func offsetInsideScalar() throws {
    #expect(try SafeRegex("(?s).").firstMatch(in: "äb", from: 1)?.range == 2..<3)
  }

  @Test("offsets outside the text are harmless", arguments: [(-5, true), (1, true), (2, false), (Int.max, false)])
  func wildOffsets(_ offset: Int, _ found: Bool) throws {
    #expect((try SafeRegex("a?").firstMatch(in: "a", from: offset) != nil) == found)
  }

  @Test("a catastrophic pattern throws instead of answering", arguments: [24, 1_000, 100_000])
  func stepLimit(_ length: Int) throws {
    let regex = try SafeRegex("(a+)+$")
    let text = String(repeating: "a", count: length) + "!"
    let error = #expect(throws: RegexLimit.self) { try regex.isMatch(text) }
    #expect(error.map { [.steps, .memory].contains($0.reason) } == true)
  }

  @Test("deep recursion throws instead of answering")
  func memoryLimit() throws {
    let regex = try SafeRegex(#"^(\((?1)*\))+$"#, limits: .init(steps: 100_000_000))
    #expect(throws: RegexLimit.self) { try regex.isMatch(String(repeating: "(", count: 500_000) + ")") }
  }

  @Test("a long text is matched with a stack of its own")
  func longText() throws {
    #expect(
      try SafeRegex("^(?:a|b)*$", limits: .init(steps: 10_000_000)).isMatch(String(repeating: "ab", count: 20_000)))
  }

  @Test("a pattern that is too long is refused")
  func patternLength() {
    #expect(throws: RegexError.self) { try SafeRegex(String(repeating: "a", count: 32_769)) }
  }

  @Test("a nested repetition that would not fit is refused")
  func hugePattern() {
    #expect(throws: RegexError.self) { try SafeRegex("(((a{1,60000}){1,60000}){1,60000})") }
  }

  @Test("an error names the byte where the pattern breaks")
  func errorOffset() {
    let error = #expect(throws: RegexError.self) { try SafeRegex("ä(b") }
    #expect(error == RegexError(message: "missing closing parenthesis", offset: 4))
  }

  @Test("a single byte of a character cannot be matched")
  func singleByte() {
    #expect(throws: RegexError.self) { try SafeRegex(#"\C"#) }
  }

  @Test("case folding knows letters beyond ASCII")
  func caseInsensitive() throws {
    #expect(try SafeRegex("straße ü", options: .caseInsensitive).isMatch("STRAßE Ü"))
  }

  @Test("line options are off until asked for")
  func lineOptions() throws {
    #expect(try !SafeRegex("^b").isMatch("a\nb"))
    #expect(try SafeRegex("^b", options: .multiline).isMatch("a\nb"))
    #expect(try SafeRegex("a.b", options: .dotMatchesNewline).isMatch("a\nb"))
  }

  @Test("many tasks share one pattern")
  func threads() async throws {
    let regex = try SafeRegex("([a-z]+)([0-9]+)")
    let total = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try (0..<200).reduce(0) { sum, n in sum + (try regex.firstMatch(in: "--abc\(n)")?.groups.count ?? 0) }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(total == 8 * 200 * 3)
  }
}
