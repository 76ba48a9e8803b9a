import EvalGateCore
import Testing

@Suite("patterns over paths")
struct PathPatternTests {
  @Test(
    "folders count one by one, and `**` takes any number of them",
    arguments: [
      ("app/**", "app/a.py", true), ("app/**", "app/x/y/a.py", true), ("app/**", "apple/a.py", false),
      ("**/*.py", "a.py", true), ("**/*.py", "x/y/a.py", true), ("**/*.py", "x/y/a.txt", false),
      ("app/*.py", "app/a.py", true), ("app/*.py", "app/x/a.py", false), ("a/**/b/**/c", "a/b/b/x/c", true),
      ("a/**/b", "a/b", true), ("./app/main.py", "app/main.py", true), ("", "a", false),
    ])
  func matches(pattern: String, path: String, isMatch: Bool) {
    #expect(PathPattern(pattern).matches(path) == isMatch)
  }
}
