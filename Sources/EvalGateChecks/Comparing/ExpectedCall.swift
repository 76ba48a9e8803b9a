import EvalGateCore
import JSONSchema
import StrictJSON

/// A tool call that is expected: its name, and what its arguments must be.
struct ExpectedCall: Sendable {
  let name: String
  /// Members that must be there with these values.
  private let arguments: JSONObject
  /// What a custom tool must be told, whose arguments are one text.
  private let text: String?
  /// Whether members that are not listed may be there too.
  private let allowsUnlisted: Bool
  private let schema: JSONSchema?
  /// Whether the arguments are one text, JSON or not.
  private let takesText: Bool
  private let places: [(path: JSONPath, value: JSONValue)]

  /// Reads `{ name, arguments, arguments_schema, arguments_at }`.
  /// - Throws: what is wrong with it, for a message.
  init(_ value: JSONValue, allowsUnlisted: Bool) throws(Halt) {
    guard let object = value.objectValue, let name = object["name"]?.stringValue else {
      throw .error("an expected tool call needs a `name`")
    }
    let known = ["name", "arguments", "arguments_schema", "arguments_at"]
    if let unknown = object.keys.first(where: { !known.contains($0) }) {
      throw .error(
        "unknown key `\(brief(unknown))` in an expected tool call; known keys are \(listed(known, limit: 9))")
    }
    self.name = name
    text = object["arguments"]?.stringValue.map { String($0.trimmingSpaces) }
    takesText = text != nil || object["arguments_schema"]?["type"] == "string"
    arguments = text == nil ? try Self.object("arguments", of: object) ?? [:] : [:]
    // Naming no argument leaves them all free.
    self.allowsUnlisted = allowsUnlisted || object["arguments"] == nil
    schema = try object["arguments_schema"].map { value throws(Halt) in try compileSchema(value) }
    var places: [(path: JSONPath, value: JSONValue)] = []
    for (text, value) in try Self.object("arguments_at", of: object) ?? [:] {
      places.append((try Self.path(text), value))
    }
    guard !takesText || places.isEmpty else {
      throw .error("`arguments_at` finds nothing in arguments that are a text")
    }
    self.places = places
  }

  /// All expected calls of a list.
  static func list(_ value: JSONValue, allowsUnlisted: Bool) throws(Halt) -> [ExpectedCall] {
    guard let values = value.arrayValue else { throw .error("`tool_calls` must be a list, not \(value.kindName)") }
    var calls: [ExpectedCall] = []
    for value in values { calls.append(try ExpectedCall(value, allowsUnlisted: allowsUnlisted)) }
    return calls
  }

  /// Why a proposed call is not this one; nil where it is.
  func objection(to call: ProposedCall) throws(Halt) -> String? {
    guard call.name.utf8.elementsEqual(name.utf8) else { return difference(name, call.name) }
    if takesText { return try objection(toText: String(call.text.trimmingSpaces)) }
    let got: JSONObject
    switch call.arguments {
    case .success(let object): got = object
    case .failure(let error): return "arguments of \(name) are \(error.reason)" + wayOut(for: call.text)
    }
    for (key, value) in arguments where got[key] != value {
      return "\(name): `\(key)` " + difference(value.asText, got[key]?.asText ?? "")
    }
    if !allowsUnlisted, let extra = got.keys.first(where: { !arguments.contains(key: $0) }) {
      return "\(name): `\(brief(extra))` is not expected"
    }
    let whole = JSONValue.object(got)
    for (path, value) in places {
      let found = path.matches(in: whole).map(\.value)
      guard !found.contains(value) else { continue }
      return "\(name): \(path.text) " + difference(value.asText, found.first?.asText ?? "")
    }
    return try schema.flatMap { schema throws(Halt) in try schemaObjection(schema, whole) }.map { "\(name): \($0)" }
  }

  private func objection(toText got: String) throws(Halt) -> String? {
    if let text, !text.utf8.elementsEqual(got.utf8) { return "\(name): " + difference(text, got) }
    let objection = try schema.flatMap { schema throws(Halt) in try schemaObjection(schema, .string(got)) }
    return objection.map { "\(name): \($0)" }
  }

  /// How to expect a text, where one was given that is not meant to be an object.
  private func wayOut(for text: String) -> String {
    guard let first = text.utf8.first(where: { $0 > 0x20 }), !"{[".utf8.contains(first) else { return "" }
    return
      " (of a custom tool, which takes a text, expect that text as `arguments`, or `arguments_schema: { type: string }`)"
  }

  private static func object(_ key: String, of call: JSONObject) throws(Halt) -> JSONObject? {
    guard let value = call[key] else { return nil }
    guard let object = value.objectValue else { throw .error("`\(key)` of an expected tool call must be a mapping") }
    return object
  }

  private static func path(_ text: String) throws(Halt) -> JSONPath {
    do throws(JSONPathError) {
      return try JSONPath(text)
    } catch {
      throw .error("`\(brief(text))` is not a JSONPath: \(error.message)")
    }
  }
}

/// A proposed call with its arguments parsed once, strictly.
struct ProposedCall {
  let name: String
  /// As the model wrote them.
  let text: String
  let arguments: Result<JSONObject, Halt>

  init(_ call: ToolCall) {
    name = call.name
    text = call.argumentsText
    do throws(JSONError) {
      let value = try call.arguments()
      arguments = value.objectValue.map(Result.success) ?? .failure(.failed("no JSON object but \(value.kindName)"))
    } catch {
      arguments = .failure(.failed(error.sentence))
    }
  }
}

/// Compiles a schema that a check was given.
func compileSchema(_ value: JSONValue, _ settings: SchemaSettings = SchemaSettings()) throws(Halt) -> JSONSchema {
  do throws(SchemaError) {
    return try JSONSchema(value, options: settings.options)
  } catch {
    throw .error("not a JSON Schema: \(brief(error.description))")
  }
}

/// The first reasons why a value does not follow a schema; nil where it does.
func schemaObjection(_ schema: JSONSchema, _ value: JSONValue) throws(Halt) -> String? {
  switch schema.validate(value) {
  case .valid: return nil
  case .tooExpensive(let what): throw .error(what)
  case .invalid(let issues):
    return listed(
      issues.map { "\($0.instancePath.description.isEmpty ? "output" : $0.instancePath.description): \($0.message)" })
  }
}
