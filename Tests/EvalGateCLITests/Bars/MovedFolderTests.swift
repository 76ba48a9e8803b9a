import Testing

@Suite("a folder that moves to where nothing measures it is not gone")
struct MovedFolderTests {
  private static let sentence = "Answer with the one word that stands at the end of what you are asked"

  private static func prompt(_ words: String = sentence) -> String {
    """
    messages:
      - { role: system, content: "\(words)." }
      - { role: user, content: "{{text}}" }

    """
  }

  private static let gates = "{ floor: { metric: pass_rate, at_least: 85% } }"

  /// Two services, each with a prompt and cases, that one configuration includes.
  private static func services() async throws -> TemporaryProject {
    var files = [".gitignore": ".evalgate/\n", "evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml\n"]
    for name in ["mail", "chat"] {
      files["services/\(name)/evalgate.yml"] = Sample.configuration(gates: gates)
      files["services/\(name)/triage.prompt.yml"] = prompt()
      files["services/\(name)/triage.cases.jsonl"] = cases(name)
    }
    let project = try TemporaryProject(files)
    try await project.commit("As it was")
    return project
  }

  private static func cases(_ name: String) -> String {
    (1...4).map { #"{"id": "\#(name)-\#($0)", "text": "\#(name) \#($0)", "expected": "\#(name) \#($0)"}"# + "\n" }
      .joined()
  }

  @Test(
    "a service that is moved out is undecided, whatever became of its prompt and gates, and an include measures it again",
    arguments: ["mail", "services/post/mail"])
  func movedOut(place: String) async throws {
    let project = try await Self.services()
    project.makeFolder("services/post")
    try await project.git("mv", "services/mail", place)
    let wayOut = "add `\(place)/evalgate.yml` to `include` in `evalgate.yml`, or "
    func expectHeld() async throws {
      let run = try await project.evalgate("run").run
      #expect(run.code == 3 && run.output.contains("? services/mail/floor"), "\(run)")
      #expect(run.output.contains("and is held by `\(place)/evalgate.yml`, which is not included: \(wayOut)"), "\(run)")
      #expect(!run.output.contains("its prompt is gone too"), "\(run)")
    }
    try await expectHeld()
    try project.write(Sample.configuration(gates: Self.gates.replacing("85%", with: "1%")), to: "\(place)/evalgate.yml")
    try await expectHeld()
    // Its cases alone say that it is there.
    try project.write(Self.prompt("Say no"), to: "\(place)/triage.prompt.yml")
    try await expectHeld()
    try project.write(Self.prompt(), to: "\(place)/triage.prompt.yml")
    try project.write("version: 1\ninclude: [services/*/evalgate.yml, \(place)/evalgate.yml]\n", to: "evalgate.yml")
    let included = try await project.evalgate("run").run
    #expect(included.code == 0, "\(included)")
    #expect(
      included.output.contains("suite \(place)/triage changed: services/mail/triage → \(place)/triage"), "\(included)")
    #expect(
      included.output.contains("gate services/mail/floor removed: pass_rate ≥ 85%; the base's decides"), "\(included)")
    #expect(included.output.contains("✓ services/mail/floor"), "\(included)")
  }

  @Test("what comes instead, with another prompt and other cases, is no folder that moved")
  func another() async throws {
    let project = try await Self.services()
    try await project.git("rm", "-r", "--quiet", "services/mail")
    try project.write(Sample.configuration(gates: Self.gates), to: "mail/evalgate.yml")
    try project.write(Self.prompt("Say no"), to: "mail/triage.prompt.yml")
    try project.write(Self.cases("post"), to: "mail/triage.cases.jsonl")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0 && run.output.contains("its prompt is gone too"), "\(run)")
  }

  @Test("a folder that gets a configuration of its own is told to be included")
  func ownConfiguration() async throws {
    let project = try TemporaryProject([
      ".gitignore": ".evalgate/\n", "evalgate.yml": Sample.configuration(gates: Self.gates),
      "app/triage.prompt.yml": Self.prompt(), "app/triage.cases.jsonl": Self.cases("app"),
      "orders.prompt.yml": Self.prompt("Say it again"), "orders.cases.jsonl": Self.cases("orders"),
    ])
    try await project.commit("As it was")
    try project.write(Sample.configuration(gates: Self.gates), to: "app/evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 3, "\(run)")
    #expect(
      run.output.contains(
        "its prompt is still there, in `app/triage.prompt.yml`, and is held by `app/evalgate.yml`, which is not included: "
          + "add `app/evalgate.yml` to `include` in `evalgate.yml`, or give it its cases back"), "\(run)")
    try project.write(
      Sample.configuration(gates: Self.gates, more: "include: app/evalgate.yml"), to: "evalgate.yml")
    let included = try await project.evalgate("run").run
    #expect(included.code == 0, "\(included)")
  }
}
