import StrictJSON
import Testing

@Suite("looking at a project and its runs")
struct LookTests {
  @Test("validate counts what there is")
  func validate() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await Snapshot.expect([project.evalgate("validate")], "validate")
  }

  @Test("list names suites, gates and cases")
  func list() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await Snapshot.expect(
      [
        project.evalgate("list"), project.evalgate("list", "gates"), project.evalgate("list", "sets"),
        project.evalgate("list", "cases", "--case", "*-0?"),
        project.evalgate("list", "suites", "--json"), project.evalgate("list", "formats"),
      ], "list")
  }

  @Test("every message code has a meaning, an example and a way to mend it")
  func codes() async throws {
    let listed = try JSONValue(parsing: try await TemporaryProject().evalgate("list", "codes", "--json").run.output)
    let codes = listed.arrayValue ?? []
    #expect(codes.count > 100)
    for code in codes {
      let texts = ["summary", "example", "mend"].map { code[$0]?.stringValue ?? "" }
      #expect(texts.allSatisfy { $0.count > 8 }, "\(code["id"]?.stringValue ?? ""): \(texts)")
      #expect(texts[2].last != "." && texts[2].first?.isUppercase != true, "\(texts[2])")
    }
  }

  @Test(
    "every check, metric and provider that list names can be explained", arguments: ["checks", "metrics", "providers"])
  func everything(kind: String) async throws {
    let project = try TemporaryProject()
    let listed = try JSONValue(parsing: Array(try await project.evalgate("list", kind, "--json").run.output.utf8))
    let ids = (listed.arrayValue ?? []).compactMap { $0["id"]?.stringValue }
    #expect(ids.count >= 10)
    for id in ids {
      let run = try await project.evalgate("explain", id).run
      #expect(run.code == 0 && run.output.contains(id), "\(id): \(run.error)")
    }
  }

  @Test(
    "a gate that no file writes can be explained, in a project that has it and anywhere",
    arguments: [
      ("schema", "every suite whose prompt has an output schema"), ("pass_rate", "every suite that no gate"),
      ("safety", "a safety suite with a blocking attack"), ("benign", "a safety suite where gates under `gates` hold"),
    ])
  func unwrittenGates(name: String, words: String) async throws {
    let anywhere = try await TemporaryProject().evalgate("explain", name).run
    #expect(anywhere.code == 0 && anywhere.output.contains("gate \(name)\n"), "\(anywhere)")
    #expect(
      anywhere.output.contains("no file writes it: it stands for \(words)")
        && anywhere.output.contains("what helps"), "\(anywhere)")
    guard name == "pass_rate" else { return }
    let bare = "version: 1\ndefaults: { route: r }\nroutes: { r: { targets: [{ provider: echo }] } }\n"
    let project = try TemporaryProject(Sample.two.merging(["evalgate.yml": bare]) { $1 })
    let here = try await project.evalgate("explain", name).run
    #expect(
      here.output.contains("gate pass_rate of this project\n\n  pass_rate no worse than baseline\n  no file writes it"),
      "\(here)")
  }

  @Test("what a metric takes as keys of a gate is told with it")
  func keysOfMetrics() async throws {
    let run = try await TemporaryProject().evalgate("explain", "over_refusal_rate").run
    #expect(run.output.contains("\n  tag  marks the benign cases"), "\(run)")
  }

  @Test("examples that end differently are told apart by what is printed of them")
  func examples() async throws {
    let project = try TemporaryProject()
    let listed = try JSONValue(parsing: Array(try await project.evalgate("list", "checks", "--json").run.output.utf8))
    for id in (listed.arrayValue ?? []).compactMap({ $0["id"]?.stringValue }) {
      let text = try await project.evalgate("explain", id).run.output
      var ends: [String: String] = [:]
      for example in text.split(separator: "\n\n  {").dropFirst() {
        let lines = example.split(separator: "\n")
        let end = lines.firstIndex { ["passed", "failed", "error"].contains($0.drop { $0 == " " }) } ?? lines.endIndex
        let (shown, outcome) = (lines[..<end].joined(separator: "\n"), end < lines.endIndex ? String(lines[end]) : "")
        #expect(ends[shown, default: outcome] == outcome, "\(id): \(shown)")
        ends[shown] = outcome
      }
    }
  }

  @Test("config says where every value came from")
  func config() async throws {
    let project = try TemporaryProject(Sample.triage())
    try await Snapshot.expect([project.evalgate("config")], "config")
    let run = try await project.evalgate("config", "--json").run
    let values = try JSONValue(parsing: run.output).arrayValue ?? []
    let lines = values.map { value in
      let texts = ["key", "value", "origin"].map { value[$0]?.stringValue ?? "" }
      return "\(texts[0]) = \(texts[1]) \(texts[2])"
    }
    let shown = try await project.evalgate("config").run.output.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    #expect(lines == shown)
  }

  @Test("explain shows a check with its examples, a code with its reason, and what was meant by a typo")
  func explain() async throws {
    let project = try TemporaryProject()
    try await Snapshot.expect(
      [
        project.evalgate("explain", "contains"), project.evalgate("explain", "f1"),
        project.evalgate("explain", "echo"),
        project.evalgate("explain", "file/unknown-key"), project.evalgate("explain", "contians"),
      ], "explain")
  }

  /// 12 broke and 1 was fixed of 40: (½·C(13,12) + C(13,13)) / 2¹³ = 7.5 / 8192, by hand.
  @Test("explain goes through a gate of a run, every count and every step")
  func calculation() async throws {
    let project = try await Self.changed()
    try await Snapshot.expect(
      [
        project.evalgate("explain", "accuracy", "--run", "latest"),
        project.evalgate("explain", "floor", "--run", "latest"),
        project.evalgate("explain", "acuracy", "--run", "latest"),
      ], "explain-gate")
  }

  @Test("explain with repeats shows the strata, and what the run recorded once the configuration is another")
  func calculationWithRepeats() async throws {
    let project = try TemporaryProject(FlakyProject.files("t-03:2 t-05:3"))
    _ = try await project.evalgate("baseline", "refresh", "--runs", "5")
    _ = try await project.evalgate("baseline", "accept", "--reason", "five runs")
    _ = try await project.evalgate("run")
    let gates = "{ accuracy: { metric: pass_rate, no_worse_than: baseline, margin: 30pt } }"
    try project.write(
      project.read("evalgate.yml").replacing(
        "{ accuracy: { metric: pass_rate, no_worse_than: baseline } }", with: gates), to: "evalgate.yml")
    try await Snapshot.expect([project.evalgate("explain", "accuracy", "--run", "latest")], "explain-repeats")
  }

  @Test("show prints one case whole, with what the baseline gave")
  func show() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    try await Snapshot.expect(
      [project.evalgate("show", "latest", "t-01"), project.evalgate("show", "latest", "t-1")], "show")
  }

  @Test("diff says what changed and what that did, as text and as a comment", arguments: ["text", "markdown"])
  func diff(format: String) async throws {
    let project = try await Self.changed()
    try await Snapshot.expect([project.evalgate("diff", "--report", format)], "diff-\(format)")
  }

  @Test("diff as JSON holds counts where counts are the fact")
  func diffJSON() async throws {
    let project = try await Self.changed()
    let run = try await project.evalgate("diff", "--report", "json").run
    let report = try JSONValue(parsing: Array(run.output.utf8))
    #expect(run.code == 0)
    #expect(report["schema_version"]?.intValue == 1)
    #expect(report["outcome"]?.stringValue == "blocked")
    let gate = report["gates"]?[0]
    #expect(gate?["measure"]?["passed"]?.intValue == 27)
    #expect(gate?["measure"]?["total"]?.intValue == 40)
    #expect(gate?["evidence"]?[0]?["broke"]?.intValue == 12)
    #expect(gate?["evidence"]?[0]?["fixed"]?.intValue == 1)
  }

  @Test("two runs can be compared with one another")
  func runs() async throws {
    let project = try await TemporaryProject.withBaseline()
    let first = try #require(project.runIDs.first)
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    let run = try await project.evalgate("diff", first, "latest").run
    #expect(run.code == 0, "\(run.error)")
    #expect(run.output.contains("12 broke, 1 fixed"), "\(run.output)")
  }

  @Test("report renders the recorded verdict again, byte for byte")
  func report() async throws {
    let project = try await Self.changed()
    let first = try await project.evalgate("report", "latest", "--report", "json").run
    try project.write(
      project.read("evalgate.yml").replacing("at_least: 60%", with: "at_least: 99%"), to: "evalgate.yml")
    let second = try await project.evalgate("report", "latest", "--report", "json").run
    #expect(first.code == 0)
    #expect(first.output == second.output)
  }

  private static func changed() async throws -> TemporaryProject {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    return project
  }
}
