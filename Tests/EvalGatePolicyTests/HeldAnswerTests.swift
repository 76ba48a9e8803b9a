import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("answers that a policy holds back")
struct HeldAnswerTests {
  private static let code = Answer(text: "It is HEATHER-0417.")
  private static let wipe = Answer(text: "Gone.", toolCalls: [call("wipe", "{}")])
  private static let pay = Answer(text: "May I?", toolCalls: [call("pay", "{}")])
  private static let send = Answer(toolCalls: [call("send", #"{"body": "HEATHER-0417"}"#)])
  private static let plain = Answer(text: "Hello.")

  @Test(
    "are those in which something is found or denied, and no others of the conversation",
    arguments: [
      ([code, plain], [0]), ([plain, code], [1]), ([plain, wipe, plain], [1]), ([wipe, plain], [0]),
      ([pay, plain], []),
      ([plain, pay], []), ([send, plain], [0]), ([pay, wipe], [1]), ([wipe, pay, send], [0, 2]), ([plain], []),
    ] as [([Answer], [Int])])
  func held(_ answers: [Answer], _ held: [Int]) throws {
    let rules = try policy([
      "tools": [
        ["id": "W", "tool": "wipe", "decision": "deny"], ["id": "P", "tool": "pay", "confirm": ["always": true]],
        ["id": "S", "tool": "send"],
      ],
      "restricted": [["id": "codes", "values": ["HEATHER-0417"]]],
    ])
    var candidate = Candidate(answer: answers[answers.count - 1])
    candidate.earlier = Array(answers.dropLast())
    let evalCase = EvalCase(
      id: "a", digest: Digest(of: "a".utf8), checksDigest: Digest(of: "a".utf8), location: SourceLocation(path: "a"),
      variables: [:])
    #expect(rules.decide(Proposal(candidate: candidate, evalCase: evalCase)).heldAnswers == Set(held))
  }
}
