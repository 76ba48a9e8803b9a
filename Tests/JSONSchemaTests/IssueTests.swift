import JSONSchema
import StrictJSON
import Testing

@Suite struct IssueTests {
  struct Sample: CustomTestStringConvertible, Sendable {
    let schema: String
    let instance: String
    /// Each as `instance path | keyword location | message`.
    let issues: [String]
    var testDescription: String { schema + " on " + instance }
  }

  static let samples: [Sample] = [
    Sample(
      schema: #"{"type":"integer"}"#, instance: #""abc""#, issues: [#" | /type | expected integer, found string "abc""#]
    ),
    Sample(
      schema: #"{"type":["string","null"]}"#, instance: "[1,2]",
      issues: [" | /type | expected null or string, found array of 2"]),
    Sample(
      schema: #"{"properties":{"a/b":{"minimum":3}}}"#, instance: #"{"a/b":1.5}"#,
      issues: ["/a~1b | /properties/a~1b/minimum | expected at least 3, found number 1.5"]),
    Sample(
      schema: #"{"required":["a","b"]}"#, instance: #"{"b":1}"#,
      issues: [#" | /required | missing required property "a""#]),
    Sample(
      schema: #"{"properties":{"a":true},"additionalProperties":false}"#, instance: #"{"a":1,"b":2,"c":3}"#,
      issues: [
        #"/b | /additionalProperties | unexpected property "b""#,
        #"/c | /additionalProperties | unexpected property "c""#,
      ]),
    Sample(
      schema: ##"{"items":{"$ref":"#/$defs/n"},"$defs":{"n":{"type":"number"}}}"##, instance: "[1,null]",
      issues: ["/1 | /items/$ref/type | expected number, found null"]),
    Sample(
      schema: #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#, instance: "5",
      issues: [" | /anyOf | expected null or string, found number 5"]),
    Sample(
      schema: #"{"oneOf":[{"const":"a"},{"enum":["b","c"]}]}"#, instance: #""d""#,
      issues: [#" | /oneOf | expected one of "a", "b", "c", found string "d""#]),
    Sample(
      schema: #"""
        {"oneOf":[
          {"properties":{"kind":{"const":"dog"},"bark":{"type":"boolean"}},"required":["kind"]},
          {"properties":{"kind":{"const":"cat"},"meow":{"type":"boolean"}},"required":["kind"]}]}
        """#, instance: #"{"kind":"cat","meow":"loud"}"#,
      issues: [
        " | /oneOf | matches none of 2 alternatives, closest is number 2",
        #"/meow | /oneOf/1/properties/meow/type | expected boolean, found string "loud""#,
      ]),
    Sample(
      schema: #"{"oneOf":[{"minimum":1},{"minimum":2},{"maximum":0}]}"#, instance: "3",
      issues: [" | /oneOf | expected exactly one of 3 alternatives, matches 1, 2"]),
    Sample(
      schema: #"{"not":{"type":"null"}}"#, instance: "null",
      issues: [" | /not | matches the schema that it must not match, found null"]),
    Sample(
      schema: #"{"if":{"required":["a"]},"then":{"required":["b"]}}"#, instance: #"{"a":1}"#,
      issues: [#" | /then/required | missing required property "b""#]),
    Sample(
      schema: #"{"allOf":[{"properties":{"a":true}}],"unevaluatedProperties":false}"#, instance: #"{"a":1,"b":2}"#,
      issues: [#"/b | /unevaluatedProperties | unexpected property "b""#]),
    Sample(
      schema: #"{"properties":{"a":{"type":"null"}},"unevaluatedProperties":false}"#, instance: #"{"a":1}"#,
      issues: ["/a | /properties/a/type | expected null, found number 1"]),
    Sample(
      schema: #"{"prefixItems":[true],"items":false}"#, instance: "[1,2]",
      issues: ["/1 | /items | unexpected item, expected at most 1"]),
    Sample(
      schema: #"{"contains":{"type":"null"},"minContains":2}"#, instance: "[null,1]",
      issues: [" | /minContains | expected at least 2 matching items, found 1 among 2"]),
    Sample(
      schema: #"{"uniqueItems":true}"#, instance: "[1,2,1.0]",
      issues: [" | /uniqueItems | expected unique items, found number 1.0 at 0 and 2"]),
    Sample(
      schema: #"{"propertyNames":{"maxLength":1}}"#, instance: #"{"ab":1}"#,
      issues: [#" | /propertyNames/maxLength | expected at most 1 characters, found 2 in string "ab""#]),
    Sample(
      schema: #"{"pattern":"^a$"}"#, instance: #""a\n""#,
      issues: [#" | /pattern | expected match of ^a$, found string "a\n""#]),
    Sample(
      schema: #"{"dependentRequired":{"a":["b"]}}"#, instance: #"{"a":1}"#,
      issues: [#" | /dependentRequired | missing property "b", required beside "a""#]),
    Sample(
      schema:
        #"{"anyOf":[{"properties":{"a":{"anyOf":[{"properties":{"b":{"anyOf":[{"minimum":3},{"maximum":-9,"multipleOf":2}]}}}]}}}]}"#,
      instance: #"{"a":{"b":1}}"#,
      issues: [
        " | /anyOf | matches none of 1 alternatives, closest is number 1",
        "/a/b | /anyOf/0/properties/a/anyOf/0/properties/b/anyOf/0/minimum | expected at least 3, found number 1",
      ]),
    Sample(
      schema: #"{"anyOf":[{"required":["a","b","c","d","e"]},{"const":1}]}"#, instance: "{}",
      issues: [
        " | /anyOf | matches none of 2 alternatives, closest is number 1",
        #" | /anyOf/0/required | missing required property "a""#,
        #" | /anyOf/0/required | missing required property "b""#,
        #" | /anyOf/0/required | missing required property "c""#,
      ]),
    Sample(schema: "false", instance: "1", issues: [" |  | nothing is allowed here, found number 1"]),
  ]

  @Test("an issue says where, by which keyword and what was expected", arguments: samples)
  func issues(_ sample: Sample) throws {
    let schema = try JSONSchema(JSONValue(parsing: sample.schema))
    guard case .invalid(let issues) = schema.validate(try JSONValue(parsing: sample.instance)) else {
      Issue.record("expected invalid")
      return
    }
    #expect(issues.map { "\($0.instancePath) | \($0.keywordLocation) | \($0.message)" } == sample.issues)
  }

  @Test("a long value is cut off in a message")
  func longValue() throws {
    let schema = try JSONSchema(["type": "null"])
    guard case .invalid(let issues) = schema.validate(.string(String(repeating: "ä", count: 5_000))) else {
      Issue.record("expected invalid")
      return
    }
    #expect(issues.first?.message.unicodeScalars.count ?? 0 < 140)
  }

  @Test("as many issues are reported as the options allow")
  func issueLimit() throws {
    let schema = try JSONSchema(["items": ["type": "null"]], options: .init(limits: .init(issues: 3)))
    guard case .invalid(let issues) = schema.validate(.array(Array(repeating: 1, count: 50))) else {
      Issue.record("expected invalid")
      return
    }
    #expect(issues.count == 3)
  }
}
