import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Links that a change brings in place of what evalgate writes by itself.
@Suite("places that evalgate keeps")
struct KeptPlacesTests {
  @Test(
    "none of them leads out of the repository by a link",
    arguments: [
      ".evalgate", ".evalgate/runs", ".evalgate/recordings", ".evalgate/history.sqlite",
      ".evalgate/recordings/triage.jsonl",
      "evalsets/baselines", "evalsets/baselines/triage.jsonl",
    ],
    ["", "/sub/not-there"])
  func outside(place: String, below: String) async throws {
    let (project, other) = (try TemporaryProject(Sample.triage()), try TemporaryProject(["sub/notes": "mine\n"]))
    project.makeFolder(place.split(separator: "/").dropLast().joined(separator: "/"))
    #expect(symlink(other.path + below, project.path + "/" + place) == 0)
    try await project.commit("Begin")
    for command in [
      ["run"], ["run", "--mode", "record"], ["history"], ["baseline", "accept", "--reason", "mine"], ["validate"],
    ] {
      let refused = try await EvalGate.run(command, in: project)
      #expect(refused.code == 2 && refused.error.contains("error[store/outside-repository]"), "\(command) \(refused)")
      #expect(refused.error.contains(place), "\(command) \(refused)")
    }
    #expect(other.names(in: "") == ["sub"] && other.names(in: "sub") == ["notes"])
  }

  @Test("a link that stays in the repository is followed")
  func inside() async throws {
    let project = try TemporaryProject(Sample.triage())
    project.makeFolder("kept")
    #expect(symlink("kept", project.path + "/.evalgate") == 0)
    #expect(try await project.evalgate("run").run.code == 0)
    #expect(project.names(in: "kept/runs").count == 1)
  }

  @Test(
    "a link to a run's journal outside is followed only where it is named as that run and no file of the repository")
  func journals() async throws {
    let other = try TemporaryProject(["a.1234567.journal": "", "b.1234567.journal": "mine\n", "notes": ""])
    let link = "/.evalgate/runs/1234567890abcdef.journal"
    for target in ["b.1234567.journal", "notes", "not-there"] {
      let project = try TemporaryProject(Sample.triage())
      project.makeFolder(".evalgate/runs")
      #expect(symlink(other.path + "/" + target, project.path + link) == 0)
      let refused = try await project.evalgate("runs", "list").run
      #expect(refused.code == 2 && refused.error.contains("error[store/outside-repository]"), "\(target) \(refused)")
    }
    for target in ["a.1234567.journal", "gone.1234567.journal"] {
      let project = try TemporaryProject(Sample.triage())
      project.makeFolder(".evalgate/runs")
      #expect(symlink(other.path + "/" + target, project.path + link) == 0)
      try await project.commit("Begin")
      let refused = try await project.evalgate("run").run
      #expect(refused.code == 2 && refused.error.contains("error[store/outside-repository]"), "\(target) \(refused)")
      try await project.git("rm", "--quiet", "--cached", "-r", ".evalgate")
      let run = try await project.evalgate("run").run
      #expect(!run.error.contains("store/outside-repository"), "\(target) \(run)")
      #expect(other.names(in: "").count == 3)
    }
  }
}
