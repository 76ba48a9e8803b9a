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

  @Test(
    "so are those that a filter cut, or that ended for another reason",
    arguments: [
      ("content_filter", "a filter of the service cut it off"), ("refusal", "a filter of the service cut it off"),
      ("malformed_call", "the service ended it for another reason than that all was said"),
    ])
  func otherEnds(stop: String, words: String) async throws {
    let cases = """
      {"id": "a", "text": "a refund", "stop": "stop"}
      {"id": "b", "text": "the refund is", "stop": "\(stop)"}

      """
    let run = try await EvalGate.run(["run"], in: project(cases))
    #expect(run.code == 0, "\(run.error)")
    #expect(
      run.error.contains("note[run/cut-off]: desk: 1 answer passed although \(words), first at b"), "\(run.error)")
  }

  @Test("an ending that a check looks at is not told", arguments: ["content_filter", "refusal"])
  func expectedEnds(stop: String) async throws {
    let project = try project(#"{"id": "a", "text": "a refund", "stop": "\#(stop)"}"# + "\n")
    try project.write(
      "defaults: { checks: [{ check: finish_reason, reason: \(stop) }] }\n", to: "evalsets/desk/set.yml")
    let run = try await EvalGate.run(["run"], in: project)
    #expect(run.code == 0 && !run.error.contains("cut-off"), "\(run)")
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
