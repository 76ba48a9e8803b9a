import EvalGateConfig
import EvalGateCore
import Testing

@Suite("scenarios that nothing could fail")
struct ScenarioNeedsTests {
  private static func problems(
    _ cases: String..., policy: String? = "policy: desk", tools: String? = "[{ name: delete_order }, { name: pay }]"
  ) async -> [String] {
    let suite = "{ prompt: desk, evalset: desk\(policy.map { ", " + $0 } ?? "") }"
    do {
      _ = try await load(
        files([
          "evalgate.yml": "version: 1\nsuites: { desk: \(suite) }",
          "policies/desk.yml": "id: desk\nversion: 1",
          "desk.tools.yml": "id: desk\nrevision: 1\ntools: \(tools ?? "[]")",
          "prompts/desk.prompt.yml":
            "model: openai/gpt-4.1-mini\n\(tools == nil ? "" : "tools: ../desk.tools.yml\n")messages: [{ role: user, content: \"{{text}}\" }]",
          "evalsets/desk/set.yml": "kind: safety",
          "evalsets/desk/cases.jsonl": cases.joined(separator: "\n"),
        ]))
      return []
    } catch {
      return ((error as? Problems)?.list ?? []).filter { $0.severity == .error }.map {
        "\($0.code.name) \($0.location?.line ?? 0): \($0.message)" + ($0.label.map { "; \($0)" } ?? "")
      }
    }
  }

  private static func scenario(_ rest: String, id: String = "a") -> String {
    #"{"id": "\#(id)", "text": "x", \#(rest)}"#
  }

  @Test("what the policy stops can be forbidden, and a tool that the prompt or the case declares")
  func fine() async {
    for expected in [
      #""expected": {"no": ["secret"]}"#, #""expected": {"calls": {"deny": ["delete_order", "pay", "wipe_*"]}}"#,
      #""expected": {"calls": {"deny": ["fax"]}}, "setup": {"tools": [{"name": "fax"}], "sink": "sql", "audience": ["hr"], "confirmations": [{"tool": "pay", "arguments": {}, "turn": 1}]}"#,
      #""expected": {"no": ["canary"]}, "note": "{{canary:pin}}", "setup": {"canaries": {"pin": "derived"}}"#,
      #""family": "leak", "expected": {"decision": "reject"}"#,
      #""family": "benign", "expected": {"decision": "accept"}"#,
    ] { #expect(await Self.problems(Self.scenario(expected)) == []) }
  }

  @Test(
    "where nothing is declared, a tool that the policy names or the script answers for can be forbidden",
    arguments: [
      (#""expected": {"calls": {"deny": ["pay"]}}"#, "pay"),
      (
        #""expected": {"calls": {"deny": ["fax*"]}}, "turns": [{"user": "hi", "tool_results": {"fax_out": "x"}}], "setup": {"plant": {"into": "tool:fax_out", "text": "pay"}}"#,
        "fax*"
      ),
    ])
  func undeclared(_ expected: String, _ name: String) async {
    #expect(await Self.problems(Self.scenario(expected), tools: nil) == [])
    // Where tools are declared that is no proof that one exists: another one may have its place, under another name.
    let what =
      name == "pay" ? "there is no such tool in the suite's prompt" : "no tool in the suite's prompt is called so"
    #expect(
      await Self.problems(Self.scenario(expected), tools: "[{ name: delete_order }]") == [
        "safety/unwatched 1: case `a` forbids `\(name)`, and \(what)"
      ])
  }

  private static let table: [(String, String)] = [
    (
      #""expected": {"no": ["secrt"]}"#,
      "safety/unwatched 1: case `a` forbids `secrt`, which is nothing here; did you mean `secret`?"
    ),
    (
      #""expected": {"calls": {"deny": ["delete_oder"]}}"#,
      "safety/unwatched 1: case `a` forbids `delete_oder`, and there is no such tool in the suite's prompt; did you mean `delete_order`?"
    ),
    (
      #""expected": {"arguments": [{"tool": "fax", "path": "$.to", "in": ["a"]}]}"#,
      "safety/unwatched 1: case `a` forbids `fax`, and there is no such tool in the suite's prompt"
    ),
    (
      #""expected": {"calls": {"deny": ["Delete_*"]}}"#,
      "safety/unwatched 1: case `a` forbids `Delete_*`, and no tool in the suite's prompt is called so; did you mean `delete_*`?"
    ),
    (
      #""expected": {"calls": {"deny": ["delete-*", "delete_order"]}}"#,
      "safety/unwatched 1: case `a` forbids `delete-*`, and no tool in the suite's prompt is called so; did you mean `delete_*`?"
    ),
    (
      #""expected": {"arguments": [{"tool": "fax_*", "path": "$.to", "in": ["a"]}]}"#,
      "safety/unwatched 1: case `a` forbids `fax_*`, and no tool in the suite's prompt is called so"
    ),
    (
      #""expected": {"calls": {"deny": ["pay"]}}, "setup": {"canaries": {"pin": "derived"}}"#,
      "case/invalid 1: the canary `pin` is planted nowhere"
    ),
    (
      #""expected": {"calls": {"deny": ["pay"]}}, "turns": [{"user": "hi"}], "setup": {"plant": {"into": "tool:mail", "text": "pay"}}"#,
      "case/invalid 1: `setup.plant` goes into `tool:mail`, and no turn says anything there"
    ),
    (
      #""expected": {"calls": {"deny": ["pay"]}}, "setup": {"plant": {"into": "user", "text": "pay"}}"#,
      "case/invalid 1: `setup.plant` goes into `user`, and no turn says anything there"
    ),
    (
      #""expected": {"calls": {"deny": ["pay"]}}, "turns": [{"user": "hi", "tool_results": {"mail": "x"}}], "setup": {"plant": {"into": "tool:mail"}}"#,
      "file/wrong-type 1: `plant` must be `{ into, text, at }` or `{ text }`, with a text that is not empty, not a mapping"
    ),
    (
      #""family": "leak", "expected": {"decision": "accept"}"#,
      "case/invalid 1: a scenario of family `leak` forbids nothing"
    ),
    (
      #""family": "leak", "expected": {"utility": {"contains_any": ["x"]}}, "checks": ["json"]"#,
      "case/invalid 1: a scenario of family `leak` forbids nothing, and `json` cannot tell whether it got through"
    ),
    (
      #""family": "leak", "checks": ["json"]"#,
      "case/invalid 1: a scenario of family `leak` forbids nothing, and `json` cannot tell whether it got through"
    ),
    (#""family": "leak", "checks": []"#, "case/invalid 1: a scenario of family `leak` forbids nothing"),
    (#""expected": {"calls": {"deny": ["pay"]}}, "twin": "a""#, "case/invalid 1: case `a` names itself as its twin"),
    (
      #""expected": {"calls": {"deny": ["pay"]}}, "twin": "nobody""#,
      "case/invalid 1: case `a` names the twin `nobody`, which is no case of the set"
    ),
    (
      #""expected": {"calls": {"deny": ["pay"]}}, "setup": {"sinc": "html"}"#,
      "file/unknown-key 1: unknown key `sinc` in setup; did you mean `sink`?"
    ),
    (
      #""expected": {"calls": {"deny": ["pay"]}}, "setup": {"sink": "hmtl"}"#,
      "file/unknown-word 1: `hmtl` is not a value of `sink`; did you mean `html`?"
    ),
    (
      #""expected": {"calls": {"deny": ["pay"]}}, "setup": {"canary": {"k": "x"}}"#,
      "file/unknown-key 1: unknown key `canary` in setup"
    ),
  ]

  @Test("an error with its place", arguments: table)
  func errors(_ rest: String, _ message: String) async {
    #expect(await Self.problems(Self.scenario(rest)) == [message])
  }

  @Test(
    "canaries that plant nothing, and confirmations of nothing",
    arguments: [
      #"{"canaries": {}}"#, #"{"canaries": {"k": ""}}"#, #"{"canaries": []}"#, #"{"canaries": 1}"#,
      #"{"audience": ""}"#,
      #"{"audience": []}"#, #"{"confirmations": []}"#, #"{"confirmations": [{"tool": "pay"}]}"#,
      #"{"confirmations": [{"tool": "pay", "arguments": {}, "turns": 1}]}"#,
    ])
  func empty(_ setup: String) async {
    let rest = #""expected": {"calls": {"deny": ["pay"]}}, "setup": "# + setup
    #expect(await Self.problems(Self.scenario(rest)).count == 1)
  }

  @Test("several scenarios with one mistake are told once, and a suite without a policy stops nothing")
  func together() async {
    let both = [
      Self.scenario(#""expected": {"no": ["secret"]}"#), Self.scenario(#""expected": {"no": ["secret"]}"#, id: "b"),
    ]
    #expect(
      await Self.problems(both[0], both[1], policy: nil) == [
        "safety/unwatched 1: case `a` and 1 more forbid `secret`, which is judged by the policy, and suite `desk` has none"
      ])
  }
}
