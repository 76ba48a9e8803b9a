import ChildProcess
import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `.ci/binary` and the hooks of `.pre-commit-hooks.yaml`, with a `curl` that serves a release from the test's folder.
@Suite("the hooks for pre-commit")
struct HookTests {

  private static let curl = """
    #!/bin/sh
    while [ $# -gt 1 ]; do [ "$1" != --output ] || out=$2; shift; done
    cp "$RELEASE/${1##*/}" "$out"
    """

  private func project(_ files: [String: String] = [:]) throws -> TemporaryProject {
    let project = try TemporaryProject(files.merging(["bin/curl": Self.curl]) { $1 })
    chmod(project.path + "/bin/curl", 0o755)
    return project
  }

  private func binary(in project: TemporaryProject, _ environment: [String: String]) async throws -> EvalGate.Run {
    let tag = try await "v" + version(project)
    return try await EvalGate.command(
      [Repository.root + "/.ci/binary"], in: project,
      environment: [
        "PATH": project.path + "/bin:/usr/local/bin:/usr/bin:/bin", "RELEASE": project.path + "/release",
        "EVALGATE_CACHE": project.path + "/cache", "EVALGATE_REPOSITORY": "https://example.com/o/evalgate",
        "EVALGATE_REVISION": tag,
      ].merging(environment) { $1 })
  }

  /// As the program says it, which is also the release's tag.
  private func version(_ project: TemporaryProject) async throws -> String {
    String(try await EvalGate.run(["--version"], in: project).output.dropLast())
  }

  /// A release whose program prints one line.
  private func release(in project: TemporaryProject, checksum: String? = nil) async throws {
    let version = try await version(project)
    let script = """
      set -eu
      case "$(uname -s)" in Darwin) s=macos ;; *) s=$(uname -s | tr '[:upper:]' '[:lower:]') ;; esac
      n=evalgate-\(version)-$s-$(uname -m)
      mkdir -p release/$n && printf '#!/bin/sh\\necho released\\n' > release/$n/evalgate && chmod +x release/$n/evalgate
      tar -czf release/$n.tar.gz -C release $n
      sum=\(checksum ?? "$( (sha256sum release/$n.tar.gz 2>/dev/null || shasum -a 256 release/$n.tar.gz) | cut -d ' ' -f 1)")
      echo "$sum  $n.tar.gz" > release/SHA256SUMS
      """
    let made = try await EvalGate.command(["/bin/sh", "-c", script], in: project)
    #expect(made.code == 0, "\(made.error)")
  }

  @Test("the released binary is taken once, with its checksum")
  func released() async throws {
    let project = try project()
    try await release(in: project)
    let first = try await binary(in: project, [:])
    #expect(first.code == 0, "\(first.error)")
    let path = String(first.output.dropLast())
    #expect(path.hasPrefix(project.path + "/cache/"))
    #expect(try await EvalGate.command([path], in: project).output == "released\n")
    project.remove("bin/curl")
    #expect(try await binary(in: project, [:]).output == first.output, "the second time it is kept")
  }

  @Test("another checksum than the release says ends with 3, and nothing is kept or built")
  func anotherChecksum() async throws {
    let project = try project()
    try await release(in: project, checksum: String(repeating: "0", count: 64))
    let run = try await binary(in: project, [:])
    #expect(run.code == 3)
    #expect(run.error.contains("has another checksum than SHA256SUMS says"))
    #expect(!project.exists("cache"))
  }

  @Test("a binary of one's own is used as it is, and one that is not there is said")
  func own() async throws {
    let project = try project()
    #expect(try await binary(in: project, ["EVALGATE_BINARY": EvalGate.program]).output == EvalGate.program + "\n")
    #expect(try await binary(in: project, ["EVALGATE_BINARY": "/nowhere"]).code == 3)
  }

  @Test("the hook validates the repository that is being committed to, whatever git says about its own")
  func validate() async throws {
    let project = try project(["evalgate.yml": "version: 1\ngates: { a: { metric: pass_rate } }\n"])
    let run = try await EvalGate.command(
      [Repository.root + "/.ci/hooks/validate"], in: project,
      environment: ["EVALGATE_BINARY": EvalGate.program, "GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index"])
    #expect(run.code == 2, "\(run.output)\(run.error)")
    #expect(run.error.contains("evalgate.yml:2"))
  }
}
