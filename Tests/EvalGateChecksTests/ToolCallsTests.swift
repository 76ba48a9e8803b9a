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
