import EvalGateCore
import Testing

@Suite("numbers with units")
struct QuantityTests {
  @Test(
    "a number keeps its unit and is exact",
    arguments: [
      ("99%", 0.99, Quantity.Unit.percent), ("1pt", 0.01, .points), ("2.5s", 2500, .time), ("300ms", 300, .time),
      ("5m", 300_000, .time), ("1h", 3_600_000, .time), ("20", 20, .none), ("0.05", 0.05, .none),
      ("90 %", 0.9, .percent),
    ])
  func reading(text: String, value: Double, unit: Quantity.Unit) {
    #expect(Quantity(text) == Quantity(value, unit))
  }

  @Test(
    "what is not a number with a unit is refused",
    arguments: ["", "%", "abc", "1e3", "1.2.3", "5 minutes", "--5", "nan", "inf", "0x10"])
  func refusing(text: String) {
    #expect(Quantity(text) == nil)
  }
}
