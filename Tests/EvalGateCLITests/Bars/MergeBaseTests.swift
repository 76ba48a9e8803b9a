import Testing

@Suite("a change is held to where it left its target branch, by whichever way that is named")
struct MergeBaseTests {
  private static let ci = ["CI": "true"]

  /// A branch that edits nothing that answers, whose target branch gained a better prompt meanwhile and accepted it.
  private static func outpaced() async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two)
    try await project.commit("Start")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try await project.git("checkout", "--quiet", "-b", "feature")
    try project.write("Hello\n", to: "README.md")
    try await project.commit("Say hello")
    try await project.git("checkout", "--quiet", "main")
    try project.write(
      try project.read("t.cases.jsonl") + #"{"id": "more", "text": "a", "expected": "a"}"# + "\n",
      to: "t.cases.jsonl")
    try await project.commit("Another case")
    try await project.git("checkout", "--quiet", "feature")
    return project
  }

  @Test("what the branch gained meanwhile is not the change's to answer for", arguments: ["flag", "file"])
  func gained(way: String) async throws {
    let project = try await Self.outpaced()
    if way == "file" {
      try project.write(Sample.configuration(more: "base: main"), to: "evalgate.yml")
    }
    let arguments = way == "flag" ? ["run", "--baseline", "main"] : ["run"]
    let run = try await EvalGate.run(arguments, in: project, environment: way == "flag" ? Self.ci : [:])
    let base = try await project.git("merge-base", "HEAD", "main").prefix(7)
    #expect(run.code == 0 && run.output.contains("base main@\(base)"), "\(run)")
    #expect(!run.output.contains("removed"), "\(run)")
  }

  @Test("in a clone that is cut off a branch is no base, and a commit that is named by its hash is taken as it is")
  func cutOff() async throws {
    let origin = try await Self.outpaced()
    let clone = try TemporaryProject()
    try await clone.git("clone", "--quiet", "--branch", "feature", "--depth=1", "file://\(origin.realPath)", ".")
    try await clone.git("fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")
    let branch = try await EvalGate.run(["run", "--baseline", "main"], in: clone, environment: Self.ci)
    #expect(branch.code == 3 && branch.output.contains("the history is cut off before `main`"), "\(branch)")
    let hash = String(try await clone.git("rev-parse", "origin/main").prefix(12))
    let commit = try await EvalGate.run(["run", "--baseline", hash], in: clone, environment: Self.ci)
    #expect(commit.output.contains("base \(hash.prefix(7))"), "\(commit)")
  }
}
