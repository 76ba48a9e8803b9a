import EvalGateCore
import StrictJSON
import Testing

@Suite("fields of an extraction")
struct FieldsTests {
  private func facts(_ options: JSONValue = [:], expected: JSONValue, output: String) throws -> [Fact] {
    try Judge("fields", options)(output, expected: expected).facts
  }

  @Test("every leaf is a fact, items of a list under one name")
  func leaves() throws {
    let found = try facts(
      expected: ["a": 1, "l": [["b": 2], ["b": 3]]], output: #"{"a": 1, "l": [{"b": 2}, {"b": 4}]}"#)
    #expect(
      found == [
        .field(path: "$.a", .match), .field(path: "$.l[*].b", .match), .field(path: "$.l[*].b", .mismatch),
      ])
  }

  private static let presenceTable: [(JSONValue, String, FieldOutcome)] = [
    (1, "{}", FieldOutcome.missing), (1, #"{"a": null}"#, .missing), (nil, "{}", .match),
    (nil, #"{"a": null}"#, .match),
    (nil, #"{"a": 1}"#, .invented), (1, #"{"a": "1"}"#, .mismatch), (1, #"{"a": 1.0}"#, .match),
  ]

  @Test("missing and invented fields are told apart, and null is nothing", arguments: Self.presenceTable)
  func presence(_ expected: JSONValue, _ output: String, _ outcome: FieldOutcome) throws {
    #expect(try facts(expected: ["a": expected], output: output) == [.field(path: "$.a", outcome)])
  }

  @Test("everything is missing where the output is no JSON, null included")
  func noJSON() throws {
    let found = try facts(expected: ["a": 1, "b": nil], output: "a is 1")
    #expect(found == [.field(path: "$.a", .missing), .field(path: "$.b", .missing)])
  }

  @Test("invented fields at any depth are noted, but not without end")
  func invented() throws {
    let members = (0..<5000).map { "\"k\($0)\": \($0)" }.joined(separator: ",")
    let finding = try Judge("fields")("{\"a\": {\"b\": 1, \(members)}}", expected: ["a": ["b": 1]])
    #expect(finding.outcome == .failed)
    #expect(finding.facts.count == 51)
    #expect(finding.said.hasSuffix("more"))
  }

  @Test("items are matched by key in any order, missing and extra ones noted")
  func matching() throws {
    let options: JSONValue = ["fields": ["$.l": ["match_by": "k", "fields": ["$.v": "number"]]]]
    let found = try facts(
      options, expected: ["l": [["k": "a", "v": 1], ["k": "b", "v": 2]]],
      output: #"{"l": [{"k": "c", "v": 9}, {"k": "a", "v": "1.0"}]}"#)
    #expect(
      found == [
        .field(path: "$.l[*].k", .match), .field(path: "$.l[*].v", .match), .field(path: "$.l[*].k", .missing),
        .field(path: "$.l[*].v", .missing), .field(path: "$.l[*]", .invented),
      ])
  }

  @Test("items with equal keys are matched one to one")
  func equalKeys() throws {
    let options: JSONValue = ["fields": ["$.l": ["match_by": ["k"]]]]
    let expected: JSONValue = ["l": [["k": "a", "v": 1], ["k": "a", "v": 1]]]
    #expect(try outcome("fields", options, expected: expected, output: #"{"l": [{"k": "a", "v": 1}]}"#) == .failed)
  }

  @Test("only named fields are compared when others are ignored")
  func others() throws {
    let options: JSONValue = ["fields": ["$.a": "exact"], "others": "ignore", "invented": "ignore"]
    #expect(
      try facts(options, expected: ["a": 1, "b": 2], output: #"{"a": 1, "c": 3}"#) == [.field(path: "$.a", .match)])
  }

  private static let comparisonTable: [(JSONValue, JSONValue, JSONValue, FieldOutcome?)] = [
    ("case_folded", "Moorhen Catering", "moorhen   CATERING", FieldOutcome.match), ("case_folded", "a", "b", .mismatch),
    ("date", "2026-02-10", "2026-02-10T10:00:00+02:00", .match), ("date", "2026-02-10", "10 Feb 2026", .mismatch),
    ("date", "2026-02-10", "2026-02-30", .mismatch), ("set", ["a", "b"], ["b", "a", "a"], .match),
    ("set", ["a", "b"], ["a"], .mismatch), ("set", ["a"], "a", .mismatch),
    (["compare": "fuzzy", "at_least": 0.8], "kitten", "Mitten", .match),
    ("fuzzy", "kitten", "sitting", .mismatch), ("number", 3, "3.00", .match), ("number", 3, true, .mismatch),
    ("ignore", 1, 2, nil), ("exact", "é", "e\u{301}", .mismatch),
  ]

  @Test("comparisons", arguments: Self.comparisonTable)
  func comparisons(_ rule: JSONValue, _ expected: JSONValue, _ got: JSONValue, _ outcome: FieldOutcome?) throws {
    let output = JSONValue.object(["a": got, "b": 0]).serialized()
    let found = try facts(["fields": ["$.a": rule]], expected: ["a": expected, "b": 0], output: output)
    #expect(found.first == (outcome ?? .match).fact(outcome == nil ? "$.b" : "$.a"))
  }

  private static let unusableTable: [(String, JSONValue)] = [
    ("date", "soon"), ("number", "three"), ("set", 1), ("fuzzy", 1),
  ]

  @Test("an expectation of the wrong kind is an error", arguments: Self.unusableTable)
  func unusable(_ rule: String, _ expected: JSONValue) throws {
    let options: JSONValue = ["fields": ["$.a": .string(rule)]]
    #expect(try outcome("fields", options, expected: ["a": expected], output: #"{"a": 1}"#) == .error)
  }

  @Test("a hostile name is shortened and escaped in the fact")
  func hostileName() throws {
    let name = String(repeating: "\u{1}", count: 100_000)
    let output = JSONValue.object(JSONObject([("a", 1), (name, 2)])).serialized()
    guard case .field(let path, .invented)? = try facts(expected: ["a": 1], output: output).last else {
      Issue.record("expected an invented field")
      return
    }
    #expect(path.utf8.count < 500 && path.hasPrefix("$['\\u0001"))
  }

  @Test("fields may stand beside calls and a decision")
  func beside() throws {
    #expect(
      try outcome("fields", expected: ["fields": ["a": 1], "decision": "accept"], output: #"{"a": 1}"#) == .passed)
  }
}

extension FieldOutcome {
  fileprivate func fact(_ path: String) -> Fact { .field(path: path, self) }
}
