import JSONSchema
import StrictJSON
import Testing

@Suite struct ReferenceTests {
  @Test("a relative reference is resolved against the base URI and asked of the resolver")
  func baseURI() throws {
    let resolver = StaticSchemaResolver(["file:///schemas/common/id.json": ["type": "string"]])
    let schema = try JSONSchema(
      ["$ref": "common/id.json"], baseURI: "file:///schemas/ticket.json", resolver: resolver)
    #expect(schema.validate("x") == .valid)
    #expect(schema.validate(1).isValid == false)
  }

  @Test("documents may refer to one another in a circle")
  func circle() throws {
    let resolver = StaticSchemaResolver(["b.json": ["properties": ["a": ["$ref": "a.json"]]]])
    let schema = try JSONSchema(
      ["properties": ["b": ["$ref": "b.json"]], "additionalProperties": false], baseURI: "a.json", resolver: resolver)
    #expect(schema.validate(["b": ["a": ["b": ["a": [:]]]]]) == .valid)
    #expect(schema.validate(["b": ["a": ["c": 1]]]).isValid == false)
  }

  @Test("a problem in a referenced document names that document")
  func remoteProblem() {
    let resolver = StaticSchemaResolver(["http://example.com/x.json": ["type": "text"]])
    let error = #expect(throws: SchemaError.self) {
      try JSONSchema(["$ref": "http://example.com/x.json"], resolver: resolver)
    }
    #expect(error?.problems.map(\.uri) == ["http://example.com/x.json"])
  }

  struct Refusing: SchemaResolver {
    struct Refusal: Error {}
    func schema(for uri: String) throws -> JSONValue? { throw Refusal() }
  }

  @Test("a resolver that throws makes the reference a problem")
  func throwingResolver() {
    #expect(throws: SchemaError.self) { try JSONSchema(["$ref": "http://example.com/x"], resolver: Refusing()) }
  }

  @Test("the meta-schemas are known without a resolver", arguments: JSONSchema.Draft.allCases)
  func builtInMetaSchemas(_ draft: JSONSchema.Draft) throws {
    let schema = try JSONSchema(["$ref": .string(draft.metaSchemaURI)], options: .init(defaultDraft: draft))
    #expect(schema.validate(["minLength": 1]) == .valid)
    #expect(schema.validate(["minLength": -1]).isValid == false)
  }

  @Test("a schema is validated against the meta-schema that it names")
  func validatesSchema() throws {
    let schema = try JSONValue(
      parsing: ##"{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"x"}]}"##)
    guard case .invalid(let issues) = try JSONSchema.validateSchema(schema) else {
      Issue.record("expected invalid")
      return
    }
    #expect(issues.first?.instancePath.description.hasPrefix("/items") == true)
  }

  @Test("every meta-schema satisfies itself", arguments: JSONSchema.Draft.allCases)
  func metaSchemaOfItself(_ draft: JSONSchema.Draft) throws {
    let metaSchema = try JSONSchema.metaSchema(draft)
    #expect(try JSONSchema.validateSchema(metaSchema.source, options: .init(defaultDraft: draft)) == .valid)
  }

  @Test("a reference with an escaped, encoded pointer finds its place")
  func escapedPointer() throws {
    let schema = try JSONSchema(["$ref": "#/$defs/a~1b%25", "$defs": ["a/b%": ["type": "null"]]])
    #expect(schema.validate(1).isValid == false)
  }

  @Test("one schema is shared by many tasks")
  func threads() async throws {
    let schema = try JSONSchema(["items": ["type": "integer", "minimum": 0]])
    let valid = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<16 {
        group.addTask { schema.validate(.array([.number(JSONNumber(number)), 1])).isValid }
      }
      return await group.reduce(true) { $0 && $1 }
    }
    #expect(valid)
  }
}
