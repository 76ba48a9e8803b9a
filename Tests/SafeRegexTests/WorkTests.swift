import SafeRegex
import Testing

/// Patterns and texts that take PCRE2 from a quarter of a second to a quarter of a minute when nothing but its own limits holds
/// them (measured with 10.42, JIT, 64 KB).
@Suite("the work of a search over a long text")
struct WorkTests {
  static let texts: [String] = [
    String(repeating: "a", count: 65_536), String(repeating: "aaaaaaaaaaaaaaa\n", count: 4_096),
    String(repeating: String(repeating: "a", count: 63) + "\n", count: 1_024),
    String(repeating: "a", count: 65_535) + "x", String(repeating: "ab", count: 32_768),
    String(repeating: "a", count: 32_768) + "x" + String(repeating: "a", count: 32_767),
  ]

  @Test(
    "is bounded whatever the pattern: it ends with an answer or is given up, within the same work each time",
    arguments: [
      ".*.*.*.*[yw]", "(?=.*x)(?=.*y)a", "(a+)+$", "(a|aa)+$", #"(.+)\1+$"#, "(?<=a)a*a*[bc]", "(?:a?){30}a{30}b",
      "a*?a*?a*?[bc]", ".{0,200}.{0,200}[bc]", #"(?:(?=(a*))\1)*?[bc]"#,
    ])
  func bounded(_ pattern: String) throws {
    let regex = try SafeRegex(pattern)
    for text in Self.texts {
      var (first, second) = (0, 0)
      let a = try? regex.isMatch(text, work: &first)
      let b = try? regex.isMatch(text, work: &second)
      #expect(a == b)
      #expect(first == second)
      // The last item tried may go over the budget by the length of the text.
      #expect(first <= 32_000_000 + 513 * 65_536 + 256)
    }
  }

  @Test(
    "what people write is far from the bound",
    arguments: ["^[a-z\\s]*$", "a.*x", "[0-9]{4}-[0-9]{2}", "x$", "\\bword\\b"])
  func usual(_ pattern: String) throws {
    let regex = try SafeRegex(pattern)
    for text in Self.texts {
      var work = 0
      _ = try regex.isMatch(text, work: &work)
      #expect(work < 6_600_000)
    }
  }

  @Test("a long text gives the same matches as the pieces it is made of")
  func sameMatches() throws {
    let regex = try SafeRegex(#"(?<word>b+)(\d?)"#)
    let piece = "abb1 cb "
    let matches = try regex.matches(in: String(repeating: piece, count: 1_000))
    #expect(matches.count == 2_000)
    #expect(matches[1_000].range == 4_001..<4_004)
    #expect(matches[1_000].groups.map { $0?.count } == [3, 2, 1])
    #expect(matches[1_001].groups.map { $0?.count } == [1, 1, 0])
  }

  @Test("a short text that needs many steps is searched again with all of them")
  func shortAndHard() throws {
    let regex = try SafeRegex("^(?:a|a)+$")
    #expect(try !regex.isMatch(String(repeating: "a", count: 14) + "!"))
    #expect(throws: RegexLimit.self) { try regex.isMatch(String(repeating: "a", count: 40) + "!") }
  }
}
