import Testing

@Suite("going back to an earlier version of one artefact")
struct RollbackTests {
  @Test("a prompt goes back to the version its changelog names, and nothing else moves")
  func prompt() async throws {
    let project = try await Self.changed()
    try project.write("half a thought\n", to: "notes.txt")
    let before = try await project.git("status", "--porcelain")
    try await Snapshot.expect([project.evalgate("rollback", "triage")], "rollback")
    #expect(try project.read("prompts/triage.prompt.yml") == Sample.prompt(version: 13))
    let after = try await project.git("status", "--porcelain")
    #expect(before == "?? notes.txt")
    #expect(after == " M prompts/triage.prompt.yml\n?? notes.txt")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run.output)\(run.error)")
  }

  @Test("what a version was made with beside its own file is named with the way back, and then it can be run")
  func madeWith() async throws {
    var files = Sample.two
    func prompt(_ version: Int) -> String {
      Self.echoing("{{text}}", version: version, backTo: version - 1)
        + "output: { schema: s.json, format: annotation }\ntools: t.yml\n"
    }
    files["t.prompt.yml"] = prompt(1)
    files["t.cases.jsonl"] = #"{"id": "a", "text": "\"x\"", "checks": [{"contains": {"text": "x"}}]}"# + "\n"
    files["s.json"] = #"{"title": "one"}"#
    files["t.yml"] = "revision: 1\ntools: [{ name: one }]\n"
    let project = try TemporaryProject(files)
    try await project.commit("Version 1")
    let first = project.commits.first ?? ""
    try project.write(prompt(2), to: "t.prompt.yml")
    try project.write(#"{"title": "two"}"#, to: "s.json")
    try project.write(
      "revision: 2\nchangelog: [{ revision: 2, why: more, back_to: 1 }]\ntools: [{ name: two }]\n", to: "t.yml")
    try await project.commit("Version 2")
    let back = try await project.evalgate("rollback", "t").run
    let steps = ["s.json", "t.yml"].map { "git restore --source \(first.prefix(7)) -- \($0)\n" }
    #expect(back.output.contains("  next    \(steps[0])  and     \(steps[1])  then    evalgate run t\n"), "\(back)")
    let early = try await project.evalgate("run", "--baseline", "HEAD~1").run
    #expect(early.code == 2 && early.error.contains("something that its file names changed, not the file"), "\(early)")
    for file in ["s.json", "t.yml"] { try await project.git("restore", "--source", first, "--", file) }
    let run = try await project.evalgate("run", "--baseline", "HEAD~1").run
    #expect(run.code == 0, "\(run)")
  }

  @Test("what cannot be told is refused, and nothing is written")
  func refused() async throws {
    let project = try await Self.changed()
    let text = try project.read("prompts/triage.prompt.yml")
    var transcripts = [
      try await project.evalgate("rollback", "triaje"), try await project.evalgate("rollback", "triage", "--policy"),
      try await project.evalgate("rollback", "triage", "--to", "14"),
      try await project.evalgate("rollback", "triage", "--to", "7"),
      try await project.evalgate("rollback", "triage", "--policy", "--tools"),
    ]
    #expect(try project.read("prompts/triage.prompt.yml") == text)
    try project.write(text + "# a thought\n", to: "prompts/triage.prompt.yml")
    transcripts.append(try await project.evalgate("rollback", "triage"))
    #expect(try project.read("prompts/triage.prompt.yml") == text + "# a thought\n")
    try Snapshot.expect(transcripts, "rollback-refused")
  }

  @Test("a policy goes back by its own name")
  func policy() async throws {
    let project = try TemporaryProject(RefundProject.files(gates: "{ floor: { metric: pass_rate, at_least: 60% } }"))
    try await project.commit("A limit of 200")
    try project.write(RefundProject.policy(version: 2, limit: 400), to: "policies/desk.yml")
    try await project.commit("A limit of 400")
    let unnamed = try await project.evalgate("rollback", "desk", "--policy").run
    #expect(unnamed.code == 2)
    #expect(unnamed.error.contains("names no version to go back to from 2"), "\(unnamed.error)")
    let named = try await project.evalgate("rollback", "desk", "--policy", "--to", "1").run
    #expect(named.code == 0, "\(named.error)")
    #expect(try project.read("policies/desk.yml") == RefundProject.policy(version: 1, limit: 200))
  }

  @Test("a blocked change is told the way back")
  func back() async throws {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 1)
    #expect(run.output.contains("  back     evalgate rollback triage          (to 13)\n"), "\(run.output)")
  }

  @Test("a prompt that was moved is found where it was, and put where it is")
  func moved() async throws {
    let project = try await TemporaryProject.withBaseline()
    // Enough that stays for git to know it again.
    let rest = String(repeating: "# Tickets are about bills or about machines.\n", count: 6)
    try project.write(Sample.prompt(version: 13) + "\n" + rest, to: "prompts/triage.prompt.yml")
    try await project.commit("Say what it is for")
    try await project.git("mv", "prompts/triage.prompt.yml", "triage.prompt.yml")
    try project.write(Sample.prompt(version: 14) + "\n" + rest, to: "triage.prompt.yml")
    try await project.commit("Move it, as version 14")
    let back = try await project.evalgate("rollback", "triage").run
    #expect(back.code == 0 && back.output.contains("triage.prompt.yml as at"), "\(back)")
    #expect(try project.read("triage.prompt.yml") == Sample.prompt(version: 13) + "\n" + rest)
  }

  @Test("an id that two included projects have is not guessed, and the hint's name and the headline's are taken")
  func included() async throws {
    let gates = "{ accuracy: { metric: pass_rate, at_least: 90% } }"
    var files = [".gitignore": ".evalgate/\n", "evalgate.yml": "version: 1\ninclude: services/*/evalgate.yml\n"]
    for service in ["mail", "shop"] {
      files["services/\(service)/evalgate.yml"] = Sample.configuration(gates: gates)
      files["services/\(service)/prompts/a.prompt.yml"] = Self.echoing("{{text}}", version: 1)
      files["services/\(service)/evalsets/a/cases.jsonl"] = Sample.two["t.cases.jsonl"]
    }
    let project = try TemporaryProject(files)
    try await project.commit("Version 1")
    _ = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped").run
    #expect(accepted.code == 0, "\(accepted.error)")
    try await project.commit("Accept")
    let (mail, shop) = ("services/mail/prompts/a.prompt.yml", "services/shop/prompts/a.prompt.yml")
    try project.write(Self.echoing("{{text}}", version: 2, backTo: 1), to: mail)
    try project.write(Self.echoing("no", version: 2, backTo: 1), to: shop)
    let run = try await project.evalgate("run", "--baseline", "HEAD").run
    #expect(run.code == 1, "\(run.output)\(run.error)")
    #expect(run.output.contains("prompt services/shop/a 1 → 2"), "\(run.output)")
    #expect(run.output.contains("evalgate rollback services/shop/a "), "\(run.output)")
    try await project.commit("Version 2")
    let refused = try await project.evalgate("rollback", "a").run
    #expect(refused.code == 2 && refused.error.contains("2 files have the prompt `a`"), "\(refused.error)")
    #expect(refused.error.contains("name one of `services/mail/a`, `services/shop/a`"), "\(refused.error)")
    let back = try await project.evalgate("rollback", "services/shop/a").run
    #expect(back.code == 0, "\(back.error)")
    #expect(try project.read(shop) == Self.echoing("{{text}}", version: 1))
    #expect(try project.read(mail) == Self.echoing("{{text}}", version: 2, backTo: 1))
  }

  private static func echoing(_ text: String, version: Int, backTo: Int? = nil) -> String {
    """
    version: \(version)
    changelog:
      - { version: \(version), why: "a change"\(backTo.map { ", back_to: \($0)" } ?? "") }
    messages:
      - { role: user, content: "\(text)" }

    """
  }

  /// Version 14, committed after version 13.
  private static func changed() async throws -> TemporaryProject {
    let project = try await TemporaryProject.withBaseline()
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try await project.commit("Version 14")
    return project
  }
}
