import Testing

/// Many small suites behind a program whose base version cannot be run, so that one comparison decides alone.
@Suite("a change in many suites")
struct ManySuitesTests {
  private static let program = """
    import json, sys
    version = open("version").read().split()
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": version[0]}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        suite = question["messages"][-1]["content"].split(" ")[0]
        text = "no" if suite in version[1:] or "all" in version else "yes"
        print(json.dumps({"id": question["id"], "text": text}), flush=True)

    """

  /// Twelve suites of six cases, all of which passed and are accepted.
  private static func project() async throws -> TemporaryProject {
    var files = [
      "app.py": program, "version": "1", ".gitignore": ".evalgate/\n",
      "evalgate.yml": """
      version: 1
      defaults: { route: app, mode: live }
      routes: { app: { targets: [{ provider: exec, command: [python3, app.py] }] } }
      gates: { quality: { metric: pass_rate, no_worse_than: baseline } }

      """,
    ]
    for suite in names {
      files["\(suite).prompt.yml"] = "messages: [{ role: user, content: \"\(suite) {{n}}\" }]\n"
      files["\(suite).cases.jsonl"] = (1...6).map { "{\"id\": \"c\($0)\", \"n\": \"\($0)\", \"expected\": \"yes\"}\n" }
        .joined()
    }
    let project = try TemporaryProject(files)
    try #require(try await project.evalgate("run", "--baseline", "none").run.code == 0)
    try #require(try await project.evalgate("baseline", "accept", "--reason", "as shipped").run.code == 0)
    try await project.commit("Version 1")
    return project
  }

  private static let names = (1...12).map { "s\($0)" }

  /// Six of six alone is 1/128, twelve times that is no block: together they are seventy-two of seventy-two.
  @Test("one that breaks everything everywhere blocks, though no suite could alone")
  func everywhere() async throws {
    let project = try await Self.project()
    try project.write("2 all", to: "version")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 1, "\(run.text)")
    #expect(
      run.run.output.contains(
        "no suite shows it alone; together 12 suites do: 72 broke, 0 fixed of 72 cases, chance does this in fewer than 1 of 10,000 unchanged runs"
      ), "\(run.text)")
    let five = ["s1", "s10", "s11", "s12", "s2"].map { "\($0) (0.0%, 0/6)" }.joined(separator: ", ")
    #expect(run.run.output.contains("in \(five) and 7 more"), "\(run.text)")
    // The verdict is for whoever reads it, and lists end.
    let comment = try await project.evalgate("report", "--report", "markdown").run.output
    #expect(comment.contains("\n**s6**: broke 6") == false && comment.contains("\n…and 4 more suites.\n"), "\(comment)")
    let again = try await project.evalgate("gate", "latest")
    #expect(again.run.code == 1, "\(again.text)")
  }

  @Test("one that breaks a single suite blocks whatever the number of suites that stayed as they were")
  func single() async throws {
    let project = try await Self.project()
    try project.write("2 s7", to: "version")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 1, "\(run.text)")
    let alone = try await project.evalgate("run", "s7")
    #expect(alone.run.code == 1, "\(alone.text)")
  }
}
