import JSONSchema
import StrictJSON
import Testing

/// Answers worked out by hand with exact decimal arithmetic.
@Suite struct NumberRuleTests {
  @Test(
    "numbers are compared and divided exactly",
    arguments: [
      (#"{"multipleOf":0.1}"#, "0.3", true), (#"{"multipleOf":0.01}"#, "4.35", true),
      (#"{"multipleOf":0.0001}"#, "0.00751", false), (#"{"multipleOf":1e-8}"#, "12391239123", true),
      (#"{"multipleOf":3}"#, "1e20", false), (#"{"multipleOf":3}"#, "3e400", true),
      (#"{"multipleOf":7}"#, "-14.0", true),
      (#"{"multipleOf":0.5}"#, "1e308", true), (#"{"multipleOf":2}"#, "9007199254740993", false),
      (#"{"multipleOf":123456789}"#, "1e308", false), (#"{"multipleOf":10}"#, "5", false),
      (#"{"multipleOf":4}"#, "0", true),
      (#"{"maximum":9007199254740992}"#, "9007199254740993", false),
      (#"{"minimum":0.1}"#, "0.10000000000000000001", true), (#"{"exclusiveMinimum":0.1}"#, "0.1", false),
      (#"{"exclusiveMinimum":0.1}"#, "0.10000000000000000001", true), (#"{"maximum":1e400}"#, "1e399", true),
      (#"{"minimum":-1e400}"#, "-1e401", false), (#"{"exclusiveMaximum":100}"#, "1e2", false),
      (#"{"type":"integer"}"#, "1e2", true), (#"{"type":"integer"}"#, "1.5e1", true),
      (#"{"type":"integer"}"#, "1e-1", false),
      (#"{"const":1.0}"#, "1", true), (#"{"enum":[1,2,3,4,5,6,7,8,9,1e1]}"#, "10.0", true),
      (#"{"const":1}"#, "true", false),
      (#"{"const":0}"#, "-0.0", true),
    ])
  func exact(_ schema: String, _ instance: String, _ valid: Bool) throws {
    let verdict = try JSONSchema(JSONValue(parsing: schema)).validate(JSONValue(parsing: instance))
    #expect(verdict.isValid == valid)
  }

  @Test(
    "lengths are counted in code points",
    arguments: [("😀😀", 2), ("e\u{301}", 2), ("👨‍👩‍👧", 5), ("", 0), ("ab", 2)])
  func length(_ text: String, _ count: Int) throws {
    let exact: JSONValue = ["minLength": .number(JSONNumber(count)), "maxLength": .number(JSONNumber(count))]
    #expect(try JSONSchema(exact).validate(.string(text)) == .valid)
  }

  @Test("texts that only look equal are different")
  func canonicalEquivalence() throws {
    #expect(try JSONSchema(["const": "\u{E9}"]).validate("e\u{301}").isValid == false)
    #expect(try JSONSchema(["properties": ["\u{E9}": false]]).validate(["e\u{301}": 1]) == .valid)
    #expect(try JSONSchema(["required": ["\u{E9}"]]).validate(["e\u{301}": 1]).isValid == false)
    #expect(try JSONSchema(["uniqueItems": true]).validate(["\u{E9}", "e\u{301}"]) == .valid)
  }
}
