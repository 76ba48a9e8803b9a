import Testing

@Suite("a change cannot choose by tags what it is judged by")
struct TagBarTests {
  /// Eight cases of which four fail; two of those, and no other, are hard.
  private static func project(
    _ gates: String = "hard: { metric: pass_rate, tag: hard, at_least: 90% }"
  ) async throws
    -> TemporaryProject
  {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(gates: "{ \(gates) }"), ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "prompts/other.prompt.yml": #"messages: [{ role: user, content: "{{text}}" }]"# + "\n",
      "evalsets/other/cases.jsonl": #"{"id": "o1", "text": "x", "expected": "x"}"# + "\n",
    ])
    try project.write(cases(hard: [7, 8]), to: "evalsets/t/cases.jsonl")
    try await project.commit("As it was")
    return project
  }

  private static func cases(hard: [Int], as tag: String = "hard") -> String {
    (1...8).map { index in
      #"{"id": "c\#(index)", "tags": ["\#(hard.contains(index) ? tag : "easy")"], "text": "x\#(index)", "#
        + #""expected": "\#(index > 4 ? "y" : "x\(index)")"}"# + "\n"
    }.joined()
  }

  @Test("a gate does not count cases that got its tag")
  func added() async throws {
    let project = try await Self.project("hard: { metric: pass_rate, suite: t, tag: hard, at_least: 60% }")
    try project.write(Self.cases(hard: [1, 2, 3, 4, 7]), to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.code == 1 && run.output.contains("0/2"), "\(run)")
    #expect(
      run.output.contains(
        "gate hard loosened: 2 cases of t → 5 (1 out, 4 in), by their tags; the base's decides, which counts them as tagged"
      ),
      "\(run)")
    #expect(
      run.output.contains(
        "cases of t changed: 5 edited (tags 5); the base's decides, as far as it knows the tags, the first is `c1` "
          + "(evalsets/t/cases.jsonl:1)"), "\(run)")
    try await project.commit("Tag them")
    let merged = try await project.evalgate("run").run
    #expect(merged.code == 0 && merged.output.contains("4/5"), "\(merged)")
  }

  @Test("a part that is chosen by a tag is what had that tag at the base")
  func chosen() async throws {
    let project = try await Self.project("all: { metric: pass_rate, suite: t, at_least: 90% }")
    try project.write(Self.cases(hard: [1]), to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run", "t", "--tag", "hard").run
    #expect(run.code == 1 && run.output.contains("0/2"), "\(run)")
    #expect(run.output.contains("cases of t changed: 3 edited (tags 3)"), "\(run)")
    #expect(!run.output.contains("gate all loosened"), "no gate looks at tags: \(run)")
  }

  @Test("a tag that the base does not know is the change's own, with a gate that takes it")
  func new() async throws {
    let project = try await Self.project("all: { metric: pass_rate, suite: t, at_least: 40% }")
    try project.write(
      project.read("evalgate.yml").replacing(
        "gates: {", with: "gates: { rare: { metric: pass_rate, suite: t, tag: rare, at_least: 90% },"),
      to: "evalgate.yml")
    try project.write(Self.cases(hard: [1, 2], as: "rare"), to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && run.output.contains("2/2"), "\(run)")
  }

  @Test("a set whose cases are tagged otherwise is another set")
  func digest() async throws {
    let project = try await Self.project("all: { metric: pass_rate, suite: t, no_worse_than: baseline }")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write(Self.cases(hard: [6, 7, 8]), to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.output.contains("changed  evalset t "), "\(run)")
    #expect(
      run.output.contains("no worse than baseline     50.0%"),
      "and what is stored of it is compared all the same: \(run)")
  }

  @Test("suites without a case of the part are left out, unless the base has one")
  func leftOut() async throws {
    let project = try await Self.project(
      "own: { metric: pass_rate, suite: t, at_least: 0% }, rest: { metric: pass_rate, suite: other, at_least: 0% }")
    let run = try await project.evalgate("run", "--tag", "hard").run
    #expect(run.code == 0 && run.output.contains("2 answers · 1 suite"), "\(run)")
    #expect(run.error.contains("`other` left out: no case matches `--tag hard`"), "\(run)")
    let named = try await project.evalgate("run", "t", "other", "--tag", "hard").run
    #expect(named.code == 3, "\(named)")
    // Whoever takes the cases away takes no gate away with them.
    try project.write(
      #"{"id": "o1", "text": "x", "expected": "x", "tags": ["hard"]}"# + "\n", to: "evalsets/other/cases.jsonl")
    try project.write(
      Self.cases(hard: []).split(separator: "\n").prefix(6).joined(separator: "\n") + "\n",
      to: "evalsets/t/cases.jsonl")
    let emptied = try await project.evalgate("run", "--tag", "hard").run
    #expect(emptied.code == 3 && !emptied.error.contains("left out"), "\(emptied)")
  }
}
