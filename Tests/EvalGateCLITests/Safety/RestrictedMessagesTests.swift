import StrictJSON
import Testing

@Suite("what a policy restricts is said by no message")
struct RestrictedMessagesTests {
  private static let value = "HEATHER-0417"

  @Test(
    "about a file of calls",
    arguments: [
      #"{"id": "a", "tool": "refund", "expected": "HEATHER-0417"}"#,
      #"{"id": "a", "tool": "refund", "expected": {"HEATHER-0417": "deny"}}"#, #"{"HEATHER-0417": 1, "text": "hi"}"#,
      #"{"id": "a", "tool": "refund", "setup": {"HEATHER-0417": 1}}"#,
      #"{"id": "HEATHER-0417", "text": "hi", "expected": {"rule": "HEATHER-0417"}}"#,
    ])
  func calls(_ line: String) async throws {
    let project = try TemporaryProject(["p.yml": DeskProject.policy, "calls.jsonl": line + "\n"])
    for format in ["text", "json"] {
      let run = try await project.evalgate("policy", "test", "p.yml", "calls.jsonl", "--format", format).run
      #expect(run.code != 0 && !run.output.contains("0417") && !run.error.contains("0417"), "\(run)")
    }
  }

  @Test(
    "about files that are read after the project",
    arguments: ["evalsets/desk/recordings.jsonl", "evalsets/baselines/desk.jsonl"])
  func later(_ path: String) async throws {
    let project = try await DeskProject.project(
      #"{"id": "a", "text": "hi", "expected": {"calls": {"deny": ["refund"]}}}"#, answers: ["a": ["No."]])
    try project.write(#"{"kind": "HEATHER-0417", "HEATHER-0417": "HEATHER-0417"}"# + "\n", to: path)
    for command in [
      ["validate"], ["run", "--mode", "replay"], ["run"], ["baseline", "status"], ["recordings", "verify"],
    ] {
      let run = try await EvalGate.run(command, in: project)
      #expect(!run.output.contains("0417") && !run.error.contains("0417"), "\(command) \(run)")
    }
  }

  @Test("nor kept in the reason of an acceptance")
  func reason() async throws {
    let project = try await DeskProject.project(
      #"{"id": "a", "text": "hi", "expected": {"calls": {"deny": ["refund"]}}}"#, answers: ["a": ["No."]])
    #expect(try await project.evalgate("run").run.code == 0)
    let refused = try await project.evalgate("baseline", "accept", "--reason", "heather 0417 is gone").run
    #expect(refused.code == 2 && refused.error.contains("the reason holds what is not to be shown"), "\(refused)")
    #expect(!refused.error.contains("0417") && !project.exists("evalsets/baselines"), "\(refused)")
    #expect(try await project.evalgate("baseline", "accept", "--reason", "the code is gone").run.code == 0)
  }
}
