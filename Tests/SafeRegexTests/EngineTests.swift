import SafeRegex
import Testing

/// What is matched without PCRE2, and that it does not matter which of the two matches.
@Suite struct EngineTests {
  @Test("on random patterns that PCRE2 reads the same way, both engines give one answer", arguments: 0..<8)
  func agreement(_ seed: UInt64) throws {
    var random = PatternMaker(seed: seed)
    var compared = 0
    for _ in 0..<400 {
      let pattern = random.pattern()
      guard let regex = try? SafeRegex(pattern, dialect: .ecma262), regex.agreesWithPCRE2 else { continue }
      for _ in 0..<4 {
        let text = random.text()
        // A limit is no answer.
        guard let quick = try? regex.isMatch(text, byPCRE2: true), let exact = try? regex.isMatch(text, byPCRE2: false)
        else { continue }
        compared += 1
        #expect(quick == exact, "/\(pattern)/ on \(text.debugDescription)")
      }
    }
    #expect(compared > 400)
  }

  /// Patterns and texts that are too long to be named by themselves.
  struct Large: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let pattern: String
    let text: String
    let matches: Bool

    init(_ name: String, _ pattern: String, on text: String, _ matches: Bool) {
      (testDescription, self.pattern, self.text, self.matches) = (name, pattern, text, matches)
    }
  }

  @Test(
    "what only PCRE2 finds too large is matched all the same",
    arguments: [
      Large("as many as asked", "^a{65536}$", on: String(repeating: "a", count: 65_536), true),
      Large("one too few", "^a{65536}$", on: String(repeating: "a", count: 65_535), false),
      Large("counts of counts", "^(?:a{1,1000}){1,1000}$", on: String(repeating: "a", count: 3_000), true),
      Large(
        "5,000 groups", String(repeating: "(", count: 5_000) + "a" + String(repeating: ")", count: 5_000), on: "ba",
        true),
      Large(
        "20,000 words", "^(?:" + (0..<20_000).map { "w\($0)" }.joined(separator: "|") + ")$", on: "w19999", true),
      Large("more than an integer holds", "^a{99999999999999999999,}$", on: "aaa", false),
    ])
  func large(_ large: Large) throws {
    #expect(try SafeRegex(large.pattern, dialect: .ecma262).isMatch(large.text) == large.matches)
  }

  @Test(
    "a search without PCRE2 is bounded as well, and ends the same way each time",
    arguments: [
      #"^(?:(a)|(b))*\1\2x$"#, #"(?:(a|aa)+)+\1!"#, "(?<=a.*b.*)!", #"(?:(?=(a*))\1)*?[!]"#, #"(?<=\p{L}+)[!]"#,
      "(?:(?:){99999}){99999}(?<=a*)!",
    ])
  func bounded(_ pattern: String) throws {
    let regex = try SafeRegex(pattern, dialect: .ecma262)
    for text in [String(repeating: "ab", count: 8_192), String(repeating: "é", count: 8_192)] {
      var (first, second) = (0, 0)
      let a = try? regex.isMatch(text, work: &first)
      let b = try? regex.isMatch(text, work: &second)
      #expect(a == b)
      #expect(first == second)
      // The last instruction may go over the budget by what it takes.
      #expect(first <= 32_000_000 + (512 + 128) * text.utf8.count)
    }
  }

  @Test("groups within one another by the thousand take no stack")
  func nesting() throws {
    let count = 20_000
    let pattern = String(repeating: "(?:(a)|", count: count) + "b" + String(repeating: ")*", count: count) + #"\1"#
    let regex = try SafeRegex(pattern, dialect: .ecma262)
    #expect(throws: RegexLimit.self) { try regex.isMatch(String(repeating: "ab", count: 500)) }
    let looks = String(repeating: "(?=(?<=(a)*", count: count) + String(repeating: "))", count: count) + #"\1"#
    #expect(try SafeRegex(looks, dialect: .ecma262).isMatch("a"))
  }

  @Test("all matches are found without PCRE2 as with it")
  func allMatches() throws {
    let regex = try SafeRegex(#"(?<=(\d+):)x*"#, dialect: .ecma262)
    let text = "1:xx 22: 3:x"
    let matches = try regex.matches(in: text)
    #expect(
      matches.map(\.range) == [2..<4, 4..<4, 8..<8, 11..<12, 12..<12].filter { [2, 8, 11].contains($0.lowerBound) })
    #expect(matches.map { $0.text(of: 1, in: text) } == ["1", "22", "3"])
  }
}

/// Makes patterns and texts of a few characters, the same ones for the same seed.
private struct PatternMaker {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  /// A number below `count` (SplitMix64).
  private mutating func number(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(count))
  }

  private mutating func pick(_ choices: [String]) -> String { choices[number(choices.count)] }

  mutating func text() -> String {
    (0..<number(9)).map { _ in pick(["a", "b", "a", "b", "é", "😀", " ", "1", "\n"]) }.joined()
  }

  mutating func pattern() -> String { alternatives(depth: 3) }

  private mutating func alternatives(depth: Int) -> String {
    (0...number(3) / 2).map { _ in (0..<number(4)).map { _ in term(depth) }.joined() }.joined(separator: "|")
  }

  private mutating func term(_ depth: Int) -> String {
    if number(12) == 0 { return pick(["^", "$", #"\b"#, #"\B"#]) }
    if number(8) == 0, depth > 0 { return pick(["(?=", "(?!", "(?<=", "(?<!"]) + alternatives(depth: depth - 1) + ")" }
    return atom(depth) + pick(["", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{0,2}", "{1,}?", "{0}"])
  }

  private mutating func atom(_ depth: Int) -> String {
    switch number(10) {
    case 0, 1,
      2 where depth > 0:
      pick(["(", "(?:"]) + alternatives(depth: depth - 1) + ")"
    case 3: pick([#"\1"#, #"\2"#, #"\1"#])
    case 4: pick([".", #"\d"#, #"\W"#, #"\s"#, #"\p{L}"#, #"\P{Lu}"#, #"\u{1F600}"#])
    case 5: pick(["[ab]", "[^a]", "[a-é]", #"[^\W1]"#, #"[\p{L}\d]"#, "[]", "[^]", #"[^\D\p{L}]"#])
    default: pick(["a", "b", "é", "😀", "ab"])
    }
  }
}
