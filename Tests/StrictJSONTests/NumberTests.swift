import StrictJSON
import Testing

@Suite("numbers")
struct NumberTests {
  private func number(_ text: String) throws -> JSONNumber { try #require(JSONNumber(text: text)) }

  @Test(
    "numbers of the same value are equal and hash alike",
    arguments: [
      ("1", "1.0"), ("1e2", "100"), ("0", "-0"), ("0", "0.000e7"), ("10e-1", "1"), ("1.50", "15E-1"),
      ("1e400", "10e399"),
      ("12345678901234567890123", "1.2345678901234567890123e22"), ("0e99999999999999999999", "0"),
    ])
  func equal(left: String, right: String) throws {
    let (a, b) = (try number(left), try number(right))
    #expect(a == b && a.hashValue == b.hashValue)
  }

  @Test(
    "numbers of different value are not equal, even where their doubles are",
    arguments: [
      ("9007199254740993", "9007199254740992"), ("1", "-1"), ("1e400", "1e401"), ("0.1", "0.10000000000000001"),
      ("1e99999999999999999999", "1e99999999999999999998"),
    ])
  func different(left: String, right: String) throws {
    #expect(try number(left) != number(right))
  }

  @Test(
    "the order is that of the values",
    arguments: [
      ("1", "2"), ("-2", "-1"), ("-1", "0"), ("0", "1e-999"), ("9.99", "10"), ("9007199254740992", "9007199254740993"),
      ("-1e400", "1"), ("1e308", "1e309"), ("1.5", "1.51"), ("1e5", "1e99999999999999999999"), ("-1e-9", "-1e-10"),
    ])
  func order(smaller: String, larger: String) throws {
    let (a, b) = (try number(smaller), try number(larger))
    #expect(a < b && !(b < a))
  }

  @Test(
    "a text that is no JSON number makes none",
    arguments: ["", "-", "01", "1.", ".5", "+1", "1e", "0x1", " 1", "1 ", "NaN", "½"])
  func noNumber(text: String) {
    #expect(JSONNumber(text: text) == nil)
  }

  @Test(
    "an exact integer is one however it is written",
    arguments: [
      ("2", 2), ("2.0", 2), ("20e-1", 2), ("-0", 0), ("-0.0", 0), ("1e3", 1000), ("2.5", nil), ("1e400", nil),
      ("1e-400", nil),
      ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("-9223372036854775808.0", Int.min),
      ("9223372036854775808", nil), ("92233720368547758070e-1", Int.max),
    ] as [(String, Int?)])
  func int(text: String, value: Int?) throws {
    #expect(try number(text).int == value)
  }

  @Test(
    "whether a number has a fraction does not depend on its size",
    arguments: [("1.0", true), ("1e400", true), ("1e-1", false), ("10e-1", true)])
  func isInteger(text: String, expected: Bool) throws {
    #expect(try number(text).isInteger == expected)
  }

  @Test("a number beyond the range of a double has no double", arguments: ["1e400", "-1e400", "1e999999999999"])
  func noDouble(text: String) throws {
    #expect(try number(text).double == nil)
  }

  @Test("plain numbers of any length are equal by value, and hash alike", arguments: 1...40)
  func longPlain(count: Int) throws {
    let nines = String(repeating: "9", count: count)
    for text in [nines, "-" + nines, "0." + nines, nines + "." + nines] {
      let plain = try number(text)
      let same = try number(text.contains(".") ? text + "0" : text + ".0")
      #expect(plain == same && plain.hashValue == same.hashValue, "\(text)")
      #expect(try plain != number(text + "8"), "\(text)")
    }
  }

  @Test("a double that JSON cannot express makes no number", arguments: [Double.nan, .infinity, -.infinity])
  func nonFinite(value: Double) {
    #expect(JSONNumber(value) == nil)
  }

  @Test(
    "a number is flagged when a double would lose some of it",
    arguments: [
      ("0.1", true), ("1.10", true), ("1e23", true), ("9007199254740992", true), ("9007199254740993", false),
      ("9007199254740994", true), ("18446744073709551616", true), ("295147905179352825856", true),
      ("295147905179352825857", false), ("1e400", false), ("1e-400", false), ("0.1234567890123456789", false),
      ("5e-324", true),
      ("4.9e-324", false), ("0.5000000000000000000000000000000", true), ("123456789012345678", false), ("1e308", true),
      ("0.1000000000000000055511151231257827021181583404541015625", true), ("0e999", true),
    ])
  func exactness(text: String, expected: Bool) throws {
    #expect(try number(text).isExactInDouble == expected)
  }

  /// RFC 8785 appendix B, the rows with a finite number.
  @Test(
    "the published vectors of RFC 8785 come out as printed",
    arguments: [
      (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
      (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
      (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
      (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
      (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
      (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
      (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
      (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
      (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
      (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
      (0x41b3_de43_5555_5557, "333333333.33333343"), (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
      (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
    ] as [(UInt64, String)])
  func publishedVectors(bits: UInt64, text: String) {
    #expect(JSONNumber(Double(bitPattern: bits))?.text == text)
    #expect(JSONNumber(text: text)?.canonicalText == text)
  }

  @Test(
    "a number that a double holds takes ECMAScript's form",
    arguments: [
      ("1.0", "1"), ("-0", "0"), ("-0.0", "0"), ("0e5", "0"), ("1E30", "1e+30"), ("4.50", "4.5"), ("2e-3", "0.002"),
      ("100e-2", "1"),
      ("295147905179352825856", "295147905179352830000"), ("1e21", "1e+21"), ("1e20", "100000000000000000000"),
      ("0.0000001", "1e-7"), ("0.10000000000000001", "0.1"), ("-12345", "-12345"),
    ])
  func canonical(text: String, expected: String) throws {
    #expect(try number(text).canonicalText == expected)
  }

  @Test(
    "a number that a double cannot hold keeps its source text",
    arguments: [
      "9007199254740993", "1e400", "-1E400", "1e-400", "0.1234567890123456789", "12345678901234567891", "4.9e-324",
      "1e99999999999999999999",
    ])
  func kept(text: String) throws {
    #expect(try number(text).canonicalText == text)
  }
}
