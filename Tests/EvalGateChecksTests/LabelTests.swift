import EvalGateCore
import StrictJSON
import Testing

@Suite("labels")
struct LabelTests {
  private func judged(_ output: String, expected: JSONValue) throws -> Finding {
    try Judge("label", ["labels": ["billing", "technical"], "ignore_case": true])(output, expected: expected)
  }

  @Test(
    "what is none of the labels counts as other",
    arguments: [
      "", "billing.", "refund", "billing technical", "bill\u{0}ing", String(repeating: "billing", count: 100_000),
    ])
  func other(_ output: String) throws {
    let finding = try judged(output, expected: "billing")
    #expect(finding.facts == [.label(expected: "billing", got: "(other)")])
    #expect(finding.outcome == .failed)
  }

  @Test("a label is named as the list writes it")
  func canonical() throws {
    #expect(try judged(" TECHNICAL ", expected: "Billing").facts == [.label(expected: "billing", got: "technical")])
  }

  @Test("where there is no answer the label is other, so that accuracy does not lose the case")
  func absent() throws {
    let finding = try Judge("label", ["labels": ["a", "b"], "from": "$.label"])("not JSON", expected: "a")
    #expect(finding.facts == [.label(expected: "a", got: "(other)")])
    #expect(finding.said.contains("not JSON"))
  }

  @Test(
    "without a list, a long answer or one of several lines is no label",
    arguments: [
      "a\nb", String(repeating: "x", count: 65),
    ])
  func unlisted(_ output: String) throws {
    #expect(try Judge("label")(output, expected: "a").facts == [.label(expected: "a", got: "(other)")])
  }
}
