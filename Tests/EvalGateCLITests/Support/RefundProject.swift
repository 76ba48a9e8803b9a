/// A project whose model, a program, proposes the refund that a case asks for, and whose policy decides how much may be paid.
enum RefundProject {
  private static let program = """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "refunds", "revisions": {"code": "1"}}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        call = {"name": "refund", "arguments": {"amount": int(question["messages"][-1]["content"])}}
        print(json.dumps({"id": question["id"], "text": "", "tool_calls": [call]}), flush=True)

    """

  /// With a limit of 200, two of the three cases hold: 300 ought to be paid and is not.
  static func files(gates: String) -> [String: String] {
    [
      "app.py": program, ".gitignore": ".evalgate/\n", "policies/desk.yml": policy(version: 1, limit: 200),
      "prompts/refunds.prompt.yml": """
      id: refunds
      messages: [{ role: user, content: "{{amount}}" }]

      """,
      "evalsets/refunds/cases.jsonl": """
      {"id": "small", "amount": "100", "expected": {"decision": "accept"}}
      {"id": "middle", "amount": "300", "expected": {"decision": "accept"}}
      {"id": "large", "amount": "600", "expected": {"decision": "reject"}}

      """,
      "evalgate.yml": """
      version: 1
      defaults: { route: r, mode: live, policy: desk }
      routes: { r: { targets: [{ provider: exec, command: [python3, app.py] }], timeout: 20s } }
      gates: \(gates)

      """,
    ]
  }

  static func policy(version: Int, limit: Int) -> String {
    """
    id: desk
    version: \(version)
    changelog: [{ version: \(version), why: up to \(limit) }]
    defaults: { unknown_tool: deny }
    tools:
      - id: T-REFUND
        tool: refund
        effect: money
        allow_when: { arguments: { type: object, properties: { amount: { type: number, maximum: \(limit) } } } }

    """
  }
}
