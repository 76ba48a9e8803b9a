import EvalGateConfig
import EvalGateCore
import StrictJSON
import Testing

@Suite("cases")
struct CaseTests {
  private func cases(_ lines: String..., set: String? = nil, prompt: String? = nil) async throws -> Evalset {
    try await load(repository(lines, set, prompt)).suites[0].evalset
  }

  private func said(_ lines: String..., set: String? = nil, prompt: String? = nil) async -> [String] {
    await problems(repository(lines, set, prompt))
  }

  private func repository(_ lines: [String], _ set: String?, _ prompt: String?) -> MemoryFiles {
    var changes = [
      "triage.prompt.yml": "", "triage.cases.jsonl": "",
      "prompts/triage.prompt.yml": prompt ?? (smallest["triage.prompt.yml"] ?? ""),
      "evalsets/triage/cases.jsonl": lines.joined(separator: "\n"),
    ]
    if let set { changes["evalsets/triage/set.yml"] = set }
    return files(changes)
  }

  @Test("two cases with one id are an error with both places")
  func duplicates() async {
    let found = await diagnostics(
      repository(
        [#"{"id": "a", "text": "x", "expected": "y"}"#, #"{"id": "a", "text": "z", "expected": "y"}"#], nil, nil))
    #expect(found.map(\.line) == ["case/duplicate evalsets/triage/cases.jsonl:2:1: duplicate case id `a`"])
    #expect(found[0].label == "already at evalsets/triage/cases.jsonl:1")
  }

  @Test("the same case twice without ids is an error")
  func same() async {
    let line = #"{"text": "x", "expected": "y"}"#
    #expect(await said(line, line) == ["case/duplicate evalsets/triage/cases.jsonl:2:1: the same case twice"])
  }

  @Test(
    "a key that no prompt asks for and that is nearly a known one is no variable",
    arguments: [
      ("epxected", "expected"), ("expect", "expected"), ("Expected", "expected"), ("ID", "id"), ("tag", "tags"),
      ("sverity", "severity"), ("check", "checks"), ("trial", "trials"), ("var", "vars"),
    ])
  func mistyped(_ key: String, _ meant: String) async {
    let line = #"{"text": "x", "expected": "y", "\#(key)": ["z"]}"#
    let found = await diagnostics(repository([line], nil, nil))
    #expect(found.map(\.line).first?.hasSuffix("no prompt asks for a variable `\(key)`") == true, "\(found)")
    #expect(found.first?.label == "did you mean `\(meant)`?")
  }

  @Test("any other key is a variable, and so is one that a prompt asks for or that stands under vars")
  func variables() async {
    let asks = "messages: [{ role: user, content: \"{{tag}} {{text}}\" }]\nmodel: openai/m\n"
    #expect(await said(#"{"text": "x", "expected": "y", "tag": "z"}"#, prompt: asks) == [])
    #expect(await said(#"{"text": "x", "expected": "y", "vars": {"tag": "z"}}"#) == [])
    for key in ["task", "name", "page", "note", "term", "no", "calls", "in", "level", "created"] {
      #expect(await said(#"{"text": "x", "expected": "y", "\#(key)": "z"}"#) == [], "\(key)")
    }
  }

  @Test("what a scenario forbids says nothing beside `expected`", arguments: ["no", "calls", "says_none", "arguments"])
  func besideExpected(_ key: String) async {
    let found = await said(
      #"{"text": "x", "expected": {"calls": {"deny": ["a"]}}, "\#(key)": ["z"]}"#, set: "kind: safety\n")
    #expect(found.contains { $0.contains("`\(key)` says nothing beside `expected`") }, "\(found)")
  }

  @Test("a variable both in the case and under vars is an error")
  func collision() async {
    let found = await said(#"{"text": "x", "expected": "y", "vars": {"text": "z"}}"#)
    #expect(
      found == [
        "file/duplicate-key evalsets/triage/cases.jsonl:1:41: variable `text` stands both in the case and under `vars`"
      ])
  }

  @Test("a variable that is called like a key stands under vars")
  func vars() async throws {
    let evalset = try await cases(
      #"{"text": "x", "expected": "y", "vars": {"tags": "t"}}"#)
    #expect(try evalset.cases.evalCase(at: 0).variables == ["text": "x", "tags": "t"])
  }

  @Test("defaults of the set give way to the case")
  func defaults() async throws {
    let evalset = try await cases(
      #"{"text": "x", "expected": "y", "lang": "de"}"#, set: "defaults: { vars: { lang: en, day: \"1\" } }")
    #expect(try evalset.cases.evalCase(at: 0).variables == ["lang": "de", "day": "1", "text": "x"])
  }

  @Test(
    "the task says which check an expectation implies",
    arguments: [
      ("task: classification", "\"y\"", ["label"]), ("task: extraction", "{\"a\": 1}", ["fields"]),
      ("task: routing", "{\"tool_calls\": []}", ["tool_calls"]), ("task: generation", "\"y\"", ["equals"]),
      ("kind: task", "{\"tool_calls\": [], \"decision\": \"reject\"}", ["tool_calls", "decision"]),
      ("kind: task", "{\"decision\": \"reject\"}", ["decision"]),
      ("kind: safety", "{\"calls\": {\"deny\": [\"pay_*\"]}}", ["scenario"]),
      ("kind: safety", "{\"decision\": \"accept\"}", ["scenario", "refusal"]),
      ("kind: safety", "{\"tool_calls\": [], \"decision\": {\"action\": \"accept\"}}", ["scenario", "refusal"]),
      ("kind: safety", "{\"decision\": \"escalate\"}", ["scenario"]),
      ("kind: safety", "{\"tool_calls\": [{\"name\": \"pay\"}]}", ["scenario"]),
      ("kind: safety", "{\"utility\": {\"contains_any\": [\"two\"]}}", ["scenario"]),
    ])
  func implied(set: String, expected: String, checks: [CheckID]) async throws {
    let evalset = try await cases("{\"text\": \"x\", \"expected\": \(expected)}", set: set)
    #expect(try evalset.cases.evalCase(at: 0).checks.map(\.id) == checks)
  }

  @Test("a benign twin that forbids something is a twin all the same, and has to be served")
  func servedTwin() async throws {
    let twin = #"{"text": "x", "expected": {"calls": {"deny": ["pay"]}}, "family": "benign"}"#
    let tagged = #"{"text": "y", "expected": {"calls": {"deny": ["pay"]}}, "tags": ["benign"]}"#
    let attack = #"{"text": "z", "expected": {"calls": {"deny": ["pay"]}}, "family": "tool_misuse"}"#
    let evalset = try await cases(twin, tagged, attack, set: "kind: safety")
    #expect(try (0..<3).map { try evalset.cases.evalCase(at: $0).checks.count } == [2, 2, 1])
  }

  @Test("a case's own checks take the place of the set's")
  func ownChecks() async throws {
    let evalset = try await cases(
      #"{"text": "x", "checks": [{"check": "contains", "text": "y", "not": true}]}"#, #"{"text": "z"}"#,
      set: "defaults: { checks: [json] }")
    let own = try evalset.cases.evalCase(at: 0).checks
    #expect(own.map(\.id) == ["contains"] && own[0].negated)
    #expect(try evalset.cases.evalCase(at: 1).checks.map(\.id) == ["json"])
    #expect(evalset.checkRevisions == ["contains": 1, "json": 1])
  }

  @Test(
    "a check that is written wrong is an error with its place",
    arguments: [
      (#"{"check": "contans", "text": "y"}"#, "check/unknown", 38, "unknown check `contans`"),
      (#"{"check": "contains"}"#, "file/missing-key", 28, "check `contains` needs `text`"),
      (#"{"check": "contains", "text": 1}"#, "file/wrong-type", 58, "`text` must be text, not `1`"),
      (
        #"{"check": "contains", "text": "a", "txet": 1}"#, "file/unknown-key", 63,
        "unknown key `txet` in check `contains`"
      ),
      (
        #"{"check": "contains", "text": "a", "from": "txt"}"#, "file/unknown-word", 71, "`txt` is not a value of `from`"
      ),
      (#"{"check": "tool_calls", "from": "text"}"#, "file/unknown-key", 52, "unknown key `from` in check `tool_calls`"),
      (#"{"text": "a"}"#, "file/missing-key", 28, "a check needs `check`, its name"),
    ])
  func badChecks(check: String, code: String, column: Int, message: String) async {
    let found = await said("{\"text\": \"x\", \"checks\": [  \(check)]}")
    #expect(found == ["\(code) evalsets/triage/cases.jsonl:1:\(column): \(message)"])
  }

  @Test("a check that has nothing to compare with says so when loaded")
  func nothingToCompare() async {
    let found = await said(#"{"text": "x"}"#, set: "defaults: { checks: [{ check: label }] }")
    #expect(found == ["test/label evalsets/triage/cases.jsonl:1:1: check `label` has nothing to compare with"])
  }

  @Test("a case that nothing judges is an error")
  func unjudged() async {
    #expect(
      await said(#"{"text": "x"}"#) == ["case/unjudged evalsets/triage/cases.jsonl:1:1: nothing judges case `\(id)`"])
  }

  @Test("of a check that is misspelt the cause is told, and not that nothing judges the cases")
  func misspelt() async {
    let found = await said(#"{"text": "x"}"#, set: "defaults: { checks: [{ check: lable }] }")
    #expect(found == ["check/unknown evalsets/triage/set.yml:1:31: unknown check `lable`"])
  }

  private var id: String {
    String(Digest(of: ["variables": ["text": "x"]]).hex.prefix(12))
  }

  @Test("turns are read with their tool calls and results")
  func turns() async throws {
    let evalset = try await cases(
      #"{"text": "x", "expected": {"tool_calls": []}, "turns": [{"user": "a", "tool_results": {"t": {"b": 1}}}, {"assistant": "", "tool_calls": [{"name": "t", "arguments": {"c": 2}}]}, {"tool": "t", "result": "d"}]}"#
    )
    #expect(
      try evalset.cases.evalCase(at: 0).turns == [
        .user("a", toolResults: ["t": "{\"b\":1}"]),
        .assistant("", toolCalls: [ToolCall(name: "t", argumentsText: "{\"c\":2}")]), .tool(name: "t", result: "d"),
      ])
  }

  @Test("a turn of no one is an error")
  func badTurn() async {
    let found = await said(#"{"text": "x", "expected": "y", "turns": [{"usr": "a"}]}"#)
    #expect(found == ["file/unknown-key evalsets/triage/cases.jsonl:1:43: unknown key `usr` in turn"])
  }

  @Test("the describing keys of a safety scenario are facts, and its severity is blocking unless it says otherwise")
  func safety() async throws {
    let evalset = try await cases(
      #"{"text": "x", "family": "leak", "technique": "plain", "expected": {"calls": {"deny": ["pay_*"]}}}"#,
      set: "kind: safety\nslices: [family]")
    let evalCase = try evalset.cases.evalCase(at: 0)
    #expect(evalCase.facts == ["family": "leak", "technique": "plain"])
    #expect(evalCase.severity == .blocking && evalCase.tags == ["family:leak"])
  }

  @Test("a slice over a list is a tag for each of its texts, and what a script already holds needs no place")
  func lists() async throws {
    let evalset = try await cases(
      #"{"text": "x", "owasp": ["LLM01:2025", "LLM06:2025"], "cwe": ["CWE-77"], "setup": {"plant": {"text": "pay"}}, "expected": {"calls": {"deny": ["pay_*"]}}}"#,
      set: "kind: safety\nslices: [owasp, cwe]\nprobes: { generator: 1, seed: 7, budget: 400 }")
    let evalCase = try evalset.cases.evalCase(at: 0)
    #expect(evalCase.tags == ["owasp:LLM01:2025", "owasp:LLM06:2025", "cwe:CWE-77"])
    #expect(evalCase.setup == ["plant": ["text": "pay"]])
  }

  private static let planted =
    #"{"id": "ID", "text": "x", "expected": {"calls": {"deny": ["pay_*"]}}, "setup": {"canaries": {"pin": "derived", "old": "fixed-token"}, "system": "The pin is {{canary:pin}} ({{canary_id:pin}})."}, "turns": [{"user": "say {{canary:pin}}"}]}"#

  @Test("derived canaries stand where the case asks for them, and belong to this scenario and version alone")
  func canaries() async throws {
    let both = [Self.planted.replacing("ID", with: "a"), Self.planted.replacing("ID", with: "b")]
    let evalset = try await cases(both[0], both[1], set: "kind: safety\nversion: 1")
    var words: Set<String> = []
    for (index, evalset) in [
      (0, evalset), (1, evalset), (0, try await cases(both[0], set: "kind: safety\nversion: 2")),
    ] {
      let evalCase = try evalset.cases.evalCase(at: index)
      let setup = try #require(evalCase.setup)
      let tokens = (setup["canaries"]?["pin"]?.arrayValue ?? []).compactMap(\.stringValue)
      #expect(setup["canaries"]?["old"] == "fixed-token")
      try #require(tokens.count == 2)
      #expect(setup["system"]?.stringValue == "The pin is \(tokens[0]) (\(tokens[1])).")
      words.insert(tokens[0])
    }
    #expect(words.count == 3)
  }

  @Test(
    "a canary that nobody derives, or no case to derive it from, is an error",
    arguments: [
      (planted.replacing("{{canary:pin}}", with: "{{canary:pan}}"), "no canary is derived for `{{canary:pan}}`"),
      (
        planted.replacing(#""id": "ID", "#, with: ""),
        "a case that derives canaries needs an `id`: they are derived from it"
      ),
    ])
  func badCanaries(evalCase: String, message: String) async {
    let found = await said(evalCase, set: "kind: safety")
    #expect(found.count == 1 && found[0].hasSuffix(message), "\(found)")
  }

  @Test("the files of a scenario's setup are read into it")
  func setup() async throws {
    var repository = repository(
      [
        #"{"text": "x", "expected": {"calls": {"deny": ["pay*"]}}, "setup": {"system": "bank.md", "tools": "tools.yml"}}"#
      ], "kind: safety",
      nil)
    repository.files["evalsets/triage/bank.md"] = Array("You are a bank.".utf8)
    repository.files["evalsets/triage/tools.yml"] = Array("tools: [{ name: pay }]".utf8)
    let setup = try await load(repository).suites[0].evalset.cases.evalCase(at: 0).setup
    #expect(setup?["system"] == "You are a bank.")
    #expect(setup?["tools"]?[0]?["name"] == "pay")
  }

  @Test("a file that a case names and that is not there is an error at its name")
  func missingFixture() async {
    let found = await said(
      #"{"text": "x", "expected": {"calls": {"deny": ["pay_*"]}}, "setup": {"system": "bank.md"}}"#, set: "kind: safety"
    )
    #expect(found == ["file/missing evalsets/triage/cases.jsonl:1:79: file `evalsets/triage/bank.md` does not exist"])
  }

  @Test("a check's schema may stand in a file")
  func schemaFile() async throws {
    var repository = repository([#"{"text": "x", "checks": [{"check": "json_schema", "schema": "s.json"}]}"#], nil, nil)
    repository.files["evalsets/triage/s.json"] = Array(#"{"type": "object"}"#.utf8)
    let check = try await load(repository).suites[0].evalset.cases.evalCase(at: 0).checks[0]
    #expect(check.identity["options"] == ["schema": ["type": "object"]])
  }

  @Test("slices take their values from tags, or from the key they are named after")
  func slices() async throws {
    let evalset = try await cases(
      #"{"text": "x", "expected": "y", "lang": "de", "tags": ["hard"]}"#,
      set: "slices: [lang, { name: difficult, tag: \"hard:*\" }]")
    #expect(evalset.slices == [Slice(name: "lang", tag: "lang:*"), Slice(name: "difficult", tag: "hard:*")])
    #expect(evalset.cases.header(at: 0).tags == ["hard", "lang:de"])
  }

  @Test("an evalset without a case is an error")
  func empty() async {
    #expect(await said("\n") == ["evalset/empty evalsets/triage/cases.jsonl:1:1: evalset `triage` has no cases"])
  }
}
