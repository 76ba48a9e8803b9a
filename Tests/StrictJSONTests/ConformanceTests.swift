import StrictJSON
import Testing

/// What RFC 8259 allows and forbids, rule by rule, in the manner of the JSONTestSuite (Seriot, "Parsing JSON is a Minefield"),
/// written anew. Objects with a key twice, which the RFC leaves open (section 4), are refused here by choice.
@Suite("RFC 8259, rule by rule")
struct ConformanceTests {
  private static let accepted: [String] = [
    // Section 2: any value may stand alone, with the four kinds of space around it.
    "1", "-0", "true", "false", "null", #""""#, "[]", "{}", " [] ", "\t\n\r [1]\n", "[\n]", "{ }", "[ ]",
    // Section 4: names may be empty, escaped, of any characters.
    #"{"":0}"#, #"{"a":1,"b":2}"#, #"{"\u0061":1}"#, #"{"a\"b":1}"#, "{\"\u{7F}\":1}", #"{"é":1}"#,
    "{\"e\u{301}\":1,\"\u{E9}\":2}", #"{"a":{"a":{"a":1}}}"#, #"{"A":1,"a":2}"#, #"{"__proto__":1}"#,
    // Section 5
    "[1,2,3]", "[[]]", "[[],[],{}]", "[null,1,\"1\",{}]", "[1 , 2]", "[1\n,\n2]", "[\"\"]",
    // Section 6
    "0", "-1", "10", "123456789012345678901234567890", "0.5", "-0.5", "1.0", "1e1", "1E1", "1e+1", "1e-1", "0e0",
    "0E+00",
    "-0.0e-0", "1.7976931348623157e308", "1e400", "1e-400", "[0,-0,0.0]", "100000000000000000000.0000000000001",
    // Section 7
    #""\"\\\/\b\f\n\r\t""#, #""\u0000""#, #""\uD834\uDD1E""#, #""\ud834\udd1e""#, #""\uFFFF""#, #""\u00e9""#,
    "\"\u{7F}\"",
    "\"\u{10FFFF}\"", "\"\u{2028}\u{2029}\"", "\"\u{FEFF}\"", #""\\u0041""#, #""a/b""#, "\"\u{200B}\"", #""\uFDD0""#,
  ]

  @Test("what the RFC allows is read", arguments: accepted)
  func accepts(_ text: String) throws {
    #expect(throws: Never.self) { try JSONValue(parsing: text) }
    // And comes back the same from what is written.
    let value = try JSONValue(parsing: text)
    #expect(try JSONValue(parsing: value.serialized()) == value)
  }

  private static let rejected: [String] = [
    // Nothing, or more than one value
    "", " ", "\u{FEFF}1", "1 2", "[] []", "{}{}", "[]]", "{}}", "[1]x", "null,", "\"\"\"\"", "[] //x", "#", "1\u{0}",
    // Unfinished
    "[", "{", "[1", "[1,", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"", "\"a", "\"\\", "\"\\u", "\"\\u00", "[\"",
    "-", "t",
    "tru", "nul", "fals", "1e", "1.", "[{", "[[[[", "{\"a\":[",
    // Commas and colons
    "[,]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "{,}", "{\"a\":1,}", "{\"a\":1,,\"b\":2}", "{\"a\" 1}", "{\"a\"::1}",
    "{\"a\":1 \"b\":2}", "[1:2]", "{\"a\",1}", "[1;2]", "{\"a\":1:2}", ",", ":", "{:1}", "[\"a\"",
    // Brackets that do not match
    "[}", "{]", "[1}", "{\"a\":1]", "]", "}", "[)", "(1)", "<1>",
    // Names that are no strings
    "{1:1}", "{a:1}", "{'a':1}", "{null:1}", "{[]:1}", "{\"a\"}", "{true:false}", "{{}:1}",
    // A name twice, however it is written
    #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"{"\u00e9":1,"é":2}"#, #"{"/":1,"\/":2}"#,
    // Numbers
    "+1", "01", "-01", "00", ".5", "-.5", "1.", "1.e1", "1e", "1e+", "1e1.5", "1e1e1", "0x1", "0b1", "1_000", "1,000",
    "--1", "-",
    "- 1", "1 .5", "NaN", "nan", "Infinity", "-Infinity", "inf", "1f", "1L", "１", "٣", "∞", "1/2", "0e", "2.e3", "1e0x",
    "[1+2]", "[-]",
    "[-a]", "[1a]",
    // Words
    "True", "FALSE", "Null", "nil", "none", "undefined", "truee", "nulll", "truefalse", "yes", "tr ue",
    // Strings
    "'a'", "`a`", "a", "\"a", "\"\n\"", "\"\t\"", "\"\u{0}\"", "\"\u{1F}\"", #""\x41""#, #""\a""#, #""\ ""#, #""\'""#,
    #""\U0041""#,
    #""\u""#, #""\u12""#, #""\u12G4""#, #""\u{41}""#, #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800x""#,
    #""\udc00\ud800""#, #""\ud800\ud800""#, "\"\\\n\"", #""\"#, "“a”", "\"a\"b", #"["\"]"#, #""\uD834\uD834\uDD1E""#,
    // Space that JSON does not know
    "\u{A0}1", "[\u{2028}]", "\u{B}1", "\u{C}1", "[\u{3000}]", "1\u{85}", "\u{200B}1", "[\u{FEFF}1]",
    // What other notations allow
    "// a\n1", "/* a */1", "[1/**/]", "# a\n1", "[1] /* a", "{\"a\":1} // b", "---\n1", "<a/>", "a=1", "[...]", "{...}",
    "@1", "$", "*",
    "\\u005B1]", "[\\n]", "&", "{\"a\":'b'}",
  ]

  @Test("what the RFC does not allow is refused", arguments: rejected)
  func rejects(_ text: String) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(throws: JSONError.self) { try JSONDocument(parsing: text) }
  }

  private static let notUTF8: [[UInt8]] = [
    [0xFF], [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
    [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC3, 0x28],
    [0xFC, 0x80, 0x80, 0x80, 0x80, 0x80],
  ]

  @Test("bytes that are no UTF-8 are refused, in a string and outside (section 8.1)", arguments: notUTF8)
  func notUnicode(_ bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: Array("\"".utf8) + bytes + Array("\"".utf8)) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: Array("[1,".utf8) + bytes + Array("]".utf8)) }
    #expect(throws: JSONError.self) { try JSONValue(parsing: Array("{\"a".utf8) + bytes + Array("\":1}".utf8)) }
  }

  @Test(
    "other encodings are refused",
    arguments: [[0xFF, 0xFE, 0x5B, 0, 0x5D, 0], [0, 0x5B, 0, 0x5D], [0x5B, 0, 0x5D, 0]] as [[UInt8]])
  func otherEncodings(_ bytes: [UInt8]) {
    #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
  }

  @Test(
    "a hundred thousand brackets are refused by the depth limit, not by the stack",
    arguments: ["[", "{\"a\":", "[{\"a\":"])
  func deep(_ open: String) {
    let error = #expect(throws: JSONError.self) {
      try JSONValue(parsing: String(repeating: open, count: 100_000))
    }
    #expect(error?.reason == .depthLimit)
  }
}
