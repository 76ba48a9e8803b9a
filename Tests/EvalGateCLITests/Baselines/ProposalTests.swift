import StrictJSON
import Testing

@Suite("the proposal of a baseline by a nightly job")
struct ProposalTests {
  /// Version 1 is accepted from one run; three runs of version 2, which fails two cases more, wait.
  private func project(waiting: Bool = true) async throws -> TemporaryProject {
    let project = try TemporaryProject(FlakyProject.files(""))
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "version 1")
    guard waiting else { return project }
    try project.write(FlakyProject.prompt(version: 2), to: "prompts/triage.prompt.yml")
    try project.write(
      FlakyProject.configuration(
        "t-03:1 t-05:2", gates: "{ accuracy: { metric: pass_rate, no_worse_than: baseline } }"),
      to: "evalgate.yml")
    let refreshed = try await project.evalgate(
      "baseline", "refresh", "--runs", "3", environment: ["CI": "true", "GITHUB_ACTIONS": "true"])
    #expect(refreshed.run.code == 0, "\(refreshed.text)")
    return project
  }

  private static func github(_ root: String) -> [String: String] {
    [
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_API_URL": root, "GITHUB_REPOSITORY": "o/r",
      "GITHUB_EVENT_NAME": "schedule", "GITHUB_REF": "refs/heads/main", "GITHUB_REF_NAME": "main",
      "GITHUB_REF_TYPE": "branch", "GITHUB_SHA": "9be2f10", "GITHUB_RUN_ID": "41", "GITHUB_TOKEN": "the-token",
      "GITHUB_SERVER_URL": "https://forge.test", "NO_PROXY": "*",
    ]
  }

  private func propose(
    _ project: TemporaryProject, _ forge: FakeForge, _ more: [String] = [], _ environment: [String: String] = [:]
  ) async throws -> Transcript {
    try await LoopbackModel.serving(requests: { forge.answer($0) }) { server in
      let arguments = ["baseline", "propose"] + more
      let run = try await EvalGate.run(
        arguments, in: project, environment: Self.github(server.root).merging(environment) { $1 })
      return Transcript(arguments: arguments, run: run, project: project)
    }
  }

  @Test("GitHub gets one commit with the pooled results on a branch, and a pull request with the comparison")
  func opened() async throws {
    let (project, forge) = (try await project(), FakeForge())
    let proposed = try await propose(project, forge)
    #expect(proposed.run.output == "proposal  opened  https://forge.test/o/r/pull/3\n", "\(proposed.text)")
    #expect(
      forge.requests.map { "\($0.method) \($0.path.prefix { $0 != "?" })" } == [
        "GET /repos/o/r/git/commits/9be2f10", "POST /repos/o/r/git/blobs", "POST /repos/o/r/git/trees",
        "POST /repos/o/r/git/commits", "GET /repos/o/r/git/ref/heads/evalgate/baseline", "POST /repos/o/r/git/refs",
        "GET /repos/o/r/pulls", "POST /repos/o/r/pulls",
      ])
    let file = try #require(forge.requests[1].body?["content"]?.stringValue)
    #expect(
      file.contains(#""case":"t-05","passes":1,"runs":3"#) || file.contains(#""case":"t-05","passes":2,"runs":3"#))
    #expect(forge.requests[2].body?["base_tree"] == "tree-0")
    #expect(forge.requests[3].body?["parents"] == ["9be2f10"])
    #expect(forge.branch == "made-3")
    let open = try #require(forge.open)
    #expect(open["head"] == "evalgate/baseline" && open["base"] == "main")
    #expect(open["title"] == "Refresh the baseline of triage")
    #expect(open["body"]?.stringValue?.contains("| `triage` | 100.0% → ") == true)
    #expect(open["body"]?.stringValue?.contains("https://forge.test/o/r/actions/runs/41") == true)
    // Nothing of it is in the checkout.
    #expect(try project.read("evalsets/baselines/triage.jsonl").contains("version 1"))
  }

  @Test("the next night moves the branch and the open request")
  func updated() async throws {
    let (project, forge) = (try await project(), FakeForge())
    _ = try await propose(project, forge)
    let again = try await propose(project, forge)
    #expect(again.run.output == "proposal  updated  https://forge.test/o/r/pull/3\n", "\(again.text)")
    #expect(forge.requests.contains { $0.method == "PATCH" && $0.body?["force"] == true })
  }

  @Test("GitLab gets one commit and a merge request", arguments: [true, false])
  func gitlab(isKnown: Bool) async throws {
    let forge = FakeForge(known: isKnown ? ["evalsets/baselines/triage.jsonl"] : [])
    let project = try await project()
    let proposed = try await LoopbackModel.serving(requests: { forge.answer($0) }) { server in
      try await EvalGate.run(
        ["baseline", "propose"], in: project,
        environment: [
          "CI": "true", "GITLAB_CI": "true", "CI_API_V4_URL": server.root, "CI_PROJECT_ID": "7",
          "CI_COMMIT_BRANCH": "main", "CI_COMMIT_SHA": "9be2f10", "CI_PIPELINE_SOURCE": "schedule",
          "GITLAB_TOKEN": "the-token", "NO_PROXY": "*",
        ])
    }
    #expect(proposed.output == "proposal  opened  https://forge.test/o/r/merge/3\n", "\(proposed.error)")
    let commit = try #require(forge.requests.first { $0.path == "/projects/7/repository/commits" }?.body)
    #expect(commit["force"] == true && commit["start_sha"] == "9be2f10" && commit["branch"] == "evalgate/baseline")
    #expect(commit["actions"]?.arrayValue?.first?["action"]?.stringValue == (isKnown ? "update" : "create"))
    #expect(forge.open?["source_branch"] == "evalgate/baseline" && forge.open?["target_branch"] == "main")
  }

  @Test(
    "never from a pull or merge request, whatever it says of itself",
    arguments: [
      ["GITHUB_EVENT_NAME": "pull_request"], ["GITHUB_EVENT_NAME": "pull_request_target"],
      ["GITHUB_REF": "refs/pull/3/merge"], ["GITHUB_BASE_REF": "main"],
      [
        "GITHUB_ACTIONS": "", "GITLAB_CI": "true", "CI_PIPELINE_SOURCE": "merge_request_event", "CI_PROJECT_ID": "7",
        "CI_COMMIT_BRANCH": "main", "CI_COMMIT_SHA": "1",
      ],
    ] as [[String: String]])
  func pullRequest(environment: [String: String]) async throws {
    let (project, forge) = (try await project(), FakeForge())
    let run = try await propose(project, forge, [], environment).run
    #expect(run.code == 2)
    #expect(run.error.contains("never proposed from a pull or merge request"), "\(run.error)")
    #expect(forge.requests.isEmpty)
  }

  @Test("the same version with no more runs than are accepted is not worth a request")
  func nothingNew() async throws {
    let (project, forge) = (try await project(waiting: false), FakeForge())
    let none = try await propose(project, forge).run
    #expect(none.output.contains("nothing waits to be accepted"), "\(none.error)")
    _ = try await project.evalgate("baseline", "refresh", "--runs", "1", environment: ["CI": "true"])
    let same = try await propose(project, forge).run
    #expect(same.output.contains("nothing to propose"), "\(same.output)\(same.error)")
    #expect(same.code == 0 && forge.requests.isEmpty)
  }

  @Test("a token that may not is named with the permissions it needs, and never shown")
  func forbidden() async throws {
    let (project, forge) = (try await project(), FakeForge())
    forge.forbidRequests()
    let refused = try await propose(project, forge).run
    #expect(refused.code == 2)
    #expect(refused.error.contains("contents: write, pull-requests: write"), "\(refused.error)")
    #expect(refused.error.contains("Allow GitHub Actions to create and approve pull requests"))
    let wrong = try await propose(project, forge, [], ["GITHUB_TOKEN": "another-token"]).run
    #expect(wrong.error.contains("status 401"), "\(wrong.error)")
    #expect(!(wrong.error + wrong.output).contains("another-token"))
    let none = try await propose(project, forge, [], ["GITHUB_TOKEN": ""]).run
    #expect(none.error.contains("`GITHUB_TOKEN` is not set"), "\(none.error)")
  }

  @Test("results of other files than are here are not proposed, nor is a branch onto itself")
  func refused() async throws {
    let (project, forge) = (try await project(), FakeForge())
    let itself = try await propose(project, forge, ["--branch", "main"]).run
    #expect(itself.code == 2 && itself.error.contains("cannot be merged into itself"), "\(itself.error)")
    #expect(try await propose(project, forge, ["--branch", "a..b"]).run.code == 2)
    try project.write(FlakyProject.prompt(version: 3), to: "prompts/triage.prompt.yml")
    let stale = try await propose(project, forge).run
    #expect(stale.error.contains("was run with other files than are here"), "\(stale.error)")
    #expect(forge.requests.isEmpty)
  }

  @Test("--dry-run prints what would be proposed, anywhere")
  func dryRun() async throws {
    let project = try await project()
    var shown = try await project.evalgate("baseline", "propose", "--dry-run")
    // The file holds how long each answer took, and a busy machine needs a digit more.
    shown.run.output.replace(#/[0-9\u{202F}]+ bytes/#, with: "<size> bytes")
    try Snapshot.expect([shown], "baseline-propose")
  }
}
