import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("the order of decisions")
struct DecisionOrderTests {
  private static let never: JSONValue = ["arguments": false]
  private static let always: JSONValue = ["arguments": [:]]

  private func verdict(_ tools: [JSONValue], _ arguments: String = "{}", restricted: [JSONValue] = []) throws -> String?
  {
    try policy(["tools": .array(tools), "restricted": .array(restricted)]).verdict(on: "pay", arguments)?.sentence
  }

  @Test("what cannot be parsed is denied before a rule that denies the tool")
  func parseFirst() throws {
    let sentence = try verdict([["id": "A", "tool": "pay", "decision": "deny"]], "{,}")
    #expect(sentence == "deny defaults:on_parse_error E_PARSE")
  }

  @Test("a denial comes before the condition of an earlier rule")
  func denialBeforeCondition() throws {
    let sentence = try verdict([
      ["id": "A", "tool": "pay", "allow_when": Self.never], ["id": "B", "tool": "p*", "decision": "deny"],
    ])
    #expect(sentence == "deny B denied")
  }

  @Test("deny beats allow whichever is written first")
  func denyBeatsAllow() throws {
    let sentence = try verdict([["id": "A", "tool": "pay"], ["id": "B", "tool": "*", "decision": "deny"]])
    #expect(sentence == "deny B denied")
  }

  @Test("among denials the first in the file is named")
  func firstDenial() throws {
    let sentence = try verdict([
      ["id": "B", "tool": "pa?", "decision": "deny"], ["id": "A", "tool": "pay", "decision": "deny"],
    ])
    #expect(sentence == "deny B denied")
  }

  @Test("a general rule does not open what a particular one closes")
  func allConditionsHold() throws {
    let sentence = try verdict([["id": "A", "tool": "*"], ["id": "B", "tool": "pay", "allow_when": Self.never]])
    #expect(sentence == "deny B arguments")
  }

  @Test("among rules that allow the first in the file is named")
  func firstAllowing() throws {
    let sentence = try verdict([["id": "B", "tool": "p*", "allow_when": Self.always], ["id": "A", "tool": "pay"]])
    #expect(sentence == "allow B")
  }

  @Test("the schema is asked before restricted values")
  func schemaBeforeRestricted() throws {
    let sentence = try verdict(
      [["id": "A", "tool": "pay", "allow_when": Self.never]], #"{"to": "ACCT-99887"}"#,
      restricted: [["id": "acct", "values": ["ACCT-99887"]]])
    #expect(sentence == "deny A arguments")
  }

  @Test("the output names the restricted value, since the call names the rule that denied it")
  func leakIsNamed() throws {
    let rules = try policy(["restricted": [["id": "acct", "values": ["ACCT-99887"]]]])
    let verdict = rules.decide(calls: [call("pay", #"{"to": "ACCT-99887"}"#)])
    #expect(verdict.sentence == "reject restricted:acct restricted $['to'] AC…87 (10 characters)")
    #expect(verdict.calls.map(\.sentence) == ["deny defaults:unknown_tool unknown_tool"])
  }

  @Test("an unknown tool is allowed where the policy says so")
  func unknownAllowed() throws {
    let rules = try policy(["defaults": ["unknown_tool": "allow"]])
    #expect(rules.verdict(on: "anything", "{}")?.sentence == "allow defaults:unknown_tool")
  }

  private static let spellings = [
    "DELETE_ORDER", "functions.delete_order", "deleteOrder", "delete\u{200B}_order", "delete-order", "delete_order ",
    "functions.delete_order:0", "mcp__shop__delete_order", "delete_order()",
  ]

  @Test("a rule holds for its tool in whatever spelling it is called", arguments: spellings)
  func otherSpellings(_ name: String) throws {
    let open: JSONValue = ["unknown_tool": "allow"]
    let denial: JSONValue = ["id": "D", "tool": "delete_order", "decision": "deny"]
    let condition: JSONValue = ["id": "D", "tool": "delete_order", "allow_when": Self.never]
    for (tools, sentence): ([JSONValue], String) in [
      ([denial], "deny D denied"), ([["id": "A", "tool": "*"], denial], "deny D denied"),
      ([condition], "deny D arguments"),
      ([["id": "D", "tool": "delete_order", "limits": ["per_run": 0]]], "deny D limit"),
    ] {
      let rules = try policy(["defaults": open, "tools": .array(tools)])
      #expect(rules.verdict(on: name, "{}")?.sentence == sentence, "\(name)")
    }
    // What is known is the name as it is written.
    let closed = try policy(["tools": [["id": "D", "tool": "delete_order"]]])
    #expect(closed.verdict(on: name, "{}")?.sentence == "deny defaults:unknown_tool unknown_tool")
    let sequences: JSONValue = [["id": "S", "after": "look", "deny": "delete_order"]]
    let order = try policy(["defaults": open, "sequences": sequences])
    let calls = order.decide(calls: [call("look", "{}"), call(name, "{}")]).calls
    #expect(calls.last?.sentence == "deny S sequence")
  }

  @Test("a pattern holds for other spellings too, and a tool that a rule names is that one")
  func otherSpellingsOfPatterns() throws {
    let rules = try policy([
      "defaults": ["unknown_tool": "allow"],
      "tools": [
        ["id": "W", "tool": "wipe_*", "decision": "deny"], ["id": "D", "tool": "delete_order", "decision": "deny"],
        ["id": "A", "tool": "Delete-Order"],
      ],
    ])
    for name in ["wipe-all", "Wipe_all", "wipeAll", "WIPE ALL"] {
      #expect(rules.verdict(on: name, "{}")?.sentence == "deny W denied", "\(name)")
    }
    for name in ["wiper", "swipe_all", "mcp__shop__wipe_all", "delete_orders", "undelete_order", "order"] {
      #expect(rules.verdict(on: name, "{}")?.sentence == "allow defaults:unknown_tool", "\(name)")
    }
    #expect(rules.verdict(on: "Delete-Order", "{}")?.sentence == "allow A")
  }

  @Test("where unreadable arguments are allowed, a condition on them still is not fulfilled")
  func unreadableAllowed() throws {
    let rules = try policy([
      "defaults": ["on_parse_error": "allow"],
      "tools": [
        ["id": "A", "tool": "note"], ["id": "B", "tool": "pay", "allow_when": Self.always],
        ["id": "C", "tool": "wipe", "decision": "deny"],
      ],
    ])
    let sentences = ["note", "pay", "wipe", "other"].map { rules.verdict(on: $0, "free text")?.sentence }
    #expect(sentences == ["allow A", "deny B E_PARSE", "deny C denied", "deny defaults:unknown_tool unknown_tool"])
  }

  @Test(
    "where unreadable arguments are allowed, no rule about them is got around",
    arguments: [
      ["allow_when": ["each": [["path": "$.to", "one_of": ["ines"]]]]], ["taint": ["paths": ["$.to"]]],
      ["confirm": ["when": "external_domain"]],
    ] as [JSONObject])
  func unreadableRules(_ rule: JSONObject) throws {
    var rule = rule
    (rule["id"], rule["tool"]) = ("A", "pay")
    let rules = try policy(["defaults": ["on_parse_error": "allow"], "tools": [.object(rule)]])
    #expect(rules.verdict(on: "pay", #"{"to": "ines", "to": "ledger"}"#)?.outcome != .allow)
  }

  @Test("one value in the place of a list is looked at like a list of one")
  func singleValue() throws {
    let each: JSONValue = [["path": "$.to[*]", "email_domain_in": ["pier.example"]]]
    let rules = try policy(["tools": [["id": "A", "tool": "pay", "allow_when": ["each": each]]]])
    #expect(rules.verdict(on: "pay", #"{"to": "x@evil.example"}"#)?.outcome == .deny)
    #expect(rules.verdict(on: "pay", #"{"to": ["kai@pier.example"]}"#)?.outcome == .allow)
  }

  @Test("names of tools are compared by bytes, not by canonical equivalence")
  func bytes() throws {
    let rules = try policy(["tools": [["id": "A", "tool": "caf\u{E9}"]]])
    #expect(rules.verdict(on: "caf\u{E9}", "{}")?.outcome == .allow)
    #expect(rules.verdict(on: "cafe\u{301}", "{}")?.outcome == .deny)
  }

  @Test("a tool that no rule speaks of is never allowed")
  func unknownIsNeverAllowed() throws {
    let rules = try policy(SupportDesk.policy)
    let known = ["lookup_order", "refund", "update_address", "reset_password", "send_email", "escalate"]
    var random = SplitMix64(state: 7)
    let pieces = known + ["_", " ", "\u{200B}", "*", "delete_", "a", "é", "\u{301}", "\0", ".", "functions."]
    let arguments = ["{}", #"{"order": "4028"}"#, #"{"email": "a@b.example"}"#, #"{"reason": "r"}"#, "", "[]"]
    var wrong: [String] = []
    for _ in 0..<5_000 {
      let name = (0..<Int.random(in: 0...3, using: &random)).compactMap { _ in pieces.randomElement(using: &random) }
        .joined()
      guard !known.contains(where: { $0.utf8.elementsEqual(name.utf8) }) else { continue }
      let text = arguments.randomElement(using: &random) ?? ""
      if rules.verdict(on: name, text)?.outcome != .deny { wrong.append("\(name) \(text)") }
    }
    #expect(wrong.isEmpty)
  }
}
