import Testing

@Suite("a change cannot take gates away with their suite")
struct SuiteBarTests {
  /// Suites `t` and `o`, each with a gate of its own, and cases that `echo` passes.
  private static func project(
    gates: String =
      "{ floor: { metric: pass_rate, suite: t, at_least: 90% }, other: { metric: pass_rate, suite: o, at_least: 90% } }"
  ) async throws -> TemporaryProject {
    let prompt = #"messages: [{ role: user, content: "{{text}}" }]"# + "\n"
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(gates: gates), ".gitignore": ".evalgate/\n",
      "t.prompt.yml": prompt, "t.cases.jsonl": cases("billing", "technical", "neither"),
      "o.prompt.yml": prompt.replacing("[{", with: "[{ role: system, content: two }, {"), "o.cases.jsonl": cases("yes"),
    ])
    try await project.commit("As it was")
    return project
  }

  private static func cases(_ texts: String...) -> String {
    texts.map { #"{"id": "\#($0)", "text": "\#($0)", "expected": "\#($0)"}"# + "\n" }.joined()
  }

  private static func rename(_ project: TemporaryProject) async throws {
    try await project.git("mv", "t.prompt.yml", "u.prompt.yml")
    try await project.git("mv", "t.cases.jsonl", "u.cases.jsonl")
    try project.write(project.read("evalgate.yml").replacing("suite: t", with: "suite: u"), to: "evalgate.yml")
  }

  private static let broken = #"messages: [{ role: user, content: "{{text}}, broken" }]"# + "\n"

  @Test("a suite under another name is the same suite, whether it got worse or not")
  func renamed() async throws {
    let project = try await Self.project()
    try await Self.rename(project)
    let honest = try await project.evalgate("run").run
    #expect(honest.code == 0, "\(honest)")
    #expect(honest.output.contains("suite u changed: t → u; held to what it was"), "\(honest)")
    #expect(honest.output.contains("✓ floor") && !honest.output.contains("loosened"), "\(honest)")
    try project.write(Self.broken, to: "u.prompt.yml")
    let worse = try await project.evalgate("run").run
    #expect(worse.code == 1, "\(worse)")
    #expect(worse.output.contains("✗ floor"), "\(worse)")
  }

  @Test("a suite that runs a copy of its prompt while that one is edited decides nothing")
  func displaced() async throws {
    let project = try await Self.project()
    let configuration = try project.read("evalgate.yml")
    try project.write(project.read("t.prompt.yml"), to: "copy.prompt.yml")
    try project.write(
      project.read("evalgate.yml") + "\nsuites: { t: { prompt: copy, evalset: t } }\n", to: "evalgate.yml")
    let honest = try await project.evalgate("run").run
    #expect(honest.code == 0, "\(honest)")
    try project.write(Self.broken, to: "t.prompt.yml")
    let decoy = try await project.evalgate("run").run
    #expect(decoy.code == 3, "\(decoy)")
    #expect(decoy.output.contains("`t.prompt.yml`, was edited and is measured by nobody"), "\(decoy)")
    try project.write(configuration, to: "evalgate.yml")
    let measured = try await project.evalgate("run").run
    #expect(measured.code == 1, "\(measured)")
  }

  @Test("a suite under another name is held to the base's gates where its own are looser, and to what is stored of it")
  func renamedAndLoosened() async throws {
    let gates = "{ kept: { metric: pass_rate, suite: t, no_worse_than: baseline } }"
    let project = try await Self.project(gates: gates)
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "first")
    try await project.commit("Accept")
    try await Self.rename(project)
    try await project.git("mv", "evalsets/baselines/t.jsonl", "evalsets/baselines/u.jsonl")
    let honest = try await project.evalgate("run").run
    #expect(honest.code == 0, "\(honest)")
    #expect(honest.output.contains("3/3"), "\(honest)")
    let (configuration, prompt) = (try project.read("evalgate.yml"), try project.read("u.prompt.yml"))
    try project.write(configuration.replacing("no_worse_than: baseline", with: "at_least: 0%"), to: "evalgate.yml")
    try project.write(Self.broken, to: "u.prompt.yml")
    let looser = try await project.evalgate("run").run
    #expect(looser.code != 0, "\(looser)")
    #expect(looser.output.contains("gate kept loosened") && looser.output.contains("✗ kept"), "\(looser)")
    try project.write(configuration, to: "evalgate.yml")
    try project.write(prompt, to: "u.prompt.yml")
    try await project.commit("Rename")
    let merged = try await project.evalgate("run").run
    #expect(merged.code == 0 && !merged.output.contains("rules"), "\(merged)")
  }

  @Test("the gates of a new suite are decided beside those of the one that it takes the place of, which are undecided")
  func replaced() async throws {
    let project = try await Self.project()
    try await Self.rename(project)
    try project.write(Self.cases("other", "things"), to: "u.cases.jsonl")
    try project.write(Self.broken, to: "u.prompt.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run)")
    #expect(run.output.contains("✗ floor ") && run.output.contains("? floor@base"), "\(run)")
    #expect(run.output.contains("suite `u` is new and asks other cases"), "\(run)")
  }

  @Test(
    "a suite that loses its cases keeps its gates while its prompt is there, under whatever name",
    arguments: ["t.prompt.yml", "v.prompt.yml"])
  func withoutCases(prompt: String) async throws {
    let project = try await Self.project()
    if prompt != "t.prompt.yml" { try await project.git("mv", "t.prompt.yml", prompt) }
    project.remove("t.cases.jsonl")
    try project.write(
      project.read("evalgate.yml").replacing("floor: { metric: pass_rate, suite: t, at_least: 90% }, ", with: ""),
      to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 3, "\(run)")
    let words =
      prompt == "t.prompt.yml"
      ? "its prompt is still there, in `t.prompt.yml`"
      : "`v.prompt.yml` reads as its prompt `t.prompt.yml` did and is taken for that one"
    #expect(run.output.contains("its gates are undecided, \(words)"), "\(run)")
    let validate = try await project.evalgate("validate").run
    #expect(validate.error.contains("has no cases, so nothing is measured of it"), "\(validate)")
  }

  @Test("a suite whose prompt another suite goes on with under a new name is not gone with it")
  func sharedPrompt() async throws {
    let project = try await Self.project(gates: "{ floor: { metric: pass_rate, at_least: 90% } }")
    let suites = "suites: { t: { prompt: t }, more: { prompt: t, evalset: o } }\n"
    try project.write(project.read("evalgate.yml") + suites, to: "evalgate.yml")
    try await project.commit("Two of one prompt")
    try await project.git("mv", "t.prompt.yml", "u.prompt.yml")
    project.remove("t.cases.jsonl")
    try project.write(
      project.read("evalgate.yml").replacing("t: { prompt: t }, ", with: "").replacing(
        "prompt: t,", with: "prompt: u,"),
      to: "evalgate.yml")
    try project.write(
      project.read("u.prompt.yml").replacing("[{", with: "[{ role: system, content: new }, {"), to: "u.prompt.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run)")
    #expect(
      run.output.contains(
        "suite t removed: 3 cases; asked once more as it was, by what suite `more` runs: suite `more`, which ran its prompt too, runs `u.prompt.yml` now"
      ), "\(run)")
    try project.write(Self.broken, to: "u.prompt.yml")
    let worse = try await project.evalgate("run").run
    #expect(worse.code == 1 && worse.output.contains("✗ t   3 failed"), "\(worse)")
    // Another route, or another policy, answers otherwise: what that says is nothing of the suite that is gone.
    try project.write(
      project.read("evalgate.yml").replacing("evalset: o }", with: "evalset: o, route: s }").replacing(
        "routes: {", with: "routes: { s: { targets: [{ provider: echo }] },"), to: "evalgate.yml")
    let other = try await project.evalgate("run").run
    #expect(other.code == 1 && other.output.contains("suite t removed: 3 cases; its gates are undecided"), "\(other)")
  }

  @Test("suites that become one, and one that becomes two, are held to what they were over all of their cases")
  func joinedAndSplit() async throws {
    let project = try await Self.project(
      gates:
        "{ t: { metric: pass_rate, suite: t, at_least: 100% }, u: { metric: pass_rate, suite: u, at_least: 100% } }")
    let two = "suites: { t: { prompt: t }, u: { prompt: t, evalset: u.cases.jsonl } }\n"
    let configuration = try project.read("evalgate.yml")
    try project.write(configuration + two, to: "evalgate.yml")
    try project.write(Self.cases("more", "of it"), to: "u.cases.jsonl")
    try await project.commit("Two suites")
    // One of them.
    let whole = try project.read("t.cases.jsonl")
    try project.write(whole + project.read("u.cases.jsonl"), to: "t.cases.jsonl")
    project.remove("u.cases.jsonl")
    let one = configuration.replacing(", u: { metric: pass_rate, suite: u, at_least: 100% }", with: "")
    try project.write(one, to: "evalgate.yml")
    let plan = try await project.evalgate("plan").run
    #expect(plan.code == 0 && plan.output.contains("removed, and asked once more"), "\(plan)")
    #expect(plan.output.contains("plan  8 answers"), "\(plan)")
    let joined = try await project.evalgate("run").run
    #expect(joined.code == 0, "\(joined)")
    #expect(
      joined.output.contains("✓ u ") && joined.output.contains("suite u removed: 2 cases; asked once more"), "\(joined)"
    )
    let prompt = try project.read("t.prompt.yml")
    try project.write(Self.broken, to: "t.prompt.yml")
    let worse = try await project.evalgate("run").run
    #expect(worse.code == 1 && worse.output.contains("✗ u "), "\(worse)")
    try project.write(prompt, to: "t.prompt.yml")
    // What was asked for the base's sake is nobody's baseline.
    _ = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "one of two")
    #expect(accepted.run.code == 0 && !accepted.run.output.contains("u.jsonl"), "\(accepted.text)")
    try await project.commit("One suite")
    let merged = try await project.evalgate("run").run
    #expect(merged.code == 0 && !merged.output.contains("rules") && !merged.output.contains("✓ u"), "\(merged)")
    // And two again, the second held to little.
    try project.write(whole, to: "t.cases.jsonl")
    try project.write(Self.cases("more", "of it"), to: "u.cases.jsonl")
    try project.write(
      one.replacing("at_least: 100% }", with: "at_least: 100% }, u: { metric: pass_rate, suite: u, at_least: 10% }")
        + two,
      to: "evalgate.yml")
    let split = try await project.evalgate("run").run
    #expect(split.code == 0 && split.output.contains("t  5/5"), "\(split)")
    #expect(split.output.contains("suite t loosened: 5 cases → 3, because `u` asks 2; the base's decides"), "\(split)")
    let again = try await project.evalgate("gate", "latest", "--baseline", "HEAD", environment: ["CI": "1"]).run
    #expect(again.output.contains("✓ t ") && again.output.contains("5/5"), "\(again)")
    try project.write(
      project.read("u.cases.jsonl").replacing(#""expected": "more""#, with: #""expected": "less""#), to: "u.cases.jsonl"
    )
    let edited = try await project.evalgate("run").run
    #expect(!edited.output.contains("t  5/5"), "\(edited)")
  }

  @Test("a suite whose configuration is not included any more keeps its gates while its prompt is there")
  func notIncluded() async throws {
    let project = try await Self.project(gates: "{ floor: { metric: pass_rate, at_least: 90% } }")
    for name in ["a", "b"] {
      try project.write("version: 1\n", to: "services/\(name)/evalgate.yml")
      try project.write(project.read("t.prompt.yml"), to: "services/\(name)/s.prompt.yml")
      try project.write(Self.cases("in \(name)"), to: "services/\(name)/s.cases.jsonl")
      try project.write(
        "version: 1\ndefaults: { route: r, mode: live }\nroutes: { r: { targets: [{ provider: echo }] } }\n",
        to: "services/\(name)/evalgate.yml")
    }
    try project.write(project.read("evalgate.yml") + "include: services/*/evalgate.yml\n", to: "evalgate.yml")
    try await project.commit("Two services")
    try project.write(project.read("evalgate.yml").replacing("services/*/", with: "services/a/"), to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 3, "\(run)")
    #expect(run.output.contains("its prompt is still there, in `services/b/s.prompt.yml`"), "\(run)")
  }

  @Test("a suite that goes with its prompt is gone, and shown")
  func gone() async throws {
    let project = try await Self.project()
    project.remove("t.cases.jsonl")
    project.remove("t.prompt.yml")
    try project.write(
      project.read("evalgate.yml").replacing("floor: { metric: pass_rate, suite: t, at_least: 90% }, ", with: ""),
      to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("suite t removed: 3 cases; its prompt is gone too"), "\(run)")
  }

  @Test("a case that goes leaves no gate of a suite that never had what the gate goes by")
  func unspoken() async throws {
    let project = try await Self.project(
      gates: "{ forms: { metric: schema_pass_rate, at_least: 99% }, right: { metric: pass_rate, at_least: 60% } }")
    let schema = "output: { schema: { type: object } }\n"
    try project.write(project.read("o.prompt.yml") + schema, to: "o.prompt.yml")
    try await project.commit("A schema for the other one")
    try project.write(Self.cases("billing", "technical"), to: "t.cases.jsonl")
    let run = try await project.evalgate("run", "t").run
    #expect(run.code == 0 && !run.output.contains("forms"), "\(run)")
  }
}
