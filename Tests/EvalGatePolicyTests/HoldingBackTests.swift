import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("holding back")
struct HoldingBackTests {
  private static let secrets: JSONValue = [
    "restricted": [["id": "codes", "values": ["HEATHER-FILTER-0417"]]],
    "pii": ["entities": ["IBAN_CODE": "block", "EMAIL_ADDRESS": "report"]],
    "secrets": [:],
  ]

  @Test("what a policy stops is masked in a text, and the rest is as it was")
  func masked() throws {
    let policy = try policy(Self.secrets)
    #expect(policy.holdsBack)
    #expect(
      policy.masked("é HEATHER-FILTER-0417, ines@harbour-office.org, DE02120300000000202051.")
        == "é [restricted: HE…17 (19 characters)], ines@harbour-office.org, [pii: DE…51 (22 characters)].")
    #expect(!policy.masked("It is SEVBVEhFUi1GSUxURVItMDQxNw==, you know").contains("SEVBVEhF"))
    #expect(policy.masked("Nothing here.") == "Nothing here.")
  }

  @Test("what stands on several lines is masked as it reads on one", arguments: ["\n", "\t", #"\n"#])
  func onOneLine(_ space: String) throws {
    let policy = try policy(["pii": [:]])
    let masked = policy.masked("It is 4111 1111\(space)1111 1111.")
    #expect(masked == "It is [pii: 41…11 (\(18 + space.utf8.count) characters)].")
  }

  @Test("what a policy stops is masked everywhere it stands, and not only where evidence is taken")
  func everywhere() throws {
    let policy = try policy(Self.secrets)
    let masked = policy.masked(String(repeating: "HEATHER-FILTER-0417, heather filter 0417; ", count: 40))
    #expect(!masked.lowercased().contains("filter"), "\(masked)")
    let flood = String(repeating: "HEATHER-FILTER-0417 ", count: 5_000)
    #expect(!policy.masked(flood).contains("FILTER"))
  }

  private static let code: JSONValue = ["restricted": [["id": "codes", "values": ["HEATHER-0417"]]]]

  @Test("however often it stands there")
  func often() throws {
    let policy = try policy(Self.code)
    let text = policy.masked((1...40).map { "HEATHER-0417 no \($0)" }.joined(separator: "; "))
    #expect(!text.contains("HEATHER") && text.contains("no 1;") && text.hasSuffix("no 40"))
    let parts = policy.masked((1...40).map { "HEATHER-04 no \($0)" }.joined(separator: "; "))
    #expect(!parts.contains("HEATHER") && parts.contains("no 1;") && parts.hasSuffix("no 40"))
    #expect(!CanaryMask(["HEATHER-0417"]).masked(String(repeating: "HEATHER-0417 ", count: 9)).contains("HEATHER"))
  }

  @Test(
    "weaker forms beside the value as it stands are masked too, and what is around them is not",
    arguments: [
      "see [here](https://x.example/?c=HEATHER%2D0417)", "HEATHER&#45;0417 in HTML", "<b>HEATHER</b>-0417 in bold",
      "it begins with HEATHER-04", "SEVBVEhFUi0wNDE3 in base64", "7140-REHTAEH backwards",
      #"{"a": "HEATHER", "b": "-0417"}"#, "HEATHER \\x2d 0417",
    ])
  func weaker(_ form: String) throws {
    let policy = try policy(Self.code)
    let text = policy.masked("The code is HEATHER-0417, " + form)
    for piece in ["HEATHER", "SEVB", "REHTAEH", "0417"] { #expect(!text.contains(piece), "\(text)") }
    #expect(text.hasPrefix("The code is [restricted: HE…17 (12 characters)]") || form.hasPrefix("{"), "\(text)")
    for word in ["see [here]", "in HTML", "in bold", "it begins with", "in base64", "backwards"]
    where form.contains(word) { #expect(text.contains(word), "\(text)") }
  }

  @Test("fields that are put together are masked beside the value in one of them")
  func fields() throws {
    let text = try policy(Self.code).masked(#"{"a": "HEATHER-0417", "b": "HEA", "c": "THER-0417"}"#)
    #expect(!text.contains("THER") && !text.contains("0417"), "\(text)")
  }

  @Test("a text that cannot be looked at to its end is not shown")
  func exceeded() throws {
    let text = String(repeating: "SEVBVEhFUg== ", count: 400)
    #expect(try policy(Self.secrets).masked(text).hasPrefix("(not shown: "))
  }

  @Test("a verdict says how its evidence was found")
  func trace() throws {
    let verdict = try policy(Self.secrets).report("It is SEVBVEhFUi1GSUxURVItMDQxNw==, you know").verdict
    #expect(verdict.trace?.detector?.hasPrefix("restricted@") == true)
    #expect(verdict.trace?.decodeChain == ["base64"] && verdict.trace?.span?.lowerBound == 6)
    #expect(verdict.trace?.hmac == nil && verdict.trace?.source == nil)
  }

  @Test(
    "a value of a list is no value with other marks or letters that look alike",
    arguments: ["In\u{E9}s", "\u{406}nes", "Ines\u{200B}"])
  func lookAlikes(_ value: String) throws {
    let rules = try policy([
      "tools": [["id": "T", "tool": "send", "allow_when": ["each": [["path": "$.to", "one_of": ["Ines", "Tove"]]]]]]
    ])
    #expect(rules.report(nil, calls: [call("send", #"{"to": "\#(value)"}"#)]).verdict.action == .reject)
    #expect(rules.report(nil, calls: [call("send", #"{"to": " ines "}"#)]).verdict.action == .accept)
  }
}
