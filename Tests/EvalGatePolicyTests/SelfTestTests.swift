import EvalGatePolicy
import StrictJSON
import Testing

@Suite("the self-test")
struct SelfTestTests {
  @Test("every known-bad recording is rejected for its reason, and every twin accepted")
  func passes() {
    let test = SelfTest()
    #expect(test.failures.map(\.description) == [])
    #expect(test.tried > 60)
  }

  @Test("without any one of its parts the engine does not pass", arguments: RulePolicy.parts)
  func mutation(_ part: String) {
    #expect(!SelfTest(without: part).passed, "nothing noticed that `\(part)` was gone")
  }

  @Test("a policy is tried on its own values and denials")
  func own() throws {
    #expect(SelfTest(of: try policy(SupportDesk.policy)).passed)
  }

  @Test("a policy whose values are not looked for in the way they stand there does not pass")
  func blind() throws {
    let rules = try policy(["restricted": [["id": "r", "values": ["#7#8#9"], "match": ["encoded"]]]])
    #expect(SelfTest(of: rules).failures.map(\.part) == ["restricted:r"])
  }
}
