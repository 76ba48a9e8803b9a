import Testing

/// Answers that the length limit cut off, through whole commands.
@Suite("answers that were cut off")
struct CutOffTests {
  /// Says the case's text and stops for the case's reason.
  private static let program = """
    import json, sys
    sys.stdin.readline()
    print(json.dumps({"name": "writer"}), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        case = question["case"]["vars"]
        print(json.dumps({"id": question["id"], "text": case["text"], "finish_reason": case["stop"]}), flush=True)

    """

  private func project(_ cases: String) throws -> TemporaryProject {
    try TemporaryProject([
      "evalgate.yml": """
      version: 1
      routes: { writer: { targets: [{ provider: exec, command: [python3, writer.py] }] } }
      suites: { desk: { prompt: desk, route: writer } }
      gates: { quality: { metric: pass_rate, at_least: 50% } }

      """,
      "prompts/desk.prompt.yml": "messages: [{ role: user, content: \"{{text}}\" }]\n",
      "evalsets/desk/set.yml": "defaults: { checks: [{ check: contains, text: refund }] }\n",
      "evalsets/desk/cases.jsonl": cases, "writer.py": Self.program,
    ])
  }

  @Test("those that pass all the same are told, by `run` and by `gate`")
  func told() async throws {
    let project = try project(
      """
      {"id": "a", "text": "a refund", "stop": "stop"}
      {"id": "b", "text": "no", "stop": "length"}
      {"id": "c", "text": "a refund, and then you", "stop": "length"}
      {"id": "d", "text": "the refund is", "stop": "length"}

      """)
    for command in [["run"], ["gate", "latest"]] {
      let run = try await EvalGate.run(command, in: project)
      #expect(run.code == 0, "\(run.error)")
      #expect(
        run.error.contains(
          "note[run/cut-off]: desk: 2 answers passed although the length limit cut them off, first at c"
        ), "\(run.error)")
    }
  }

  @Test("a cut that fails its check is a failure like any other")
  func failing() async throws {
    let project = try project(
      """
      {"id": "a", "text": "a refund", "stop": "stop"}
      {"id": "b", "text": "no", "stop": "length"}

      """)
    #expect(try await EvalGate.run(["run"], in: project).error.contains("cut-off") == false)
  }
}
