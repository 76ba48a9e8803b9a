import Testing

@Suite("what a command writes takes the place of nothing it reads")
struct OutputTests {
  @Test("a report, an export and a run go over no run and over no file of the project")
  func kept() async throws {
    let project = try TemporaryProject(Sample.triage())
    _ = try await project.evalgate("run", "--save", "a.jsonl")
    let run = try project.read("a.jsonl")
    let cases = "evalsets/triage/cases.jsonl"
    let before = try project.read(cases)
    for command in [
      ["report", "a.jsonl", "--report", "json=a.jsonl"], ["gate", "a.jsonl", "--report", "html=a.jsonl"],
      ["export", "a.jsonl", "--format", "jsonl", "--to", "./a.jsonl"], ["run", "--save", cases],
      ["run", "--save", "evalgate.yml"], ["run", "--report", "junit=\(cases)"],
      ["run", "--report", "junit=x.xml", "--report", "json=x.xml"], ["run", "--report", "junit", "--report", "json"],
    ] {
      let refused = try await EvalGate.run(command, in: project)
      #expect(refused.code == 2 && refused.error.contains("run/output-taken"), "\(command) \(refused)")
    }
    for place in [".git/HEAD", ".evalgate/recordings/x.jsonl", "evalsets/baselines/triage.jsonl"] {
      let refused = try await EvalGate.run(["run", "--report", "json=\(place)"], in: project)
      #expect(refused.code == 2 && refused.error.contains("run/output-taken"), "\(place) \(refused)")
    }
    #expect(try project.read("a.jsonl") == run)
    #expect(try project.read(cases) == before)
    #expect(!project.exists("x.xml"))
    // A report of yesterday is no loss.
    try project.write("yesterday\n", to: "x.xml")
    let again = try await project.evalgate("run", "--report", "junit=x.xml").run
    #expect(again.code == 0, "\(again)")
  }
}
