import Testing

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A change that edits a program has to answer for it, however the program's files are named.
@Suite("what a program is made of")
struct ProgramFilesTests {
  /// Answers with the word that `read`, an expression, gives.
  private static func program(_ read: String, says revisions: String = #""revisions": {"code": "1"}"#) -> String {
    """
    import json, sys
    sys.path.insert(0, "lib")
    word = \(read)
    sys.stdin.readline()
    print(json.dumps({"name": "desk", \(revisions)}), flush=True)
    for line in sys.stdin:
        print(json.dumps({"id": json.loads(line)["id"], "text": word}), flush=True)

    """
  }

  private static let right = program(#""billing""#)
  private static let wrong = program(#""technical""#)
  private static let importing = program(#"__import__("words").word"#)

  private static let kept = "{ kept: { metric: pass_rate, no_worse_than: baseline } }"

  /// - Parameter target: what stands beside `provider: exec`.
  private static func files(_ target: String, gates: String = kept) -> [String: String] {
    [
      ".gitignore": ".evalgate/\n__pycache__/\n", "data.txt": "x\n", "README.md": "read me\n",
      "evalgate.yml": Sample.configuration(target: "{ provider: exec, \(target) }", gates: gates),
      "t.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "t.cases.jsonl": (1...20).map { #"{"id": "t-\#($0)", "text": "n\#($0)", "expected": "billing"}"# + "\n" }
        .joined(),
    ]
  }

  /// A project whose results are accepted, on a branch that edits it.
  private static func changed(
    _ files: [String: String], _ edit: (TemporaryProject) throws -> Void
  ) async throws -> TemporaryProject {
    let project = try TemporaryProject(files)
    try await accept(project)
    try edit(project)
    try await project.commit("Change")
    return project
  }

  private static func run(
    _ project: TemporaryProject, _ more: [String] = [], environment: [String: String] = [:]
  ) async throws -> EvalGate.Run {
    try await EvalGate.run(
      ["run", "--baseline", "main"] + more, in: project, environment: environment.merging(["CI": "true"]) { $1 })
  }

  /// Runs and accepts what is there, and goes on on a branch.
  private static func accept(_ project: TemporaryProject, environment: [String: String] = [:]) async throws {
    try await project.commit("As it was")
    let run = try await project.evalgate("run", environment: environment).run
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped").run
    guard accepted.code == 0 else { throw TemporaryProject.Failure("\(run)\(accepted)") }
    try await project.commit("Accept")
    try await project.git("checkout", "--quiet", "-b", "change")
  }

  // MARK: Byte code

  @Test("byte code that it leaves beside its files is none of them, unless git tracks it", arguments: [false, true])
  func byteCode(isTracked: Bool) async throws {
    var files = Self.files("command: [python3, app/main.py], inputs: [\"app/**\"]")
    files[".gitignore"] = ".evalgate/\n"
    files["app/main.py"] =
      "import os\nos.makedirs('app/__pycache__', exist_ok=True)\nopen('app/__pycache__/m.pyc', 'w').write(str(os.getpid()))\n"
      + Self.right
    let project = try TemporaryProject(files)
    try await project.commit("As it was")
    if isTracked {
      try project.write("", to: "app/__pycache__/m.pyc")
      try await project.commit("Byte code")
    }
    for _ in 1...2 {
      let run = try await Self.run(project)
      #expect(run.code == (isTracked ? 3 : 0), "\(run)")
      #expect(run.output.contains("edited since") == isTracked, "\(run)")
    }
  }

  @Test("byte code that git tracks is told of by name, where the program runs and by `validate`")
  func trackedByteCode() async throws {
    var files = Self.files("command: [python3, app.py], inputs: [\"lib/**\"], prepare: [\"true\"]")
    files[".gitignore"] = ".evalgate/\n"
    files["app.py"] = Self.right
    files["lib/k.py"] = "K = 1\n"
    // The one of a module that has no source is all that there is of it, and of the other no program is made.
    for name in ["lib/__pycache__/k.cpython-311.pyc", "lib/whole.pyc", "tools/__pycache__/t.cpython-311.pyc"] {
      files[name] = "1"
    }
    let project = try await Self.changed(files) { try $0.write("2", to: "lib/__pycache__/k.cpython-311.pyc") }
    let run = try await Self.run(project)
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("another inputs (edited: lib/__pycache__/k.cpython-311.pyc)"), "\(run)")
    for told in [run, try await project.evalgate("validate").run] {
      #expect(
        told.error.contains(
          "warning[program/byte-code]: `lib/__pycache__/k.cpython-311.pyc` is byte code that git tracks"), "\(told)")
      #expect(told.error.contains("`git rm -r --cached lib/__pycache__`"), "\(told)")
    }
    try await project.git("rm", "-r", "--cached", "--quiet", "lib/__pycache__")
    try project.write(".evalgate/\n__pycache__/\n", to: ".gitignore")
    try await project.commit("Byte code is nobody's")
    #expect(try await !project.evalgate("validate").run.error.contains("program/byte-code"))
  }

  // MARK: Named files

  @Test("the row of a program that was edited names its files, the first ones where they are many", arguments: [1, 6])
  func namedInTheRow(count: Int) async throws {
    var files = Self.files("command: [python3, app.py], inputs: [\"lib/**\"], prepare: [\"true\"]")
    files["app.py"] = Self.right
    for number in 1...count { files["lib/k\(number).txt"] = "x\n" }
    let project = try await Self.changed(files) { project in
      for number in 1...count { try project.write("y\n", to: "lib/k\(number).txt") }
    }
    let run = try await Self.run(project)
    let named = count == 1 ? "lib/k1.txt" : "lib/k1.txt, lib/k2.txt, lib/k3.txt and 3 more"
    #expect(
      run.code == 0 && run.output.contains("changed  route r inputs → another inputs (edited: \(named))"), "\(run)")
  }

  @Test(
    "a file behind a link is a part of it, in a run and with `--changed-since`",
    arguments: [
      ("command: [python3, app.py], inputs: [data.txt]", ["app.py": "impl/app.py"]),
      ("command: [python3, cur/app.py], inputs: [data.txt]", ["cur": "impl"]),
      ("command: [sh, -c, \"exec python3 $APP\"], env: [APP], inputs: [\"cur/**\"]", ["cur": "impl"]),
      ("command: [sh, -c, \"exec python3 $APP\"], env: [APP], inputs: [\"cur/*.py\", \"*.txt\"]", ["cur": "impl"]),
    ])
  func links(target: String, links: [String: String]) async throws {
    var files = Self.files(target)
    files["impl/app.py"] = Self.right
    let project = try TemporaryProject(files)
    for (name, target) in links { #expect(symlink(target, project.path + "/" + name) == 0) }
    let environment = ["APP": "impl/app.py"]
    try await Self.accept(project, environment: environment)
    try project.write(Self.wrong, to: "impl/app.py")
    try await project.commit("Change")
    for more in [[], ["--changed-since", "main"]] {
      let run = try await Self.run(project, more, environment: environment)
      #expect(run.code == 1 && run.output.contains("changed  route r"), "\(more) \(run)")
    }
  }

  @Test("a program that stands as a text is named like one in a list")
  func text() async throws {
    var files = Self.files("command: ./app, inputs: [data.txt]")
    files["app"] = "#!/usr/bin/env python3\n" + Self.right
    let project = try TemporaryProject(files)
    #expect(chmod(project.path + "/app", 0o755) == 0)
    try await Self.accept(project)
    try project.write("#!/usr/bin/env python3\n" + Self.wrong, to: "app")
    #expect(chmod(project.path + "/app", 0o755) == 0)
    try await project.commit("Change")
    let run = try await Self.run(project)
    #expect(run.code == 1 && run.output.contains("changed  route r"), "\(run)")
  }

  @Test(
    "of a link to what git does not keep, what it says is a part of it",
    arguments: [
      ("command: [python3, app.py, words]", ["words": "$/1"], ["words": "$/2"]),
      ("command: [python3, app.py, words]", ["words": "built/1"], ["words": "built/2"]),
      ("command: [python3, app.py, words]", ["words": "now", "now": "$/1"], ["now": "$/2"]),
      ("command: [python3, app.py, lib/words]", ["lib": "$/1"], ["lib": "$/2"]),
      ("command: [python3, app.py, words]", ["words": "$/1"], [:]),
    ])
  func linksElsewhere(command: String, links: [String: String], edits: [String: String]) async throws {
    let elsewhere = try TemporaryProject(["1": "billing", "2": "technical"])
    var files = Self.files(command + ", env: [WORD], inputs: [app.py]")
    files["app.py"] = Self.program(#"__import__("os").environ["WORD"]"#)
    files[".gitignore"] = ".evalgate/\nbuilt/\n"
    (files["built/1"], files["built/2"]) = ("billing", "technical")
    let project = try TemporaryProject(files)
    for (name, target) in links {
      #expect(symlink(target.replacing("$", with: elsewhere.path), project.path + "/" + name) == 0)
    }
    try await Self.accept(project, environment: ["WORD": "billing"])
    for (name, target) in edits {
      project.remove(name)
      #expect(symlink(target.replacing("$", with: elsewhere.path), project.path + "/" + name) == 0)
    }
    if edits.isEmpty { try project.write("read me again\n", to: "README.md") }
    try await project.commit("Change")
    let run = try await Self.run(project, environment: ["WORD": "technical"])
    #expect(run.code == (edits.isEmpty ? 0 : 1), "\(run)")
    #expect(run.output.contains("another program") == !edits.isEmpty, "\(run)")
  }

  @Test("a link to a file of the repository by its place on the disk is that file")
  func absoluteLink() async throws {
    let project = try TemporaryProject()
    var files = Self.files("command: [python3, app.py], inputs: [data.txt]")
    files["impl/app.py"] = Self.right
    for (name, text) in files { try project.write(text, to: name) }
    #expect(symlink(project.path + "/impl/app.py", project.path + "/app.py") == 0)
    try await Self.accept(project)
    try project.write("read me again\n", to: "README.md")
    try await project.commit("Change")
    let same = try await Self.run(project)
    #expect(same.code == 0 && !same.output.contains("another program"), "\(same)")
    try project.write(Self.wrong, to: "impl/app.py")
    try await project.commit("Change it")
    let run = try await Self.run(project)
    #expect(run.code == 1 && run.output.contains("another program"), "\(run)")
  }

  @Test("other line ends of a checkout are no edit, and an edit beside them is one", arguments: [true, false])
  func lineEnds(isEdited: Bool) async throws {
    var files = Self.files("command: [python3, app.py], env: [WORD], inputs: [data.txt]")
    files["app.py"] = Self.program(#"__import__("os").environ["WORD"]"#)
    let project = try TemporaryProject(files)
    try await Self.accept(project, environment: ["WORD": "billing"])
    try project.write("read me again\n", to: "README.md")
    try await project.commit("Change")
    try await project.git("config", "core.autocrlf", "true")
    for name in ["app.py", "data.txt"] { project.remove(name) }
    try await project.git("checkout", "--quiet", "--", "app.py", "data.txt")
    #expect(try project.read("app.py").utf8.contains(0x0D))
    if isEdited { try project.write("y\r\n", to: "data.txt") }
    let run = try await Self.run(project, environment: ["WORD": "technical"])
    #expect(run.code == (isEdited ? 1 : 0) && run.output.contains("another inputs") == isEdited, "\(run)")
  }

  @Test("a folder that the command names is a part of it, and so is a file by its place on the disk")
  func placesOfFiles() async throws {
    var files = Self.files("command: [python3, pkg], inputs: [data.txt]")
    files["pkg/__main__.py"] = Self.right
    var project = try await Self.changed(files) { try $0.write(Self.wrong, to: "pkg/__main__.py") }
    for more in [[], ["--changed-since", "main"]] {
      let run = try await Self.run(project, more)
      #expect(run.code == 1 && run.output.contains("program → another program"), "\(run)")
    }
    project = try TemporaryProject()
    files = Self.files(#"command: [python3, \#(project.path)/app.py], prepare: ["true"]"#)
    files["app.py"] = Self.right
    for (name, text) in files { try project.write(text, to: name) }
    try await Self.accept(project)
    try project.write(Self.wrong, to: "app.py")
    try await project.commit("Change")
    let run = try await Self.run(project)
    #expect(run.code == 1 && run.output.contains("program → another program"), "\(run)")
  }

  @Test(
    "another repository in a folder is the commit that it stands at", arguments: ["", "sub", "sub/app.py", "sub/**"])
  func submodule(inputs: String) async throws {
    let other = try TemporaryProject(["app.py": Self.right])
    try await other.commit("First")
    let more = inputs.isEmpty ? "" : ", inputs: [\"\(inputs)\"]"
    let project = try TemporaryProject(Self.files("command: [python3, sub/app.py]\(more)"))
    try await project.commit("Begin")
    try await project.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.path, "sub")
    try await Self.accept(project)
    try other.write(Self.wrong, to: "app.py")
    try await other.commit("Second")
    try await project.git("-C", "sub", "pull", "--quiet")
    try await project.commit("Move it")
    let run = try await Self.run(project)
    #expect(run.code == 1 && run.output.contains("changed  route r"), "\(run)")
    guard !inputs.isEmpty else { return }
    let since = try await Self.run(project, ["--changed-since", "main"])
    #expect(since.code == 1, "\(since)")
  }

  // MARK: Files that nobody names

  @Test("a file that nobody names may be a part of it: its version before is asked, where that can be had")
  func asked() async throws {
    var files = Self.files("command: [python3, app.py], prepare: [\"true\"]")
    (files["app.py"], files["lib/words.py"]) = (Self.importing, "word = \"billing\"\n")
    let project = try await Self.changed(files) { try $0.write("word = \"technical\"\n", to: "lib/words.py") }
    let run = try await Self.run(project)
    #expect(run.code == 1 && run.output.contains("confirmed: base 60 of 60, this change 0 of 60"), "\(run)")
  }

  @Test(
    "where it cannot be had, a drop is undecided, and the row says what helps",
    arguments: ["command: [python3, app.py]", "command: [python3, -m, app]"])
  func undecided(target: String) async throws {
    var files = Self.files(target)
    (files["app.py"], files["lib/words.py"]) = (Self.importing, "word = \"billing\"\n")
    let project = try await Self.changed(files) { try $0.write("word = \"technical\"\n", to: "lib/words.py") }
    let run = try await Self.run(project)
    #expect(run.code == 3 && !run.output.contains("not the change's doing"), "\(run)")
    #expect(run.output.contains("is made of `lib/words.py`, which was edited: name its files with `inputs`"), "\(run)")
  }

  @Test("a change that edits nothing it may be made of is not to blame, and no drop is none", arguments: [true, false])
  func innocent(drops: Bool) async throws {
    var files = Self.files("command: [python3, app.py], env: [WORD]")
    files["app.py"] = Self.program(#"__import__("os").environ["WORD"]"#)
    let project = try TemporaryProject(files)
    try await Self.accept(project, environment: ["WORD": "billing"])
    try project.write("read me again\n", to: drops ? "README.md" : "data.txt")
    try await project.commit("Change")
    // What a pipeline leaves beside the change is none of it.
    try project.write("{}\n", to: "report.json")
    let run = try await Self.run(project, environment: ["WORD": drops ? "technical" : "billing"])
    #expect(run.code == 0 && run.output.contains("drift") == drops, "\(run)")
  }

  @Test("another `env` makes it another program")
  func environment() async throws {
    var files = Self.files("command: [python3, app.py]")
    files["app.py"] = Self.program(#"__import__("os").environ.get("WORD", "billing")"#)
    let project = try await Self.changed(files) {
      try $0.write($0.read("evalgate.yml").replacing("app.py]", with: "app.py], env: [WORD]"), to: "evalgate.yml")
    }
    let run = try await Self.run(project, environment: ["WORD": "technical"])
    #expect(run.code == 1 && run.output.contains(#"changed  route r none → env ["WORD"]"#), "\(run)")
  }

  @Test("runs of another commit are no attempts of it where it may be edited since", arguments: [true, false])
  func attempts(isEdited: Bool) async throws {
    var files = Self.files(
      "command: [python3, -m, app]", gates: "{ floor: { metric: pass_rate, at_least: 60% } }")
    files["app.py"] = Self.program(#""billing""#, says: #""concurrency": 4"#)
    let project = try TemporaryProject(files)
    try await project.commit("As it was")
    for _ in 1...3 { _ = try await project.evalgate("run", "--mode", "live") }
    try await project.git("checkout", "--quiet", "-b", "change")
    if isEdited {
      try project.write(Self.program(#""technical""#, says: #""concurrency": 4"#), to: "app.py")
    } else {
      try project.write("read me again\n", to: "README.md")
    }
    try await project.commit("Change")
    let run = try await Self.run(project)
    #expect(run.code == (isEdited ? 1 : 0), "\(run)")
    #expect(run.error.contains("judged on 4 attempts") == !isEdited, "\(run)")
  }

  @Test("a committed edit of a program without revisions is told beside what it did")
  func editedCommitted() async throws {
    var files = Self.files("command: [python3, app.py], prepare: [\"true\"]")
    files["app.py"] = Self.program(#""billing""#, says: #""concurrency": 4"#)
    let project = try await Self.changed(files) {
      try $0.write(Self.program(#""technical""#, says: #""concurrency": 4"#), to: "app.py")
    }
    let run = try await Self.run(project)
    #expect(run.code == 1 && run.output.contains("changed  route r program → another program"), "\(run)")
  }

  @Test("runs of a program without revisions, from before it was edited in the working tree, are another one's")
  func editedUncommitted() async throws {
    var files = Self.files(
      "command: [python3, app.py]", gates: "{ floor: { metric: pass_rate, at_least: 60% } }")
    files["app.py"] = Self.program(#""billing""#, says: #""concurrency": 4"#)
    let project = try TemporaryProject(files)
    try await project.commit("As it was")
    for _ in 1...3 { _ = try await project.evalgate("run", "--mode", "live") }
    try project.write(Self.program(#""technical""#, says: #""concurrency": 4"#), to: "app.py")
    let gate = try await EvalGate.run(
      ["gate", "--baseline", "main", "latest"], in: project, environment: ["CI": "true"])
    #expect(gate.code == 3 && gate.error.contains("gate/other-version"), "\(gate)")
    let edited = try await project.evalgate("run", "--mode", "live").run
    #expect(edited.code == 1 && !edited.error.contains("judged on"), "\(edited)")
    try project.write(files["app.py"] ?? "", to: "app.py")
    let mended = try await project.evalgate("run", "--mode", "live").run
    #expect(mended.code == 0 && mended.error.contains("judged on 4 attempts"), "\(mended)")
  }

  @Test("what is stored of a program from before the base says nothing of a change that edits none")
  func outdated() async throws {
    var files = Self.files("command: [python3, app.py], prepare: [\"true\"]")
    files["app.py"] = Self.right
    let project = try await Self.changed(files) { try $0.write("read me again\n", to: "README.md") }
    try await project.git("checkout", "--quiet", "main")
    try project.write(Self.wrong, to: "app.py")
    try await project.commit("Merge it all the same")
    try await project.git("checkout", "--quiet", "-b", "next")
    try project.write("read me once more\n", to: "README.md")
    try await project.commit("Change")
    let run = try await Self.run(project)
    #expect(run.code == 0 && !run.output.contains("broke") && !run.output.contains("drift"), "\(run)")
    #expect(
      run.output.contains("whose stored baseline is of another version (route r program → another program)"), "\(run)")
  }

  @Test("a change that touches nothing is asked where nothing is stored")
  func nothingStored() async throws {
    var files = Self.files("command: [python3, app.py], inputs: [app.py]")
    files["app.py"] = Self.right
    let project = try TemporaryProject(files)
    try await project.commit("As it was")
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write("read me again\n", to: "README.md")
    try await project.commit("Change")
    let run = try await Self.run(project, ["--changed-since", "main"])
    #expect(!run.output.contains("UNCHANGED") && run.output.contains("20 live"), "\(run)")
  }
}
