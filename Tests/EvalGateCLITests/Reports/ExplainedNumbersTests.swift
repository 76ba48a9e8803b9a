import Testing

/// `explain GATE --run RUN` prints what somebody with a calculator needs to come to the same figures. Those in the snapshots were
/// worked out again with SciPy from the printed counts.
@Suite("numbers that can be checked by hand")
struct ExplainedNumbersTests {
  /// Forty cases whose length, and with it the tokens that `echo` counts, differs with the version.
  private static func project(_ gates: String) async throws -> TemporaryProject {
    let cases = (1...40).map { number -> String in
      let short = String(repeating: "word ", count: 2 + number % 5)
      let long = String(repeating: "word ", count: 2 + number % 5 + (number % 2 == 0 ? 3 : 0))
      return #"{"id": "c\#(number)", "first": "\#(short)", "second": "\#(long)"}"# + "\n"
    }.joined()
    let project = try TemporaryProject([
      ".gitignore": ".evalgate/\n", "prompts/t.prompt.yml": prompt(1), "evalsets/t/cases.jsonl": cases,
      "evalsets/t/set.yml":
        "id: t\nkind: task\ntask: generation\ndefaults: { checks: [{ check: contains, text: word }] }\n",
      "evalgate.yml": Sample.configuration(gates: gates),
    ])
    try await project.commit("Begin")
    let run = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    guard accepted.run.code == 0 else { throw TemporaryProject.Failure(run.text + accepted.text) }
    try await project.commit("Accept")
    try project.write(prompt(2), to: "prompts/t.prompt.yml")
    return project
  }

  private static func prompt(_ version: Int) -> String {
    """
    id: t
    version: \(version)
    messages: [{ role: user, content: "{{\(version == 1 ? "first" : "second")}}" }]
    changelog: [{ version: \(version), why: other }]

    """
  }

  @Test("Fieller's interval with the moments and the t test it is made of")
  func fieller() async throws {
    let project = try await Self.project("{ tokens: { metric: cost_tokens, at_most: baseline + 10% } }")
    _ = try await project.evalgate("run")
    try await Snapshot.expect([project.evalgate("explain", "tokens", "--run", "latest")], "explain-tokens")
  }

  @Test("a base that was asked for and is not there is an error, not a calculation without one")
  func noBase() async throws {
    let project = try await Self.project("{ tokens: { metric: cost_tokens, at_most: baseline + 10% } }")
    _ = try await project.evalgate("run")
    let explained = try await project.evalgate("explain", "tokens", "--run", "latest", "--baseline", "nosuch")
    #expect(explained.run.code == 2)
    #expect(explained.run.error.contains("there is no revision `nosuch` in this clone"))
  }
}
