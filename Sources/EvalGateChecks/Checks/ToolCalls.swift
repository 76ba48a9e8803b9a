import EvalGateCore
import StrictJSON

/// Passes when the model proposed the expected tool calls. Whether it did is a fact for routing accuracy.
struct ToolCalls: PlainCheck {
  static let id: CheckID = "tool_calls"
  static let summary =
    "The proposed tool calls are the expected ones: names, arguments (strict JSON), order, none forbidden, not too many."
  static let defaultSubject = SubjectSelector.candidate
  static let options = [
    OptionHelp(
      "calls",
      """
      the calls expected, each with `name` and, where they matter, `arguments` (members with their values), \
      `arguments_schema` (JSON Schema) or `arguments_at` (JSONPaths with values); the case's `expected.tool_calls` when \
      left out; an empty list means no call at all
      """),
    OptionHelp("order", "`exact` (the default), `in_order` (others may stand between) or `any_order`"),
    OptionHelp(
      "others",
      "whether calls that are not expected are `denied` or `allowed`; allowed only for `in_order` when left out"),
    OptionHelp(
      "unlisted_arguments", "whether arguments that `arguments` does not list are `allowed` (the default) or `denied`"),
    OptionHelp("forbidden", "names or patterns (`delete_*`) of tools that must not be called"),
    OptionHelp("at_most", "the most calls there may be"),
  ]
  static let examples = [
    CheckExample(
      expected: ["tool_calls": [["name": "refund", "arguments": ["order": "4028"]]]],
      toolCalls: [ToolCall(name: "refund", argumentsText: #"{"order":"4028","reason":"late"}"#)], expect: .passed),
    CheckExample(
      expected: ["tool_calls": [["name": "refund", "arguments": ["order": "4028"]]]],
      toolCalls: [ToolCall(name: "refund", argumentsText: #"{"order":"4082"}"#)], expect: .failed),
    CheckExample(
      expected: ["tool_calls": [["name": "refund"]]],
      toolCalls: [ToolCall(name: "refund", argumentsText: "{order: 4028}")], expect: .failed),
    CheckExample(
      options: ["order": "any_order"], expected: ["tool_calls": [["name": "a"], ["name": "b"]]],
      toolCalls: [ToolCall(name: "b", argumentsText: "{}"), ToolCall(name: "a", argumentsText: "{}")], expect: .passed),
    CheckExample(
      options: ["order": "in_order"], expected: ["tool_calls": [["name": "a"], ["name": "c"]]],
      toolCalls: ["a", "b", "c"].map { ToolCall(name: $0, argumentsText: "{}") }, expect: .passed),
    CheckExample(
      expected: [
        "tool_calls": [
          [
            "name": "pay", "arguments_schema": ["properties": ["amount": ["maximum": 200]]],
            "arguments_at": ["$.to[0]": "Ines"],
          ]
        ]
      ],
      toolCalls: [ToolCall(name: "pay", argumentsText: #"{"amount":500,"to":["Ines"]}"#)], expect: .failed),
    CheckExample(expected: ["tool_calls": []], output: "Every six months.", expect: .passed),
    CheckExample(
      options: ["forbidden": ["delete_*"], "at_most": 2],
      toolCalls: [ToolCall(name: "delete_account", argumentsText: "{}")], expect: .failed),
    CheckExample(output: "nothing is expected here", expect: .error),
  ]

  /// Whether something more than what is expected may be there.
  enum Permission: String, CaseIterable { case allowed, denied }

  private let fixed: [ExpectedCall]?
  private let order: CallMatching.Order
  private let allowsOthers: Bool
  private let allowsUnlisted: Bool
  private let forbidden: [MeantTool]
  private let limit: Int?

  init(options: inout OptionReader) throws(Diagnostic) {
    order = try options.choice("order", default: .exact)
    allowsOthers = try options.choice("others", default: order == .inOrder ? Permission.allowed : .denied) == .allowed
    allowsUnlisted = try options.choice("unlisted_arguments", default: Permission.allowed) == .allowed
    forbidden = try options.optionalStrings("forbidden")?.map(MeantTool.init) ?? []
    limit = try options.optionalInt("at_most")
    guard let node = options.node("calls") else {
      fixed = nil
      return
    }
    do throws(Halt) {
      fixed = try ExpectedCall.list(node.json, allowsUnlisted: allowsUnlisted)
    } catch {
      throw Diagnostic(
        .badOption, error.reason, at: node.location, help: "write calls as `{ name: …, arguments: { … } }`")
    }
  }

  /// With what a case expects and nothing else said.
  init(order: CallMatching.Order = .exact) {
    (fixed, self.order, allowsOthers, allowsUnlisted) = (nil, order, order == .inOrder, true)
    (forbidden, limit) = ([], nil)
  }

  func finding(for subject: Subject, in context: CheckContext) throws(Halt) -> Finding {
    let objection = try objection(in: context)
    return verdict(objection == nil, objection ?? "", facts: [.routing(objection == nil)])
  }

  func problem(with expected: Node?) -> Diagnostic? {
    do throws(Halt) {
      guard try calls(expected) == nil, forbidden.isEmpty, limit == nil else { return nil }
      return Diagnostic(
        .nothingToCompare, "check `tool_calls` has nothing to compare with", at: expected?.location,
        help: "give the case `expected: { tool_calls: […] }`; an empty list means no call")
    } catch {
      return Diagnostic(
        .nothingToCompare, error.reason, at: expected?["tool_calls"]?.location ?? expected?.location,
        help: "write calls as `{ name: …, arguments: { … } }`")
    }
  }

  private func objection(in context: CheckContext) throws(Halt) -> String? {
    let expected = try calls(context.evalCase.expected)
    let candidate = context.candidate
    if candidate.isError { throw .error("no answer, so no calls are known") }
    guard expected != nil || !forbidden.isEmpty || limit != nil else {
      throw .error("nothing to compare with: neither the check nor the case names calls")
    }
    let proposed = context.calls
    if let name = firstForbidden(in: proposed, context) { return "\(brief(name)) is forbidden" }
    if let limit, proposed.count > limit { return "\(counted(proposed.count, "call")), may be at most \(limit)" }
    guard let expected else { return nil }
    return try CallMatching(expected: expected, proposed: proposed.map(ProposedCall.init), allowsOthers: allowsOthers)
      .objection(order)
  }

  /// The first tool that is called although it must not be, calls within calls included.
  private func firstForbidden(in proposed: [ToolCall], _ context: CheckContext) -> String? {
    guard !forbidden.isEmpty else { return nil }
    let offered = context.evalCase.tools(insteadOf: context.tools)
    for call in proposed {
      if forbidden.contains(where: { $0.covers(call.name) }) { return call.name }
      for inner in call.innerCalls.all {
        let tool = CalledTool(inner.call.name)
        let rules = forbidden.filter { $0.covers(tool) }
        let isNamed = rules.contains { !$0.isPattern }
        if isNamed || !rules.isEmpty && inner.mayCall(oneOf: offered) { return tool.name }
      }
    }
    return nil
  }

  private func calls(_ expected: Node?) throws(Halt) -> [ExpectedCall]? {
    if let fixed { return fixed }
    return try expected?["tool_calls"].map { node throws(Halt) in
      try ExpectedCall.list(node.json, allowsUnlisted: allowsUnlisted)
    }
  }
}
