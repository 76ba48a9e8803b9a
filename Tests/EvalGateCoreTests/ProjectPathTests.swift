import EvalGateCore
import Testing

@Suite("paths of a project")
struct ProjectPathTests {
  @Test(
    "a path is written without `.` and `..`, and leads nowhere out of the repository",
    arguments: [
      ("a/./b/../c", "a/c"), ("a//b/", "a/b"), ("", ""), ("..", nil), ("a/../../b", nil), ("/a", nil), ("a\0b", nil),
      ("caf\u{E9}/x", "caf\u{E9}/x"),
    ] as [(String, String?)])
  func normalised(_ path: String, _ expected: String?) {
    #expect(ProjectPath.normalised(path) == expected)
  }

  @Test("a `/` is one whatever mark is put on it")
  func marks() {
    #expect(ProjectPath.normalised("a/../\u{301}x/../../b") == nil)
    #expect(ProjectPath.normalised("/\u{301}a") == nil)
  }
}
