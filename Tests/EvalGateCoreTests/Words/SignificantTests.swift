import EvalGateCore
import Testing

@Suite("numbers to check by hand")
struct SignificantTests {
  @Test(
    "four digits, as a pocket calculator shows them",
    arguments: [
      (0.0037689, "0.003769"), (0.5, "0.5"), (12.3456, "12.35"), (1234.5, "1235"), (-0.046, "−0.046"), (0, "0"),
      (1, "1"), (1.234e-7, "1.234e−7"), (0.000001, "0.000001"), (1e15, "1.000e15"), (.nan, "–"), (.infinity, "–"),
    ])
  func significant(value: Double, text: String) { #expect(Format.significant(value) == text) }
}
