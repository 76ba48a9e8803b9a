import EvalGateCore
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("a green run that rests on a waiver")
struct WaivedChangeTests {
  @Test("is commented on, with whose waiver excuses what did not fail before")
  func commented() async throws {
    let gates = "{ floor: { metric: pass_rate, at_least: 100% } }"
    var files = FlakyProject.files("", gates: gates)
    let expires = CalendarDate(secondsSince1970: time(nil) + 30 * 86_400)
    files["evalsets/triage/waivers.yml"] = "[{ case: t-03, reason: later, owner: ann, expires: \(expires) }]\n"
    let project = try TemporaryProject(files)
    try await project.commit("As it was")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    // Of twenty cases only t-03 is answered otherwise.
    try project.write(FlakyProject.configuration("t-03:1", gates: gates), to: "evalgate.yml")
    let github = FakeGitHub()
    let run = try await LoopbackModel.serving(requests: { github.answer($0) }) { server in
      try await EvalGate.run(
        ["run", "--comment"], in: project,
        environment: [
          "GITHUB_ACTIONS": "true", "GITHUB_API_URL": server.root, "GITHUB_REPOSITORY": "o/r",
          "GITHUB_REF": "refs/pull/12/merge", "GITHUB_SHA": "9be2f10", "GITHUB_RUN_ID": "7",
          "GITHUB_TOKEN": "the-token",
          "NO_PROXY": "*",
        ])
    }
    #expect(run.code == 0, "\(run)")
    #expect(run.error.contains("comment  written"), "\(run.error)")
    #expect(
      github.comments.first?.body.contains(
        "**Fails in triage and is waived:** `t-03` (`equals`, waived by ann until \(expires), passed before)") == true,
      "\(github.comments)")
  }
}
