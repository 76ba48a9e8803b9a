import EvalGateConfig
import EvalGateCore
import Testing

@Suite("profiles")
struct ProfileTests {
  private func profiles(_ yaml: String) async throws -> [String: Profile] {
    try await load(files(["evalgate.yml": "version: 1\nprofiles:\n" + yaml])).configuration.profiles
  }

  @Test("`default` and `ci` are there without being written")
  func builtIn() async throws {
    let found = try await load(files([:])).configuration.profiles
    #expect(found["default"] == Profile())
    #expect(found["ci"]?.failFast == false && found["ci"]?.progress == .lines)
  }

  @Test("a profile inherits `default`, or the one it names")
  func inheritance() async throws {
    let found = try await profiles(
      """
        default: { concurrency: 4, trials: 2 }
        nightly: { inherits: ci, trials: 5, timeout: 90s, max_duration: 1h }
        quick: { fail_fast: true, report: [text, junit=out/j.xml] }
      """)
    let nightly = try #require(found["nightly"])
    #expect(nightly.trials == 5 && nightly.concurrency == 4 && nightly.progress == .lines)
    #expect(nightly.timeout == 90_000 && nightly.maxDuration == 3_600_000)
    #expect(found["quick"]?.failFast == true && found["quick"]?.trials == 2)
    #expect(found["quick"]?.reports == ["text", "junit=out/j.xml"])
    #expect(found["ci"]?.concurrency == 4)
  }

  @Test("what is written under `ci` is put over the built-in one")
  func overriding() async throws {
    let ci = try #require(try await profiles("  ci: { fail_fast: true }")["ci"])
    #expect(ci.failFast == true && ci.progress == .lines)
  }

  @Test(
    "a profile that is written wrong is an error with its place",
    arguments: [
      ("a: { inherits: cii }", "config/unknown-name evalgate.yml:3:18: unknown profile `cii`"),
      ("a: { inherits: a }", "config/profile-cycle evalgate.yml:3:18: profile `a` inherits itself"),
      (
        "default: { inherits: ci }",
        "config/profile-cycle evalgate.yml:3:24: profile `default` inherits nothing: the others inherit it"
      ),
      ("a: { trails: 3 }", "file/unknown-key evalgate.yml:3:8: unknown key `trails` in profile `a`"),
      ("a: { mode: lives }", "file/unknown-word evalgate.yml:3:14: `lives` is not a value of `mode`"),
    ])
  func errors(profile: String, message: String) async {
    #expect(await problems(files(["evalgate.yml": "version: 1\nprofiles:\n  \(profile)"])) == [message])
  }

  @Test("the commented default configuration says what holds without it")
  func defaults() async throws {
    let plain = try await load(files(["evalgate.yml": "version: 1"]))
    let written = try await load(files(["evalgate.yml": DefaultConfiguration.text]))
    func values(_ project: Project) -> [String] {
      project.configuration.values.map { "\($0.key) = \($0.value)" }.filter { $0 != "profiles.default = {}" }.sorted()
    }
    #expect(values(plain) == values(written))
    #expect(plain.configuration.profiles == written.configuration.profiles)
    for (a, b) in zip(plain.suites, written.suites) {
      #expect(a.maxMissing == b.maxMissing && a.critical == b.critical && a.recordingsAllowed == b.recordingsAllowed)
      #expect(a.trials ?? 1 == b.trials)
    }
    let route = try #require(plain.suites.first?.route)
    #expect(
      DefaultConfiguration.text.contains(
        "attempts: \(route.retry.attempts), base: \(Int(route.retry.base))ms, ceiling: \(Int(route.retry.ceiling / 1000))s"
      ))
    #expect(DefaultConfiguration.text.contains("timeout: \(Int(route.timeout / 1000))s"))
    #expect(DefaultConfiguration.text.contains("concurrency: \(route.limits.concurrency) }"))
  }
}
