import EvalGateCore
import EvalGatePolicy
import StrictJSON
import Testing

@Suite("evidence")
struct EvidenceTests {
  private static let value = "Sigrid Halvorsen"

  private func rules(_ secret: String?) throws -> RulePolicy {
    var rules = try policy(["restricted": [["id": "r", "values": [.string(Self.value)]]]])
    rules.evidenceKey = secret.flatMap { EvidenceKey(secret: Array($0.utf8)) }
    return rules
  }

  /// By Python: hmac.new(b"0123456789abcdef", b"Sigrid Halvorsen", "sha256").hexdigest()[:16]
  @Test("under a key equal values have equal marks")
  func hmac() throws {
    let evidence = try rules("0123456789abcdef").report("It is \(Self.value).").detections.first?.evidence
    #expect(evidence?.hmac == "564dd3ab5e523ad9")
    #expect(evidence?.masked == "Si…en (16 characters)")
  }

  private static let read = [Message(.user, "go"), Message(.tool, "to x@evil.example", toolName: "read_web")]

  /// By Python, as above: of `x@evil.example`, of `evil.example` and of `1240.50`.
  private static let ruled: [(String, JSONObject, String, String, String)] = [
    (
      "tainted", ["taint": ["paths": ["$.to"]]],
      #"{"to": "x@evil.example"}"#, "f438bc2852057634", "x@…le (14 characters) from "
    ),
    (
      "value", ["allow_when": ["each": [["path": "$.to", "host_in": ["corp.example"]]]]],
      #"{"to": "evil.example"}"#, "413920c4c1f524fb", "ev…le (12 characters)"
    ),
    (
      "arguments", ["allow_when": ["arguments": ["properties": ["to": ["type": "number", "maximum": 9]]]]],
      #"{"to": 1240.50}"#, "dc59431533b64512", "… (7 characters)"
    ),
    (
      "unconfirmed", ["confirm": ["when": "tainted"]],
      #"{"to": "x@evil.example"}"#, "f438bc2852057634", "x@…le (14 characters)"
    ),
  ]

  @Test("what a rule about a tool goes by has a mark too, under a key only", arguments: Self.ruled)
  func ruleEvidence(_ reason: String, _ rule: JSONObject, _ arguments: String, _ tag: String, _ masked: String) throws {
    var tool: JSONObject = ["id": "T", "tool": "post", "effect": "external_write"]
    for member in rule { tool[member.key] = member.value }
    var rules = try policy(["tools": [.object(tool)]])
    let bare = rules.decide(calls: [call("post", arguments)], messages: Self.read)
    rules.evidenceKey = EvidenceKey(secret: Array("0123456789abcdef".utf8))
    let verdict = rules.decide(calls: [call("post", arguments)], messages: Self.read)
    #expect(verdict.reason == reason && verdict.trace?.hmac == tag)
    #expect(verdict.evidence?.hasPrefix(masked) == true && verdict.evidence == bare.evidence)
    #expect(bare.trace?.hmac == nil)
    #expect((verdict.trace?.source != nil) == (reason == "tainted"))
  }

  @Test("without a key, or with one that can be guessed, there is no mark", arguments: [nil, "short"])
  func noKey(_ secret: String?) throws {
    #expect(try rules(secret).report(Self.value).detections.first?.evidence.hmac == nil)
  }

  @Test(
    "no raw value stands in anything that is reported",
    arguments: ["Sigrid Halvorsen", "SIGRID.HALVORSEN", "U2lncmlkIEhhbHZvcnNlbg=="])
  func noRawValue(_ text: String) throws {
    let report = try rules("0123456789abcdef").report(text, calls: [call("note_\(text)", #"{"\#(text)": "\#(text)"}"#)])
    let said = "\(report.detections) \(report.verdict) \(report.exceeded)"
    let calls = report.verdict.calls.map(\.tool)
    #expect(report.verdict.action == .reject)
    #expect(!said.replacing(calls).lowercased().contains("halvorsen"))
    #expect(!said.replacing(calls).contains("U2lncmlkIEhh"))
  }
}

extension String {
  /// Without the names of tools, which are the model's words and are made safe by whoever shows them.
  fileprivate func replacing(_ texts: [String]) -> String {
    texts.reduce(self) { text, part in
      guard let range = text.firstRange(of: part) else { return text }
      return String(text[..<range.lowerBound] + text[range.upperBound...])
    }
  }
}
