import JSONSchema
import StrictJSON
import Testing

@Suite struct ContentTests {
  private func verdict(_ schema: JSONValue, _ text: String, asserts: Bool = true) throws -> SchemaVerdict {
    try JSONSchema(schema, options: .init(assertsContent: asserts)).validate(.string(text))
  }

  @Test(
    "the test vectors of RFC 4648, section 10, are read",
    arguments: [
      ("base64", ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]),
      ("base64url", ["-_-_", "Zg=="]),
      ("base32", ["", "MY======", "MZXQ====", "MZXW6===", "MZXW6YQ=", "MZXW6YTB", "MZXW6YTBOI======"]),
      ("base32hex", ["CO======", "CPNG====", "CPNMU===", "CPNMUOG=", "CPNMUOJ1", "CPNMUOJ1E8======"]),
      ("base16", ["", "66", "666F6F626172"]),
    ])
  func encodings(_ name: String, _ texts: [String]) throws {
    for text in texts { #expect(try verdict(["contentEncoding": .string(name)], text) == .valid, "\(text)") }
  }

  @Test(
    "what is not in the encoding fails",
    arguments: [
      ("base64", "Zg="), ("base64", "Z==="), ("base64", "Zg"), ("base64", "-_-_"), ("base64", "Zm9v\n"),
      ("base64url", "+/+/"), ("base32", "my======"), ("base32", "MZX====="), ("base32", "18======"),
      ("base32hex", "WW======"), ("base16", "6"), ("base16", "6g"), ("base16", "6="),
    ])
  func notEncoded(_ name: String, _ text: String) throws {
    #expect(try verdict(["contentEncoding": .string(name)], text).isValid == false)
  }

  @Test("a schema applies to the JSON inside a string")
  func contentSchema() throws {
    let schema: JSONValue = [
      "contentMediaType": "application/vnd.order+json; charset=utf-8", "contentSchema": ["required": ["id"]],
    ]
    #expect(try verdict(schema, #"{"id":1}"#) == .valid)
    guard case .invalid(let issues) = try verdict(schema, "{}") else {
      Issue.record("expected invalid")
      return
    }
    #expect(issues.map { "\($0.keywordLocation)" } == ["/contentSchema/required"])
  }

  @Test("content inside content inside content is read")
  func nested() throws {
    let inner: JSONValue = ["contentMediaType": "application/json", "contentSchema": ["type": "integer"]]
    let schema: JSONValue = ["contentMediaType": "application/json", "contentSchema": inner]
    #expect(try verdict(schema, #""5""#) == .valid)
    #expect(try verdict(schema, #""\"5\"""#).isValid == false)
  }

  @Test("JSON in an encoding that is not known cannot be judged")
  func unknownEncoding() throws {
    #expect(
      try verdict(["contentEncoding": "quoted-printable", "contentMediaType": "application/json"], "{") == .valid)
  }

  @Test("content annotates unless it is asked to assert")
  func annotation() throws {
    #expect(try verdict(["contentEncoding": "base64"], "!", asserts: false) == .valid)
  }
}
