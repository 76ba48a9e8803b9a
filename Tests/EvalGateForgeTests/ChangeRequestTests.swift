import EvalGateForge
import Testing

@Suite("the request a pipeline runs for")
struct ChangeRequestTests {
  private let gitlab = [
    "GITLAB_CI": "true", "CI_API_V4_URL": "https://gitlab.test/api/v4", "CI_PROJECT_ID": "5",
    "CI_MERGE_REQUEST_PROJECT_ID": "4", "CI_MERGE_REQUEST_IID": "17", "CI_COMMIT_SHA": "abc", "CI_PIPELINE_ID": "99",
    "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "5",
  ]

  @Test("GitLab's variables name the project the request goes to")
  func merge() throws {
    let request = try #require(ChangeRequest(gitlab, event: nil))
    #expect(request.service == .gitlab && request.project == "4" && request.number == 17)
    #expect(request.run == 99 && request.sha == "abc" && request.isFromFork)
  }

  @Test("GitHub's event file wins over the reference")
  func event() throws {
    let event =
      #"{"pull_request":{"number":3,"head":{"sha":"head","repo":{"full_name":"o/r"}},"base":{"repo":{"full_name":"o/r"}}}}"#
    let request = try #require(
      ChangeRequest(
        [
          "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/pull/12/merge",
          "GITHUB_SHA": "merge",
        ],
        event: Array(event.utf8)))
    #expect(request.number == 3 && request.sha == "head" && !request.isFromFork)
  }

  @Test(
    "what could lead an address elsewhere is no repository",
    arguments: ["o/r/../x", "o", "o/..", "o/r?x", "o/r#", "/r", "o/r%2F"])
  func repositories(name: String) {
    #expect(
      ChangeRequest(
        ["GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": name, "GITHUB_REF": "refs/pull/12/merge"], event: nil) == nil)
  }

  @Test(
    "no request is none",
    arguments: [[:], ["GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/heads/main"]])
  func none(environment: [String: String]) {
    #expect(ChangeRequest(environment, event: Array("[".utf8)) == nil)
  }
}

@Suite("the marker of a comment")
struct CommentMarkerTests {
  @Test("it is found again only as the last line")
  func last() {
    let marker = CommentMarker(id: "mail", sha: "9be2f10", run: 41)
    #expect(CommentMarker(endOf: "text\n" + marker.line + "\n") == marker)
    #expect(CommentMarker(endOf: marker.line + "\ntext") == nil)
    #expect(CommentMarker(endOf: "> " + marker.line) == nil)
  }

  @Test("nothing in an id can end it", arguments: ["--><script>", "a b", "é", "", "x=y"])
  func hostile(id: String) {
    let marker = CommentMarker(id: id, sha: "a b -->", run: -4)
    #expect(CommentMarker(endOf: marker.line) == marker)
    #expect(marker.line.ranges(of: "-->").count == 1)
  }
}
