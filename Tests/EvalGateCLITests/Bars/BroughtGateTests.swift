import Testing

@Suite("gates that a change brings")
struct BroughtGateTests {
  private static let names = (1...40).map { "t\($0)" }

  /// Sixty cases that pass and are accepted; the change's prompt breaks the first nine.
  private static func broken() async throws -> TemporaryProject {
    let project = try TemporaryProject([
      "evalgate.yml": configuration(), ".gitignore": ".evalgate/\n", "prompts/t.prompt.yml": prompt("text"),
      "evalsets/t/cases.jsonl": cases(),
    ])
    try await project.commit("As it was")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write(prompt("other"), to: "prompts/t.prompt.yml")
    return project
  }

  private static func configuration(_ gates: [String] = []) -> String {
    let all = ["kept: { metric: pass_rate, suite: t, no_worse_than: baseline }"] + gates
    return Sample.configuration(gates: "{ \(all.joined(separator: ", ")) }")
  }

  private static func prompt(_ variable: String) -> String {
    #"messages: [{ role: user, content: "{{\#(variable)}}" }]"# + "\n"
  }

  private static func cases(tags: (Int) -> [String] = { _ in [] }) -> String {
    (1...60).map { number in
      let other = number > 9 ? "x\(number)" : "no"
      return #"{"id": "c\#(number)", "text": "x\#(number)", "other": "\#(other)", "expected": "x\#(number)", "#
        + #""tags": [\#(tags(number).map { "\"\($0)\"" }.joined(separator: ", "))]}"# + "\n"
    }.joined()
  }

  /// Nine of sixty are 1/512 alone, and more than 5% beside forty tests that could all have been as small.
  @Test("do not weaken those of the base, however many they are")
  func many() async throws {
    let project = try await Self.broken()
    // Each tag is on nearly all cases, and no two are on the same ones.
    try project.write(
      Self.cases { number in Self.names.enumerated().filter { number != 20 + $0.offset }.map(\.element) },
      to: "evalsets/t/cases.jsonl")
    let gates = Self.names.map { "\($0): { metric: pass_rate, suite: t, tag: \($0), no_worse_than: baseline }" }
    try project.write(Self.configuration(gates), to: "evalgate.yml")
    let run = try await project.evalgate("run", "--baseline", "HEAD", "--no-confirm").run
    #expect(run.code == 1, "\(run)")
    let explained = try await project.evalgate("explain", "kept", "--run", "latest", "--baseline", "HEAD").run
    #expect(explained.output.contains("Holm 1979 over the run's 1 test of gates that the base has"), "\(explained)")
  }

  @Test("a gate over every suite that takes the place of one over a suite is that one")
  func wider() async throws {
    let project = try await Self.broken()
    let gates = Self.names.map { "\($0): { metric: pass_rate, suite: t, tag: \($0), no_worse_than: baseline }" }
    try project.write(
      Self.cases { number in Self.names.enumerated().filter { number != 20 + $0.offset }.map(\.element) },
      to: "evalsets/t/cases.jsonl")
    try project.write(
      Sample.configuration(
        gates: "{ all: { metric: pass_rate, no_worse_than: baseline }, \(gates.joined(separator: ", ")) }"),
      to: "evalgate.yml")
    let run = try await project.evalgate("run", "--baseline", "HEAD", "--no-confirm").run
    #expect(run.code == 1, "\(run)")
  }
}
