import EvalGateCore
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

@Suite("a green run that rests on a waiver")
struct WaivedChangeTests {
  @Test(
    "a waived case that gets an id is the one it was, where nothing else of it is edited", arguments: [false, true])
  func named(isEdited: Bool) async throws {
    let expires = CalendarDate(secondsSince1970: time(nil) + 30 * 86_400)
    let (wrong, right) = (#""text": "no", "expected": "yes"}"#, #"{"text": "yes", "expected": "yes"}"#)
    let project = try TemporaryProject([
      "t.prompt.yml": Sample.two["t.prompt.yml"] ?? "", "t.cases.jsonl": "{\(wrong)\n\(right)\n",
      ".gitignore": ".evalgate/\n",
      "evalgate.yml": Sample.configuration(gates: "{ floor: { metric: pass_rate, exactly: 100% } }"),
    ])
    let listed = try await project.evalgate("list", "cases").run.output
    let words = listed.split(whereSeparator: \.isWhitespace).map(String.init)
    let id = try #require(words.first { $0.count == 12 && $0.allSatisfy(\.isHexDigit) })
    func waive(_ id: String) throws {
      try project.write("[{ case: \(id), reason: later, owner: ann, expires: \(expires) }]\n", to: "t.waivers.yml")
    }
    try waive(id)
    try await project.commit("As it was")
    try project.write(
      #"{"id": "first", \#(isEdited ? wrong.replacing("no", with: "nay") : wrong)"# + "\n\(right)\n",
      to: "t.cases.jsonl")
    try waive("first")
    let run = try await project.evalgate("run").run
    #expect(run.code == (isEdited ? 1 : 0), "\(run)")
    #expect(run.output.contains("waiver first added") == isEdited, "\(run)")
  }

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
