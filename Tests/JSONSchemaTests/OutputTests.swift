import JSONSchema
import StrictJSON
import Testing

@Suite struct OutputTests {
  /// The example of the specification (2020-12 core, section 12.4): a polygon whose second point is wrong.
  private func polygon(_ format: JSONSchema.OutputFormat) throws -> JSONValue {
    let schema = try JSONSchema(
      JSONValue(
        parsing: ##"""
          {"$id":"https://example.com/polygon","$schema":"https://json-schema.org/draft/2020-12/schema",
           "$defs":{"point":{"type":"object","properties":{"x":{"type":"number"},"y":{"type":"number"}},
             "additionalProperties":false,"required":["x","y"]}},
           "type":"array","items":{"$ref":"#/$defs/point"},"minItems":3}
          """##))
    return try schema.output(for: JSONValue(parsing: #"[{"x":2.5,"y":1.3},{"x":1,"z":6.7}]"#), as: format)
  }

  private func locations(_ value: JSONValue?, _ key: String = "keywordLocation") -> [String] {
    value?.arrayValue?.compactMap { $0[key]?.stringValue } ?? []
  }

  @Test("flag says nothing but the verdict")
  func flag() throws {
    #expect(try polygon(.flag) == ["valid": false])
  }

  @Test("basic lists the units of the specification's example")
  func basic() throws {
    let output = try polygon(.basic)
    #expect(
      Set(locations(output["errors"])) == [
        "", "/minItems", "/items/$ref", "/items/$ref/required", "/items/$ref/additionalProperties",
      ])
    #expect(output["errors"]?.arrayValue?.allSatisfy { $0["error"] != nil } == true)
  }

  @Test("an absolute location leaves references out")
  func absolute() throws {
    let output = try polygon(.basic)
    #expect(
      locations(output["errors"], "absoluteKeywordLocation").contains(
        "https://example.com/polygon#/$defs/point/required"))
  }

  @Test("detailed leaves out what says nothing and folds single children")
  func detailed() throws {
    let output = try polygon(.detailed)
    #expect(Set(locations(output["errors"])) == ["/minItems", "/items/$ref"])
    let point = output["errors"]?.arrayValue?.first { $0["keywordLocation"] == "/items/$ref" }
    #expect(Set(locations(point?["errors"])) == ["/items/$ref/required", "/items/$ref/additionalProperties"])
  }

  @Test("verbose keeps keywords that hold")
  func verbose() throws {
    let output = try polygon(.verbose)
    #expect(Set(locations(output["errors"])) == ["/type", "/items", "/minItems"])
    let items = output["errors"]?.arrayValue?.first { $0["keywordLocation"] == "/items" }
    #expect(locations(items?["errors"], "instanceLocation") == ["/0", "/1"])
  }

  @Test("a valid instance has annotations instead of errors", arguments: JSONSchema.OutputFormat.allCases.dropFirst())
  func annotations(_ format: JSONSchema.OutputFormat) throws {
    let schema = try JSONSchema(["title": "T", "properties": ["a": ["default": 1]]])
    let output = try schema.output(for: ["a": 2], as: format)
    #expect(output["valid"] == true)
    #expect(output["errors"] == nil)
    #expect(locations(output["annotations"]).contains("/title"))
  }

  @Test("a schema that fails annotates nothing")
  func dropped() throws {
    let schema = try JSONSchema(["anyOf": [["type": "string", "title": "text"], ["title": "any"]]])
    let output = try schema.output(for: 1, as: .basic)
    #expect(output["annotations"]?.arrayValue?.compactMap { $0["annotation"] } == ["any"])
  }

  @Test(
    "more output than the limit is cut and says so; the verdict stands",
    arguments: [JSONSchema.OutputFormat.basic, .detailed, .verbose])
  func limit(_ format: JSONSchema.OutputFormat) throws {
    let schema = try JSONSchema(
      ["items": ["type": "string"], "properties": ["a": ["title": "T"]]],
      options: .init(limits: .init(outputUnits: 50)))
    let invalid = try schema.output(for: .array(Array(repeating: 1, count: 100)), as: format)
    #expect(invalid["valid"] == false)
    #expect(invalid["cut"]?.stringValue?.contains("50 units") == true)
    #expect(invalid.serialized().contains("expected string"))
    let late = try schema.output(for: .array(Array(repeating: "a", count: 100) + [1]), as: format)
    #expect(late["valid"] == false)
    let valid = try schema.output(for: .array(Array(repeating: "a", count: 100)), as: format)
    #expect(valid["valid"] == true)
    #expect(valid["cut"] != nil)
    #expect(try schema.output(for: ["a": 1], as: format)["cut"] == nil)
  }

  @Test("deep output is bounded by its size", arguments: [JSONSchema.OutputFormat.basic, .detailed, .verbose])
  func size(_ format: JSONSchema.OutputFormat) throws {
    var part: JSONValue = ["type": "string"]
    for _ in 0..<120 { part = ["anyOf": [part, ["type": "null", "title": "none"]]] }
    let limit = 100_000
    let schema = try JSONSchema(part, options: .init(limits: .init(outputBytes: limit)))
    for instance: JSONValue in [1, nil] {
      let output = try schema.output(for: instance, as: format)
      #expect(output["valid"] == .bool(instance == nil))
      #expect(output.serialized(.pretty).utf8.count < 2 * limit)
    }
  }

  @Test("where applying every branch takes too long, the verdict stands alone")
  func tooManyBranches() throws {
    let part: JSONValue = [
      "anyOf": [true, ["allOf": .array(Array(repeating: ["items": ["type": "integer"]], count: 30))]]
    ]
    let schema = try JSONSchema(part, options: .init(limits: .init(steps: 10_000)))
    let output = try schema.output(for: .array(Array(repeating: 1, count: 1_000)), as: .basic)
    #expect(output["valid"] == true)
    #expect(output["cut"]?.stringValue?.contains("steps") == true)
  }

  @Test("branches that double at each step end at the limit")
  func doubling() throws {
    var definitions: [(String, JSONValue)] = [("d60", ["type": "null"])]
    for index in 0..<60 {
      let next: JSONValue = ["$ref": .string("#/$defs/d\(index + 1)")]
      definitions.append(("d\(index)", ["allOf": [next, next]]))
    }
    let schema = try JSONSchema(["$ref": "#/$defs/d0", "$defs": .object(JSONObject(definitions))])
    let output = try schema.output(for: nil, as: .verbose)
    #expect(output["valid"] == true)
    #expect(output["cut"] != nil)
  }
}

@Suite(.enabled(if: SharedFiles.hasSuite, "the official JSON Schema suite is not beside the repository"))
struct OfficialOutputTests {
  /// The schemas of the outputs refer to that of the output formats themselves.
  struct OutputSchemas: SchemaResolver {
    func schema(for uri: String) throws -> JSONValue? {
      let name = uri.contains("2019-09") ? "draft2019-09" : "draft2020-12"
      return try SharedFiles.json(SharedFiles.suite + "/output-tests/\(name)/output-schema.json")
    }
  }

  @Test("the official output tests pass", arguments: ["draft2019-09", "draft2020-12"])
  func output(_ folder: String) throws {
    let path = SharedFiles.suite + "/output-tests/\(folder)/content"
    var count = 0
    for name in SharedFiles.jsonFiles(in: path) {
      for group in try SharedFiles.json(path + "/" + name)?.arrayValue ?? [] {
        let schema = try JSONSchema(#require(group["schema"]))
        for test in group["tests"]?.arrayValue ?? [] {
          for (word, expectation) in try #require(test["output"]?.objectValue) {
            count += 1
            let format = try #require(JSONSchema.OutputFormat(rawValue: word))
            let output = try schema.output(for: #require(test["data"]), as: format)
            let verdict = try JSONSchema(expectation, resolver: OutputSchemas()).validate(output)
            #expect(verdict == .valid, "\(name): \(output.serialized())")
          }
        }
      }
    }
    #expect(count > 0)
  }

  @Test("every format of every required test follows the schema of the output formats")
  func shape() throws {
    let shape = try JSONSchema(#require(try OutputSchemas().schema(for: "2020-12")))
    let path = SharedFiles.suite + "/tests/draft2020-12"
    for name in SharedFiles.jsonFiles(in: path) {
      for group in try SharedFiles.json(path + "/" + name)?.arrayValue ?? [] {
        let schema = try JSONSchema(#require(group["schema"]), resolver: SuiteRemotes())
        for test in group["tests"]?.arrayValue ?? [] {
          let data = try #require(test["data"])
          for format in JSONSchema.OutputFormat.allCases {
            let output = try schema.output(for: data, as: format)
            #expect(output["valid"] == test["valid"], "\(name) \(format)")
            #expect(shape.validate(output) == .valid, "\(name) \(format): \(output.serialized())")
          }
        }
      }
    }
  }

  @Test("the official annotation tests pass")
  func annotations() throws {
    let path = SharedFiles.suite + "/annotations/tests"
    var count = 0
    for name in SharedFiles.jsonFiles(in: path) {
      for group in try SharedFiles.json(path + "/" + name)?["suite"]?.arrayValue ?? [] {
        // `9999` is for versions to come, `<=` for those before.
        let compatibility = group["compatibility"]?.stringValue ?? ""
        if compatibility.contains("<=") || compatibility == "9999" { continue }
        let external = group["externalSchemas"]?.objectValue.map { $0.map { ($0.key, $0.value) } } ?? []
        let schema = try JSONSchema(
          #require(group["schema"]), resolver: StaticSchemaResolver(Dictionary(uniqueKeysWithValues: external)))
        for test in group["tests"]?.arrayValue ?? [] {
          let output = try schema.output(for: #require(test["instance"]), as: .basic)
          for assertion in test["assertions"]?.arrayValue ?? [] {
            count += 1
            let found = try Self.annotations(output, assertion)
            let description = group["description"]?.stringValue ?? ""
            let expected = try #require(assertion["expected"]?.objectValue)
            // Schemas with URIs of their own inside are named by those here, by the way through the document there.
            let matches = group["schema"]?["$id"] == nil ? found == expected : found.values == expected.values
            #expect(matches, "\(name): \(description): \(output.serialized())")
          }
        }
      }
    }
    #expect(count > 0)
  }

  /// The annotations of a keyword at a place, by where their schemas are written.
  private static func annotations(_ output: JSONValue, _ assertion: JSONValue) throws -> JSONObject {
    var found: [(String, JSONValue)] = []
    let keyword = try #require(assertion["keyword"]?.stringValue)
    for unit in output["annotations"]?.arrayValue ?? [] where unit["instanceLocation"] == assertion["location"] {
      let way = try JSONPointer(#require(unit["keywordLocation"]?.stringValue))
      guard way.tokens.last == keyword, let value = unit["annotation"] else { continue }
      let location = unit["absoluteKeywordLocation"]?.stringValue ?? way.fragment
      found.append((String(location.dropLast(keyword.utf8.count + 1)), value))
    }
    return JSONObject(found)
  }
}
