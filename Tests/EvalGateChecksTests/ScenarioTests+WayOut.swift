import EvalGateCore
import StrictJSON
import Testing

extension ScenarioTests {
  @Test(
    "a finding that fails a harmless scenario names what lets it through",
    arguments: [
      ("secret:assigned-secret", "`secrets: { allow: [...] }`"),
      ("channel:link_data", "`channels: { allow_hosts: [...] }`"),
      ("system_prompt", "`system_prompt: { allow: [...] }`"), ("pii:VIN", "`pii: { allow_values: [...] }`"),
    ])
  func wayOut(_ rule: String, _ key: String) throws {
    let decision = Decision(policy: PolicyVerdict(action: .reject, rule: rule), action: .reject, rule: rule)
    let finding = try judge(["utility": ["contains_all": ["done"]]], text: "done", decision: decision)
    #expect(finding.outcome == .failed && finding.message.unsafeText.contains(key), "\(finding)")
  }

  @Test("a rule that somebody wrote has no such way")
  func ownRule() throws {
    let decision = Decision(policy: PolicyVerdict(action: .reject, rule: "T"), action: .reject, rule: "T")
    let finding = try judge(["utility": ["contains_all": ["done"]]], text: "done", decision: decision)
    #expect(finding.message.unsafeText == "rejected by T, which nothing speaks for")
  }
}
