import Testing

@Suite("programs of a change from another repository")
struct ForeignProgramTests {
  @Test(
    "a program is started only as the base names it",
    arguments: [
      ("[python3, app.py]", "[python3, app.py]", true), ("[python3, app.py]", "[sh, -c, \"touch ran\"]", false),
      ("[python3, app.py]", "[python3, app.py], env: [SECRET]", false),
      ("[python3, app.py]", "[python3, app.py], prepare: [touch, ran]", false),
    ])
  func named(before: String, after: String, isStarted: Bool) async throws {
    let project = try TemporaryProject(RefundProject.files(gates: "{ floor: { metric: pass_rate, at_least: 60% } }"))
    try await project.commit("Begin")
    try project.write(project.read("evalgate.yml").replacing(before, with: after), to: "evalgate.yml")
    let run = try await project.evalgate("run", "--baseline", "HEAD", environment: Self.fork(project)).run
    #expect((run.code == 0) == isStarted, "\(run.output)\(run.error)")
    #expect(run.error.contains("run/foreign-program") == !isStarted, "\(run.error)")
    #expect(!project.exists("ran"))
  }

  @Test("a policy and a check are programs too")
  func judges() async throws {
    let project = try TemporaryProject(RefundProject.files(gates: "{ floor: { metric: pass_rate, at_least: 60% } }"))
    try await project.commit("Begin")
    try project.write(
      project.read("evalgate.yml").replacing("policy: desk", with: "policy: { exec: [sh, -c, \"touch ran\"] }"),
      to: "evalgate.yml")
    let run = try await project.evalgate("run", "--baseline", "HEAD", environment: Self.fork(project)).run
    #expect(run.code == 2, "\(run.output)\(run.error)")
    #expect(run.error.contains("run/foreign-program"))
    #expect(!project.exists("ran"))
  }

  private static func fork(_ project: TemporaryProject) throws -> [String: String] {
    try project.write(
      #"{"pull_request":{"number":12,"head":{"sha":"9","repo":{"full_name":"x/r"}},"base":{"repo":{"full_name":"o/r"}}}}"#,
      to: ".git/event.json")
    return [
      "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_REPOSITORY": "o/r", "GITHUB_RUN_ID": "7",
      "GITHUB_EVENT_PATH": project.path + "/.git/event.json",
    ]
  }
}
