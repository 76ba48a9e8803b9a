import Testing

/// A program says of itself which revision it is, and whoever edits it may leave that as it was.
@Suite("a program that is edited under one revision")
struct SameRevisionTests {
  private static let ci = ["CI": "true"]

  private static func answering(_ text: String) -> String {
    """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "desk", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        print(json.dumps({"id": question["id"], "text": \(text), "action": "accept"}), flush=True)

    """
  }

  private static let right = answering(#""billing""#)
  private static let wrong = answering(#""technical""#)

  private static func files(_ target: String, more: String = "") -> [String: String] {
    [
      ".gitignore": ".evalgate/\n", "app.py": right,
      "evalgate.yml": Sample.configuration(
        target: target, gates: "{ kept: { metric: pass_rate, no_worse_than: baseline } }", mode: "auto", more: more),
      "t.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "t.cases.jsonl": (1...20).map { #"{"id": "t-\#($0)", "text": "n\#($0)", "expected": "billing"}"# + "\n" }
        .joined(),
    ]
  }

  /// - Parameter edit: on a branch, after what was before is accepted.
  private static func edited(
    _ files: [String: String], _ edit: (TemporaryProject) throws -> Void
  ) async throws -> TemporaryProject {
    let project = try TemporaryProject(files)
    try await project.commit("As it was")
    _ = try await project.evalgate("run", "--mode", "live")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped").run
    guard accepted.code == 0 else { throw TemporaryProject.Failure("\(accepted)") }
    try await project.commit("Accept")
    try await project.git("checkout", "--quiet", "-b", "change")
    try edit(project)
    try await project.commit("Change")
    return project
  }

  @Test(
    "is another route, and its drop is the change's doing",
    arguments: [
      "{ provider: exec, command: [python3, app.py], prepare: [\"true\"] }",
      "{ provider: exec, command: [python3, app.py] }",
      "{ provider: exec, command: [sh, -c, \"exec python3 ./app.py\"] }",
    ])
  func route(target: String) async throws {
    let project = try await Self.edited(Self.files(target)) { try $0.write(Self.wrong, to: "app.py") }
    let run = try await project.evalgate("run", "--mode", "live", "--baseline", "main", environment: Self.ci).run
    #expect(run.code == 1, "\(run)")
    #expect(run.output.contains("changed  route r program → another program"), "\(run)")
    #expect(!run.output.contains("drift"), "\(run)")
  }

  @Test("where nothing of it is edited, no route changes")
  func same() async throws {
    let project = try await Self.edited(Self.files("{ provider: exec, command: [python3, app.py] }")) {
      try $0.write("more\n", to: "notes.txt")
    }
    let run = try await project.evalgate("run", "--mode", "live", "--baseline", "main", environment: Self.ci).run
    #expect(run.code == 0 && !run.output.contains("changed  route"), "\(run)")
  }

  @Test("is asked anew, and its earlier answers are no attempts of it")
  func answers() async throws {
    let project = try TemporaryProject(Self.files("{ provider: exec, command: [python3, app.py] }"))
    _ = try await project.evalgate("run")
    try project.write(Self.wrong, to: "app.py")
    let run = try await project.evalgate("run").run
    #expect(run.output.contains("0/20") && run.output.contains("20 live"), "\(run)")
    #expect(!run.error.contains("attempts of this version"), "\(run)")
  }

  @Test("is another policy where it decides")
  func policy() async throws {
    var files = Self.files(
      "{ provider: exec, command: [python3, app.py] }",
      more: "suites: { t: { policy: { exec: [python3, limits.py] } } }")
    files["limits.py"] = Self.right
    let project = try await Self.edited(files) {
      try $0.write(Self.right + "# another\n", to: "limits.py")
    }
    let run = try await project.evalgate("run", "--mode", "live", "--baseline", "main", environment: Self.ci).run
    #expect(run.output.contains("changed  policy policy python3 limits.py program → another program"), "\(run)")
  }

  @Test(
    "is no version of a base that stores nothing",
    arguments: [
      ("inputs: [app.py]", true, 3, "the program that answers was edited since"),
      ("inputs: [app.py]", false, 0, "has the same version and no baseline"),
      ("processes: 1", true, 3, "the program that answers was edited since"),
      ("processes: 1", false, 0, "has the same version and no baseline"),
    ])
  func noBaseline(more: String, isEdited: Bool, code: Int, words: String) async throws {
    let project = try TemporaryProject(Self.files("{ provider: exec, command: [python3, app.py], \(more) }"))
    try await project.commit("As it was")
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write(isEdited ? Self.wrong : "notes", to: isEdited ? "app.py" : "README.md")
    try await project.commit("Change")
    let run = try await project.evalgate("run", "--mode", "live", "--baseline", "main", environment: Self.ci).run
    #expect(run.code == code && run.output.contains(words), "\(run)")
  }

  @Test("what no file of the repository makes is unknown to a base that stores nothing, and `inputs` says it")
  func unknown() async throws {
    var files = Self.files("{ provider: exec, command: [sh, -c, \"exec python3 $APP\"], env: [APP] }")
    files["lib/app.py"] = Self.right
    let project = try TemporaryProject(files)
    try await project.commit("As it was")
    try await project.git("checkout", "--quiet", "-b", "change")
    try project.write("x\n", to: "notes.txt")
    try await project.commit("Change")
    let run = try await project.evalgate(
      "run", "--mode", "live", "--baseline", "main", environment: ["CI": "true", "APP": "lib/app.py"]
    ).run
    #expect(run.code == 3 && run.output.contains("(`inputs` names its files)"), "\(run)")
  }

  @Test("a baseline that is taken away is shown with the rules, and counts a last time", arguments: [false, true])
  func deleted(isAnchor: Bool) async throws {
    let file = "evalsets/baselines/t\(isAnchor ? ".anchor" : "").jsonl"
    let project = try await Self.edited(Self.files("{ provider: exec, command: [python3, app.py] }")) {
      try $0.write("more\n", to: "notes.txt")
    }
    if isAnchor {
      try await project.git("checkout", "--quiet", "main")
      _ = try await project.evalgate("baseline", "accept", "--anchor", "--reason", "released")
      try await project.commit("Pin")
      try await project.git("checkout", "--quiet", "-B", "change")
    }
    project.remove(file)
    try await project.commit("Take it away")
    let run = try await project.evalgate("run", "--mode", "live", "--baseline", "main", environment: Self.ci).run
    #expect(run.code == 0, "\(run)")
    #expect(
      run.output.contains(
        "rules    baseline t\(isAnchor ? " (anchor)" : "") removed: \(file); the base's decides, and \(isAnchor ? "the suite is pinned to nothing" : "nothing is stored to compare with") once this is merged"
      ), "\(run)")
  }

  @Test("an anchor in the place of another is shown with the rules, and decides where nothing that answers is edited")
  func otherAnchor() async throws {
    let project = try await Self.edited(Self.files("{ provider: exec, command: [python3, app.py] }")) {
      try $0.write("more\n", to: "notes.txt")
    }
    try await project.git("checkout", "--quiet", "main")
    _ = try await project.evalgate("baseline", "accept", "--anchor", "--reason", "released")
    try await project.commit("Pin")
    try await project.git("checkout", "--quiet", "-B", "change")
    _ = try await project.evalgate("baseline", "accept", "--anchor", "--reason", "released again")
    try await project.commit("Pin another")
    let run = try await project.evalgate("run", "--mode", "live", "--baseline", "main", environment: Self.ci).run
    #expect(run.code == 0, "\(run)")
    #expect(
      run.output.contains(
        "baseline t (anchor) loosened: 20/20 pass → 20/20 pass; the change's decides, because it edits nothing that answers"
      ), "\(run)")
  }
}
