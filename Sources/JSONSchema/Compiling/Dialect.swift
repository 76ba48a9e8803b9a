/// How a schema resource is to be read: its version and the vocabularies its meta-schema asks for.
struct Dialect: Hashable {
  /// A group of keywords (2020-12 core, section 4.3.1).
  enum Vocabulary: String, Hashable, CaseIterable {
    case core, applicator, unevaluated, validation, content
    case metaData = "meta-data"
    case formatAnnotation = "format-annotation"
    case formatAssertion = "format-assertion"
    /// The one format vocabulary of 2019-09.
    case format
  }

  let draft: JSONSchema.Draft
  let vocabularies: Set<Vocabulary>

  /// A version as its own meta-schema describes it.
  init(_ draft: JSONSchema.Draft) {
    self.draft = draft
    vocabularies = Set(Vocabulary.allCases).subtracting([.formatAssertion])
  }

  init(_ draft: JSONSchema.Draft, vocabularies: Set<Vocabulary>) {
    self.draft = draft
    self.vocabularies = vocabularies
  }

  /// The version whose vocabulary a URI names, and the vocabulary; nil for one that is not ours.
  static func vocabulary(_ uri: String) -> (draft: JSONSchema.Draft, vocabulary: Vocabulary)? {
    for (prefix, draft) in [
      ("https://json-schema.org/draft/2020-12/vocab/", JSONSchema.Draft.draft202012),
      ("https://json-schema.org/draft/2019-09/vocab/", .draft201909),
    ] where uri.hasPrefix(prefix) {
      return Vocabulary(rawValue: String(uri.dropFirst(prefix.count))).map { (draft, $0) }
    }
    return nil
  }

  /// Whether a keyword means anything here.
  func knows(_ keyword: String) -> Bool {
    if draft == .draft7 { return !Self.newerThanDraft7.contains(keyword) }
    if keyword == "format" { return !vocabularies.isDisjoint(with: [.format, .formatAnnotation, .formatAssertion]) }
    guard let vocabulary = Self.vocabularyOfKeyword[keyword] else { return false }
    switch keyword {
    case "prefixItems", "$dynamicRef", "$dynamicAnchor": return draft == .draft202012 && has(vocabulary)
    case "additionalItems", "$recursiveRef", "$recursiveAnchor": return draft == .draft201909 && has(vocabulary)
    default: return has(vocabulary)
    }
  }

  /// Whether a keyword is one that applies, asserts or identifies, so that it annotates nothing by itself.
  func knowsStructure(_ keyword: String) -> Bool { Self.vocabularyOfKeyword[keyword] != nil && knows(keyword) }

  /// Whether `format` fails instances by demand of the meta-schema.
  var assertsFormat: Bool { vocabularies.contains(.formatAssertion) }

  private func has(_ vocabulary: Vocabulary) -> Bool {
    // The unevaluated keywords belonged to the applicators in 2019-09.
    if vocabulary == .unevaluated, draft == .draft201909 { return vocabularies.contains(.applicator) }
    return vocabularies.contains(vocabulary)
  }

  /// Every keyword that some version knows.
  static let names = Set(vocabularyOfKeyword.keys).union(["format", "$schema", "$vocabulary", "$comment"]).union(
    documenting)

  /// Those that document (2020-12 validation, section 9).
  static let documenting: Set<String> = [
    "title", "description", "default", "deprecated", "readOnly", "writeOnly", "examples",
  ]

  /// Whether a keyword came after draft 7.
  static func isNewerThanDraft7(_ keyword: String) -> Bool { newerThanDraft7.contains(keyword) }

  private static let newerThanDraft7: Set<String> = [
    "$defs", "$anchor", "$recursiveRef", "$recursiveAnchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary",
    "prefixItems",
    "dependentSchemas", "dependentRequired", "unevaluatedItems", "unevaluatedProperties", "minContains", "maxContains",
    "contentSchema",
  ]

  private static let vocabularyOfKeyword: [String: Vocabulary] = {
    let keywords: [Vocabulary: [String]] = [
      .core: [
        "$id", "$ref", "$anchor", "$defs", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor",
        "definitions",
      ],
      .applicator: [
        "prefixItems", "items", "additionalItems", "contains", "properties", "patternProperties",
        "additionalProperties",
        "propertyNames", "dependentSchemas", "dependencies", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
      ],
      .unevaluated: ["unevaluatedItems", "unevaluatedProperties"],
      .validation: [
        "type", "const", "enum", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
        "maxLength",
        "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxContains", "minContains", "maxProperties",
        "minProperties", "required", "dependentRequired",
      ],
      .content: ["contentEncoding", "contentMediaType", "contentSchema"],
    ]
    var result: [String: Vocabulary] = [:]
    for (vocabulary, names) in keywords { for name in names { result[name] = vocabulary } }
    return result
  }()
}

/// Where subschemas are to be found in a schema.
enum SubschemaShape {
  case schema, list, map
  /// `items` before 2020-12: a schema or a list of them.
  case schemaOrList
  /// `dependencies`: a map to schemas or to lists of names.
  case mapOfSchemasOrNames

  static func of(_ keyword: String, in draft: JSONSchema.Draft) -> SubschemaShape? {
    switch keyword {
    case "additionalProperties", "propertyNames", "contains", "not", "if", "then", "else", "additionalItems",
      "unevaluatedItems", "unevaluatedProperties", "contentSchema":
      .schema
    case "items": draft == .draft202012 ? .schema : .schemaOrList
    case "allOf", "anyOf", "oneOf", "prefixItems": .list
    case "properties", "patternProperties", "dependentSchemas", "definitions", "$defs": .map
    case "dependencies": .mapOfSchemasOrNames
    default: nil
    }
  }
}
