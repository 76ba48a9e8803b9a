import Testing

/// Whatever a configuration is called, and whoever includes it: a change is held to what held of its files before.
@Suite("what a project was at the base")
struct PredecessorTests {
  private static let request = [
    "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main",
  ]

  private static func run(
    _ project: TemporaryProject, _ arguments: String..., in folder: String = ""
  ) async throws -> EvalGate.Run {
    try await EvalGate.run(["run"] + arguments, in: project, folder: folder, environment: request)
  }

  private static func cases(_ texts: String...) -> String {
    texts.map { #"{"id": "\#($0)", "text": "\#($0)", "expected": "\#($0)"}"# + "\n" }.joined()
  }

  /// Of one text each, so that no prompt is another one's copy.
  private static func prompt(_ name: String, isBroken: Bool = false) -> String {
    "messages: [{ role: system, content: \(name) }, { role: user, content: \"{{text}}\(isBroken ? ", broken" : "")\" }]\n"
  }

  private static func gates(_ floor: Int) -> String { "{ floor: { metric: pass_rate, at_least: \(floor)% } }" }

  private static func add(
    _ suite: String, to project: TemporaryProject, in folder: String, gates: String? = gates(90)
  ) throws {
    let place = folder.isEmpty ? "" : folder + "/"
    if let gates { try project.write(Sample.configuration(gates: gates), to: place + "evalgate.yml") }
    try project.write(prompt("\(folder) \(suite)"), to: place + "\(suite).prompt.yml")
    try project.write(cases("\(folder) 1", "\(folder) 2"), to: place + "\(suite).cases.jsonl")
  }

  /// A project at the top with a suite `top` of its own; on the branch `change`.
  private static func project(_ more: (TemporaryProject) throws -> Void = { _ in }) async throws -> TemporaryProject {
    let project = try TemporaryProject([".gitignore": ".evalgate/\n", "backend/main.py": "pass\n"])
    try add("top", to: project, in: "")
    try more(project)
    try await project.commit("Begin")
    try await project.git("checkout", "--quiet", "-b", "change")
    return project
  }

  @Test("a project in a folder of its own is new, and is the base's once it is merged")
  func second() async throws {
    let project = try await Self.project()
    try Self.add("x", to: project, in: "tools/x")
    try await project.commit("A second project")
    let new = try await Self.run(project, in: "tools/x")
    #expect(new.code == 0, "\(new)")
    #expect(new.output.contains("configuration tools/x/evalgate.yml added; nothing at main@"), "\(new)")
    #expect(!new.output.contains(" top "), "\(new)")
    try await project.git("branch", "--force", "main", "HEAD")
    try project.write(Sample.configuration(gates: Self.gates(10)), to: "tools/x/evalgate.yml")
    try project.write(Self.prompt("x", isBroken: true), to: "tools/x/x.prompt.yml")
    try await project.commit("Worse and looser")
    let worse = try await Self.run(project, in: "tools/x")
    #expect(worse.code == 1, "\(worse)")
    #expect(worse.output.contains("gate floor loosened: ≥ 90% → ≥ 10%; the base's decides"), "\(worse)")
    #expect(!worse.output.contains("removed") && !worse.output.contains(" top "), "\(worse)")
  }

  @Test(
    "a nearer configuration takes no gate away from the suites of its folder",
    arguments: [[], ["--config", "evalgate.yml"]])
  func nearer(arguments: [String]) async throws {
    let project = try await Self.project { try Self.add("api", to: $0, in: "backend", gates: nil) }
    try project.write(Sample.configuration(gates: Self.gates(10)), to: "backend/evalgate.yml")
    try await project.commit("A nearer one")
    let honest = try await EvalGate.run(["run"] + arguments, in: project, folder: "backend", environment: Self.request)
    #expect(honest.code == 0 && honest.output.contains("gate floor loosened"), "\(honest)")
    try project.write(Self.prompt("backend api", isBroken: true), to: "backend/api.prompt.yml")
    let worse = try await EvalGate.run(["run"] + arguments, in: project, folder: "backend", environment: Self.request)
    #expect(worse.code == 1 && worse.output.contains("✗ floor"), "\(worse)")
    let top = try await Self.run(project)
    #expect(top.code == 3 && top.output.contains("its prompt is still there, in `backend/api.prompt.yml`"), "\(top)")
    // Nor where it brings a suite of its own in its place.
    try project.write(
      Sample.configuration(gates: Self.gates(10)) + "suites: { other: { prompt: other.prompt.yml } }\n",
      to: "backend/evalgate.yml")
    try await project.git("mv", "backend/api.prompt.yml", "backend/other.prompt.yml")
    try await project.git("mv", "backend/api.cases.jsonl", "backend/other.cases.jsonl")
    try project.write(Self.cases("easy"), to: "backend/other.cases.jsonl")
    try project.write(Self.prompt("other"), to: "backend/other.prompt.yml")
    let replaced = try await EvalGate.run(
      ["run"] + arguments, in: project, folder: "backend", environment: Self.request)
    #expect(replaced.code == 3 && replaced.output.contains("suite api removed"), "\(replaced)")
  }

  @Test(
    "a configuration between the top and its services is a part of it, and no service is held twice",
    arguments: ["", "services"])
  func between(folder: String) async throws {
    let project = try await Self.project {
      try $0.write($0.read("evalgate.yml") + "include: services/*/evalgate.yml\n", to: "evalgate.yml")
      try Self.add("x", to: $0, in: "services/x")
    }
    try project.write(project.read("evalgate.yml").replacing("services/*/", with: "services/"), to: "evalgate.yml")
    try project.write("version: 1\ninclude: \"*/evalgate.yml\"\n", to: "services/evalgate.yml")
    let run = try await Self.run(project, in: folder)
    #expect(run.code == 0 && !run.output.contains("removed") && !run.output.contains("services/services"), "\(run)")
    try project.write(Self.prompt("services/x x", isBroken: true), to: "services/x/x.prompt.yml")
    try project.write(Sample.configuration(gates: Self.gates(10)), to: "services/x/evalgate.yml")
    let worse = try await Self.run(project, in: folder)
    #expect(worse.code == 1 && worse.output.contains("gate services/x/floor loosened"), "\(worse)")
  }

  @Test("without any configuration there was nothing, or what was found")
  func withoutConfiguration() async throws {
    let project = try TemporaryProject([".gitignore": ".evalgate/\n", "app.py": "pass\n"])
    try await project.commit("Begin")
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write("model: echo/echo\n" + Self.prompt("p"), to: "p.prompt.yml")
    try project.write(Self.cases("one"), to: "p.cases.jsonl")
    let new = try await Self.run(project)
    #expect(new.code == 0 && !new.error.contains("does not load"), "\(new)")
    try await project.commit("Found")
    try await project.git("branch", "--force", "main", "HEAD")
    try project.write(Sample.configuration(gates: Self.gates(0)), to: "evalgate.yml")
    let written = try await Self.run(project)
    #expect(
      written.output.contains("gate pass_rate removed: pass_rate no worse than baseline; the base's decides"),
      "\(written)")
    #expect(!written.output.contains("configuration evalgate.yml added"), "\(written)")
  }

  @Test("what moves into the folder of a new configuration is held to what it was")
  func movedInside() async throws {
    let project = try await Self.project { try Self.add("api", to: $0, in: "backend", gates: nil) }
    project.makeFolder("backend/v2")
    for name in ["api.prompt.yml", "api.cases.jsonl"] {
      try await project.git("mv", "backend/" + name, "backend/v2/" + name)
    }
    try project.write(Sample.configuration(gates: Self.gates(10)), to: "backend/v2/evalgate.yml")
    try project.write(Self.prompt("backend api", isBroken: true), to: "backend/v2/api.prompt.yml")
    let worse = try await Self.run(project, in: "backend/v2")
    #expect(worse.code == 1 && worse.output.contains("gate floor loosened"), "\(worse)")
  }

  @Test("what does not load at the base beside a project takes nothing from what it is held to")
  func brokenBeside() async throws {
    let project = try await Self.project {
      try Self.add("x", to: $0, in: "tools/x")
      try Self.add("y", to: $0, in: "tools/y", gates: "[]")
    }
    try await project.git("rm", "-r", "--quiet", "tools/y")
    try Self.add("new", to: project, in: "tools/x", gates: Self.gates(10))
    let run = try await Self.run(project, in: "tools/x")
    #expect(run.code == 0 && run.output.contains("gate floor loosened"), "\(run)")
    for text in [run.error, run.output] {
      #expect(text.contains("does not load, so nothing is held to what it said: "), "\(run)")
    }
    #expect(run.output.contains("configuration tools/y/evalgate.yml unreadable; at main@"), "\(run)")
  }

  @Test("a nearer configuration in a folder from where another one was found is undecided, until the pipeline names it")
  func passedOver() async throws {
    let project = try await Self.project()
    let before = try await Self.run(project, in: "backend")
    #expect(before.code == 0 && before.output.contains("top"), "\(before)")
    try Self.add("x", to: project, in: "backend")
    let found = try await Self.run(project, in: "backend")
    #expect(found.code == 3, "\(found)")
    #expect(
      found.output.contains(
        "backend/evalgate.yml is new, and a run in this folder was held to `evalgate.yml` before, so nothing says what the change is held to: where the pipeline means the new one, let it say so with `--config evalgate.yml`"
      ), "\(found)")
    let named = try await Self.run(project, "--config", "evalgate.yml", in: "backend")
    #expect(named.code == 0 && named.output.contains("configuration backend/evalgate.yml added"), "\(named)")
    // One that the top says it includes is a part of it from the first.
    let including = try await Self.project {
      try $0.write($0.read("evalgate.yml") + "include: services/*/evalgate.yml\n", to: "evalgate.yml")
      try Self.add("y", to: $0, in: "services/y")
      try $0.write("pass\n", to: "services/x/main.py")
    }
    try Self.add("x", to: including, in: "services/x")
    let part = try await Self.run(including, in: "services/x")
    #expect(part.code == 0 && part.output.contains("configuration services/x/evalgate.yml added"), "\(part)")
  }

  @Test("a project whose folder has another name is the same project, run from within", arguments: [true, false])
  func renamedFolder(isIncluded: Bool) async throws {
    let project = try await Self.project {
      if isIncluded { try $0.write($0.read("evalgate.yml") + "include: services/*/evalgate.yml\n", to: "evalgate.yml") }
      try Self.add("x", to: $0, in: "services/x")
      try Self.add("y", to: $0, in: "services/y")
    }
    try await project.git("mv", "services/x", "services/z")
    try project.write(Sample.configuration(gates: Self.gates(10)), to: "services/z/evalgate.yml")
    try await project.commit("Another name")
    let honest = try await Self.run(project, in: "services/z")
    #expect(honest.code == 0, "\(honest)")
    #expect(honest.output.contains("floor loosened: ≥ 90% → ≥ 10%; the base's decides"), "\(honest)")
    #expect(!honest.output.contains("removed") && !honest.output.contains(" added"), "\(honest)")
    try project.write(Self.prompt("services/x x", isBroken: true), to: "services/z/x.prompt.yml")
    #expect(try await Self.run(project, in: "services/z").code == 1)
    // With other cases nobody can tell whether it is the same.
    try project.write(Self.prompt("z"), to: "services/z/x.prompt.yml")
    try project.write(Self.cases("quite", "easy"), to: "services/z/x.cases.jsonl")
    let other = try await Self.run(project, in: "services/z")
    #expect(
      other.code == 3 && other.output.contains("has the id `x` of its prompt `services/x/x.prompt.yml`"), "\(other)")
  }

  @Test("suites are known whoever includes their configuration, and by how they were called")
  func included() async throws {
    let stored = "{ kept: { metric: pass_rate, no_worse_than: baseline } }"
    let project = try TemporaryProject([".gitignore": ".evalgate/\n"])
    try Self.add("x", to: project, in: "services/x", gates: stored)
    try await project.commit("Begin")
    _ = try await project.evalgate("run", in: "services/x")
    _ = try await project.evalgate("baseline", "accept", "--reason", "first", in: "services/x")
    try await project.commit("Accept")
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write("version: 1\ninclude: services/*/evalgate.yml\n", to: "evalgate.yml")
    for folder in ["", "services/x"] {
      let run = try await Self.run(project, in: folder)
      #expect(run.code == 0, "\(run)")
      #expect(run.output.contains("suite services/x/x changed: x → services/x/x; held to what it was"), "\(run)")
      #expect(run.output.contains("~ services/x/kept") || run.output.contains("✓ services/x/kept"), "\(run)")
    }
    try project.write(Self.prompt("services/x x", isBroken: true), to: "services/x/x.prompt.yml")
    try project.write(Sample.configuration(gates: Self.gates(0)), to: "services/x/evalgate.yml")
    for folder in ["", "services/x"] {
      let worse = try await Self.run(project, in: folder)
      #expect(worse.code != 0 && worse.output.contains("services/x/kept removed"), "\(worse)")
    }
    // The other way round, too.
    try await project.git("checkout", "--quiet", ".")
    try await project.commit("Include")
    try await project.git("branch", "--force", "main", "HEAD")
    try project.write(project.read("evalgate.yml").replacing("services/*/", with: "services/y/"), to: "evalgate.yml")
    try Self.add("y", to: project, in: "services/y")
    let alone = try await Self.run(project, in: "services/x")
    #expect(alone.code == 0 && alone.output.contains("suite x changed: services/x/x → x"), "\(alone)")
    let top = try await Self.run(project)
    #expect(top.code == 3 && top.output.contains("its prompt is still there, in `services/x/x.prompt.yml`"), "\(top)")
  }

  @Test("a configuration that is taken away leaves its suites to the one above as they were held")
  func takenAway() async throws {
    let project = try await Self.project { try Self.add("x", to: $0, in: "tools/x") }
    project.remove("tools/x/evalgate.yml")
    try project.write(Sample.configuration(gates: Self.gates(10)), to: "evalgate.yml")
    try project.write(Self.prompt("tools/x x", isBroken: true), to: "tools/x/x.prompt.yml")
    for folder in ["", "tools/x"] {
      let run = try await Self.run(project, in: folder)
      #expect(run.code == 1, "\(run)")
    }
  }

  @Test("the configuration under another name, or in another folder of the repository, is the same one")
  func moved() async throws {
    let project = try await Self.project()
    project.makeFolder(".github")
    try await project.git("mv", "evalgate.yml", ".github/evalgate.yml")
    try project.write(Sample.configuration(gates: Self.gates(10)), to: ".github/evalgate.yml")
    let run = try await Self.run(project)
    #expect(run.code == 0 && run.output.contains("gate floor loosened"), "\(run)")
    project.makeFolder("ml")
    for name in ["top.prompt.yml", "top.cases.jsonl"] { try await project.git("mv", name, "ml/" + name) }
    try await project.git("mv", ".github/evalgate.yml", "ml/evalgate.yml")
    let below = try await Self.run(project, in: "ml")
    #expect(below.code == 0 && below.output.contains("gate floor loosened"), "\(below)")
  }

  @Test("a pattern may include nothing any more, unless another configuration may be meant")
  func lastOne() async throws {
    let project = try await Self.project {
      try $0.write($0.read("evalgate.yml") + "include: [services/*/evalgate.yml]\n", to: "evalgate.yml")
      try Self.add("x", to: $0, in: "services/x")
    }
    try await project.git("rm", "-r", "--quiet", "services/x")
    let gone = try await Self.run(project)
    #expect(gone.code == 0 && gone.output.contains("suite services/x/x removed"), "\(gone)")
    #expect(gone.error.contains("warning[config/include]: `services/*/evalgate.yml` includes nothing"), "\(gone)")
    #expect(gone.error.contains("take it out where the last one is gone"), "\(gone)")
    try Self.add("y", to: project, in: "service/y")
    let mistyped = try await Self.run(project)
    #expect(mistyped.code == 2 && mistyped.error.contains("did you mean `service/y/evalgate.yml`?"), "\(mistyped)")
  }

  @Test("`base:` and `acceptance:` at the top count within the folders that it includes")
  func ofTheTop() async throws {
    let project = try await Self.project {
      try $0.write($0.read("evalgate.yml") + "base: main\ninclude: services/*/evalgate.yml\n", to: "evalgate.yml")
      try Self.add("x", to: $0, in: "services/x")
    }
    let run = try await EvalGate.run(["run"], in: project, folder: "services/x", environment: ["CI": "true"])
    #expect(run.code == 0 && run.output.contains("base main@"), "\(run)")
  }

  @Test("the first pull request of a project made by `init` is green, and says that nothing is proven yet")
  func firstAdoption() async throws {
    let project = try TemporaryProject(["README": "an application\n", ".gitignore": ".evalgate/\n"])
    try await project.commit("Begin")
    try await project.git("checkout", "--quiet", "-b", "adopt")
    #expect(try await project.evalgate("init").run.code == 0)
    try await project.commit("Adopt")
    let first = try await Self.run(project)
    #expect(first.code == 0, "\(first)")
    #expect(first.output.contains("+ floor") && !first.output.contains("✓"), "\(first)")
    #expect(
      first.output.contains("answers are recordings, which count from when `recordings: allow` is merged"), "\(first)")
    // Below its own floor it is not green either.
    let cases = try project.read("evalsets/triage/cases.jsonl")
    try project.write(
      cases.replacing(#""expected": "billing""#, with: #""expected": "other""#), to: "evalsets/triage/cases.jsonl")
    #expect(try await Self.run(project).code == 1)
    try project.write(cases, to: "evalsets/triage/cases.jsonl")
    try await project.git("branch", "--force", "main", "HEAD")
    try project.write(project.read("evalgate.yml") + "# a word\n", to: "evalgate.yml")
    try await project.commit("A word")
    let second = try await Self.run(project)
    #expect(second.code == 0 && second.output.contains("✓ floor"), "\(second)")
  }
}
