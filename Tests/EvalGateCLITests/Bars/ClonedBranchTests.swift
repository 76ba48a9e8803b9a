import Testing

/// A pipeline that clones nothing but the branch it judges: what is advised has to lead to a verdict.
@Suite("a clone of one branch")
struct ClonedBranchTests {
  private static let ci = ["CI": "true"]

  /// A project that names its target branch from its first commit on, and a clone of another branch of it.
  private static func clones(depth: String?) async throws -> (origin: TemporaryProject, clone: TemporaryProject) {
    let files = Sample.two.merging(["evalgate.yml": Sample.configuration(more: "base: main")]) { $1 }
    let origin = try TemporaryProject(files)
    try await origin.commit("Start")
    try await origin.git("checkout", "--quiet", "-b", "feature")
    try origin.write("Hello\n", to: "README.md")
    try await origin.commit("Say hello")
    let clone = try TemporaryProject()
    let place = "file://\(origin.realPath)"
    if let depth {
      try await clone.git("clone", "--quiet", "--branch", "feature", depth, place, ".")
    } else {
      try await clone.git("clone", "--quiet", "--branch", "feature", "--single-branch", place, ".")
    }
    return (origin, clone)
  }

  @Test("is told how to fetch the target branch, and by that alone comes to a verdict", arguments: [true, false])
  func fetched(isShallow: Bool) async throws {
    let (origin, clone) = try await Self.clones(depth: isShallow ? "--depth=1" : nil)
    let before = try await EvalGate.run(["run"], in: clone, environment: Self.ci)
    let fetch = "git fetch \(isShallow ? "--unshallow " : "")origin main:refs/remotes/origin/main"
    #expect(before.code == 3 && before.output.contains(fetch), "\(before)")
    #expect(!before.output.contains("names its target branch itself"), "\(before)")
    let fetched = try await EvalGate.command(fetch.split(separator: " ").map(String.init), in: clone)
    #expect(fetched.code == 0, "\(fetched)")
    let after = try await EvalGate.run(["run"], in: clone, environment: Self.ci)
    #expect(after.code == 0, "\(after)")
    #expect(origin.exists("README.md"))
  }

  @Test("has a branch of `origin` that `--baseline` names to fetch, and no commit")
  func named() async throws {
    let (origin, clone) = try await Self.clones(depth: nil)
    let branch = try await EvalGate.run(["run", "--baseline", "main"], in: clone, environment: Self.ci)
    #expect(branch.code == 3, "\(branch)")
    #expect(
      branch.output.contains(
        "git fetch origin main:refs/remotes/origin/main where it is a branch of `origin`, or name another one"),
      "\(branch)")
    for name in ["0123abcdef", "main~3"] {
      let other = try await EvalGate.run(["run", "--baseline", name], in: clone, environment: Self.ci)
      #expect(other.code == 3 && !other.output.contains("git fetch"), "\(other)")
    }
    #expect(origin.exists("README.md"))
  }
}
