import EvalGateCore
import Testing

@Suite("shell-style patterns")
struct GlobTests {
  @Test(
    "a pattern matches the whole text",
    arguments: [
      ("triage-0*", "triage-031", true), ("triage-0*", "triage-131", false), ("*", "", true), ("?", "é", true),
      ("a*b*c", "axxbyyc", true), ("a*b*c", "axxbyy", false), ("", "a", false), ("delete_*", "delete_", true),
      ("a.c", "abc", false), ("[a]", "a", false),
    ])
  func matching(pattern: String, text: String, expected: Bool) {
    #expect(Glob(pattern).matches(text) == expected)
  }

  @Test("a pattern of many stars ends quickly on a long text")
  func hostile() {
    let pattern = String(repeating: "a*", count: 200) + "b"
    #expect(!Glob(pattern).matches(String(repeating: "a", count: 20_000)))
  }
}
