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
      (
        [
          "GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "def", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc",
          "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "dev",
        ], "def"
      ),
    ])
  func target(environment: [String: String], target: String) {
    #expect(CIEnvironment(environment).target == target)
  }

  @Test(
    "a merge queue is held to what its group stands on, or to its branch",
    arguments: [
      (
        #"{"merge_group": {"base_sha": "0123456789012345678901234567890123456789", "base_ref": "refs/heads/main"}}"#,
        "0123456789012345678901234567890123456789"
      ),
      (#"{"merge_group": {"base_sha": "--help", "base_ref": "refs/heads/release/4"}}"#, "origin/release/4"),
      (#"{"merge_group": 1}"#, nil), ("[", nil),
    ])
  func queue(event: String, target: String?) {
    let environment = ["GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "merge_group", "GITHUB_BASE_REF": ""]
    let queue = CIEnvironment(environment, event: Array(event.utf8))
    #expect(queue.target == target && queue.isChangeRequest == true)
    // Of no other event.
    let push = CIEnvironment(["GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push"], event: Array(event.utf8))
    #expect(push.target == nil)
  }

  @Test(
    "outside of a merge request there is no target",
    arguments: [[:], ["GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": ""], ["GITHUB_BASE_REF": "main"]])
  func none(environment: [String: String]) {
    #expect(CIEnvironment(environment).target == nil)
  }
}
