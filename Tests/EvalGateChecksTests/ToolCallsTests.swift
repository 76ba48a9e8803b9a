import EvalGateCore
import StrictJSON
import Testing

@Suite("tool calls")
struct ToolCallsTests {
  private func judge(_ options: JSONValue = [:], _ expected: JSONValue, _ calls: [(String, String)]) throws -> Finding {
    let answer = Answer(toolCalls: calls.map { ToolCall(name: $0.0, argumentsText: $0.1) })
    return try Judge("tool_calls", options)(Candidate(answer: answer), expected: ["tool_calls": expected])
  }

  @Test(
    "order and others",
    arguments: [
      ("exact", "ab", true), ("exact", "ba", false), ("exact", "abc", false), ("exact", "a", false),
      ("exact", "", false),
      ("in_order", "cacbc", true), ("in_order", "ba", false), ("in_order", "ab", true), ("any_order", "ba", true),
      ("any_order", "bac", false), ("any_order", "aa", false),
    ])
  func order(_ order: String, _ called: String, _ holds: Bool) throws {
    let finding = try judge(
      ["order": .string(order)], [["name": "a"], ["name": "b"]], called.map { (String($0), "{}") })
    #expect(finding.facts == [.routing(holds)])
    #expect(finding.outcome == (holds ? .passed : .failed))
  }

  @Test("any order with others allowed")
  func othersAllowed() throws {
    let finding = try judge(
      ["order": "any_order", "others": "allowed"], [["name": "b"]], [("a", "{}"), ("b", "{}")])
    #expect(finding.outcome == .passed)
  }

  @Test(
    "the text that a custom tool is told is expected as it is, or by a schema of a text",
    arguments: [
      (["name": "run_sql", "arguments": "SELECT 1"], "SELECT 1\n", true),
      (["name": "run_sql", "arguments": "SELECT 1"], "DROP TABLE users", false),
      (["name": "run_sql", "arguments_schema": ["type": "string", "pattern": "^SELECT"]], "SELECT 1", true),
      (["name": "run_sql", "arguments_schema": ["type": "string", "pattern": "^SELECT"]], "DROP TABLE users", false),
      (["name": "run_sql", "arguments": #"{"a": 1}"#], #"{"a": 1}"#, true),
      (["name": "run_sql", "arguments_schema": ["required": ["a"]]], "SELECT 1", false),
    ] as [(JSONValue, String, Bool)])
  func customTool(_ expected: JSONValue, _ text: String, _ holds: Bool) throws {
    #expect(try judge([:], [expected], [("run_sql", text)]).outcome == (holds ? .passed : .failed))
  }

  @Test("arguments that are no JSON fail, and where they may be a custom tool's the message says how to expect them")
  func customToolByName() throws {
    let text = try judge([:], [["name": "run_sql"]], [("run_sql", "SELECT 1")])
    #expect(text.outcome == .failed && text.said.contains("arguments_schema: { type: string }"), "\(text.said)")
    let cut = try judge([:], [["name": "refund"]], [("refund", "{order: 4028}")])
    #expect(cut.outcome == .failed && !cut.said.contains("custom"), "\(cut.said)")
  }

  @Test("a call that fits two expectations is not given to the wrong one")
  func matching() throws {
    let finding = try judge(
      ["order": "any_order"], [["name": "a"], ["name": "a", "arguments": ["x": 1]]],
      [("a", #"{"x": 1}"#), ("a", #"{"x": 2}"#)])
    #expect(finding.outcome == .passed)
  }

  @Test("an empty list means no call")
  func none() throws {
    #expect(try judge([:], [], []).outcome == .passed)
    #expect(try judge([:], [], [("a", "{}")]).outcome == .failed)
  }

  @Test(
    "arguments are parsed strictly",
    arguments: ["", "null", "[]", #"{"x": 1, "x": 1}"#, "{x: 1}", #"{"x": 1} "# + "]", #"{"x":01}"#])
  func strict(_ arguments: String) throws {
    #expect(try judge([:], [["name": "a", "arguments": ["x": 1]]], [("a", arguments)]).outcome == .failed)
  }

  @Test("unlisted arguments are free unless denied")
  func unlisted() throws {
    let expected: JSONValue = [["name": "a", "arguments": ["x": 1]]]
    #expect(try judge([:], expected, [("a", #"{"x": 1, "y": 2}"#)]).outcome == .passed)
    #expect(try judge(["unlisted_arguments": "denied"], expected, [("a", #"{"x": 1, "y": 2}"#)]).outcome == .failed)
  }

  @Test("forbidden calls and too many calls fail whatever else fits")
  func forbidden() throws {
    #expect(
      try judge(["forbidden": "b*", "others": "allowed"], [["name": "a"]], [("a", "{}"), ("bc", "{}")]).outcome
        == .failed)
    #expect(
      try judge(["at_most": 1, "others": "allowed"], [["name": "a"]], [("a", "{}"), ("a", "{}")]).outcome == .failed)
  }

  @Test("calls of earlier turns count")
  func earlier() throws {
    var candidate = Candidate(answer: Answer(text: "done"))
    candidate.earlier = [Answer(toolCalls: [ToolCall(name: "a", argumentsText: "{}")])]
    #expect(try Judge("tool_calls")(candidate, expected: ["tool_calls": [["name": "a"]]]).outcome == .passed)
  }

  @Test("thousands of proposed calls are judged")
  func many() throws {
    let calls = (0..<5000).map { ("a", "{\"x\": \($0)}") }
    let expected: JSONValue = .array((4990..<5000).map { ["name": "a", "arguments": ["x": .number(JSONNumber($0))]] })
    #expect(try judge(["order": "any_order", "others": "allowed"], expected, calls).outcome == .passed)
  }
}
