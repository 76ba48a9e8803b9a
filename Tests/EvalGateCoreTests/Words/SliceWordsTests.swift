import EvalGateCore
import Testing

@Suite("a slice in words")
struct SliceWordsTests {
  @Test("a small one says that it is too small and how many more it needs", arguments: [(29, 1), (12, 18), (0, 30)])
  func small(n: Int, more: Int) {
    let slice = SliceReport(name: "lang:de", measure: .counted(n, of: n), tooSmall: true)
    #expect(slice.note == "too small, needs about \(more) more")
  }

  /// Wilson's interval of 27 of 30 at 95%, by the formula: .744 to .965.
  @Test("another one has its size, its value and its interval")
  func enough() {
    let slice = SliceReport(
      name: "lang:de", measure: .rate(passed: 27, of: 30), interval: Evidence.Interval(0.7438, 0.9654), tooSmall: false)
    #expect(slice.note == nil)
    #expect((slice.valueText, slice.intervalText) == ("90.0%", "74.4% to 96.5%"))
  }

  @Test("what was not measured has dashes, never a number")
  func empty() {
    let slice = SliceReport(name: "lang:de", measure: .undefined, tooSmall: true)
    #expect(slice.valueText == "–" && slice.intervalText == nil && slice.baselineText == nil)
  }
}
