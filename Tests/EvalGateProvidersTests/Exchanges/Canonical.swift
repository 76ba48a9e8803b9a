import StrictJSON

/// A request with all that means the same written the same.
enum Canonical {
  static func form(_ body: JSONObject, of exchange: Exchange) -> JSONValue {
    var body = body
    // A stream is what Ollama gives where nothing is said, and nobody else.
    if body["stream"] == nil { body["stream"] = .bool(exchange.service == "ollama-native") }
    switch exchange.service {
    case "anthropic": return anthropic(plain(.object(body)))
    case "gemini", "vertex":
      body["model"] = nil
      body["stream"] = nil
      return gemini(plain(.object(body)))
    default: return plain(.object(body))
    }
  }

  /// Without `null`, descriptions that say nothing, and the choice of tools that holds anyway; a text for a list of one.
  private static func plain(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(plain))
    case .object(let object):
      var result: JSONObject = [:]
      for (key, value) in object where !value.isNull && !(key == "description" && value == "") {
        if key == "tool_choice", value == "auto" || value == ["type": "auto"] { continue }
        if key == "content" || key == "system", let text = onlyText(value) {
          result[key] = .string(text)
        } else {
          result[key] = plain(value)
        }
      }
      return .object(result)
    default: return value
    }
  }

  private static func onlyText(_ value: JSONValue) -> String? {
    guard let parts = value.arrayValue, parts.count == 1, let text = parts[0]["text"]?.stringValue,
      parts[0].objectValue?.count == 2, parts[0]["type"] == "text"
    else { return nil }
    return text
  }

  /// That a result is no error is what a result is.
  private static func anthropic(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(anthropic))
    case .object(let object):
      var result: JSONObject = [:]
      for (key, value) in object where !(key == "is_error" && value == false) { result[key] = anthropic(value) }
      return .object(result)
    default: return value
    }
  }

  /// In camel case, which proto's JSON may be written in or not; types of OpenAPI as JSON Schema names them; nothing that is
  /// empty or said by being there.
  static func gemini(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(gemini))
    case .object(let object):
      var result: JSONObject = [:]
      for (key, value) in object {
        let name = names[key] ?? key
        if name == "parametersJsonSchema" {
          result[name] = lowercaseTypes(value)
        } else if name == "systemInstruction" {
          result[name] = value["parts"].map { ["parts": gemini($0)] }
        } else if name == "functionCallingConfig", value == ["mode": "AUTO"] {
          continue
        } else if !(value.objectValue?.isEmpty == true && name == "generationConfig") {
          result[name] = gemini(value)
        }
      }
      if result["toolConfig"] == [:] { result["toolConfig"] = nil }
      return .object(result)
    default: return value
    }
  }

  private static let names = [
    "function_call": "functionCall", "function_response": "functionResponse", "thought_signature": "thoughtSignature",
    "inline_data": "inlineData", "file_data": "fileData", "mime_type": "mimeType",
    "parameters_json_schema": "parametersJsonSchema", "parameters": "parametersJsonSchema",
  ]

  private static func lowercaseTypes(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(lowercaseTypes))
    case .object(let object):
      return .object(
        JSONObject(
          object.map { key, value in
            (key, key == "type" ? value.stringValue.map { .string($0.lowercased()) } ?? value : lowercaseTypes(value))
          }))
    default: return value
    }
  }
}
