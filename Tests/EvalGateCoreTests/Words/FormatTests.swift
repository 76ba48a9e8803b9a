import EvalGateCore
import Testing

@Suite("numbers for people")
struct FormatTests {
  @Test(
    "a share never looks like all or nothing unless it is",
    arguments: [
      (1, "100.0%"), (0.99999, "99.9%"), (0.9996, "99.9%"), (0.9994, "99.9%"), (0.888, "88.8%"), (0.5, "50.0%"),
      (0.0001, "0.1%"), (0, "0.0%"), (.nan, "–"), (.infinity, "–"),
    ])
  func percent(share: Double, text: String) { #expect(Format.percent(share) == text) }

  @Test("199 999 of 200 000 is not all")
  func nearlyAll() { #expect(Format.percent(199_999.0 / 200_000) == "99.9%") }

  @Test(
    "points",
    arguments: [
      (0.008, "+0.8 pt"), (-0.046, "−4.6 pt"), (0, "="), (1e-17, "="), (-1, "−100.0 pt"), (.nan, "–"),
    ])
  func points(difference: Double, text: String) { #expect(Format.points(difference) == text) }

  @Test("relative change", arguments: [(0.076, "+7.6%"), (-0.008, "−0.8%"), (0, "="), (.infinity, "–")])
  func relative(change: Double, text: String) { #expect(Format.relative(change) == text) }

  @Test(
    "times",
    arguments: [
      (1840, "1.84 s"), (999.4, "999 ms"), (999.6, "1.00 s"), (512, "512 ms"), (9.94, "9.9 ms"), (9.96, "10 ms"),
      (0, "0.0 ms"), (.infinity, "timeout"), (60_000, "60.00 s"),
    ])
  func milliseconds(value: Double, text: String) { #expect(Format.milliseconds(value) == text) }

  @Test(
    "wall time",
    arguments: [
      (41_000, "0:41"), (101_999, "1:41"), (3_723_000, "1:02:03"), (0, "0:00"), (12, "0:01"), (1_999, "0:01"),
      (-1, "–"), (.nan, "–"),
    ])
  func clock(value: Double, text: String) { #expect(Format.clock(milliseconds: value) == text) }

  @Test(
    "counts",
    arguments: [
      (0, "0"), (9_999, "9999"), (10_000, "10\u{202F}000"), (1_234_567, "1\u{202F}234\u{202F}567"),
      (-12_345, "−12\u{202F}345"), (Int.min, "−9\u{202F}223\u{202F}372\u{202F}036\u{202F}854\u{202F}775\u{202F}808"),
    ])
  func count(number: Int, text: String) { #expect(Format.count(number) == text) }

  @Test("means of counts", arguments: [(812.4, "812"), (1e300, "1.0e300"), (-2.5e20, "−2.5e20"), (.nan, "–")])
  func mean(number: Double, text: String) { #expect(Format.count(number) == text) }

  @Test(
    "short counts",
    arguments: [
      (999, "999"), (1_000, "1k"), (483_200, "483k"), (999_499, "999k"), (999_500, "1.0M"), (1_240_000, "1.2M"),
    ])
  func short(number: Int, text: String) { #expect(Format.short(number) == text) }

  @Test(
    "money", arguments: [(0.29, "$0.29"), (0.0012, "$0.00120"), (0, "$0.00"), (12.345, "$12.35"), (.infinity, "–")])
  func dollars(amount: Double, text: String) { #expect(Format.dollars(amount) == text) }

  @Test(
    "chance in plain odds",
    arguments: [
      (0.15, "15 of 100"), (0.01, "1 of 100"), (0.002, "1 of 500"), (0.0038, "1 of 300"), (0.00011, "1 of 9,000"),
      (0.0001, "1 of 10,000"), (0.00009, "fewer than 1 of 10,000"), (1, "100 of 100"), (0, "fewer than 1 of 10,000"),
      (.nan, "an unknown number"),
    ])
  func odds(p: Double, text: String) { #expect(Format.odds(p) == text) }

  @Test("no number is too large to be shown", arguments: [1e15, 1e19, -1e19, .greatestFiniteMagnitude])
  func huge(value: Double) {
    for places in 0...9 { #expect(!Format.fixed(value, places).isEmpty) }
    #expect(!Format.dollars(value).isEmpty)
    #expect(!Format.milliseconds(value).isEmpty)
    #expect(!Format.percent(value).isEmpty)
  }
}
