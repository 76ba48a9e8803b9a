import SafeRegex
import Testing

@Suite struct ECMAScriptTests {
  struct Fact: CustomTestStringConvertible, Sendable {
    let pattern: String
    let text: String
    let matches: Bool
    var testDescription: String { "/\(pattern)/ \(matches ? "matches" : "does not match") \(text.debugDescription)" }
  }

  /// Answers worked out with the regular expressions of a browser (`new RegExp(pattern, "u").test(text)`) or from the
  /// sections of ECMA-262 named in the translator.
  static let facts: [Fact] = [
    Fact(pattern: #"^\d$"#, text: "\u{07C0}", matches: false),
    Fact(pattern: #"^\w$"#, text: "é", matches: false),
    Fact(pattern: #"^\s$"#, text: "\u{A0}", matches: true),
    Fact(pattern: #"^\s$"#, text: "\u{FEFF}", matches: true),
    Fact(pattern: #"^\S$"#, text: "\u{FEFF}", matches: false),
    Fact(pattern: #"^[\s]$"#, text: "\u{2029}", matches: true),
    Fact(pattern: #"^[\S]$"#, text: "\u{2029}", matches: false),
    Fact(pattern: #"^[\S]$"#, text: "a", matches: true),
    Fact(pattern: "^a$", text: "a\n", matches: false),
    Fact(pattern: #"^\p{Letter}+$"#, text: "Äb", matches: true),
    Fact(pattern: #"^\p{Script=Greek}$"#, text: "α", matches: true),
    Fact(pattern: #"^\p{gc=Uppercase_Letter}$"#, text: "a", matches: false),
    Fact(pattern: #"^\P{L}$"#, text: "1", matches: true),
    Fact(pattern: "^[^]$", text: "\n", matches: true),
    Fact(pattern: "[]", text: "a", matches: false),
    Fact(pattern: "^.$", text: "\u{2028}", matches: false),
    Fact(pattern: "^.$", text: "\u{85}", matches: true),
    Fact(pattern: #"^\cC$"#, text: "\u{03}", matches: true),
    Fact(pattern: #"^\u{1F600}$"#, text: "😀", matches: true),
    Fact(pattern: #"^\uD83D\uDE00$"#, text: "😀", matches: true),
    Fact(pattern: #"^[\uD83D\uDE00-\uD83D\uDE02]$"#, text: "😁", matches: true),
    Fact(pattern: "^.{1}$", text: "👨‍👩‍👧", matches: false),
    Fact(pattern: "^.$", text: "👨", matches: true),
    Fact(pattern: #"^(a)?\1$"#, text: "", matches: true),
    Fact(pattern: "^[[:alpha:]$", text: "[", matches: true),
    Fact(pattern: #"^[\b]$"#, text: "\u{08}", matches: true),
    Fact(pattern: #"^[\w-]$"#, text: "-", matches: true),
    Fact(pattern: #"^\v$"#, text: "\u{0B}", matches: true),
    Fact(pattern: #"^\v$"#, text: "\n", matches: false),
    Fact(pattern: #"^(?<year>\d{4})-\k<year>$"#, text: "2024-2024", matches: true),
    Fact(pattern: "(?<!a)b", text: "ab", matches: false),
    Fact(pattern: #"^\/@$"#, text: "/@", matches: true),
    Fact(pattern: #"^\p{CWKCF}\P{CWKCF}$"#, text: "Aa", matches: true),
    Fact(pattern: #"^[\p{scx=Gara}]$"#, text: "\u{60C}", matches: true),
    Fact(pattern: #"^\P{Script=Kawi}$"#, text: "\u{11F00}", matches: false),
    Fact(pattern: #"^[^\p{Assigned}]$"#, text: "a", matches: false),
    Fact(pattern: #"^\u{D83D}\u{DE00}$"#, text: "😀", matches: false),
    Fact(pattern: #"^[^\uD83D]$"#, text: "😀", matches: true),
    Fact(pattern: #"^(?<=\p{L}+)!$"#, text: "!", matches: false),
  ]

  @Test("a pattern means what ECMA-262 says", arguments: facts)
  func meaning(_ fact: Fact) throws {
    #expect(try SafeRegex(fact.pattern, dialect: .ecma262).isMatch(fact.text) == fact.matches)
  }

  @Test("multiline anchors know all four line ends", arguments: ["a\nb", "a\rb", "a\u{2028}b", "a\u{2029}b"])
  func multiline(_ text: String) throws {
    #expect(try SafeRegex("^b$", dialect: .ecma262, options: .multiline).isMatch(text))
  }

  @Test("the flag i is refused, as nothing here folds case as ECMA-262 does")
  func caseInsensitive() {
    #expect(throws: RegexError.self) { try SafeRegex("a", dialect: .ecma262, options: .caseInsensitive) }
  }
}
