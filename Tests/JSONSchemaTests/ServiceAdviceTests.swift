import JSONSchema
import StrictJSON
import Testing

/// Each rule stands in the service's documentation, see `StructuredOutputService.source`.
@Suite("what services with structured outputs do not take")
struct ServiceAdviceTests {
  private func places(_ text: String, _ service: StructuredOutputService) throws -> [String] {
    JSONSchema.warnings(about: try JSONValue(parsing: text), sentTo: service).map { "\($0.location)" }
  }

  private static let plain = """
    {"type":"object","required":["label","note"],"additionalProperties":false,"properties":{
      "label":{"type":"string","enum":["a","b"]},"note":{"type":["string","null"]}}}
    """

  @Test("what all of them take is not warned about", arguments: StructuredOutputService.allCases)
  func plain(_ service: StructuredOutputService) throws {
    #expect(try places(Self.plain, service) == [])
  }

  private static func object(_ property: String) -> String {
    #"{"type":"object","required":["p"],"additionalProperties":false,"properties":{"p":\#(property)}}"#
  }

  @Test(
    "a keyword that a service does not take is named at its place",
    arguments: [
      (#"{"type":"string","minLength":1}"#, "minLength", [.openAI, .anthropic, .gemini]),
      (#"{"type":"number","minimum":1}"#, "minimum", [.anthropic]),
      (#"{"type":"number","multipleOf":2}"#, "multipleOf", [.anthropic, .gemini]),
      (#"{"type":"string","pattern":"^a"}"#, "pattern", [.gemini]),
      (#"{"type":"array","items":{"type":"string"},"maxItems":3}"#, "maxItems", [.anthropic]),
      (#"{"type":"array","items":{"type":"string"},"minItems":2}"#, "minItems", [.anthropic]),
      (
        #"{"type":"array","items":{"type":"string"},"uniqueItems":true}"#, "uniqueItems",
        [.openAI, .anthropic, .gemini]
      ),
      (#"{"oneOf":[{"type":"string"}]}"#, "oneOf", [.openAI, .anthropic]),
      (#"{"allOf":[{"type":"string"}]}"#, "allOf", [.openAI, .gemini]),
      (#"{"const":1}"#, "const", [.gemini]), (#"{"enum":[{}]}"#, "enum", [.anthropic, .gemini]),
      (#"{"type":"string","format":"iri"}"#, "format", [.openAI, .anthropic]),
      (#"{"$ref":"other.json"}"#, "$ref", [.openAI, .anthropic]),
      (#"{"not":{"type":"null"}}"#, "not", [.openAI, .anthropic, .gemini]),
    ] as [(String, String, [StructuredOutputService])])
  func keywords(_ property: String, _ keyword: String, _ refusing: [StructuredOutputService]) throws {
    for service in StructuredOutputService.allCases {
      let expected = refusing.contains(service) ? ["/properties/p/\(keyword)"] : []
      #expect(try places(Self.object(property), service) == expected, "\(service)")
    }
  }

  @Test("open objects and optional properties are named once")
  func objects() throws {
    let text = #"{"type":"object","properties":{"a":{"type":"object","properties":{"b":{}}}}}"#
    #expect(try places(text, .openAI) == ["", "/properties"])
    #expect(try places(text, .anthropic) == [""])
    #expect(try places(text, .gemini) == [])
  }

  @Test("recursion is what Anthropic does not take")
  func recursion() throws {
    let text = Self.object(##"{"anyOf":[{"type":"null"},{"$ref":"#"}]}"##)
    #expect(try places(text, .anthropic) == ["/properties/p/anyOf/1/$ref"])
    #expect(try places(text, .openAI) == [])
  }

  @Test("OpenAI wants an object at the root, at most 10 levels, 5,000 properties and 1,000 values of an enum")
  func limits() throws {
    #expect(try places(#"{"type":"array","items":{"type":"string"}}"#, .openAI) == [""])
    var deep = #"{"type":"string"}"#
    for _ in 0..<11 { deep = Self.object(deep) }
    #expect(try places(deep, .openAI) == [""])
    let values = (0...1_000).map { "\($0)" }.joined(separator: ",")
    #expect(try places(Self.object(#"{"enum":[\#(values)]}"#), .openAI) == ["/properties/p/enum"])
  }

  @Test("every service names where its rules stand", arguments: StructuredOutputService.allCases)
  func sources(_ service: StructuredOutputService) {
    #expect(service.source.hasPrefix("https://"))
  }
}
