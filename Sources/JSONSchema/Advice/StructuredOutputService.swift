/// A service that makes a model follow a schema, and takes only a part of JSON Schema for it.
public enum StructuredOutputService: String, Hashable, Sendable, CaseIterable {
  /// OpenAI's structured outputs (`strict: true`).
  case openAI = "openai"
  /// Anthropic's structured outputs (`output_config.format`).
  case anthropic
  /// Google's Gemini (`responseJsonSchema`).
  case gemini

  /// As messages call it.
  public var name: String {
    switch self {
    case .openAI: "OpenAI"
    case .anthropic: "Anthropic"
    case .gemini: "Gemini"
    }
  }

  /// Where the service says what it takes, read in November 2026.
  public var source: String {
    switch self {
    case .openAI: "https://platform.openai.com/docs/guides/structured-outputs#supported-schemas"
    case .anthropic: "https://platform.claude.com/docs/en/build-with-claude/structured-outputs#json-schema-limitations"
    case .gemini: "https://ai.google.dev/api/generate-content#generationconfig"
    }
  }

  /// Keywords that it refuses or passes over.
  var refused: Set<String> {
    let common: Set<String> = [
      "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "dependencies", "patternProperties",
      "propertyNames", "minProperties", "maxProperties", "unevaluatedProperties", "unevaluatedItems", "contains",
      "minContains", "maxContains", "uniqueItems", "minLength", "maxLength", "contentEncoding", "contentMediaType",
      "contentSchema", "$dynamicRef", "$recursiveRef",
    ]
    switch self {
    case .openAI: return common.union(["allOf", "oneOf", "prefixItems"])
    case .anthropic:
      return common.union([
        "oneOf", "prefixItems", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "maxItems",
      ])
    case .gemini:
      return common.union(["allOf", "const", "pattern", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"])
    }
  }

  /// The formats it knows; nil where it names none.
  var formats: Set<String>? {
    switch self {
    case .openAI: ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"]
    case .anthropic: ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"]
    case .gemini: nil
    }
  }

  /// Whether every object has to say `additionalProperties: false`.
  var wantsClosedObjects: Bool { self != .gemini }

  /// Whether every property has to be required, an optional one being allowed to be null.
  var wantsAllRequired: Bool { self == .openAI }

  /// Whether a schema may refer to itself. Gemini takes it within properties that are not required.
  var takesRecursion: Bool { self != .anthropic }
}
