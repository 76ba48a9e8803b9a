import EvalGateCore
import SafeRegex
import StrictJSON

/// Anchors `pattern` in the schema of arguments at both ends: a pattern that fits somewhere within a value is the usual way around
/// it.
///
/// JSON Schema lets one fit anywhere (2020-12 validation, section 6.3.3). Under `not` and `if` it stays so: there a pattern that fits
/// less would hold back less. Where a schema has to hold and may not hold too often (`contains` with `maxContains`, `oneOf`) both are
/// asked for: it holds anchored, and does not hold too often as it is written.
enum AnchoredPatterns {
  private static let asWritten: Set = ["not", "if"]
  /// What holds values, not schemas.
  private static let values: Set = ["const", "enum", "default", "examples", "required", "dependentRequired", "type"]
  /// What holds schemas by names, which are no keywords.
  private static let named: Set = ["properties", "patternProperties", "dependentSchemas", "$defs"]

  /// By recursion: compiling has refused what is nested too deeply.
  static func schema(_ schema: JSONValue) -> JSONValue {
    switch schema {
    case .array(let schemas): return .array(schemas.map { self.schema($0) })
    case .object(let keywords):
      var anchored = JSONObject()
      for (keyword, value) in keywords {
        switch value {
        case .string(let pattern) where keyword == "pattern": anchored[keyword] = .string("^(?:\(pattern))$")
        case _ where asWritten.contains(keyword) || values.contains(keyword): anchored[keyword] = value
        case .object(let schemas) where named.contains(keyword):
          var parts = JSONObject()
          for (name, part) in schemas { parts[name] = self.schema(part) }
          anchored[keyword] = .object(parts)
        default: anchored[keyword] = self.schema(value)
        }
      }
      return .object(counted(keywords, in: anchored))
    default: return schema
    }
  }

  /// With the patterns of what may not hold too often as they are written, too.
  private static func counted(_ keywords: JSONObject, in anchored: JSONObject) -> JSONObject {
    var (schema, more) = (anchored, [JSONValue]())
    if let contains = keywords["contains"], let most = keywords["maxContains"], anchored["contains"] != contains {
      schema["maxContains"] = nil
      more.append(["contains": contains, "minContains": 0, "maxContains": most])
    }
    if let one = keywords["oneOf"], let branches = anchored["oneOf"], branches != one {
      schema["oneOf"] = one
      more.append(["anyOf": branches])
    }
    guard !more.isEmpty else { return schema }
    schema["allOf"] = .array((anchored["allOf"]?.arrayValue ?? []) + more)
    return schema
  }

  /// A reference under `not` or `if` to a schema that elsewhere is meant with its patterns anchored.
  static func problem(of schema: Node) -> Diagnostic? {
    guard let place = reference(in: schema, isAsWritten: false), holdsPattern(schema) else { return nil }
    return Diagnostic(
      .policyBadSchema, "a schema with a `pattern` cannot be referred to under `not` or `if`", at: place,
      help:
        "write what is meant there in its place: patterns fit the whole value, and under `not` and `if` any part of it")
  }

  private static func reference(in node: Node, isAsWritten: Bool) -> SourceLocation? {
    switch node.content {
    case .sequence(let nodes):
      for node in nodes {
        if let place = reference(in: node, isAsWritten: isAsWritten) { return place }
      }
    case .mapping(let entries):
      for entry in entries where !values.contains(entry.key) {
        if isAsWritten, entry.key == "$ref" || entry.key == "$dynamicRef" { return entry.keyLocation }
        let isInner = isAsWritten || asWritten.contains(entry.key)
        if let place = reference(in: entry.value, isAsWritten: isInner) { return place }
      }
    default: break
    }
    return nil
  }

  /// Patterns that no value can match, by recursion as above. What they are to allow is never allowed, and what they are to forbid
  /// never forbidden.
  static func impossible(in schema: Node) -> [Diagnostic] {
    switch schema.content {
    case .sequence(let schemas): return schemas.flatMap { impossible(in: $0) }
    case .mapping(let entries):
      return entries.flatMap { entry -> [Diagnostic] in
        switch entry.value.content {
        case .string(let pattern) where entry.key == "pattern":
          return isImpossible(pattern) ? [.impossiblePattern("pattern", at: entry.value.location)] : []
        case .mapping(let schemas) where named.contains(entry.key):
          let names = entry.key == "patternProperties" ? schemas.filter { isImpossible($0.key) } : []
          return names.map { .impossiblePattern("patternProperties", at: $0.keyLocation) }
            + schemas.flatMap { impossible(in: $0.value) }
        case _ where values.contains(entry.key): return []
        default: return impossible(in: entry.value)
        }
      }
    default: return []
    }
  }

  private static func isImpossible(_ pattern: String) -> Bool {
    (try? SafeRegex(pattern, dialect: .ecma262))?.isImpossible ?? false
  }

  private static func holdsPattern(_ node: Node) -> Bool {
    switch node.content {
    case .sequence(let nodes): nodes.contains(where: holdsPattern)
    case .mapping(let entries): entries.contains { $0.key == "pattern" || holdsPattern($0.value) }
    default: false
    }
  }
}

extension Diagnostic {
  /// What is wrong with a pattern that holds back, or lets through, nothing at all.
  static func impossiblePattern(_ key: String, at place: SourceLocation) -> Diagnostic {
    Diagnostic(
      .policyBadSchema, "no text can match `\(key)`", at: place,
      help: "write one that something matches: there is nothing before `^` or after `$`, and `(?!)` fits nowhere")
  }
}
