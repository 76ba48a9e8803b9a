import StrictJSON
import Testing

/// A text that is no JSON, and what the error says of it. Offsets were counted by hand.
struct Malformed: CustomTestStringConvertible {
  let text: String
  let reason: JSONError.Reason
  let offset: Int
  let other: Int?
  let fence: Int?
  let prose: Int?

  init(
    _ text: String, _ reason: JSONError.Reason, _ offset: Int, other: Int? = nil, fence: Int? = nil, prose: Int? = nil
  ) {
    (self.text, self.reason, self.offset, self.other) = (text, reason, offset, other)
    (self.fence, self.prose) = (fence, prose)
  }

  var testDescription: String { text }
}

@Suite("reasons of errors")
struct ErrorReasonTests {
  static let table: [Malformed] = [
    .init("", .empty, 0), .init(" \n\t", .empty, 3),
    .init("[1,2", .truncated, 4, other: 0), .init("{\"a\":", .truncated, 5, other: 0),
    .init("{\"a\"", .truncated, 4, other: 0), .init("{", .truncated, 1, other: 0),
    .init("[1,", .truncated, 3, other: 0),
    .init("[\"abc", .truncated, 5, other: 1), .init("\"a\\", .truncated, 3, other: 0),
    .init("\"\\u00", .truncated, 5, other: 0), .init("\"\\uD83D\\", .truncated, 8, other: 0),
    .init("tru", .truncated, 3, other: 0), .init("-", .truncated, 1, other: 0), .init("1.", .truncated, 2, other: 0),
    .init("[1e+", .truncated, 4, other: 1), .init("{\"a\":{\"b\":[1,", .truncated, 13, other: 10),
    .init("1 {\"a\":2}", .trailingText, 2), .init("2024 results: {\"a\":1}", .proseBefore, 0, other: 14),
    .init("{} {}", .trailingText, 3), .init("1 2", .trailingText, 2), .init("[]]", .trailingText, 2),
    .init("{}\n```", .trailingText, 3), .init("true false", .trailingText, 5),
    .init("```json\n{\"a\":1}\n```", .markdownFence, 0, other: 8),
    .init("\n~~~\n[1]\n~~~\n", .markdownFence, 1, other: 5),
    .init("```\n1\n```", .markdownFence, 0, other: 4), .init("```json\n{\"a\":1}", .markdownFence, 0, other: 8),
    .init("```json\n{\"a\":[1,", .truncated, 16, other: 13, fence: 0),
    .init("```json\n{a}\n```", .unquotedKey, 9, fence: 0), .init("```\n[1,]\n```", .trailingComma, 6, fence: 0),
    .init(" ```\n{\"a\":1,\"a\":2}\n```\n", .duplicateKey, 12, other: 6, fence: 1),
    .init("```\n```", .empty, 4, fence: 0), .init("```swift\nlet a = 1\n```", .unknownWord, 9, fence: 0),
    .init("```json\n{\"a\":\n1}\n```\nHope this helps", .markdownFence, 0, other: 8),
    .init("```{\"a\":1}```", .proseBefore, 0, other: 3),
    .init("```\n[1]\n  ```\n```\n[2]\n```", .markdownFence, 0, other: 4),
    .init("Sure: {\"a\":1}", .proseBefore, 0, other: 6),
    .init("Here:\n```json\n{\"a\":1}\n```", .proseBefore, 0, other: 14),
    .init("**Result** [1] done", .proseBefore, 0, other: 11),
    .init("see [the list]: {\"a\":1}", .proseBefore, 0, other: 16),
    .init("// result\n{}", .comment, 0), .init(" /* result */ {}", .comment, 1),
    .init("# Result\n{}", .proseBefore, 0, other: 9), .init("# Result", .comment, 0),
    .init("Sure: {\"a\":[1,", .truncated, 14, other: 11, prose: 0),
    .init("Sure:\n{", .truncated, 7, other: 6, prose: 0), .init("Sure: [1, ", .truncated, 10, other: 6, prose: 0),
    .init("Here is: {\"a\":1,}", .trailingComma, 15, prose: 0), .init("Here: {'a': 1}", .singleQuotes, 7, prose: 0),
    .init("Here: {a: 1} ok", .unquotedKey, 7, prose: 0),
    .init("Da – {\"a\": tru, \"b\": {}}", .unknownWord, 13, prose: 0),
    .init("Here:\n```json\n{\"a\":1,}\n```", .trailingComma, 20, fence: 6, prose: 0),
    .init("Here:\n```json\n{\"a\":\n```\nbye", .truncated, 20, other: 14, fence: 6, prose: 0),
    .init("Here: {\"a\":1,\"a\":2}", .duplicateKey, 13, other: 7, prose: 0),
    .init("Here: [{\"a\":1} {\"b\":2}]", .missingComma, 15, prose: 0),
    .init("[Note] {\"a\":1,}", .trailingComma, 13, prose: 0),
    .init("as [1, p. 5] says", .unknownWord, 0), .init("set {a, b} of {\"x\"}", .unknownWord, 0),
    .init("see {x} and [1,]: {}", .proseBefore, 0, other: 18), .init("I {will}", .unknownWord, 0),
    .init("I {will", .unknownWord, 0),
    .init("Sure: {\"lab", .truncated, 11, other: 7, prose: 0),
    .init("[Note] {\"a\":1}", .proseBefore, 0, other: 7), .init("[a b]: [1] done", .proseBefore, 0, other: 7),
    .init("{name}, here: {\"a\":1}", .proseBefore, 0, other: 14),
    .init("Using {x} for [y]: {\"a\":1}", .proseBefore, 0, other: 19),
    .init("Using {x} for {y}: {\"a\":1, \"b\"", .truncated, 30, other: 19, prose: 0),
    .init("[a, {\"a\":1}]", .unknownWord, 1), .init("{a: {\"a\":1}}", .unquotedKey, 1),
    .init("[True]\n", .unknownWord, 1), .init("{a:1}", .unquotedKey, 1), .init("{é:1}", .unquotedKey, 1),
    .init("{\"a\":1,名:2}", .unquotedKey, 7),
    .init("{\"a\":1} I hope this helps", .proseAfter, 8), .init("{}\n\n**Note**", .proseAfter, 4),
    .init("[1] – done", .proseAfter, 4), .init("no JSON here", .unknownWord, 0), .init("note", .unknownWord, 0),
    .init("[1,]", .trailingComma, 2), .init("{\"a\":1 , }", .trailingComma, 7),
    .init("[1,2]//x", .comment, 5), .init("[/*x*/1]", .comment, 1), .init("{\"a\":1,#x\n\"b\":2}", .comment, 7),
    .init("['a']", .singleQuotes, 1), .init("{'a':1}", .singleQuotes, 1), .init("{\"a\" 'b'}", .singleQuotes, 5),
    .init("{\"a\":1,$b:2}", .unquotedKey, 7), .init("{1:2}", .unquotedKey, 1),
    .init("{\"a\":1,\"b\":2,\"a\":3}", .duplicateKey, 13, other: 1),
    .init("{\"a\":1,\"\\u0061\":2}", .duplicateKey, 7, other: 1),
    .init("NaN", .nonFiniteNumber, 0), .init("[-Infinity]", .nonFiniteNumber, 1),
    .init("[Infinity]", .nonFiniteNumber, 1),
    .init("{\"a\":nan}", .nonFiniteNumber, 5), .init("-NaN", .nonFiniteNumber, 0),
    .init("[+Infinity]", .nonFiniteNumber, 1),
    .init("\u{FEFF}{}", .byteOrderMark, 0),
    .init("[\"a\tb\"]", .controlCharacter, 3), .init("[\"a\n\"]", .controlCharacter, 3),
    .init("[\u{C}1]", .controlCharacter, 1),
    .init("[1]\0", .controlCharacter, 3),
    .init("\"\\x\"", .badEscape, 1), .init("[\"ab\\u12G4\"]", .badEscape, 4), .init("\"\\U0041\"", .badEscape, 1),
    .init("\"\\uD800\"", .loneSurrogate, 1), .init("\"\\uDC00\"", .loneSurrogate, 1),
    .init("\"\\uD800\\uD800\"", .loneSurrogate, 1), .init("\"\\uD800x\"", .loneSurrogate, 1),
    .init("\"\\uD800\\n\"", .loneSurrogate, 1),
    .init("[01]", .malformedNumber, 1), .init("[-01]", .malformedNumber, 1), .init("[.5]", .malformedNumber, 1),
    .init("[1.]", .malformedNumber, 1), .init("[+1]", .malformedNumber, 1), .init("[0x1F]", .malformedNumber, 1),
    .init("[1.2.3]", .malformedNumber, 1), .init("[1e]", .malformedNumber, 1), .init("[--1]", .malformedNumber, 1),
    .init("[1_000]", .malformedNumber, 1), .init("[-]", .malformedNumber, 1), .init("-foo", .malformedNumber, 0),
    .init("[True]", .unknownWord, 1), .init("[None]", .unknownWord, 1), .init("[undefined]", .unknownWord, 1),
    .init("[truex]", .unknownWord, 1), .init("[nul]", .unknownWord, 1),
    .init("[1 2]", .missingComma, 3), .init("{\"a\":1 \"b\":2}", .missingComma, 7),
    .init("[\"a\"\"b\"]", .missingComma, 4),
    .init("{\"a\" 1}", .missingColon, 5), .init("{\"a\",1}", .missingColon, 4),
    .init("[,1]", .unexpectedCharacter, 1), .init("[1,,2]", .unexpectedCharacter, 3),
    .init("[1}", .unexpectedCharacter, 2),
    .init("{\"a\":1]", .unexpectedCharacter, 6), .init("{,}", .unexpectedCharacter, 1),
    .init("[“a”]", .unexpectedCharacter, 1),
    .init("{\"a\":}", .unexpectedCharacter, 5), .init("]", .unexpectedCharacter, 0),
    .init("{[]:1}", .unexpectedCharacter, 1),
  ]

  @Test("each mistake has its reason and its place", arguments: table)
  func reason(malformed: Malformed) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: malformed.text) }
    #expect(error.reason == malformed.reason)
    #expect(error.offset == malformed.offset)
    #expect(error.otherOffset == malformed.other)
    #expect(error.fenceOffset == malformed.fence)
    #expect(error.proseOffset == malformed.prose)
  }

  @Test("the table above shows every reason but those that need bytes or limits")
  func completeness() {
    let shown = Set(Self.table.map(\.reason)).union([.invalidUTF8, .depthLimit, .sizeLimit])
    #expect(shown == Set(JSONError.Reason.allCases))
  }

  @Test(
    "bytes that are not UTF-8 are refused where they stand",
    arguments: [
      ([0x22, 0x80, 0x22], 1), ([0x22, 0xC0, 0x80, 0x22], 1), ([0x22, 0xC1, 0xBF, 0x22], 1),
      ([0x22, 0x61, 0xE0, 0x80, 0x80, 0x22], 2), ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
      ([0x22, 0xF0, 0x80, 0x80, 0x80, 0x22], 1), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
      ([0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], 1), ([0x22, 0xC3, 0x22], 1), ([0x22, 0xE2, 0x82, 0x22], 1),
      ([0x5B, 0xFF, 0x5D], 1), ([0x5B, 0x5D, 0xFF], 2), ([0x22, 0xC3, 0xA9, 0xFF, 0x22], 3),
    ] as [([UInt8], Int)])
  func invalidUTF8(bytes: [UInt8], offset: Int) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    #expect(error.reason == .invalidUTF8)
    #expect(error.offset == offset)
  }

  @Test(
    "a byte order mark of UTF-16 is named as one",
    arguments: [[0xFE, 0xFF, 0, 0x31], [0xFF, 0xFE, 0x31, 0]] as [[UInt8]])
  func wideByteOrderMark(bytes: [UInt8]) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    #expect(error.reason == .byteOrderMark)
  }

  @Test("a scalar that the end of the text cuts off counts as truncated")
  func truncatedScalar() throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: [0x5B, 0x22, 0xE2, 0x82]) }
    #expect(error.reason == .truncated)
  }

  @Test(
    "line and column count lines of every ending and scalars",
    arguments: [("[1,\n 2,\n x]", 3, 2), ("[\r\n1,\rx]", 3, 1), ("[\"é😀\", x]", 1, 8), ("x", 1, 1)])
  func position(text: String, line: Int, column: Int) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect([error.line, error.column] == [line, column])
  }

  @Test("a message is lower case, without full stop, and each reason has its own")
  func messages() {
    let messages = JSONError.Reason.allCases.map(\.message)
    #expect(Set(messages).count == messages.count)
    #expect(messages.allSatisfy { !$0.hasSuffix(".") })
  }

  @Test("an error reads as a place and a message")
  func description() throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: "{\n \"a\": 1,\n}") }
    #expect(error.description == "2:8: trailing comma")
  }
}
