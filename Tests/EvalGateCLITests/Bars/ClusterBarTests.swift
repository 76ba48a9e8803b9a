import Testing

@Suite("a change cannot choose how its cases are grouped")
struct ClusterBarTests {
  private static let path = "evalsets/t/cases.jsonl"

  /// Sixty cases that pass and are accepted; the change's prompt breaks the first nine.
  private static func broken(
    set: String = "", _ group: @escaping (Int) -> String? = { _ in nil }
  ) async throws
    -> TemporaryProject
  {
    let project = try TemporaryProject([
      "evalgate.yml": Sample.configuration(gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }"),
      ".gitignore": ".evalgate/\n", "prompts/t.prompt.yml": prompt("text"), path: cases(group),
      "evalsets/t/set.yml": "version: 1\n" + set,
    ])
    try await project.commit("As it was")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write(prompt("other"), to: "prompts/t.prompt.yml")
    return project
  }

  private static func prompt(_ variable: String) -> String {
    #"messages: [{ role: user, content: "{{\#(variable)}}" }]"# + "\n"
  }

  /// - Parameter group: of a case by its number from 1.
  private static func cases(count: Int = 60, _ group: (Int) -> String?) -> String {
    (1...count).map { number in
      let other = number > 9 ? "x\(number)" : "no"
      let cluster = group(number).map { #", "cluster": "\#($0)""# } ?? ""
      return #"{"id": "c\#(number)", "team": "desk", "text": "x\#(number)", "other": "\#(other)", "#
        + #""expected": "x\#(number)"\#(cluster)}"# + "\n"
    }.joined()
  }

  /// By the stored results alone, which groups decide about.
  private static func run(_ project: TemporaryProject) async throws -> EvalGate.Run {
    try await project.evalgate("run", "--baseline", "HEAD", "--no-confirm").run
  }

  @Test("cases that the base has are grouped as they are there, and the edit is shown")
  func cases() async throws {
    let project = try await Self.broken()
    #expect(try await Self.run(project).code == 1)
    try project.write(Self.cases { $0 <= 12 ? "all" : nil }, to: Self.path)
    let run = try await Self.run(project)
    #expect(run.code == 1, "\(run)")
    #expect(
      run.output.contains(
        "cases of t changed: 12 edited (cluster 12); the base's decides, which groups them as it did, the first is `c1`"
      ),
      "\(run)")
  }

  @Test("so are those that a line of the set groups")
  func set() async throws {
    let project = try await Self.broken()
    try project.write("version: 1\ncluster: team\n", to: "evalsets/t/set.yml")
    let run = try await Self.run(project)
    #expect(run.code == 1 && run.output.contains("60 edited (cluster 60)"), "\(run)")
  }

  @Test("groups that the base has stay, and so does what they say of chance")
  func ungrouped() async throws {
    let project = try await Self.broken(set: "cluster: team\n")
    #expect(try await Self.run(project).code == 0)
    try project.write("version: 1\n", to: "evalsets/t/set.yml")
    let run = try await Self.run(project)
    #expect(run.code == 0 && run.output.contains("60 edited (cluster 60)"), "\(run)")
  }

  @Test("a case that is new is grouped as the change has it")
  func new() async throws {
    let project = try await Self.broken { $0 <= 12 ? "a" : nil }
    try project.write(Self.cases(count: 64) { $0 <= 12 ? "a" : $0 > 60 ? "b" : nil }, to: Self.path)
    let run = try await Self.run(project)
    #expect(!run.output.contains("(cluster"), "\(run)")
  }
}
