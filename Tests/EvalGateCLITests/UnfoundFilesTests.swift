import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Files of a suite that are there and cannot be found or read. The rest would pass without them, and nobody would see it.
@Suite("files that cannot be found")
struct UnfoundFilesTests {
  /// What happens to the second of two suites, and what is said of it.
  struct Mishap: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: String
    let happens: @Sendable (TemporaryProject) throws -> Void

    init(_ name: String, _ words: String, _ happens: @escaping @Sendable (TemporaryProject) throws -> Void) {
      (testDescription, self.words, self.happens) = (name, words, happens)
    }
  }

  private static let cases = "evalsets/b/cases.jsonl"
  private static let prompt = "prompts/b.prompt.yml"

  private static let anybody: [Mishap] = [
    Mishap("cases that are a link to nothing", "`\(cases)` is a symbolic link that leads nowhere") { project in
      project.remove(cases)
      symlink("nowhere", project.path + "/" + cases)
    },
    Mishap("cases that are a pipe", "`\(cases)` is a named pipe") { project in
      project.remove(cases)
      mkfifo(project.path + "/" + cases, 0o644)
    },
    Mishap("settings that are a link to nothing", "`evalsets/b/set.yml` is a symbolic link that leads nowhere") {
      symlink("nowhere", $0.path + "/evalsets/b/set.yml")
    },
    Mishap("settings that are a pipe", "`evalsets/b/set.yml` is a named pipe") {
      mkfifo($0.path + "/evalsets/b/set.yml", 0o644)
    },
    Mishap("cases without a prompt", "evalset `b` is used by no suite") { $0.remove(prompt) },
    Mishap("cases beside a prompt that is gone", "`c.cases.jsonl` has no prompt beside it") {
      try $0.write("{\"text\": \"a\", \"expected\": \"a\"}\n", to: "c.cases.jsonl")
    },
    Mishap("cases beside a folder in the prompt's place", "`c.prompt.yml` is a folder where a file is meant") {
      try $0.write("{\"text\": \"a\", \"expected\": \"a\"}\n", to: "c.cases.jsonl")
      $0.makeFolder("c.prompt.yml")
    },
    Mishap("cases beside a pipe in the prompt's place", "`c.prompt.yml` is a named pipe") {
      try $0.write("{\"text\": \"a\", \"expected\": \"a\"}\n", to: "c.cases.jsonl")
      mkfifo($0.path + "/c.prompt.yml", 0o644)
    },
    Mishap("a prompt that is a folder", "`\(prompt)` is a folder where a file is meant") { project in
      project.remove(prompt)
      project.makeFolder(prompt)
    },
    Mishap("a prompt that is a pipe", "`\(prompt)` is a named pipe") { project in
      project.remove(prompt)
      mkfifo(project.path + "/" + prompt, 0o644)
    },
    Mishap("a prompt that leads out of the repository", "`\(prompt)` is a symbolic link that leads out") { project in
      project.remove(prompt)
      symlink("/etc/hostname", project.path + "/" + prompt)
    },
    Mishap("cases under a wrong name", "evalset `b` has no cases") { project in
      rename(project.path + "/" + cases, project.path + "/evalsets/b/cases.json")
    },
    Mishap("a link to the folder of cases", "`evalsets/b` is a symbolic link to a folder") { project in
      project.makeFolder("elsewhere")
      rename(project.path + "/evalsets/b", project.path + "/elsewhere/b")
      symlink("../elsewhere/b", project.path + "/evalsets/b")
    },
    Mishap("a configuration that leads nowhere", "`evalgate.yml` is a symbolic link that leads nowhere") { project in
      project.remove("evalgate.yml")
      symlink("nowhere", project.path + "/evalgate.yml")
    },
    Mishap("a configuration that is a pipe", "`evalgate.yml` is a named pipe") { project in
      project.remove("evalgate.yml")
      mkfifo(project.path + "/evalgate.yml", 0o644)
    },
    Mishap("a configuration outside the repository", "`evalgate.yml` is a symbolic link that leads out") { project in
      project.remove("evalgate.yml")
      symlink("/etc/hostname", project.path + "/evalgate.yml")
    },
    Mishap("a policy that nobody uses and that does not load", "policies/spare.yml:1:") {
      try $0.write("tools: { allow: 3 }\n", to: "policies/spare.yml")
    },
  ]

  private static let ordinary: [Mishap] = [
    Mishap("a closed folder of cases", "the folder `evalsets/b` cannot be looked into") { $0.close("evalsets/b") },
    Mishap("a closed folder of evalsets", "the folder `evalsets` cannot be looked into") { $0.close("evalsets") },
    Mishap("a closed folder of prompts", "the folder `prompts` cannot be looked into") { $0.close("prompts") },
    Mishap("closed cases", "cannot read \(cases): permission denied") { $0.close(cases) },
  ]

  private static func project() throws -> TemporaryProject {
    var files = ["evalgate.yml": Sample.configuration(), ".gitignore": ".evalgate/\n"]
    for name in ["a", "b"] {
      files["prompts/\(name).prompt.yml"] = Sample.two["t.prompt.yml"]
      files["evalsets/\(name)/cases.jsonl"] = Sample.two["t.cases.jsonl"]
    }
    return try TemporaryProject(files)
  }

  @Test("are a problem of the files, for `run` as for `validate`", arguments: anybody, ["", "git", "tracked"])
  func unfound(mishap: Mishap, place: String) async throws {
    let project = try Self.project()
    if place == "git" { try await project.git("init", "--quiet") }
    if place == "tracked" { try await project.commit("Two suites") }
    try mishap.happens(project)
    for command in ["validate", "run"] {
      let run = try await project.evalgate(command).run
      #expect(run.code == 2, "\(command): \(run.output)\(run.error)")
      #expect(run.error.contains(mishap.words), "\(command): \(run.error)")
    }
    #expect(!project.exists(".evalgate"))
  }

  @Test(
    "are a problem of the files where permissions hide them", .enabled("nobody to be bound by permissions", canBind),
    arguments: ordinary, ["", "git", "tracked"])
  func closed(mishap: Mishap, place: String) async throws {
    let project = try Self.project()
    if place == "git" { try await project.git("init", "--quiet") }
    if place == "tracked" { try await project.commit("Two suites") }
    try mishap.happens(project)
    for command in ["validate", "run"] {
      let run = try await project.evalgateAsOrdinaryUser(command)
      #expect(run.code == 2, "\(command): \(run.output)\(run.error)")
      #expect(run.error.contains(mishap.words), "\(command): \(run.error)")
    }
    for path in ["evalsets", "evalsets/b", "prompts"] { chmod(project.path + "/" + path, 0o755) }
  }

  @Test("a closed folder that git ignores holds nothing of the project", .enabled("no such user", canBind))
  func ignored() async throws {
    let project = try Self.project()
    try project.write(".evalgate/\ndata/\n", to: ".gitignore")
    project.makeFolder("data")
    try await project.commit("Two suites")
    project.close("data")
    let run = try await project.evalgateAsOrdinaryUser("run")
    #expect(run.code == 0, "\(run.output)\(run.error)")
  }

  private static func canBind() async throws -> Bool {
    let project = try TemporaryProject(Sample.two)
    return try await project.evalgateAsOrdinaryUser("validate").code == 0
  }
}

extension TemporaryProject {
  /// Takes every right to a file or folder away.
  func close(_ name: String) { chmod(path + "/" + name, 0) }

  /// Runs the program as a user whom permissions bind: the one who runs the tests, or nobody where that is root.
  func evalgateAsOrdinaryUser(_ arguments: String...) async throws -> EvalGate.Run {
    guard geteuid() == 0 else { return try await EvalGate.run(arguments, in: self) }
    return try await EvalGate.command(
      [
        "sh", "-c", "chown -R 65534 . && exec setpriv --reuid=65534 --clear-groups \"$0\" \"$@\"", EvalGate.program,
      ] + arguments, in: self)
  }
}
