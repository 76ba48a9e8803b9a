import Testing

@Suite("a change cannot make its cases weigh less")
struct WeightBarTests {
  /// Four cases of which two fail.
  private static func project(gates: String, of kind: String = "", set: String = "") async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(gates: gates), ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "evalsets/t/set.yml": "version: 1\n\(set)defaults: { checks: [equals] }\n",
    ])
    let cases = (1...4).map { index in
      #"{"id": "c\#(index)", \#(kind)"text": "x\#(index)", "expected": "\#(index > 2 ? "y" : "x\(index)")"}"#
    }
    try project.write(cases.joined(separator: "\n") + "\n", to: "evalsets/t/cases.jsonl")
    try await project.commit("As it was")
    return project
  }

  private static func edit(_ project: TemporaryProject, _ edit: (String) -> String) throws {
    let cases = try project.read("evalsets/t/cases.jsonl").split(separator: "\n").map { edit(String($0)) }
    try project.write(cases.joined(separator: "\n") + "\n", to: "evalsets/t/cases.jsonl")
  }

  @Test(
    "a blocking case of a task suite blocks, whatever the change makes of it",
    arguments: ["", #""severity": "advisory", "#])
  func severity(weight: String) async throws {
    let project = try await Self.project(
      gates: "{ must: { metric: pass_rate, severity: blocking, exactly: 100% } }", of: #""severity": "blocking", "#)
    try Self.edit(project) { line in
      line.contains(#""y""#) ? line.replacing(#""severity": "blocking", "#, with: weight) : line
    }
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run)")
    #expect(
      run.output.contains(
        "suite t loosened: 4 blocking cases → 2; the base's decides, which weighs `c3` (evalsets/t/cases.jsonl:3) and 1 more as it did"
      ), "\(run)")
    #expect(run.output.contains("2/4") && !run.output.contains("cases of t"), "one row for one edit: \(run)")
    try await project.commit("Make them advisory")
    let merged = try await project.evalgate("run").run
    #expect(merged.code == 0, "\(merged)")
  }

  @Test("a case that gets another weight and another id at once is known by what it asks, and weighs what it did")
  func weightAndID() async throws {
    let project = try await Self.project(
      gates: "{ must: { metric: pass_rate, severity: blocking, exactly: 100% } }", of: #""severity": "blocking", "#)
    try Self.edit(project) { line in
      line.contains(#""y""#)
        ? line.replacing(#""severity": "blocking", "#, with: "").replacing(#""c"#, with: #""d"#) : line
    }
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run)")
    #expect(
      run.output.contains(
        "suite t loosened: 4 blocking cases → 2; the base's decides, which weighs `d3` (evalsets/t/cases.jsonl:3) and 1 more as it did"
      ), "\(run)")
    #expect(!run.output.contains("cases of t"), "\(run)")
    // One that expects something else besides is edited, and weighs what it did all the same.
    try Self.edit(project) { $0.replacing(#""y""#, with: #""z""#) }
    let edited = try await project.evalgate("run").run
    #expect(edited.code == 1 && edited.output.contains("suite t loosened: 4 blocking cases → 2"), "\(edited)")
    #expect(edited.output.contains("cases of t changed: 2 edited (expected 2, weight 2)"), "\(edited)")
  }

  @Test("a case that blocks now and did not before decides at once")
  func heavier() async throws {
    let project = try await Self.project(
      gates: "{ must: { metric: pass_rate, severity: blocking, exactly: 100% } }", of: #""severity": "advisory", "#)
    try Self.edit(project) { $0.replacing("advisory", with: "blocking") }
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run)")
    #expect(!run.output.contains("loosened"), "\(run)")
  }

  @Test("a case is asked as often as at the base, where the change writes it into the case and where it takes it out")
  func trials() async throws {
    let gates = "{ all: { metric: pass_rate, at_least: 40% } }"
    let bySet = try await Self.project(gates: gates, set: "trials: 3\n")
    try Self.edit(bySet) { $0.replacing(#""text""#, with: #""trials": 1, "text""#) }
    let byCase = try await Self.project(gates: gates, of: #""trials": 3, "#)
    try Self.edit(byCase) { $0.replacing(#""trials": 3, "#, with: "") }
    for project in [bySet, byCase] {
      let plan = try await project.evalgate("run", "--dry-run").run
      #expect(plan.output.contains("12 calls"), "\(plan)")
      let run = try await project.evalgate("run").run
      #expect(
        run.output.contains(
          "suite t loosened: 3 trials of a case → 1; the base's decides, which asks `c1` (evalsets/t/cases.jsonl:1) and 3 more as often as it did"
        ), "\(run)")
    }
  }

  @Test("a tag is not lost with the id of a case")
  func tags() async throws {
    let project = try await Self.project(
      gates: "{ hard: { metric: pass_rate, tag: hard, at_least: 90% } }", of: #""tags": ["hard"], "#)
    try Self.edit(project) { line in
      line.contains(#""y""#) ? line.replacing(#""tags": ["hard"], "#, with: "").replacing(#""c"#, with: #""d"#) : line
    }
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run)")
    #expect(run.output.contains("gate hard loosened: 4 cases of t → 2, by their tags; the base's decides"), "\(run)")
  }
}
