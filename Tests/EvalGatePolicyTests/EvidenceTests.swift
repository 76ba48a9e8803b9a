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
