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
      (#"{"properties":{"a":{"$schema":"http://example.com/mine"}}}"#, "/properties/a/$schema"),
      (#"{"properties":{"a":{"$schema":"http://json-schema.org/draft-07/schema#"}}}"#, "/properties/a/$schema"),
      (#"{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}"#, "/$defs/b/$id"),
      (#"{"$id":"http://example.com/a","$defs":{"a":{"$id":"a"}}}"#, "/$defs/a/$id"),
      (#"{"items":[{}]}"#, "/items"),
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

  @Test("texts that are patterns themselves are judged by their grammar, whatever running them would take")
  func manyPatterns() throws {
    let schema = try JSONSchema(["items": ["format": "regex"]], options: .init(format: .assertion))
    func patterns(_ pattern: String, _ count: Int) -> JSONValue {
      .array(Array(repeating: .string(pattern), count: count))
    }
    #expect(schema.validate(patterns("^[a-z]+$", 2000)) == .valid)
    #expect(schema.validate(patterns("(a{1,1000}){1,1000}", 2000)) == .valid)
    let deep = String(repeating: "(", count: 1_000) + String(repeating: ")", count: 1_000)
    for pattern in ["a{65536}", "a{99999999999}", "(?<=a+)b", deep] {
      #expect(schema.accepts(patterns(pattern, 2)) == true)
    }
    #expect(schema.accepts(patterns("a{2,1}", 1)) == false)
  }

  private static let largePatterns: [(pattern: String, text: String, matches: Bool?)] = [
    ("a{65536}", "a", false),
    (String(repeating: "(", count: 300) + "a" + String(repeating: ")", count: 300), "a", true),
    ("^(?:a{1,60000}){1,60000}$", "aaa", true), ("(?<=a+)b", "aab", true), (#"^(?:(a)|b)*\1$"#, "aba", false),
    ("(?:(?:){99999}){99999}!", "a", nil), (String(repeating: "a", count: 40_000), "a", false),
  ]

  @Test(
    "a pattern too large for PCRE2 is no broken schema: it is matched or too expensive",
    arguments: largePatterns.indices)
  func largePattern(_ index: Int) throws {
    let (pattern, text, matches) = Self.largePatterns[index]
    #expect(try JSONSchema(["pattern": .string(pattern)]).accepts(.string(text)) == matches)
    #expect(
      try JSONSchema(["patternProperties": .object([pattern: false])]).accepts(.object([text: 1]))
        == matches.map { !$0 })
  }

  /// A keyword, and an instance that it looks at for long.
  private static let work: [(schema: JSONValue, instance: JSONValue)] = {
    let numbers = JSONValue.array((0..<10_000).map { .number(JSONNumber($0)) })
    let members = JSONValue.object(JSONObject((0..<5_000).map { ("k\($0)", .number(JSONNumber($0))) }))
    let text = JSONValue.string(String(repeating: "a", count: 60_000))
    let digits = JSONNumber(text: String(repeating: "7", count: 60_000)).map { JSONValue.number($0) } ?? 1
    return [
      (["contains": ["const": -1]], numbers), (["contains": false], numbers), (["uniqueItems": true], numbers),
      (["uniqueItems": true], .array([numbers, text, digits])), (["prefixItems": [true], "items": true], numbers),
      (["properties": ["a": true], "additionalProperties": true], members),
      (["propertyNames": ["const": "k"]], members),
      (["unevaluatedProperties": ["type": "integer"]], members),
      (["enum": .array((0..<20).map { .array([.number(JSONNumber($0))]) })], .array([numbers])),
      (["const": text], text), (["enum": .array((0..<20).map { .number(JSONNumber($0)) })], digits),
      (["minimum": 5], digits), (["multipleOf": 7], digits), (["maxLength": 70_000], text), (["format": "uri"], text),
      (["format": "regex"], text), (["pattern": "b$"], text), (["contentEncoding": "base64"], text),
    ]
  }()

  @Test("each keyword pays for what it looks at", arguments: work.indices)
  func paidFor(_ index: Int) throws {
    let (part, instance) = Self.work[index]
    let options = JSONSchema.Options(format: .assertion, assertsContent: true)
    let passes = try #require(JSONSchema(part, options: options).accepts(instance) as Bool?)
    // Where one passes the next is looked at by `allOf`, where it fails by `anyOf`.
    let schema: JSONValue = [passes ? "allOf" : "anyOf": .array(Array(repeating: part, count: 300))]
    var bounded = options
    bounded.limits.steps = 20_000
    #expect(try JSONSchema(schema, options: bounded).accepts(instance) == nil)
  }

  @Test("names and what strings hold buy no steps")
  func boughtSteps() throws {
    let content: JSONValue = .string("[" + Array(repeating: "1", count: 30_000).joined(separator: ",") + "]")
    let part: JSONValue = ["contentMediaType": "application/json", "contentSchema": ["items": ["type": "integer"]]]
    let schema = try JSONSchema(
      ["allOf": .array(Array(repeating: part, count: 1_000))], options: .init(assertsContent: true))
    guard case .tooExpensive = schema.validate(content) else {
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
        {"$id":"http://example.com/a","allOf":[{"$ref":"b"},{"$ref":"#/$defs/x"}],"$defs":{"x":{"type":"string"}}}
        """##)
    let claiming: JSONValue = ["$id": "http://example.com/a", "$defs": ["x": true]]
    let resolver = StaticSchemaResolver(["http://example.com/b": claiming])
    #expect(try JSONSchema(schema, resolver: resolver).validate(1).isValid == false)
  }

  @Test(
    "help says what to do about this very problem",
    arguments: [
      (#"{"items":[{}]}"#, "prefixItems"), (#"{"$schema":"x:y"}"#, "2020-12"), (#"{"type":"text"}"#, "integer"),
      (#"{"pattern":"("}"#, "ECMA-262"), (##"{"$ref":"#/$defs/a"}"##, "$defs"), (##"{"$ref":"#a"}"##, "$anchor"),
      (#"{"$ref":"http://example.com/x"}"#, "map"), (#"{"$ref":"other.json"}"#, "file of its own"),
      (#"{"$ref":"file:///other.json"}"#, "relative to the file"), (#"{"minLength":-1}"#, "minLength"),
    ])
  func help(_ text: String, _ word: String) throws {
    let schema = try JSONValue(parsing: text)
    let error = #expect(throws: SchemaError.self) { try JSONSchema(schema) }
    #expect(error?.problems.first?.help.contains(word) == true)
  }

  @Test("a missing file is no remote schema")
  func missingFile() {
    let error = #expect(throws: SchemaError.self) { try JSONSchema(["$ref": "b.json"], baseURI: "file:///s/a.json") }
    #expect(error?.problems.map(\.message) == [#"no schema file "/s/b.json""#])
  }

  @Test("a vocabulary that asserts formats is told, whatever the options say")
  func formatVocabulary() throws {
    let meta: JSONValue = [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "http://example.com/meta",
      "$vocabulary": [
        "https://json-schema.org/draft/2020-12/vocab/core": true,
        "https://json-schema.org/draft/2020-12/vocab/format-assertion": true,
      ],
    ]
    let resolver = StaticSchemaResolver(["http://example.com/meta": meta])
    let schema = try JSONSchema(["$schema": "http://example.com/meta", "format": "ipv4"], resolver: resolver)
    #expect(schema.format == .assertion)
    #expect(schema.validate("x").isValid == false)
    #expect(try JSONSchema(["format": "ipv4"]).format == .annotation)
  }
}
