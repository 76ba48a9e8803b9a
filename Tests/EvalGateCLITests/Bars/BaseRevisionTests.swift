import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("what a change is compared with")
struct BaseRevisionTests {
  @Test("git is asked once which commit is checked out")
  func head() async throws {
    let project = try TemporaryProject(Sample.two)
    try await project.commit("Start")
    let places = ["/usr/local/bin/git", "/usr/bin/git"]
    let git = try #require(places.first { access($0, X_OK) == 0 })
    let tools = try TemporaryProject()
    try tools.write("#!/bin/sh\necho \"$@\" >> \(tools.path)/asked\nexec \(git) \"$@\"\n", to: "git")
    #expect(chmod(tools.path + "/git", 0o755) == 0)
    let run = try await EvalGate.run(
      ["validate"], in: project, environment: ["PATH": tools.path + ":/usr/local/bin:/usr/bin:/bin"])
    let asked = try tools.read("asked").split(separator: "\n")
    #expect(
      run.code == 0 && asked.count { $0.contains("--git-dir --is-shallow-repository HEAD^{commit}") } == 1,
      "\(run)\(asked)")
  }

  @Test("what keeps the base from loading is said, with its file")
  func broken() async throws {
    let project = try TemporaryProject(Sample.two)
    try project.write(
      Sample.configuration(gates: "{ a: { metric: no_such_metric, at_least: 90% } }"), to: "evalgate.yml")
    try await project.commit("Break it")
    try project.write(Sample.configuration(), to: "evalgate.yml")
    let run = try await project.evalgate("run", "--report", "markdown=comment.md").run
    #expect(run.code == 0, "\(run)")
    let comment = try project.read("comment.md")
    #expect(comment.contains("⚠️ configuration evalgate.yml unreadable; at HEAD@"), "\(comment)")
    #expect(run.output.contains("it does not load, so the change's own rules decide: "), "\(run)")
    #expect(run.error.contains("does not load, so the change's own rules decide: "), "\(run)")
    #expect(run.error.contains("no_such_metric") && run.error.contains("(evalgate.yml)"), "\(run)")
  }

  @Test(
    "before the first push to a remote HEAD stands in for its branch, and in a pipeline nothing does",
    arguments: [false, true])
  func firstPush(isCI: Bool) async throws {
    let configuration = Sample.configuration(
      gates: "{ keep: { metric: pass_rate, no_worse_than: baseline } }", more: "base: origin/main")
    let project = try TemporaryProject(Sample.two.merging(["evalgate.yml": configuration]) { $1 })
    try await project.commit("Start")
    try await project.git("checkout", "--quiet", "-b", "work")
    try await project.git("remote", "add", "origin", "https://forge.invalid/o/r.git")
    let run = try await EvalGate.run(["run"], in: project, environment: isCI ? ["CI": "true"] : [:])
    #expect(run.code == (isCI ? 3 : 0), "\(run.output)\(run.error)")
    #expect(run.output.contains("there is no revision `origin/main` in this clone") == isCI, "\(run.output)")
    #expect(run.output.contains("base HEAD@") == !isCI, "\(run.output)")
  }

  @Test("a version that stands for other content than at the merge base is an error")
  func reused() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(
      Sample.prompt(version: 14).replacing("version: 14", with: "version: 13"), to: "prompts/triage.prompt.yml")
    try await Snapshot.expect([project.evalgate("validate"), project.evalgate("run")], "version-reused")
  }

  @Test("a new version without a changelog entry is an error")
  func unexplained() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14, entry: false), to: "prompts/triage.prompt.yml")
    try await Snapshot.expect([project.evalgate("validate")], "version-unexplained")
  }

  @Test("the base is the merge base, not the tip of the target branch")
  func mergeBase() async throws {
    let project = try await TemporaryProject.withBaseline()
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try await project.commit("Version 14")
    // Meanwhile another version 14 lands on the target branch: nothing that this change can be blamed for.
    try await project.git("checkout", "--quiet", "main")
    try project.write(
      Sample.prompt(version: 14, why: "other").replacing("second", with: "first"), to: "prompts/triage.prompt.yml")
    try await project.commit("Another version 14")
    try await project.git("checkout", "--quiet", "change")
    let configuration = try project.read("evalgate.yml") + "base: main\n"
    try project.write(configuration, to: "evalgate.yml")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 1, "\(run.text)")
    #expect(run.run.output.contains("base main@\(project.commits[1].prefix(7))"), "\(run.run.output)")
    #expect(run.run.output.contains("12 broke, 1 fixed"))
  }

  @Test("an acceptance made in the change counts for comparing gates and is said first")
  func acceptedHere() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    #expect(try await project.evalgate("run").run.code == 1)
    _ = try await project.evalgate("baseline", "accept", "--reason", "shorter is worth it")
    try await Snapshot.expect([project.evalgate("run")], "accepted-here")
  }

  @Test("an acceptance made in the change does not move an absolute gate")
  func absolute() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(project.read("evalgate.yml").replacing("60%", with: "90%"), to: "evalgate.yml")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "shorter is worth it")
    let run = try await project.evalgate("run").run
    #expect(run.code == 1)
    #expect(run.output.contains("BLOCKED  1 of 2 gates: floor"), "\(run.output)")
  }

  @Test("in CI, recordings decide nothing that the base does not allow them to")
  func recordingsInCI() async throws {
    let project = try await Self.recorded()
    let run = try await project.evalgate("run", "--mode", "replay", "--baseline", "HEAD", environment: ["CI": "1"])
    try Snapshot.expect([run], "ci-recordings")
  }

  @Test("a change cannot allow its own recordings")
  func selfAllowed() async throws {
    let project = try await Self.recorded()
    try project.write(
      project.read("evalgate.yml").replacing("route: r,", with: "route: r, recordings: allow,"), to: "evalgate.yml")
    let arguments = ["run", "--mode", "replay", "--baseline", "HEAD"]
    let before = try await EvalGate.run(arguments, in: project, environment: ["CI": "1"])
    try await project.commit("Allow recordings")
    let after = try await EvalGate.run(arguments, in: project, environment: ["CI": "1"])
    #expect(before.code == 3, "\(before.output)")
    #expect(after.code == 0, "\(after.output)")
  }

  @Test(
    "recordings of a suite that is new count where the base allows them for all of its suites",
    arguments: [true, false])
  func recordingsOfNew(isAllowed: Bool) async throws {
    let project = try await Self.recorded()
    if isAllowed {
      try project.write(
        project.read("evalgate.yml").replacing("route: r,", with: "route: r, recordings: allow,"), to: "evalgate.yml")
      try await project.commit("Allow recordings")
    }
    try project.write(#"messages: [{ role: user, content: "new {{text}}" }]"# + "\n", to: "n.prompt.yml")
    try project.write(#"{"id": "n", "text": "x", "expected": "new x"}"# + "\n", to: "n.cases.jsonl")
    _ = try await project.evalgate("run", "--mode", "record")
    _ = try await project.evalgate("recordings", "keep")
    let run = try await EvalGate.run(
      ["run", "n", "--mode", "replay", "--baseline", "HEAD"], in: project, environment: ["CI": "1"])
    #expect(run.code == (isAllowed ? 0 : 3), "\(run)")
  }

  @Test("in CI a change is never held against itself: without a target branch, comparing gates are undecided")
  func noTarget() async throws {
    let project = try await Self.recorded()
    try project.write(
      project.read("evalgate.yml").replacing("route: r,", with: "route: r, recordings: allow,"), to: "evalgate.yml")
    try await project.commit("Allow recordings")
    let here = try await project.evalgate("run", "--mode", "replay").run
    #expect(here.code == 0, "\(here.output)")
    let inCI = try await project.evalgate("run", "--mode", "replay", environment: ["CI": "1"]).run
    #expect(inCI.code == 3, "\(inCI.output)")
    #expect(inCI.output.contains("no target branch is known here"), "\(inCI.output)")
  }

  @Test("`--baseline none` is refused in CI and honoured elsewhere")
  func none() async throws {
    let project = try await TemporaryProject.withBaseline()
    try await Snapshot.expect(
      [
        project.evalgate("run", "--baseline", "none", environment: ["CI": "1"]),
        project.evalgate("run", "--baseline", "none"),
      ],
      "baseline-none")
  }

  @Test("without git a machine of a developer's says new, CI says undecided")
  func noGit() async throws {
    let project = try TemporaryProject(Sample.triage())
    let here = try await project.evalgate("run").run
    let inCI = try await project.evalgate("run", environment: ["CI": "true"]).run
    #expect(here.code == 0, "\(here.output)")
    #expect(here.output.contains("+ accuracy"))
    #expect(inCI.code == 3, "\(inCI.output)")
    #expect(inCI.output.contains("? accuracy"))
  }

  @Test("a revision that does not exist leaves comparing gates undecided, with the way out")
  func noRevision() async throws {
    let project = try await TemporaryProject.withBaseline()
    let run = try await project.evalgate("run", "--baseline", "no-such-branch").run
    #expect(run.code == 3, "\(run.output)")
    #expect(run.output.contains("there is no revision `no-such-branch` in this clone"))
  }

  /// Pipelines of which nobody knows what they run for, but for what the configuration says.
  private static let pipeline = ["CI": "true"]

  /// A floor of 90% and `base: main` on the branch `main`; on `change` one of two cases fails.
  private static func lowered(_ more: String = "base: main\n") async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two)
    try project.write(".evalgate/\n", to: ".gitignore")
    try project.write(project.read("evalgate.yml") + more, to: "evalgate.yml")
    try await project.commit("Begin")
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write(
      project.read("t.cases.jsonl").replacing(#""expected": "billing""#, with: #""expected": "x""#), to: "t.cases.jsonl"
    )
    try project.write(project.read("evalgate.yml").replacing("90%", with: "10%"), to: "evalgate.yml")
    try await project.commit("Lower the floor")
    return project
  }

  @Test(
    "in a pipeline a change does not choose its own base by `base:`",
    arguments: ["base: HEAD", "base: change", "base: nope", ""])
  func ownBase(line: String) async throws {
    let project = try await Self.lowered()
    let control = try await EvalGate.run(["run"], in: project, environment: Self.pipeline)
    #expect(control.code == 1, "\(control)")
    try project.write(project.read("evalgate.yml").replacing("base: main", with: line), to: "evalgate.yml")
    try await project.commit("Another base")
    let run = try await EvalGate.run(["run"], in: project, environment: Self.pipeline)
    #expect(run.code == 1, "\(run)")
    #expect(run.output.contains("gate accuracy loosened: ≥ 90% → ≥ 10%; the base's decides"), "\(run)")
    #expect(
      run.output.contains("configuration base changed: main →") && run.output.contains("until `main` has the edit too"),
      "\(run)")
  }

  /// What origin says is its default branch: main, as it was left.
  private static func setDefaultBranch(_ project: TemporaryProject) async throws {
    try await project.git("update-ref", "refs/remotes/origin/main", "main")
    try await project.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
  }

  private static func name(_ base: String, in project: TemporaryProject) throws {
    let text = try project.read("evalgate.yml")
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("base:") })
    try project.write(text.replacing(line, with: "base: \(base)"), to: "evalgate.yml")
  }

  @Test(
    "nor by two edits of it, by one on a branch that it merges, or by one that is not committed",
    arguments: [true, false], ["twice", "merged", "uncommitted"])
  func ownBaseTwice(knowsDefault: Bool, way: String) async throws {
    let project = try await Self.lowered()
    if knowsDefault { try await Self.setDefaultBranch(project) }
    if way == "merged" {
      try await project.git("checkout", "--quiet", "-b", "side")
      try Self.name("change", in: project)
      try await project.commit("One")
      try await project.git("checkout", "--quiet", "change")
      try await project.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side")
    } else {
      try Self.name("change", in: project)
      try await project.commit("One")
    }
    try Self.name("HEAD", in: project)
    if way != "uncommitted" { try await project.commit("Two") }
    let run = try await EvalGate.run(["run"], in: project, environment: Self.pipeline)
    #expect(run.code == 1 && run.output.contains("configuration base changed: main → HEAD"), "\(run)")
  }

  @Test("a configuration that is new names no base of its own", arguments: ["HEAD", "change"])
  func newConfiguration(base: String) async throws {
    let project = try TemporaryProject(Sample.two)
    project.remove("evalgate.yml")
    try project.write(
      "model: echo/x\nmessages: [{ role: user, content: \"{{text}}\" }]\n", to: "t.prompt.yml")
    try project.write(".evalgate/\n", to: ".gitignore")
    try await project.commit("Begin")
    try await Self.setDefaultBranch(project)
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write("version: 1\nbase: \(base)\n", to: "evalgate.yml")
    try await project.commit("Name a base")
    let run = try await EvalGate.run(["run"], in: project, environment: Self.pipeline)
    #expect(run.output.contains("base origin/HEAD@") && run.output.contains("configuration base changed"), "\(run)")
    try Self.name("origin/main", in: project)
    try await project.commit("The one that it is")
    let same = try await EvalGate.run(["run"], in: project, environment: Self.pipeline)
    #expect(same.output.contains("base origin/main@") && !same.output.contains("base changed"), "\(same)")
  }

  @Test("where the history names two branches and the clone does not say which is the default one, nobody can tell")
  func twoBranches() async throws {
    let project = try await Self.lowered()
    try Self.name("part", in: project)
    try await project.commit("One")
    try await project.git("branch", "part")
    try project.write("a word\n", to: "README.md")
    try await project.commit("Two")
    let run = try await EvalGate.run(["run"], in: project, environment: Self.pipeline)
    #expect(run.code == 3 && run.output.contains("git remote set-head origin --auto"), "\(run)")
    try await Self.setDefaultBranch(project)
    #expect(try await EvalGate.run(["run"], in: project, environment: Self.pipeline).code == 1)
  }

  @Test("another `base:` counts once the branch that was named before has it")
  func mergedBase() async throws {
    let project = try await Self.lowered()
    try await project.git("checkout", "--quiet", "main")
    try await project.git("branch", "trunk")
    try project.write(project.read("evalgate.yml").replacing("base: main", with: "base: trunk"), to: "evalgate.yml")
    try await project.commit("Another base")
    try await project.git("branch", "--force", "trunk", "HEAD")
    try await project.git("checkout", "--quiet", "-b", "work")
    try project.write(project.read("t.prompt.yml") + "# a word\n", to: "t.prompt.yml")
    try await project.commit("Work")
    let run = try await EvalGate.run(["run"], in: project, environment: Self.pipeline)
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("base trunk@") && !run.output.contains("rules"), "\(run)")
  }

  @Test("a change that is held to nothing is undecided in a pipeline, absolute gates or not, with the way out")
  func heldToNothing() async throws {
    let project = try await Self.lowered("")
    let unknown = try await EvalGate.run(["run"], in: project, environment: Self.pipeline)
    #expect(unknown.code == 3, "\(unknown)")
    #expect(
      unknown.output.contains("so nothing says what the change is held to: write `base: origin/main`"), "\(unknown)")
    let request = [
      "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "nope",
    ]
    let missing = try await EvalGate.run(["run"], in: project, environment: request)
    #expect(missing.code == 3, "\(missing)")
    #expect(missing.output.contains("there is no revision `origin/nope` in this clone, so nothing says"), "\(missing)")
    let named = try await EvalGate.run(["run", "--baseline", "main"], in: project, environment: Self.pipeline)
    #expect(named.code == 1, "\(named)")
    let push = ["CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "push"]
    #expect(try await EvalGate.run(["run"], in: project, environment: push).code == 0)
  }

  @Test(
    "the target branch is what the service calls it",
    arguments: [
      ["BUILDKITE": "true", "BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main"],
      ["JENKINS_URL": "http://ci.invalid/", "CHANGE_TARGET": "main"],
      ["TF_BUILD": "True", "SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"],
      ["BITBUCKET_BUILD_NUMBER": "7", "BITBUCKET_PR_DESTINATION_BRANCH": "main"],
    ])
  func services(variables: [String: String]) async throws {
    let project = try await Self.lowered("base: change\n")
    let run = try await EvalGate.run(
      ["run"], in: project, environment: variables.merging(Self.pipeline) { first, _ in first })
    #expect(run.code == 1, "\(run)")
  }

  /// Recordings beside the evalset, committed with the rest.
  private static func recorded() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two)
    try project.write(".evalgate/\n", to: ".gitignore")
    let run = try await project.evalgate("run", "--mode", "record")
    let kept = try await project.evalgate("recordings", "keep")
    guard run.run.code == 0, kept.run.code == 0 else { throw TemporaryProject.Failure(run.text + kept.text) }
    try await project.commit("Begin")
    return project
  }
}
