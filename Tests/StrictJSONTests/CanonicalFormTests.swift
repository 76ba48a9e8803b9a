import StrictJSON
import Testing

@Suite("canonical form")
struct CanonicalFormTests {
  @Test("the sample of RFC 8785 section 3.2.2 comes out as printed")
  func sample() throws {
    let value = try JSONValue(
      parsing: #"""
        {
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
          "literals": [null, true, false]
        }
        """#)
    let expected =
      #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
      + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
    #expect(value.serialized(.canonical) == expected)
  }

  @Test("the keys of RFC 8785 section 3.2.3 are sorted by UTF-16 code units")
  func keyOrder() {
    let value: JSONValue = [
      "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control", "\u{f6}": "Latin Small Letter O With Diaeresis",
    ]
    let expected =
      "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\","
      + "\"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\","
      + "\"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    #expect(value.serialized(.canonical) == expected)
  }

  @Test(
    "of two keys the one with the smaller UTF-16 code unit comes first",
    arguments: [
      ("a", "b"), ("a", "aa"), ("", "a"), ("\u{FFFF}", "\u{FFFF}a"), ("\u{10000}", "\u{E000}"),
      ("\u{D7FF}", "\u{10000}"),
      ("a\u{10FFFF}", "a\u{FFFD}"), ("Z", "a"), ("e\u{301}", "\u{E9}"),
    ])
  func pairs(first: String, second: String) {
    let expected = "{\(JSONValue.string(first).serialized()):1,\(JSONValue.string(second).serialized()):1}"
    #expect(JSONValue.object([second: 1, first: 1]).serialized(.canonical) == expected)
  }

  @Test("values that differ only in member order and spelling have the same canonical bytes")
  func spelling() throws {
    let left = try JSONValue(parsing: #"{"a":[1.0,"\u0041"],"b":{}}"#)
    let right = try JSONValue(parsing: #" { "b" : { } , "a" : [ 1 , "A" ] } "#)
    #expect(left == right && left.canonicalBytes == right.canonicalBytes)
  }

  @Test("members are sorted at every level")
  func nested() throws {
    let value = try JSONValue(parsing: #"[{"b":{"d":1,"c":2},"a":3}]"#)
    #expect(value.serialized(.canonical) == #"[{"a":3,"b":{"c":2,"d":1}}]"#)
  }
}
