import JSONSchema
import StrictJSON
import Testing

@Suite("what in a schema is allowed and not meant")
struct AdviceTests {
  private func warnings(_ text: String, draft: JSONSchema.Draft = .draft202012) throws -> [SchemaWarning] {
    JSONSchema.warnings(about: try JSONValue(parsing: text), options: .init(defaultDraft: draft))
  }

  @Test(
    "contradictions that nothing can satisfy are found where they stand",
    arguments: [
      ("false", ""), (#"{"minimum":2,"maximum":1}"#, "/minimum"),
      (#"{"exclusiveMinimum":1,"maximum":1}"#, "/exclusiveMinimum"),
      (#"{"minLength":2,"maxLength":1}"#, "/minLength"), (#"{"minItems":3,"maxItems":2}"#, "/minItems"),
      (#"{"contains":{},"minContains":3,"maxContains":2}"#, "/minContains"),
      (#"{"type":"string","enum":[1,2]}"#, "/enum"), (#"{"type":"integer","const":"x"}"#, "/const"),
      (#"{"enum":["ab","cd"],"pattern":"^x"}"#, "/enum"), (#"{"enum":[1,2],"const":3}"#, "/enum"),
      (#"{"required":["a"],"properties":{"a":false}}"#, "/required"),
      (#"{"required":["a"],"additionalProperties":false,"properties":{"b":{}}}"#, "/required"),
      (#"{"required":["a","b"],"maxProperties":1}"#, "/required"), (#"{"not":{}}"#, "/not"),
      (#"{"items":false,"minItems":1}"#, "/minItems"),
      (#"{"prefixItems":[true],"items":false,"minItems":2}"#, "/minItems"),
      (#"{"allOf":[{"type":"string"},{"type":"number"}]}"#, "/allOf"),
      (#"{"type":"string","anyOf":[{"type":"number"}]}"#, "/anyOf"),
      (#"{"properties":{"a/b":{"minimum":1,"maximum":0}}}"#, "/properties/a~1b/minimum"),
    ])
  func contradictions(_ text: String, _ place: String) throws {
    let found = try warnings(text).filter { $0.kind == .neverMatches }
    #expect(found.map { "\($0.location)" } == [place])
  }

  @Test(
    "keywords that do nothing are named",
    arguments: [
      (#"{"dependencies":{"a":["b"]}}"#, JSONSchema.Draft.draft202012, "/dependencies"),
      (#"{"definitions":{"a":true}}"#, .draft202012, "/definitions"), (#"{"id":"x"}"#, .draft201909, "/id"),
      (#"{"additionalItems":false}"#, .draft202012, "/additionalItems"),
      (#"{"items":{},"additionalItems":false}"#, .draft201909, "/additionalItems"),
      (#"{"prefixItems":[true]}"#, .draft201909, "/prefixItems"), (#"{"prefixItems":[true]}"#, .draft7, "/prefixItems"),
      (##"{"$ref":"#/definitions/a","minimum":1,"definitions":{"a":true}}"##, .draft7, "/minimum"),
      (#"{"unevaluatedProperties":false}"#, .draft7, "/unevaluatedProperties"), (#"{"then":{}}"#, .draft7, "/then"),
      (#"{"if":{}}"#, .draft202012, "/if"), (#"{"minContains":1}"#, .draft202012, "/minContains"),
      (#"{"contentSchema":{}}"#, .draft202012, "/contentSchema"),
      (#"{"type":"string","minimum":1}"#, .draft202012, "/minimum"),
      (#"{"type":["string","null"],"required":["a"]}"#, .draft202012, "/required"),
      (#"{"format":"e-mail"}"#, .draft202012, "/format"), (#"{"propertys":{}}"#, .draft202012, "/propertys"),
      (#"{"require":["a"]}"#, .draft202012, "/require"),
      (#"{"additionalproperties":false}"#, .draft7, "/additionalproperties"),
    ])
  func ignored(_ text: String, _ draft: JSONSchema.Draft, _ place: String) throws {
    let found = try warnings(text, draft: draft).filter { $0.kind == .ignored }
    #expect(found.map { "\($0.location)" } == [place])
  }

  @Test(
    "what is usual is not warned about",
    arguments: [
      #"{"type":"object","required":["a"],"properties":{"a":{"type":["string","null"],"maxLength":5}}}"#,
      #"{"properties":{"old":false}}"#,
      #"{"required":["x1"],"patternProperties":{"^x":true},"additionalProperties":false}"#,
      #"{"enum":["a",null],"title":"T","x-order":1,"default":"a","examples":["a"]}"#,
      #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, #"{"minimum":1,"maximum":1}"#,
      #"{"type":"integer","enum":[1,2.0]}"#, #"{"$defs":{"a":{"$ref":"https://example.com/x"}}}"#,
      #"{"if":{"type":"string"},"then":{"minLength":1}}"#, #"{"type":"number","allOf":[{"type":"integer"}]}"#,
    ])
  func usual(_ text: String) throws {
    #expect(try warnings(text) == [])
  }

  @Test("a value of `enum` that can never come is told apart from an `enum` that excludes all")
  func partly() throws {
    let found = try warnings(#"{"type":"string","enum":["a",1]}"#)
    #expect(found.map(\.message) == ["1 in `enum` never satisfies what stands beside it"])
  }

  @Test("a hostile schema costs little and says little")
  func hostile() throws {
    let many = JSONValue.object(JSONObject((0..<5_000).map { ("k\($0)", ["minimum": 2, "maximum": 1] as JSONValue) }))
    #expect(JSONSchema.warnings(about: ["properties": many]).count == 100)
    let pattern: JSONValue = ["pattern": "^(a+)+$", "enum": [.string(String(repeating: "a", count: 5_000) + "!")]]
    #expect(JSONSchema.warnings(about: pattern) == [])
  }
}
