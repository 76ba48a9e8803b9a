import EvalGateCore
import StrictJSON
import Testing

@Suite("a change cannot lower its own bar by the way")
struct OwnBarTests {
  @Test("a loosened threshold is shown, and the base's decides")
  func loosened() async throws {
    let project = try await Self.project(floor: "at_least: 90%")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try project.write(project.read("evalgate.yml").replacing("90%", with: "50%"), to: "evalgate.yml")
    try await Snapshot.expect(
      [project.evalgate("run"), project.evalgate("report", "--report", "markdown")], "bar-loosened")
    let document = try await JSONValue(parsing: project.evalgate("report", "--report", "json").run.output)
    let rule = document["rules"]?[0]
    #expect(rule?["direction"]?.stringValue == "loosened")
    #expect(rule?["decides"]?.stringValue == "base")
    #expect(rule?["from"]?.stringValue == "≥ 90%")
    #expect(rule?["line"]?.intValue == 6)
  }

  @Test("a removed gate decides all the same")
  func removed() async throws {
    let project = try await Self.project(floor: "at_least: 90%")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    try project.write(
      project.read("evalgate.yml").replacing("  floor: { metric: pass_rate, at_least: 90% }", with: ""),
      to: "evalgate.yml")
    try await Snapshot.expect([project.evalgate("run", "--no-confirm")], "bar-removed-gate")
  }

  @Test("a gate under another name is the same gate")
  func renamed() async throws {
    let project = try await Self.project(floor: "at_least: 90%")
    try project.write(project.read("evalgate.yml").replacing("floor:", with: "least:"), to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run.output)")
    #expect(!run.output.contains("rules"))
    #expect(!run.output.contains("floor"))
  }

  @Test(
    "another metric, filter or suite, a wider margin, no blocking and waivers allowed are loosening",
    arguments: [
      "metric: accuracy, at_least: 90%, waivers: never", "metric: pass_rate, at_least: 90%, tag: easy, waivers: never",
      "metric: pass_rate, at_least: 90%, suite: triage, waivers: never",
      "metric: pass_rate, at_least: 90%, block: false, waivers: never", "metric: pass_rate, at_least: 90%",
      "metric: pass_rate, at_least: 95%, min_cases: 3", "metric: pass_rate, at_most: 95%, waivers: never",
      "metric: pass_rate, no_worse_than: baseline, waivers: never",
      "metric: pass_rate, at_least: 90%, decide: refuted, waivers: never",
    ])
  func loosening(gate: String) async throws {
    let project = try await Self.project(floor: "at_least: 90%, waivers: never")
    let before = "{ metric: pass_rate, at_least: 90%, waivers: never }"
    try project.write(project.read("evalgate.yml").replacing(before, with: "{ \(gate) }"), to: "evalgate.yml")
    let cases = "evalsets/triage/cases.jsonl"
    try project.write(
      project.read(cases).replacing(#"{"id": "t-01","#, with: #"{"id": "t-01", "tags": ["easy"],"#), to: cases)
    let run = try await project.evalgate("run", "--report", "json").run
    let rules = try JSONValue(parsing: run.output)["rules"]?.arrayValue ?? []
    #expect(rules.map { $0["direction"]?.stringValue } == ["loosened"], "\(run.output)")
    #expect(rules.first?["decides"]?.stringValue == "base")
  }

  @Test("what only tightens decides at once")
  func tightened() async throws {
    let project = try await Self.project(floor: "at_least: 90%")
    try project.write(
      project.read("evalgate.yml").replacing("at_least: 90%", with: "exactly: 100%, waivers: never"), to: "evalgate.yml"
    )
    try await Snapshot.expect([project.evalgate("run")], "bar-tightened")
  }

  @Test("a waiver that the change adds does not count in it, and counts once it is merged")
  func waiver() async throws {
    let project = try await Self.project(floor: "at_least: 100%")
    let expires = CalendarDate(secondsSince1970: Self.now + 30 * 86_400)
    let entries = ["t-07", "t-19"].map { "{ case: \($0), reason: known, owner: ann, expires: \(expires) }" }
    try project.write("[\(entries.joined(separator: ", "))]\n", to: "evalsets/triage/waivers.yml")
    let here = try await project.evalgate("run").run
    #expect(here.code == 1, "\(here.output)")
    #expect(
      here.output.contains("waiver t-07 added: until \(expires), ann; does not count in the change that adds it"),
      "\(here.output)")
    try await project.commit("Waive two")
    let merged = try await project.evalgate("run").run
    #expect(merged.code == 0, "\(merged.output)")
    #expect(!merged.output.contains("rules"))
    #expect(merged.output.contains("waived until \(expires) (ann)"))
  }

  @Test(
    "a waived case that a gate with `waivers: never` counts is shown as what it is, with the reason, in every format")
  func waivedInVain() async throws {
    let project = try await Self.project(floor: "at_least: 100%, waivers: never")
    let expires = CalendarDate(secondsSince1970: Self.now + 30 * 86_400)
    let entries = ["t-07", "t-19"].map { "{ case: \($0), reason: known, owner: ann, expires: \(expires) }" }
    try project.write("[\(entries.joined(separator: ", "))]\n", to: "evalsets/triage/waivers.yml")
    try await project.commit("Waive two")
    let run = try await project.evalgate("run", environment: ["COLUMNS": "300"]).run
    #expect(run.code == 1, "\(run.output)")
    let reason = "(waived until \(expires) by ann, and gate floor takes no waiver)"
    #expect(run.output.contains("t-07") && run.output.contains("gate floor takes no waiver"), "\(run.output)")
    let floor = run.output.split(separator: "\n").first { $0.contains("✗ floor") }
    #expect(floor?.hasSuffix("38/40") == true, "\(run.output)")
    for format in ["github", "gitlab", "junit", "sarif", "html", "markdown", "csv", "json"] {
      let text = try await project.evalgate("report", "latest", "--report", format).run.output
      #expect(text.contains(reason) && text.contains("t-07"), "\(format): \(text)")
      #expect(!text.contains("<skipped") && !text.contains("suppressions"), "\(format): \(text)")
    }
  }

  @Test("a policy that lets through more decides nothing about the change that loosens it")
  func policy() async throws {
    let project = try TemporaryProject(RefundProject.files(gates: "{ floor: { metric: pass_rate, at_least: 90% } }"))
    try await project.commit("A limit of 200")
    try project.write(RefundProject.policy(version: 2, limit: 400), to: "policies/desk.yml")
    try await Snapshot.expect(
      [project.evalgate("run"), project.evalgate("report", "--report", "markdown")], "bar-policy-loosened")
    try await project.commit("A limit of 400")
    let merged = try await project.evalgate("run").run
    #expect(merged.code == 0, "\(merged.output)")
  }

  @Test("a policy that lets through less decides at once")
  func stricterPolicy() async throws {
    let project = try TemporaryProject(RefundProject.files(gates: "{ floor: { metric: pass_rate, at_least: 60% } }"))
    try await project.commit("A limit of 200")
    try project.write(RefundProject.policy(version: 2, limit: 50), to: "policies/desk.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 1, "\(run.output)")
    #expect(run.output.contains("policy desk tightened: 1 → 2; lets through no more in any case of refunds"))
  }

  @Test("of a policy that decides every case as before nobody can say which way it changed")
  func policyOfNoCase() async throws {
    let project = try TemporaryProject(RefundProject.files(gates: "{ floor: { metric: pass_rate, at_least: 60% } }"))
    try await project.commit("A limit of 200")
    try project.write(RefundProject.policy(version: 2, limit: 250), to: "policies/desk.yml")
    let run = try await project.evalgate("run").run
    #expect(run.code == 0, "\(run)")
    #expect(run.output.contains("policy desk changed: 1 → 2; decides every case of refunds as before"), "\(run)")
  }

  @Test("a policy that is a program at the base decides nothing of the change that replaces it, and nothing passes")
  func program() async throws {
    let project = try TemporaryProject([
      "evalgate.yml": """
      version: 1
      routes: { fixed: { targets: [{ provider: echo }] } }
      suites: { desk: { prompt: desk, route: fixed, policy: { exec: [python3, limits.py, "200"] } } }
      gates: { floor: { metric: pass_rate, at_least: 90% } }

      """,
      "prompts/desk.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "evalsets/desk/cases.jsonl": #"{"id": "a", "text": "refund", "expected": "refund"}"# + "\n",
      "limits.py": """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"name": "limits", "revisions": {"code": "1"}}), flush=True)
      for line in sys.stdin:
          print(json.dumps({"id": json.loads(line)["id"], "action": "accept"}), flush=True)

      """,
    ])
    try await project.commit("A limit of 200")
    let before = try await project.evalgate("run").run
    #expect(before.code == 0, "\(before.output)\(before.error)")
    try project.write(project.read("evalgate.yml").replacing("200", with: "9000"), to: "evalgate.yml")
    try await Snapshot.expect([project.evalgate("run")], "bar-policy-program")
    try await project.commit("A limit of 9000")
    #expect(try await project.evalgate("run").run.code == 0)
  }

  @Test("results accepted under a looser policy count where results are compared, and nowhere else")
  func acceptedPolicy() async throws {
    let gates = "{ kept: { metric: pass_rate, no_worse_than: baseline }, floor: { metric: pass_rate, at_least: 90% } }"
    let project = try TemporaryProject(RefundProject.files(gates: gates.replacing("90%", with: "60%")))
    try await project.commit("A limit of 200")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    try await project.commit("Accept")
    try project.write(RefundProject.policy(version: 2, limit: 1000), to: "policies/desk.yml")
    _ = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "large ones too").run
    #expect(accepted.code == 0, "\(accepted.error)")
    try await Snapshot.expect([project.evalgate("run")], "bar-policy-accepted")
  }

  @Test("`acceptance: merged` lets an acceptance wait, and a change cannot take that back")
  func acceptanceWaits() async throws {
    let project = try await Self.project(floor: "at_least: 60%", more: "acceptance: merged\n")
    try project.write(project.read("evalgate.yml").replacing("acceptance: merged\n", with: ""), to: "evalgate.yml")
    try project.write(Sample.prompt(version: 14), to: "prompts/triage.prompt.yml")
    _ = try await project.evalgate("run")
    _ = try await project.evalgate("baseline", "accept", "--reason", "shorter is worth it")
    try await Snapshot.expect([project.evalgate("run")], "bar-acceptance-merged")
  }

  @Test("a suite that goes while its prompt stays leaves its gates undecided; with its prompt it may go")
  func removedSuite() async throws {
    let project = try await Self.project(floor: "at_least: 60%, suite: triage")
    try project.write(
      #"{"id": "a", "text": "billing", "first": "billing", "expected": "billing"}"# + "\n",
      to: "evalsets/other/cases.jsonl")
    try project.write(
      project.read("evalsets/triage/set.yml").replacing("id: triage", with: "id: other"), to: "evalsets/other/set.yml")
    try project.write(
      """
      messages:
        - { role: user, content: "{{text}}" }

      """, to: "prompts/other.prompt.yml")
    try await project.commit("Another suite")
    for name in ["cases.jsonl", "set.yml"] { project.remove("evalsets/triage/" + name) }
    try project.write(
      project.read("evalgate.yml").replacing("  floor: { metric: pass_rate, at_least: 60%, suite: triage }", with: "")
        + "suites: { other: { prompt: triage, evalset: other }, another: { prompt: other, evalset: other } }\n",
      to: "evalgate.yml")
    let stays = try await project.evalgate("run").run
    #expect(stays.output.contains("suite triage removed: 40 cases; asked once more as it was"), "\(stays.output)")
    #expect(stays.output.contains("✓ floor"), "\(stays.output)")
    try project.write(
      project.read("evalgate.yml").replacing(
        "suites: { other: { prompt: triage, evalset: other }, another: { prompt: other, evalset: other } }\n", with: ""),
      to: "evalgate.yml")
    project.remove("prompts/triage.prompt.yml")
    let gone = try await project.evalgate("run").run
    #expect(gone.output.contains("its prompt is gone too"), "\(gone.output)\(gone.error)")
  }

  @Test("`gate` looks at other rules on a machine of one's own, and holds to the base's in CI")
  func look() async throws {
    let project = try await Self.project(floor: "at_least: 90%")
    try project.write(project.read("evalgate.yml").replacing("90%", with: "99%"), to: "evalgate.yml")
    try await project.commit("A higher floor")
    _ = try await project.evalgate("run")
    try project.write(project.read("evalgate.yml").replacing("99%", with: "90%"), to: "evalgate.yml")
    let here = try await project.evalgate("gate").run
    #expect(here.code == 0, "\(here.output)\(here.error)")
    #expect(here.output.contains("the change's decides here, the base's with `CI` set"), "\(here.output)")
    let inCI = try await project.evalgate("gate", "--baseline", "HEAD", environment: ["CI": "1"]).run
    #expect(inCI.code == 1, "\(inCI.output)\(inCI.error)")
  }

  @Test("a profile of the change chooses neither what it is compared with nor how seldom is asked")
  func profiles() async throws {
    let project = try await Self.project(floor: "at_least: 90%")
    try await project.git("update-ref", "refs/remotes/origin/main", "HEAD")
    try await project.git("checkout", "--quiet", "-b", "change")
    let loosened = try project.read("evalgate.yml").replacing("at_least: 90%", with: "at_least: 10%")
    try project.write(
      loosened + "profiles: { default: { baseline: HEAD, trials: 1, no_cases: pass } }\n", to: "evalgate.yml")
    try await project.commit("By the way")
    let pipeline = ["CI": "1", "GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main"]
    let run = try await project.evalgate("run", "--mode", "auto", environment: pipeline).run
    #expect(run.output.contains("gate floor loosened: ≥ 90% → ≥ 10%; the base's decides"), "\(run)")
    #expect(
      run.output.contains("configuration profiles.default.no_cases loosened: not set → pass; the base's decides"),
      "\(run)")
    #expect(run.error.contains("`baseline: HEAD` of profile `default` is not looked at"), "\(run)")
    let empty = try await project.evalgate("run", "--tag", "nosuch", environment: pipeline).run
    #expect(empty.code == 4, "\(empty)")
  }

  @Test("a profile asks no less often than the base does")
  func trialsOfProfile() async throws {
    let project = try await Self.project(floor: "at_least: 60%", more: "profiles: { default: { trials: 2 } }\n")
    try project.write(project.read("evalgate.yml").replacing("trials: 2", with: "trials: 1"), to: "evalgate.yml")
    let run = try await project.evalgate("run").run
    #expect(
      run.output.contains("configuration profiles.default.trials loosened: 2 → 1; the base's decides"), "\(run)")
    let own = try await project.evalgate("run", "--trials", "1").run
    #expect(own.code == 0, "\(own)")
  }

  @Test(
    "a profile writes no report outside of the folder it runs in",
    arguments: ["json=/tmp/evalgate-out.json", "json=../out.json", "json=a/../../out.json"])
  func reportsOfProfile(report: String) async throws {
    let project = try await Self.project(
      floor: "at_least: 60%", more: "profiles: { default: { report: [\"\(report)\"] } }\n")
    let run = try await project.evalgate("run").run
    #expect(run.code == 2, "\(run)")
    #expect(run.error.contains("outside of the folder it runs in"), "\(run)")
  }

  @Test("the first version, no version control, and the target branch itself have nothing to be held to")
  func nothingToHold() async throws {
    let first = try TemporaryProject(Sample.triage())
    let noGit = try await first.evalgate("run").run
    #expect(noGit.code == 0 && !noGit.output.contains("rules"), "\(noGit.output)")
    let begun = try TemporaryProject(["README": "nothing yet\n", ".gitignore": ".evalgate/\n"])
    try await begun.commit("Begin")
    for (name, text) in Sample.triage() { try begun.write(text, to: name) }
    let new = try await begun.evalgate("run").run
    #expect(new.code == 0 && !new.output.contains("rules"), "\(new.output)\(new.error)")
    let project = try await Self.project(floor: "at_least: 97%")
    try project.write(project.read("evalgate.yml").replacing("97%", with: "90%"), to: "evalgate.yml")
    try await project.commit("Loosened on the target branch")
    let branch = try await project.evalgate("run").run
    #expect(branch.code == 0 && !branch.output.contains("rules"), "\(branch.output)")
  }

  private static var now: Int { (CalendarDate(EvalGate.today)?.dayNumber ?? 0) * 86_400 }

  /// The triage project at version 13 with an accepted baseline and another floor.
  private static func project(floor: String, more: String = "") async throws -> TemporaryProject {
    let project = try await TemporaryProject.withBaseline()
    try project.write(project.read("evalgate.yml").replacing("at_least: 60%", with: floor) + more, to: "evalgate.yml")
    try await project.commit("The floor")
    return project
  }
}
