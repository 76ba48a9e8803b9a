import StrictJSON
import Testing

/// What RFC 8259 allows, worked out by hand from its grammar.
@Suite("accepted texts")
struct AcceptanceTests {
  @Test(
    "a text of the grammar is read",
    arguments: [
      ("null", JSONValue.null), (" true\n", true), ("false", false), ("\"\"", ""), ("[]", []), ("{}", [:]),
      ("\t[ 1 ,\r\n2 ]", [1, 2]), ("{\"a\":{\"b\":[{}]}}", ["a": ["b": [[:]]]]), ("{\"\":0}", ["": 0]),
      ("-0", 0), ("0e1", 0), ("1E+2", 100), ("-1.5e-1", -0.15), ("123456789012345", 123_456_789_012_345),
      ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t"), ("\"\\u00e9\\uD83D\\uDE00\"", "é😀"),
      ("\"\\u0000\"", "\0"), ("\"\u{7F}\u{2028}\"", "\u{7F}\u{2028}"), ("\"é€😀\"", "é€😀"),
      ("[[],{},null]", [[], [:], nil]), ("\"\\uFFFF\\uE000\"", "\u{FFFF}\u{E000}"),
    ] as [(String, JSONValue)])
  func grammar(text: String, value: JSONValue) throws {
    #expect(try JSONValue(parsing: text) == value)
  }

  @Test("members keep their order")
  func order() throws {
    let value = try JSONValue(parsing: #"{"b":1,"a":2,"c":3}"#)
    #expect(value.objectValue?.keys == ["b", "a", "c"])
  }

  @Test("a number keeps its source text", arguments: ["1.0", "1e400", "-0", "12345678901234567890", "0.10", "1E+2"])
  func sourceText(text: String) throws {
    #expect(try JSONValue(parsing: text).numberValue?.text == text)
  }

  @Test("keys that are canonically equivalent but differ in bytes are two keys")
  func equivalentKeys() throws {
    let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value.objectValue?.count == 2)
  }

  @Test("a string is found at every length around the eight-byte steps", arguments: 0...40)
  func stringLengths(length: Int) throws {
    let text = String(repeating: "x", count: length)
    #expect(
      try JSONValue(parsing: "[\"\(text)\",\"\(text)\\n\",\"\(text)é\"]") == [.string(text), "\(text)\n", "\(text)é"])
  }

  @Test("the greatest depth that is allowed is read")
  func depthAtLimit() throws {
    let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(try JSONValue(parsing: text).kind == .array)
  }
}
