import StrictJSON
import Testing

/// The rows of statistics section 8 through a whole command: the specified verdict, never a crash, and never a pass.
@Suite("edge cases through a whole command")
struct EdgeCaseCommandTests {
  /// A program that answers what a case's `says` holds, word for word, so that a test says everything about a reply.
  private static let program = """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "app", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        says = question["case"]["vars"]["says"]
        print('{"id": ' + json.dumps(question["id"]) + ', ' + says + '}', flush=True)

    """

  private static let fine = #""text": "yes", "usage": {"input": 9, "output": 1}"#

  /// - Parameter cases: what each case's program says, and what more its line holds.
  private static func project(
    _ cases: [(says: String, more: String)], gates: String, more: String = ""
  ) throws -> TemporaryProject {
    try TemporaryProject([
      "app.py": program, ".gitignore": ".evalgate/\n",
      "prompts/t.prompt.yml": "id: t\nversion: 1\nmessages: [{ role: user, content: \"{{says}}\" }]\n",
      "evalsets/t/cases.jsonl": cases.enumerated().map { number, one in
        let says = JSONValue.string(one.says).serialized()
        return #"{"id": "c\#(number)", "says": \#(says), "expected": "yes"\#(one.more)}"# + "\n"
      }.joined(),
      "evalgate.yml": Sample.configuration(
        target: "{ provider: exec, command: [python3, app.py] }", gates: gates, more: more),
    ])
  }

  private static func many(_ count: Int, _ says: String = fine, _ more: String = "") -> [(says: String, more: String)] {
    Array(repeating: (says, more), count: count)
  }

  private static let comparing = "{ quality: { metric: pass_rate, no_worse_than: baseline } }"

  /// Accepts and commits what a project gives now.
  private static func accept(_ project: TemporaryProject) async throws {
    let run = try await project.evalgate("run")
    let accepted = try await project.evalgate("baseline", "accept", "--reason", "as shipped")
    guard accepted.run.code == 0 else { throw TemporaryProject.Failure(run.text + accepted.text) }
    try await project.commit("Accept")
  }

  private static func rewrite(_ project: TemporaryProject, _ cases: [(says: String, more: String)]) throws {
    let other = try Self.project(cases, gates: Self.comparing)
    try project.write(try other.read("evalsets/t/cases.jsonl"), to: "evalsets/t/cases.jsonl")
  }

  @Test(
    "a count of tokens that cannot be is an error that names the case, and not a cost of nothing",
    arguments: [
      #"{"input": -5, "output": 1}"#, #"{"input": 9, "output": -1}"#, #"{"input": 1.5, "output": 1}"#,
      #"{"input": "9", "output": 1}"#, #"{"input": 9, "output": 1e400}"#, "7",
    ])
  func negativeTokens(usage: String) async throws {
    let project = try Self.project(
      Self.many(3) + [(#""text": "yes", "usage": \#(usage)"#, "")],
      gates: "{ tokens: { metric: cost_tokens, at_most: 1000 } }")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.text.contains("c3"), "\(run.text)")
    #expect(run.text.contains("usage"), "\(run.text)")
  }

  @Test(
    "a score that is no number or out of range leaves the gates undecided", arguments: ["NaN", "1e400", "1.5", "-0.1"])
  func score(score: String) async throws {
    let project = try Self.project(Self.many(3), gates: "{ quality: { metric: pass_rate, at_least: 50% } }")
    try project.write(
      """
      import json, sys
      sys.stdin.readline()
      print(json.dumps({"name": "judge", "revisions": {"code": "1"}}), flush=True)
      for line in sys.stdin:
          question = json.loads(line)
          score = "\(score)" if question["case"]["id"] == "c1" else "0.5"
          print('{"id": ' + json.dumps(question["id"]) + ', "pass": true, "score": ' + score + '}', flush=True)

      """, to: "evalsets/t/judge.py")
    try project.write(
      "id: t\nkind: task\ntask: generation\ndefaults: { checks: [{ check: exec, command: [python3, judge.py] }] }\n",
      to: "evalsets/t/set.yml")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.text.contains("c1") || run.text.contains("JSON"), "\(run.text)")
  }

  @Test("no case at all is exit 4, and a filter that matches none too")
  func zeroCases() async throws {
    let none = try Self.project([], gates: Self.comparing)
    #expect([2, 4].contains(try await none.evalgate("run").run.code))
    let some = try Self.project(Self.many(3), gates: Self.comparing)
    #expect(try await some.evalgate("run", "--case", "none-*").run.code == 4)
  }

  @Test("a gate whose filter matches no case is refused before anything is asked")
  func emptyGate() async throws {
    let project = try Self.project(
      Self.many(3), gates: "{ some: { metric: pass_rate, suite: t, tags: [nowhere], at_least: 50% } }")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 2, "\(run.text)")
    #expect(run.run.error.contains("gate/empty"), "\(run.text)")
  }

  /// Thirty cases of one document, a third of them lost: whatever was lost, one group cannot be told from chance.
  @Test("one cluster has no interval, and what it cannot prove does not pass")
  func oneCluster() async throws {
    let project = try Self.project(Self.many(30, Self.fine, #", "cluster": "one""#), gates: Self.comparing)
    try await Self.accept(project)
    let run = try await project.evalgate("run", "--baseline", "evalsets/baselines/t.jsonl")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("~ quality"), "\(run.text)")
    #expect(run.run.output.contains("too few groups of cases to tell"), "\(run.text)")
    let explained = try await project.evalgate("explain", "quality", "--run", "latest")
    #expect(explained.run.output.contains("no interval: one group of cases only"), "\(explained.text)")
  }

  @Test("all pass in both: p is 1, and so few cases prove nothing")
  func allPass() async throws {
    let project = try Self.project(Self.many(20), gates: Self.comparing)
    try await Self.accept(project)
    let run = try await project.evalgate("run", "--baseline", "evalsets/baselines/t.jsonl")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("no verdict changed, but 20 cases cannot rule out a drop up to"), "\(run.text)")
  }

  @Test(
    "all fail in both, and that was accepted: there is nothing to lose, and nothing is proven",
    arguments: ["no_worse_than", "at_least"])
  func allFail(rule: String) async throws {
    let project = try Self.project(
      Self.many(20, #""text": "no""#), gates: "{ quality: { metric: pass_rate, \(rule): baseline } }")
    try await Self.accept(project)
    let run = try await project.evalgate("run", "--baseline", "evalsets/baselines/t.jsonl")
    #expect(run.run.code == 0, "\(run.text)")
    #expect(run.run.output.contains("~ quality"), "\(run.text)")
    #expect(run.run.output.contains("every case fails in both versions, so there is nothing to lose"), "\(run.text)")
  }

  @Test("a plan and a measurement of noise promise no drop where nothing can drop")
  func nothingCanDrop() async throws {
    let project = try Self.project(
      Self.many(20, #""text": "no""#),
      gates:
        "{ quality: { metric: pass_rate, no_worse_than: baseline }, lit: { metric: pass_rate, at_least: baseline } }")
    try await Snapshot.expect(
      [project.evalgate("noise", "--deals", "20"), project.evalgate("plan")], "nothing-can-drop")
  }

  @Test("a case id that stands there twice is refused before anything is asked")
  func duplicateID() async throws {
    let project = try Self.project(Self.many(2), gates: Self.comparing)
    let cases = try project.read("evalsets/t/cases.jsonl")
    try project.write(cases + cases, to: "evalsets/t/cases.jsonl")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 2, "\(run.text)")
    #expect(run.run.error.contains("c0"), "\(run.text)")
  }

  @Test("a result that a file of lines gives twice is refused")
  func duplicateResult() async throws {
    let project = try Self.project(Self.many(3), gates: "{ quality: { metric: pass_rate, at_least: 50% } }")
    let lines = ["c0", "c1", "c2", "c1"].map { #"{"id": "\#($0)", "trial": 1, "pass": true}"# + "\n" }.joined()
    try project.write(lines, to: "lines.jsonl")
    let run = try await project.evalgate("gate", "lines.jsonl", "--suite", "t")
    #expect(run.run.code != 0, "\(run.text)")
    #expect(run.text.contains("c1"), "\(run.text)")
  }

  @Test("cases that a file of lines lacks are missing: undecided beyond what may be")
  func missingIDs() async throws {
    let project = try Self.project(Self.many(3), gates: "{ quality: { metric: pass_rate, at_least: 50% } }")
    try project.write(#"{"id": "c0", "pass": true}"# + "\n", to: "lines.jsonl")
    let run = try await project.evalgate("gate", "lines.jsonl", "--suite", "t")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("2 of 3 cases have no result"), "\(run.text)")
  }

  @Test("another version of the set: edited cases are not held against what was stored of them")
  func editedSet() async throws {
    let project = try Self.project(Self.many(20), gates: Self.comparing)
    try await Self.accept(project)
    try Self.rewrite(project, Self.many(20, Self.fine, #", "note": "reworded""#))
    let run = try await project.evalgate("run", "--baseline", "evalsets/baselines/t.jsonl")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("no case of the baseline is comparable") || run.run.output.contains("edited"))
  }

  @Test("more than a tenth of the baseline removed is undecided")
  func removed() async throws {
    let project = try Self.project(Self.many(20), gates: Self.comparing)
    try await Self.accept(project)
    try Self.rewrite(project, Self.many(17))
    let run = try await project.evalgate("run", "--baseline", "evalsets/baselines/t.jsonl")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.run.output.contains("3 of 20 cases of the baseline were removed"), "\(run.text)")
  }

  @Test("an error of the infrastructure beyond what may be missing is undecided")
  func errors() async throws {
    let failing = #""error": {"kind": "infrastructure", "message": "down"}"#
    let project = try Self.project(
      Self.many(9) + [(failing, "")], gates: "{ quality: { metric: pass_rate, at_least: 50% } }")
    let run = try await project.evalgate("run")
    #expect(run.run.code == 3, "\(run.text)")
    #expect(run.text.contains("1 of 10 cases has no result"), "\(run.text)")
  }

  @Test("where no base can be asked and nothing is stored, the gate is new, and undecided with CI set")
  func noBaseline() async throws {
    let project = try Self.project(Self.many(3), gates: Self.comparing)
    #expect(try await project.evalgate("run").run.output.contains("+ quality"))
    let ci = try await EvalGate.run(["run"], in: project, environment: ["CI": "true"])
    #expect(ci.code == 3, "\(ci.output)\(ci.error)")
  }
}
