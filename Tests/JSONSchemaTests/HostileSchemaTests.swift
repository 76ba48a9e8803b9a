import JSONSchema
import StrictJSON
import Testing

/// Schemas from a pull request are written by strangers.
@Suite struct HostileSchemaTests {
  @Test(
    "a schema that makes no sense is an error with its place",
    arguments: [
      (#"{"$id":5}"#, "/$id"), (#"{"$schema":7}"#, "/$schema"), (#"{"$schema":"http://example.com/mine"}"#, "/$schema"),
      (#"{"$ref":1}"#, "/$ref"), (##"{"$ref":"#/nope"}"##, "/$ref"), (#"{"$ref":"http://example.com/x"}"#, "/$ref"),
      (#"{"type":"text"}"#, "/type"), (#"{"properties":{"a":{"type":3}}}"#, "/properties/a/type"),
      (#"{"properties":{"a":5}}"#, "/properties/a"), (#"{"properties":[]}"#, "/properties"),
      (#"{"allOf":{}}"#, "/allOf"),
      (#"{"pattern":"(a"}"#, "/pattern"), (#"{"patternProperties":{"[":true}}"#, "/patternProperties/["),
      (#"{"minLength":-1}"#, "/minLength"), (#"{"minLength":1.5}"#, "/minLength"),
      (#"{"multipleOf":0}"#, "/multipleOf"),
      (#"{"required":[1]}"#, "/required"), (#"{"enum":1}"#, "/enum"), (#"{"uniqueItems":"yes"}"#, "/uniqueItems"),
      (#"{"minimum":"1"}"#, "/minimum"), (#"{"$anchor":1}"#, "/$anchor"), (#"{"$id":"a#b"}"#, "/$id"),
      (#"{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}"#, "/$defs/b/$anchor"),
      (#"{"dependentRequired":{"a":[1]}}"#, "/dependentRequired/a"), ("5", ""), (##"{"$ref":"#/%ff"}"##, "/$ref"),
    ])
  func nonsense(_ text: String, _ place: String) throws {
    let schema = try JSONValue(parsing: text)
    let error = #expect(throws: SchemaError.self) { try JSONSchema(schema) }
    #expect(error?.problems.map { "\($0.location)" } == [place])
  }

  @Test("every problem is reported at once")
  func severalProblems() throws {
    let schema = try JSONValue(parsing: #"{"type":"text","minLength":"x","items":{"pattern":"*"}}"#)
    let error = #expect(throws: SchemaError.self) { try JSONSchema(schema) }
    #expect(error?.problems.count == 3)
  }

  @Test("an unknown $schema lists the known ones")
  func unknownSchema() {
    let error = #expect(throws: SchemaError.self) {
      try JSONSchema(["$schema": "http://json-schema.org/draft-03/schema#"])
    }
    #expect(error?.problems.first?.message.contains("https://json-schema.org/draft/2020-12/schema") == true)
  }

  @Test(
    "a reference that only leads back to itself is an error",
    arguments: [
      ##"{"$ref":"#"}"##, ##"{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}"##,
      ##"{"allOf":[{"anyOf":[{"not":{"$ref":"#"}}]}]}"##,
    ])
  func endlessReference(_ text: String) throws {
    let schema = try JSONValue(parsing: text)
    #expect(throws: SchemaError.self) { try JSONSchema(schema) }
  }

  @Test(
    "a loop that only an instance can close is too expensive, not endless",
    arguments: [
      ##"{"if":{"type":"object"},"then":{"$ref":"#"}}"##, ##"{"dependentSchemas":{"a":{"$ref":"#"}}}"##,
      ##"{"$dynamicAnchor":"x","allOf":[{"$dynamicRef":"#x"}]}"##,
    ])
  func conditionalLoop(_ text: String) throws {
    let verdict = try JSONSchema(JSONValue(parsing: text)).validate(["a": 1])
    #expect(verdict == .tooExpensive("schema refers to itself without end"))
  }

  @Test("a deeply nested schema is an error")
  func deepSchema() {
    var schema: JSONValue = true
    for _ in 0..<300 { schema = ["not": schema] }
    #expect(throws: SchemaError.self) { try JSONSchema(schema) }
  }

  @Test("a chain of ten thousand references is followed")
  func longChain() throws {
    var definitions: [(String, JSONValue)] = [("d10000", ["type": "null"])]
    for index in 0..<10_000 { definitions.append(("d\(index)", ["items": ["$ref": .string("#/$defs/d\(index + 1)")]])) }
    let schema = try JSONSchema(["$ref": "#/$defs/d0", "$defs": .object(JSONObject(definitions))])
    #expect(schema.validate([[[1]]]) == .valid)
  }

  @Test("a chain of references on one value that is too long is too expensive")
  func longChainInPlace() throws {
    var definitions: [(String, JSONValue)] = [("d5000", ["type": "null"])]
    for index in 0..<5_000 { definitions.append(("d\(index)", ["$ref": .string("#/$defs/d\(index + 1)")])) }
    let schema = try JSONSchema(["$ref": "#/$defs/d0", "$defs": .object(JSONObject(definitions))])
    #expect(schema.validate(nil) == .tooExpensive("schemas are nested deeper than \(JSONSchema.Limits.default.depth)"))
  }

  @Test("references that double at each step are evaluated once")
  func doublingReferences() throws {
    var definitions: [(String, JSONValue)] = [("d60", ["type": "null"])]
    for index in 0..<60 {
      let next: JSONValue = ["$ref": .string("#/$defs/d\(index + 1)")]
      definitions.append(("d\(index)", ["allOf": [next, next]]))
    }
    let schema = try JSONSchema(["$ref": "#/$defs/d0", "$defs": .object(JSONObject(definitions))])
    #expect(schema.validate(nil) == .valid)
    guard case .invalid = schema.validate(1) else {
      Issue.record("expected invalid")
      return
    }
  }

  @Test("alternatives that meet in the same child do not multiply", arguments: [#""leaf""#, "1"])
  func meetingAlternatives(_ leaf: String) throws {
    let schema = try JSONSchema(
      JSONValue(
        parsing: ##"""
          {"anyOf":[{"type":"string"},
            {"type":"object","properties":{"c":{"$ref":"#"}},"required":["x"],"unevaluatedProperties":false},
            {"type":"object","properties":{"c":{"$ref":"#"}},"required":["y"],"unevaluatedProperties":false},
            {"type":"object","properties":{"c":{"$ref":"#"}},"unevaluatedProperties":false}]}
          """##))
    let depth = JSONSchema.Limits.default.depth / 8
    let text = String(repeating: #"{"c":"#, count: depth) + leaf + String(repeating: "}", count: depth)
    let verdict = schema.validate(try JSONValue(parsing: text))
    #expect(verdict.isValid == (leaf != "1"))
    if case .tooExpensive(let message) = verdict { Issue.record("\(message)") }
  }

  @Test("texts that are patterns themselves are compiled within the limit of work")
  func manyPatterns() throws {
    let schema = try JSONSchema(["items": ["format": "regex"]], options: .init(format: .assertion))
    func patterns(_ pattern: JSONValue, _ count: Int) -> JSONValue { .array(Array(repeating: pattern, count: count)) }
    #expect(schema.validate(patterns("^[a-z]{2,4}$", 50)) == .valid)
    #expect(schema.validate(patterns("^[a-z]+$", 2000)) == .valid)
    guard case .tooExpensive = schema.validate(patterns("(a{1,1000}){1,1000}", 2000)) else {
      Issue.record("expected too expensive")
      return
    }
  }

  @Test("a catastrophic pattern is neither valid nor invalid")
  func catastrophicPattern() throws {
    let schema = try JSONSchema(["pattern": "^(a+)+$"])
    guard case .tooExpensive(let message) = schema.validate(.string(String(repeating: "a", count: 50_000) + "!")) else {
      Issue.record("expected too expensive")
      return
    }
    #expect(message.contains("regex too expensive"))
  }

  @Test("an instance as deep as the limits allow is validated")
  func deepInstance() throws {
    let schema = try JSONSchema(["items": ["$ref": "#"]])
    // The schema of the elements and the reference in it are two applications for each level.
    let depth = JSONSchema.Limits.default.depth / 2 - 8
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(schema.validate(try JSONValue(parsing: text)) == .valid)
  }

  @Test("too much work is too expensive")
  func stepLimit() throws {
    let schema = try JSONSchema(
      ["items": ["anyOf": [["minimum": 5], ["minimum": 4]]]],
      options: .init(limits: .init(steps: 100, stepsPerValue: 0)))
    guard case .tooExpensive = schema.validate(.array(Array(repeating: 4, count: 200))) else {
      Issue.record("expected too expensive")
      return
    }
  }

  @Test("a document claiming the URI of another cannot take its place")
  func claimedURI() throws {
    let schema = try JSONValue(
      parsing: ##"""
        {"$id":"http://example.com/a","$ref":"#/$defs/x",
         "$defs":{"x":{"type":"string"},"fake":{"$id":"http://example.com/a","$defs":{"x":true}}}}
        """##)
    #expect(try JSONSchema(schema).validate(1).isValid == false)
  }
}
