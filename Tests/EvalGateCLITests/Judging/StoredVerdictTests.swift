import StrictJSON
import Testing

/// A run is trusted for what models answered, and for nothing that was made of it.
@Suite("what a stored run says of itself")
struct StoredVerdictTests {
  private static let path = "run.jsonl"

  /// Version 13, which fails two of forty tickets, run and saved.
  private func project() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.triage())
    try project.write(
      Sample.configuration(gates: "{ floor: { metric: pass_rate, at_least: 97% } }"), to: "evalgate.yml")
    let run = try await project.evalgate("run", "--save", Self.path)
    try #require(run.run.code == 1, "\(run.text)")
    return project
  }

  /// What `gate` makes of the run: its exit code and its whole report.
  private func decided(_ project: TemporaryProject) async throws -> (code: Int, report: String) {
    let gated = try await project.evalgate("gate", Self.path, "--report", "json=report.json")
    return (gated.run.code, try project.read("report.json"))
  }

  /// The case lines of the run changed one by one, the others as they are.
  private func change(_ project: TemporaryProject, _ change: (String) throws -> String) throws {
    let lines = try project.read(Self.path).split(separator: "\n").map(String.init)
    try project.write(
      lines.map { ($0.hasPrefix(#"{"kind":"case","#) ? try change($0) : $0) + "\n" }.joined(), to: Self.path)
  }

  @Test(
    "verdicts and findings that were edited are made again from the answers",
    arguments: [
      [(#""pass_fail":"fail""#, #""pass_fail":"pass""#)],
      [(#""pass_fail":"pass""#, #""pass_fail":"fail""#)],
      [
        (#""pass_fail":"fail""#, #""pass_fail":"pass""#), (#""outcome":"failed""#, #""outcome":"passed""#),
        (#""got":"technical""#, #""got":"billing""#),
      ],
      [(#""decision":{"action":"accept"}"#, #""decision":{"action":"reject","rule":"x"}"#)],
      [(#""tags":"#, #""tags":["x"],"was":"#)],
      [(#""output_digest":"#, #""output_digest":null,"was":"#)],
    ])
  func tampered(edits: [(String, String)]) async throws {
    let project = try await project()
    let before = try await decided(project)
    #expect(before.code == 1)
    try change(project) { line in edits.reduce(line) { $0.replacing($1.0, with: $1.1) } }
    let after = try await decided(project)
    #expect(after.code == before.code)
    #expect(after.report == before.report)
  }

  @Test("keys that nobody knows and keys in another order change nothing")
  func foreignKeys() async throws {
    let project = try await project()
    let before = try await decided(project)
    try change(project) { line in
      var object = try #require(try JSONValue(parsing: line).objectValue)
      object["a_key_of_a_newer_version"] = [1, ["messages": "x", "candidate": ["answer": ["text": "billing"]]]]
      return String(decoding: JSONValue.object(object).canonicalBytes, as: UTF8.self)
    }
    let after = try await decided(project)
    #expect(after.code == before.code && after.report == before.report)
  }

  @Test("an answer that was edited is judged as it stands now")
  func editedAnswer() async throws {
    let project = try await project()
    try change(project) { line in
      line.contains(#""case":"t-07""#) ? line.replacing(#""text":"technical""#, with: #""text":"billing""#) : line
    }
    #expect(try await decided(project).code == 0)
  }

  @Test(
    "a line that is damaged anywhere ends the command with its number",
    arguments: [
      (#""answer":{"#, #""answer":["#), (#""tries":1"#, #""tries":"1""#),
      (#""pass_fail":"pass""#, #""pass_fail":"yes""#),
      (#""source":"live""#, #""source":"live","source":"live""#), (#""role":"user""#, #""role":"nobody""#),
    ])
  func damaged(text: String, other: String) async throws {
    let project = try await project()
    try change(project) { line in
      line.contains(#""case":"t-11""#) ? line.replacing(text, with: other) : line
    }
    let gated = try await project.evalgate("gate", Self.path).run
    #expect(gated.code == 2, "\(gated.output)\(gated.error)")
    #expect(gated.error.contains("run.jsonl:12:"), "\(gated.error)")
  }
}
