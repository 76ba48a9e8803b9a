import EvalGateCore
import Testing

@Suite("a value that misses its bound reads otherwise than the bound")
struct BoundInWordsTests {
  @Test(
    "as many digits are shown as tell the two apart",
    arguments: [
      (Measure.total(0.00084, n: 40), GateOutcome.ValueUnit.usd, "≤ $0.00002", "$0.000021/case"),
      (.total(0.00080, n: 40), .usd, "≤ $0.00002", "$0.00002/case"),
      (.total(4.84, n: 40), .usd, "≤ $0.12", "$0.121/case"),
      (.rate(passed: 9_896, of: 10_000), .share, "≥ 99%", "98.96%"),
      (.rate(passed: 99, of: 100), .share, "≥ 99%", "99.0%"),
      (.rate(passed: 90, of: 100), .share, "≥ 99%", "90.0%"),
      (.rate(passed: 9_999, of: 10_000), .share, "= 100%", "99.9%"),
      (.quantile(2_503, n: 40), .milliseconds, "≤ 2.50 s, assured", "2.503 s"),
      (.quantile(512.3, n: 40), .milliseconds, "≤ 512 ms", "512.3 ms"),
      (.total(812.2, n: 1), .tokens, "≤ 812", "812.2/case"),
      (.total(12_345.2, n: 1), .tokens, "≤ 12\u{202F}345", "12345.2/case"),
      (.total(0.1, n: 1), .share, "≤ baseline + 10%", "10.0%"),
      (.rate(passed: 1, of: 2), .share, "no worse than baseline", "50.0%"),
    ])
  func apart(measure: Measure, unit: GateOutcome.ValueUnit, rule: String, text: String) {
    let gate = GateOutcome(
      name: "g", metric: "m", suites: ["s"], verdict: .block, blocks: true, rule: rule, measure: measure, unit: unit)
    #expect(gate.valueText == text)
  }
}
