import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("hostile arguments")
struct HostileArgumentsTests {
  private func verdict(_ arguments: String) throws -> String? {
    try policy(["tools": [["id": "A", "tool": "pay"]]]).verdict(on: "pay", arguments)?.sentence
  }

  @Test(
    "what is not one JSON object is denied as unreadable",
    arguments: [
      #"{"amount": 1, "amount": 900}"#, #"{"amount": 1, "amo\u0075nt": 900}"#, #"{"amount": NaN}"#,
      #"{"amount": Infinity}"#,
      #"{"amount": 01}"#, "[]", "null", "12", #""{}""#, "{}{}", "{} trailing", "```json\n{}\n```",
      #"{"a": 1,}"#,
      "{'a': 1}", "\u{FEFF}{}", #"{"a": "\ud800"}"#, "{\"a\": \"\u{1}\"}", "{}\0",
    ])
  func unreadable(_ arguments: String) throws {
    #expect(try verdict(arguments) == "deny defaults:on_parse_error E_PARSE")
  }

  @Test(
    "arguments may be nested 32 deep and no deeper",
    arguments: [(32, "allow A"), (33, "deny defaults:on_parse_error E_PARSE")])
  func depth(_ depth: Int, _ expected: String) throws {
    let arguments =
      #"{"a":"# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1) + "}"
    #expect(try verdict(arguments) == expected)
  }

  @Test("a hundred thousand open brackets are only unreadable")
  func bottomless() throws {
    #expect(try verdict(String(repeating: #"{"a":["#, count: 100_000)) == "deny defaults:on_parse_error E_PARSE")
  }

  @Test("a number of a million digits is compared by its value")
  func hugeNumber() throws {
    let rules = try policy(SupportDesk.policy)
    let amount = "1" + String(repeating: "0", count: 1_000_000)
    let sentence = rules.verdict(on: "refund", #"{"order": "4028", "amount": \#(amount)}"#)?.sentence
    #expect(sentence == "deny T-REFUND arguments")
  }

  @Test("a schema that asks for too much work denies")
  func tooExpensive() throws {
    let rules = try policy([
      "tools": [
        [
          "id": "A", "tool": "pay",
          "allow_when": ["arguments": ["properties": ["to": ["type": "string", "pattern": #"^(a|aa)+\1?$"#]]]],
        ]
      ]
    ])
    let sentence = rules.verdict(on: "pay", #"{"to": "\#(String(repeating: "a", count: 5_000))!"}"#)?.sentence
    #expect(sentence == "deny A E_BUDGET")
  }

  @Test("the path of what is wrong tells an index from a key of digits")
  func paths() throws {
    let rules = try policy([
      "tools": [
        [
          "id": "A", "tool": "pay",
          "allow_when": [
            "arguments": [
              "additionalProperties": ["additionalProperties": ["type": "string"], "items": ["type": "string"]]
            ]
          ],
        ]
      ]
    ])
    #expect(rules.decide(calls: [call("pay", #"{"a": ["b", 12345678901]}"#)]).path == "$['a'][1]")
    #expect(rules.decide(calls: [call("pay", #"{"a": {"1": 12345678901}}"#)]).path == "$['a']['1']")
  }

  @Test("what an argument holds is masked, and a long name of it is cut")
  func masked() throws {
    let rules = try policy([
      "tools": [["id": "A", "tool": "pay", "allow_when": ["arguments": ["additionalProperties": ["type": "null"]]]]]
    ])
    let name = String(repeating: "n", count: 100_000)
    let verdict = rules.decide(calls: [call("pay", #"{"\#(name)": "\u202Eabcdefghijkl"}"#)])
    #expect(verdict.path == "$['\(name.prefix(64))…']")
    #expect(verdict.evidence == "·a…kl (13 characters)")
  }

  @Test("a pattern of the policy that backtracks without end denies")
  func backtracking() throws {
    let rules = try policy([
      "tools": [["id": "A", "tool": "pay", "allow_when": ["each": [["path": "$.to", "matches": #"(a|aa)+\1?"#]]]]]
    ])
    let sentence = rules.verdict(on: "pay", #"{"to": "\#(String(repeating: "a", count: 5_000))!"}"#)?.sentence
    #expect(sentence == "deny A E_BUDGET")
  }

  @Test(
    "a pattern is anchored at both ends",
    arguments: [("ines", true), ("xines", false), ("ines\\nx", false), ("inesx", false)])
  func anchored(_ value: String, _ isAllowed: Bool) throws {
    let rules = try policy([
      "tools": [["id": "A", "tool": "pay", "allow_when": ["each": [["path": "$.to", "matches": "ines|x"]]]]]
    ])
    #expect((rules.verdict(on: "pay", #"{"to": "\#(value)"}"#)?.outcome == .allow) == isAllowed)
  }

  @Test(
    "a host that clients read in different ways is none of those that a rule allows",
    arguments: [
      (#"https://corp.example\\@evil.example/x"#, false), (#"https://corp.example\\x"#, false),
      (#"https:\\\\corp.example\\x"#, false), (#"\\\\corp.example/x"#, false), (#"corp.example\\@evil.example"#, false),
      ("https://corp.example/x", true), (#"https://corp.example/a\\b"#, true), (#"https://corp.example?a=\\b"#, true),
      ("corp.example", true),
    ])
  func backslashes(_ value: String, _ isAllowed: Bool) throws {
    for demand: JSONObject in [["host_in": ["corp.example"]], ["public_host": true]] {
      var each = demand
      each["path"] = "$.to"
      let rules = try policy(["tools": [["id": "A", "tool": "pay", "allow_when": ["each": [.object(each)]]]]])
      #expect((rules.verdict(on: "pay", #"{"to": "\#(value)"}"#)?.outcome == .allow) == isAllowed)
    }
  }

  @Test(
    "a pattern in the schema of arguments fits the whole value",
    arguments: [
      ("a@corp.example", true), ("x; a@corp.example.evil", false), ("a@corp.example\\n", false),
      ("a@corp.example|b", false),
      ("b|", false),
    ])
  func anchoredSchema(_ value: String, _ isAllowed: Bool) throws {
    let places: [JSONObject] = [
      ["properties": ["to": ["pattern": #"[a-z]+@corp\.example|b"#]]],
      [
        "properties": ["to": ["$ref": "#/$defs/to"]],
        "$defs": ["to": ["anyOf": [["pattern": #"[a-z]+@corp\.example|b"#]]]],
      ],
    ]
    for schema in places {
      let rules = try policy([
        "tools": [["id": "A", "tool": "pay", "allow_when": ["arguments": .object(schema)]]]
      ])
      #expect((rules.verdict(on: "pay", #"{"to": "\#(value)"}"#)?.outcome == .allow) == isAllowed)
    }
  }

  @Test("what a pattern under `not` forbids it forbids anywhere in a value")
  func forbiddenPattern() throws {
    let rules = try policy([
      "tools": [
        ["id": "A", "tool": "pay", "allow_when": ["arguments": ["properties": ["to": ["not": ["pattern": "evil"]]]]]]
      ]
    ])
    #expect(rules.verdict(on: "pay", #"{"to": "x@evil.example"}"#)?.outcome == .deny)
    #expect(rules.verdict(on: "pay", #"{"to": "x@corp.example"}"#)?.outcome == .allow)
  }

  private static let countedSchemas: [JSONObject] = [
    ["contains": ["pattern": "evil"], "minContains": 0, "maxContains": 0],
    ["oneOf": [["items": ["pattern": "evil"]], ["items": ["type": "string"]]]],
  ]

  @Test("what may not hold too often may not hold in any part of a value", arguments: countedSchemas)
  func countedPattern(_ schema: JSONObject) throws {
    let rules = try policy([
      "tools": [["id": "A", "tool": "pay", "allow_when": ["arguments": ["properties": ["to": .object(schema)]]]]]
    ])
    #expect(rules.verdict(on: "pay", #"{"to": ["x@evil.example"]}"#)?.outcome == .deny)
    #expect(rules.verdict(on: "pay", #"{"to": ["x@corp.example"]}"#)?.outcome == .allow)
  }

  @Test("what has to be there and not too often fits the whole value where it has to")
  func containedPattern() throws {
    let schema: JSONValue = ["contains": ["pattern": "ines@corp"], "maxContains": 1]
    let rules = try policy([
      "tools": [["id": "A", "tool": "pay", "allow_when": ["arguments": ["properties": ["to": schema]]]]]
    ])
    #expect(rules.verdict(on: "pay", #"{"to": ["ines@corp"]}"#)?.outcome == .allow)
    #expect(rules.verdict(on: "pay", #"{"to": ["ines@corp.evil"]}"#)?.outcome == .deny)
    #expect(rules.verdict(on: "pay", #"{"to": ["ines@corp", "ines@corp.evil"]}"#)?.outcome == .deny)
  }

  @Test("a property called pattern and a value that holds one are no patterns")
  func calledPattern() throws {
    let rules = try policy([
      "tools": [
        [
          "id": "A", "tool": "pay",
          "allow_when": [
            "arguments": ["properties": ["pattern": ["type": "string"], "x": ["const": ["pattern": "a"]]]]
          ],
        ]
      ]
    ])
    #expect(rules.verdict(on: "pay", #"{"pattern": "anything", "x": {"pattern": "a"}}"#)?.outcome == .allow)
    #expect(rules.verdict(on: "pay", #"{"pattern": 1}"#)?.outcome == .deny)
  }

  @Test("patterns that cannot be anchored as they are meant are refused")
  func patternProblems() {
    func problem(_ schema: JSONValue) -> [String] {
      problems(["tools": [["id": "A", "tool": "pay", "allow_when": ["arguments": schema]]]]).map(\.message)
    }
    #expect(problem(["properties": ["to": ["pattern": "a)|(b"]]]).count == 1)
    #expect(
      problem(["$defs": ["q": ["pattern": "a"]], "properties": ["to": ["not": ["$ref": "#/$defs/q"]]]])
        == ["a schema with a `pattern` cannot be referred to under `not` or `if`"])
    #expect(problem(["$defs": ["q": ["maxLength": 3]], "properties": ["to": ["not": ["$ref": "#/$defs/q"]]]]) == [])
  }

  @Test("a megabyte of characters that show nothing hides no value")
  func zeroWidth() throws {
    let rules = try policy(["restricted": [["id": "r", "values": ["Sigrid Halvorsen"]]]])
    let hidden = String(repeating: "\u{200B}", count: 350_000)
    #expect(rules.decide("Sigrid\(hidden)Halvorsen").rule == "restricted:r")
  }

  @Test("ten thousand values are looked for in every way, and the one that is there is named")
  func manyValues() throws {
    var random = SplitMix64(state: 11)
    let letters = Array("abcdefghijklmnopqrstuvwxyz".unicodeScalars)
    let values = (0..<10_000).map { _ in
      String(String.UnicodeScalarView((0..<16).compactMap { _ in letters.randomElement(using: &random) }))
    }
    let rules = try policy(["restricted": [["id": "r", "values": .array(values.map { .string($0) })]]])
    let backwards = String(String.UnicodeScalarView(values[7_331].unicodeScalars.reversed()))
    #expect(rules.report("x \(backwards) y").detections.map(\.chain) == [["reversed"]])
  }
}
