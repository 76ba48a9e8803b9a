import EvalGateForge
import Testing

@Suite("what a CI service says of the change")
struct CIEnvironmentTests {
  @Test(
    "the target branch comes from the service's own variable",
    arguments: [
      (["GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main"], "origin/main"),
      (["GITLAB_CI": "true", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc"], "abc"),
      (["GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "dev"], "origin/dev"),
    ])
  func target(environment: [String: String], target: String) {
    #expect(CIEnvironment(environment).target == target)
  }

  @Test(
    "outside of a merge request there is no target",
    arguments: [[:], ["GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": ""], ["GITHUB_BASE_REF": "main"]])
  func none(environment: [String: String]) {
    #expect(CIEnvironment(environment).target == nil)
  }
}
