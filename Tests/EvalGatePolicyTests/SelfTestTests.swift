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

  @Test("what is tried is what the engine is made of, by its own lists")
  func parts() {
    let parts = Set(RulePolicy.parts)
    #expect(parts.count == RulePolicy.parts.count, "a name stands for two parts")
    let detectors = ["restricted", "pii", "secret", "canary", "system_prompt", "channel", "unicode", "sink"]
    #expect(parts.isSuperset(of: detectors))
    #expect(RulePolicy.parts.count { $0.hasPrefix("pii:") } == PIIEntity.allCases.count)
    #expect(parts.isSuperset(of: ["channel:link_data", "unicode:bidi_override", "sink:sql", "base64", "taint"]))
    #expect(parts.isSuperset(of: ["each:host_in", "each:no_detector", "secret:ghp_+36", "secret:jwt"]))
  }

  @Test(
    "the tokens that people lose most are among those that are looked for",
    arguments: [
      "AKIA", "ASIA", "ABIA", "ACCA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-",
      "sk_live_", "rk_live_", "sk-proj-", "sk-ant-api03-", "AIza", "npm_", "pypi-AgEIcHlwaS5vcmc", "SG.", "SK", "hf_",
      "dop_v1_", "shpat_", "dapi", "hvs.", "glsa_", "lin_api_", "PMAK-", "ntn_", "AGE-SECRET-KEY-1",
    ])
  func prefixes(_ prefix: String) {
    #expect(RulePolicy.parts.contains { $0.hasPrefix("secret:\(prefix)+") })
  }

  @Test("a part that no recording is for is noticed to be untried")
  func untried() {
    #expect(SelfTest(without: "no such part").passed)
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

  @Test(
    "a policy that looks for values byte for byte sees its own, whose other forms it does not look for",
    arguments: ["Marta Nowak", "Project Falcon", "+49 171 2345678", "O'Brien"])
  func exactValues(_ value: String) throws {
    let rules = try policy(["restricted": [["id": "r", "values": [.string(value)], "match": ["exact"]]]])
    #expect(SelfTest(of: rules).passed)
  }

  @Test("every value is tried, not only the first ones of a rule")
  func everyValue() throws {
    let values = (0..<200).map { JSONValue.string("HEATHER-\(1_000 + $0)-XX") }
    func failures(_ more: JSONValue) throws -> [String] {
      let rule: JSONValue = ["id": "r", "values": .array(values + [more, "HEATHER 1000 XX"]), "match": ["normalized"]]
      return SelfTest(of: try policy(["restricted": [rule]])).failures.map(\.description)
    }
    #expect(
      try failures("\u{A7}\u{A7}\u{A7} \u{B6}\u{B6}") == [
        "restricted:r: an answer with nothing but one of its values was accepted"
      ])
    #expect(try failures("BRACKEN-1") == [])
  }
}
