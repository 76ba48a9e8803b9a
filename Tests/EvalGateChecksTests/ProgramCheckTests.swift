import EvalGateChecks
import EvalGateCore
import StrictJSON
import Testing

@Suite("exec")
struct ProgramCheckTests {
  private let options: JSONValue = ["command": ["./polite.py"]]

  private func judge(_ reply: JSONValue, not: Bool = false) throws -> Finding {
    var options = options.objectValue ?? [:]
    if not { options["not"] = true }
    return try Judge("exec", .object(options))(Candidate(answer: Answer(text: "Hello")), opinion: reply)
  }

  @Test("the program's message and score are the finding's")
  func message() throws {
    let finding = try judge(["pass": false, "message": "no greeting", "score": 0.25])
    #expect(finding == Finding("exec", .failed, "no greeting", score: 0.25))
  }

  @Test("a failure without a message names the program")
  func noMessage() throws {
    #expect(try judge(["pass": false]).said == "`polite.py` says no")
    #expect(try judge(["pass": false, "message": ""]).said == "`polite.py` says no")
  }

  @Test(
    "a reply that is no verdict is an error, also when negated",
    arguments: [
      [:], ["pass": "yes"], ["pass": 1], ["pass": nil], "true", ["pass": true, "message": 1],
      ["pass": true, "score": 1.5], ["pass": true, "score": "high"], ["pass": true, "error": "no words"],
    ] as [JSONValue])
  func noVerdict(reply: JSONValue) throws {
    #expect(try judge(reply).outcome == .error)
    #expect(try judge(reply, not: true).outcome == .error)
  }

  @Test("an absent score and a null one are the same")
  func nullScore() throws { #expect(try judge(["pass": true, "score": nil]).outcome == .passed) }

  @Test("`not` turns a verdict around")
  func negated() throws {
    #expect(try judge(["pass": false], not: true).outcome == .passed)
    #expect(try judge(["pass": true], not: true).outcome == .failed)
  }

  @Test("without an answer there is nothing to ask about: the model's failure fails, the infrastructure's is an error")
  func noAnswer() throws {
    let judge = try Judge("exec", options)
    let model = Candidate(failure: GenerationFailure(.model, .other, "refused"))
    let infrastructure = Candidate(failure: GenerationFailure(.infrastructure, .timeout, "late"))
    #expect(judge(model, opinion: ["pass": true]).outcome == .failed)
    #expect(judge(infrastructure, opinion: ["pass": true]).outcome == .error)
  }

  @Test(
    "a check that names no program, or gives it no time, is not loaded",
    arguments: [[:], ["command": []], ["command": [""]], ["command": ["./a"], "timeout": "0s"]] as [JSONValue])
  func badOptions(options: JSONValue) {
    #expect(throws: Diagnostic.self) { try Judge("exec", options) }
  }

  @Test("a long message is cut, so that a program cannot flood a report")
  func longMessage() throws {
    let finding = try judge(["pass": false, "message": .string(String(repeating: "x", count: 100_000))])
    #expect(finding.said.unicodeScalars.count == 401)
  }
}
