import EvalGateCore
import Testing

@Suite("a base that is there and cannot be read is no base that is wrong")
struct UnreadableBaseTests {
  /// Two cases under a floor of 90%; then one of them fails, under a floor of 10%.
  private static func lowered(_ more: [String: String] = [:]) async throws -> TemporaryProject {
    let project = try TemporaryProject(Sample.two.merging([".gitignore": ".evalgate/\n"]) { $1 }.merging(more) { $1 })
    try await project.commit("As it was")
    try project.write(Self.cases(failing: true), to: "t.cases.jsonl")
    try project.write(project.read("evalgate.yml").replacing("90%", with: "10%"), to: "evalgate.yml")
    return project
  }

  private static func cases(failing: Bool) -> String {
    let second = failing ? "else" : "technical"
    return #"{"id": "a", "text": "billing", "expected": "billing"}"# + "\n"
      + #"{"id": "b", "text": "\#(second)", "expected": "technical"}"# + "\n"
  }

  private static func run(_ project: TemporaryProject, _ more: [String: String] = [:]) async throws -> EvalGate.Run {
    try await EvalGate.run(
      ["run", "--baseline", "HEAD"], in: project, environment: ["CI": "true"].merging(more) { $1 })
  }

  /// What `git clone --filter=blob:none` does to everything that is not checked out.
  private static func leaveOut(_ name: String, of project: TemporaryProject) async throws {
    let object = try await project.git("rev-parse", name)
    project.remove(".git/objects/\(object.prefix(2))/\(object.dropFirst(2))")
  }

  @Test(
    "contents that a partial clone left out leave a pipeline undecided, and the help says what brings them",
    arguments: ["HEAD:evalgate.yml", "HEAD:t.cases.jsonl", "HEAD^{tree}"])
  func partialClone(name: String) async throws {
    let project = try await Self.lowered()
    try await Self.leaveOut(name, of: project)
    let run = try await Self.run(project)
    #expect(run.code == 3, "\(run)")
    if name != "HEAD^{tree}" {
      #expect(run.output.contains("is not in this clone"), "\(run)")
      #expect(run.output.contains("git fetch --refetch --no-filter"), "\(run)")
      let github = try await Self.run(
        project, ["GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/12/merge"])
      #expect(github.code == 3, "\(github)")
      #expect(github.output.contains("actions/checkout without `filter` and `sparse-checkout`"), "\(github)")
    }
  }

  @Test("on a machine of one's own that is a warning, with the same help")
  func here() async throws {
    let project = try await Self.lowered()
    try await Self.leaveOut("HEAD:t.cases.jsonl", of: project)
    let run = try await project.evalgate("run", "--baseline", "HEAD").run
    #expect(run.code == 0, "\(run)")
    #expect(run.error.contains("the change's own rules decide: the content of t.cases.jsonl at "), "\(run)")
    #expect(run.error.contains("git fetch --refetch --no-filter"), "\(run)")
  }

  @Test("a base whose files are wrong is told, and the change's own rules decide")
  func wrong() async throws {
    let project = try await Self.lowered(["t.cases.jsonl": "no case\n"])
    let run = try await Self.run(project)
    #expect(run.code == 0, "\(run)")
    #expect(run.error.contains("does not load, so the change's own rules decide: "), "\(run)")
  }

  @Test("what git keeps behind a filter is not known, and no filter is started to know it")
  func filtered() async throws {
    let project = try await Self.lowered(["t.cases.jsonl": "\u{1}crypt\u{2}\n"])
    try project.write("*.cases.jsonl filter=crypt\n", to: ".gitattributes")
    try await project.git("config", "filter.crypt.smudge", "touch started; cat")
    let run = try await Self.run(project)
    #expect(run.code == 3, "\(run)")
    #expect(run.output.contains("t.cases.jsonl goes through the filter `crypt` of git"), "\(run)")
    #expect(!project.exists("started"))
  }

  @Test(
    "cases in Git LFS are held where the clone has them, and undecided where it has not", arguments: [true, false, nil])
  func largeFiles(isThere: Bool?) async throws {
    let cases = Self.cases(failing: false)
    let name = Digest(of: cases.utf8).hex
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:\(name)\nsize \(cases.utf8.count)\n"
    let project = try await Self.lowered(["t.cases.jsonl": pointer])
    if let isThere {
      try project.write(
        isThere ? cases : "broken off", to: ".git/lfs/objects/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)")
    }
    let run = try await Self.run(project)
    #expect(run.code == (isThere == true ? 1 : 3), "\(run)")
    if isThere == true {
      #expect(run.output.contains("gate accuracy loosened: ≥ 90% → ≥ 10%; the base's decides"), "\(run)")
    } else {
      #expect(run.output.contains("is kept by Git LFS, and its content is not in this clone"), "\(run)")
      #expect(run.output.contains("git lfs fetch origin "), "\(run)")
    }
  }
}
