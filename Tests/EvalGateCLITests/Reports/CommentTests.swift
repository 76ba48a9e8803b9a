import Synchronization
import Testing

@Suite("the comment on a pull request")
struct CommentTests {
  /// Two cases, of which one fails where `isGreen` is not asked for.
  private func project(isGreen: Bool, more: String = "") throws -> TemporaryProject {
    var files = Sample.two
    if !isGreen { files["t.cases.jsonl"] = #"{"id": "a", "text": "billing", "expected": "technical"}"# + "\n" }
    files["evalgate.yml"] = Sample.configuration(more: more)
    return try TemporaryProject(files)
  }

  private func post(
    _ github: FakeGitHub, isGreen: Bool = false, run: Int = 7, more: String = "",
    _ environment: [String: String] = [:]
  ) async throws -> EvalGate.Run {
    let project = try project(isGreen: isGreen, more: more)
    return try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
      try await EvalGate.run(
        ["run", "--comment"], in: project,
        environment: Self.pipeline(server.root, run: run).merging(environment) { $1 })
    }
  }

  private func marker(run: Int, id: String = "default") -> String { "<!-- evalgate:v1 id=\(id) sha=0 run=\(run) -->" }

  @Test("a name for a comment that nobody asks for has no effect, and that is said", arguments: ["run", "diff"])
  func unusedName(command: String) async throws {
    let project = try await TemporaryProject.withBaseline()
    let run = try await EvalGate.run([command, "--comment-id", "mail"], in: project)
    #expect(run.code == 0 && run.error.contains("--comment-id names a comment, and --comment asks for one"), "\(run)")
    // A pipeline says it once for all of its commands.
    let quiet = try await EvalGate.run([command], in: project, environment: ["EVALGATE_COMMENT_ID": "mail"])
    #expect(!quiet.error.contains("--comment-id"), "\(quiet)")
  }

  @Test("a blocked change gets one, with the marker as its last line, and the exit code stands")
  func created() async throws {
    let github = FakeGitHub()
    let run = try await post(github)
    #expect(run.code == 1, "\(run.error)")
    #expect(run.error.contains("comment  written  https://github.test/o/r/pull/12#issuecomment-1000"))
    let body = try #require(github.comments.first?.body)
    #expect(body.hasPrefix("### ❌ evalgate: blocked by `accuracy`"))
    #expect(body.hasSuffix("\n<!-- evalgate:v1 id=default sha=9be2f10 run=7 -->"))
    #expect(!run.output.contains("the-token") && !run.error.contains("the-token"))
  }

  @Test("an Enterprise Server has GraphQL beside the interface of version 3, not below it")
  func enterprise() async throws {
    let github = FakeGitHub()
    let project = try project(isGreen: false)
    let paths = Mutex<[String]>([])
    let run = try await LoopbackModel.serving(requests: { request in
      paths.withLock { $0.append(String(request.prefix { $0 != "\r\n" })) }
      // What an Enterprise Server has at /api/graphql and at /api/v3/…, GitHub itself has at /graphql and at /….
      return github.answer(
        request.replacing("POST /api/graphql", with: "POST /graphql", maxReplacements: 1)
          .replacing(" /api/v3/", with: " /", maxReplacements: 1))
    }) { server in
      try await EvalGate.run(["run", "--comment"], in: project, environment: Self.pipeline(server.root + "/api/v3"))
    }
    #expect(run.error.contains("comment  written"), "\(run.error)")
    #expect(paths.withLock { $0.first } == "POST /api/graphql HTTP/1.1")
  }

  @Test("`merge` keeps it too, from what the shards came to together")
  func merged() async throws {
    let github = FakeGitHub()
    let project = try project(isGreen: false)
    for shard in ["1/2", "2/2"] {
      let part = try await EvalGate.run(
        ["run", "--shard", "slice:\(shard)", "--save", "\(shard.prefix(1)).jsonl"], in: project)
      #expect(part.code == 0, "\(part.error)")
    }
    let run = try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
      try await EvalGate.run(
        ["merge", "1.jsonl", "2.jsonl", "--comment"], in: project, environment: Self.pipeline(server.root))
    }
    #expect(run.code == 1, "\(run.error)")
    #expect(github.comments.first?.body.hasPrefix("### ❌ evalgate: blocked by `accuracy`") == true, "\(run.error)")
  }

  private static func pipeline(_ api: String, run: Int = 7) -> [String: String] {
    [
      "GITHUB_ACTIONS": "true", "GITHUB_API_URL": api, "GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/pull/12/merge",
      "GITHUB_SHA": "9be2f10", "GITHUB_RUN_ID": String(run), "GITHUB_TOKEN": "the-token", "NO_PROXY": "*",
    ]
  }

  @Test("ours is found behind 101 others, and the person who quotes it keeps theirs")
  func found() async throws {
    let quote = "> ### ❌ evalgate: blocked\n\n" + marker(run: 3)
    let github = FakeGitHub(
      (1...101).map { ("person-\($0)", $0 == 50 ? quote : "LGTM") }
        + [("github-actions[bot]", "another tool"), ("github-actions[bot]", "old\n" + marker(run: 3))])
    let run = try await post(github)
    #expect(run.error.contains("comment  updated"), "\(run.error)")
    #expect(github.comments.count == 103)
    #expect(github.comments[102].body.contains("blocked by"))
    #expect(github.comments[49].body == quote)
  }

  @Test("a run that ends before there is a report leaves none that says what is not so", arguments: [2, 4])
  func nothingGated(code: Int32) async throws {
    for (earlier, count) in [([("github-actions[bot]", "### ✅ fine\n" + marker(run: 3))], 1), ([], 0)] {
      let github = FakeGitHub(earlier)
      let project = try project(isGreen: true)
      if code == 2 { try project.write("x: [\n", to: "evalgate.yml") }
      let run = try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
        try await EvalGate.run(
          ["run", "--comment"] + (code == 4 ? ["--tag", "none"] : []), in: project,
          environment: Self.pipeline(server.root))
      }
      #expect(run.code == code, "\(run)")
      #expect(github.comments.count == count, "\(github.comments)")
      #expect(run.error.contains("comment  none: nothing was gated, and no earlier comment") == (count == 0), "\(run)")
      #expect(!run.error.contains("all is well"), "\(run)")
      let word = code == 2 ? "invalid" : "empty"
      #expect(
        github.comments.allSatisfy {
          $0.body.hasPrefix("### ⚠️ evalgate: \(word)\n\nNothing was gated at `9be2f10`: the job's log says why.")
        }, "\(github.comments)")
    }
  }

  @Test(
    "a command that cannot be read leaves none that says what is not so",
    arguments: [
      (["run", "--comment", "--trails", "3"], "gated"), (["run", "--comment", "--trials", "0"], "gated"),
      (["merge", "--comment", "--all"], "gated"), (["diff", "--comment", "--al"], "compared"),
      (["diff", "--comment", "no-such-run", "latest"], "compared"),
    ])
  func unread(arguments: [String], undone: String) async throws {
    for (earlier, count) in [([("github-actions[bot]", "### ✅ fine\n" + marker(run: 3))], 1), ([], 0)] {
      let github = FakeGitHub(earlier)
      let project = try project(isGreen: true)
      let run = try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
        try await EvalGate.run(arguments, in: project, environment: Self.pipeline(server.root))
      }
      #expect(run.code == 2 && github.comments.count == count, "\(run)")
      #expect(
        github.comments.allSatisfy {
          $0.body.hasPrefix("### ⚠️ evalgate: invalid\n\nNothing was \(undone) at `9be2f10`: the job's log says why.")
        }, "\(github.comments)")
    }
  }

  @Test(
    "it is left as it is by a command that keeps none, that is for another one, or whose name cannot be read",
    arguments: [
      ["run", "--trails", "3"], ["run", "--comment", "--dry-run", "--trails", "3"],
      ["run", "--comment", "--shard", "slice:1/2", "--trails", "3"], ["explain", "--comment"],
      ["run", "--comment", "--comment-id", "mail", "--trails", "3"], ["run", "--comment", "--comment-id"],
    ])
  func unreadElsewhere(arguments: [String]) async throws {
    let github = FakeGitHub([("github-actions[bot]", "### ✅ fine\n" + marker(run: 3))])
    let project = try project(isGreen: true)
    let run = try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
      try await EvalGate.run(arguments, in: project, environment: Self.pipeline(server.root))
    }
    #expect(run.code == 2 && github.comments.map(\.body) == ["### ✅ fine\n" + marker(run: 3)], "\(run)")
  }

  @Test("what was gated of the same commit stands where `diff` cannot be read")
  func unreadBeside() async throws {
    let gated = "### ❌ evalgate: blocked\n<!-- evalgate:v1 id=default sha=9be2f10 run=7 -->"
    let github = FakeGitHub([("github-actions[bot]", gated)])
    let project = try project(isGreen: true)
    let run = try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
      try await EvalGate.run(["diff", "--comment", "--al"], in: project, environment: Self.pipeline(server.root))
    }
    #expect(run.code == 2 && github.comments.map(\.body) == [gated], "\(run)")
  }

  @Test("`diff` says of a run of another commit that it is none of what stands there now")
  func otherCommit() async throws {
    let github = FakeGitHub()
    let project = try project(isGreen: true)
    try await project.commit("As it was")
    _ = try await project.evalgate("run")
    try project.write("later\n", to: "notes.txt")
    try await project.commit("Later")
    let run = try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
      try await EvalGate.run(["diff", "--comment"], in: project, environment: Self.pipeline(server.root))
    }
    #expect(run.code == 0, "\(run)")
    let body = github.comments.first?.body ?? ""
    #expect(
      body.hasPrefix("> ⚠️ Results of `") && body.contains("The change is at `9be2f10` now, which was not run."),
      "\(body)")
  }

  @Test("a comment of another configuration is not ours")
  func otherID() async throws {
    let github = FakeGitHub([("github-actions[bot]", "old\n" + marker(run: 3, id: "mail"))])
    _ = try await post(github)
    #expect(github.comments.count == 2)
  }

  @Test("an older run that ends last leaves the newer word alone")
  func older() async throws {
    let github = FakeGitHub([("github-actions[bot]", "new\n" + marker(run: 9))])
    let run = try await post(github, run: 8)
    #expect(run.code == 1)
    #expect(run.error.contains("run 9 is later than this one"))
    #expect(github.comments.map(\.body) == ["new\n" + marker(run: 9)])
  }

  @Test(
    "of two runs that both found none, one comment is left, with the later run's word",
    arguments: [(6, "### ❌"), (9, "rival")])
  func race(rival: Int, words: String) async throws {
    let github = FakeGitHub()
    github.raceWith("rival\n" + marker(run: rival))
    _ = try await post(github)
    #expect(github.comments.count == 1)
    #expect(github.comments.first?.body.hasPrefix(words) == true)
  }

  @Test("a later run that writes between our look at the list and our writing keeps its word")
  func lostRace() async throws {
    let github = FakeGitHub([("github-actions[bot]", "old\n" + marker(run: 3))])
    github.raceWith("rival\n" + marker(run: 9))
    let run = try await post(github, run: 8)
    #expect(run.code == 1)
    #expect(run.error.contains("run 9 is later than this one"), "\(run.error)")
    #expect(github.comments.map(\.body) == ["rival\n" + marker(run: 9)])
  }

  @Test("a limit on how often GitHub may be asked is waited for and named, and is no missing permission")
  func limited() async throws {
    let github = FakeGitHub()
    github.stumble([
      .raw("HTTP/1.1 403 Forbidden\r\nRetry-After: 0\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    ])
    let run = try await post(github)
    #expect(run.error.contains("waiting  GitHub limits how often it may be asked (status 403): trying again in 0 s"))
    #expect(run.error.contains("comment  written"), "\(run.error)")
    github.stumble([
      .raw("HTTP/1.1 429 Slow\r\nRetry-After: 3600\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    ])
    let refused = try await post(github)
    #expect(refused.code == 1)
    #expect(refused.error.contains("wants 3600 s of rest"), "\(refused.error)")
    #expect(refused.error.contains("the token is not at fault") && !refused.error.contains("permissions"))
  }

  @Test("where all is well nothing is said, but what was said before is put right")
  func green() async throws {
    let none = FakeGitHub()
    let first = try await post(none, isGreen: true)
    #expect(first.code == 0 && none.comments.isEmpty)
    #expect(first.error.contains("nothing was said before"))
    let some = FakeGitHub([("github-actions[bot]", "blocked\n" + marker(run: 3))])
    _ = try await post(some, isGreen: true)
    #expect(some.comments.first?.body.hasPrefix("### ✅ evalgate: 1 of 1 gate passes") == true)
  }

  @Test("`comment: always` says it also where all is well, `never` never", arguments: [("always", 1), ("never", 0)])
  func policies(policy: String, count: Int) async throws {
    let github = FakeGitHub()
    _ = try await post(github, isGreen: count == 1, more: "comment: \(policy)")
    #expect(github.comments.count == count)
  }

  @Test("a token that may not write is a warning that names the permission, and the exit code stands")
  func forbidden() async throws {
    let github = FakeGitHub()
    github.forbidWriting()
    let run = try await post(github)
    #expect(run.code == 1)
    #expect(run.error.contains("pull-requests: write"))
  }

  @Test(
    "without a token, without a request or for a fork it says what to do",
    arguments: [
      (["GITHUB_TOKEN": ""], "`GITHUB_TOKEN` is not set"),
      (["GITHUB_REF": "refs/heads/main"], "no pull or merge request here"),
      (["GITHUB_EVENT_PATH": "event.json"], "a change from a fork"),
    ] as [([String: String], String)])
  func advice(environment: [String: String], words: String) async throws {
    let github = FakeGitHub()
    var environment = environment
    let folder = try TemporaryProject([
      "event.json":
        #"{"pull_request":{"number":12,"head":{"sha":"9","repo":{"full_name":"x/r"}},"base":{"repo":{"full_name":"o/r"}}}}"#
    ])
    if environment["GITHUB_EVENT_PATH"] != nil { environment["GITHUB_EVENT_PATH"] = folder.path + "/event.json" }
    let run = try await post(github, environment)
    #expect(run.code == 1)
    #expect(run.error.contains(words), "\(run.error)")
    #expect(github.requests.isEmpty)
  }

  @Test("with secrets and a stranger's files nothing is asked")
  func foreignHead() async throws {
    let github = FakeGitHub()
    let folder = try TemporaryProject([
      "event.json":
        #"{"pull_request":{"number":12,"head":{"sha":"9","repo":null},"base":{"repo":{"full_name":"o/r"}}}}"#
    ])
    let run = try await post(
      github, ["GITHUB_EVENT_PATH": folder.path + "/event.json", "GITHUB_EVENT_NAME": "pull_request_target"])
    #expect(run.code == 2)
    #expect(run.error.contains("run/foreign-head"))
    #expect(github.requests.isEmpty)
  }
}
