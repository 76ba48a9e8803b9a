import StrictJSON

/// Puts values into a parsed template.
struct TemplateRenderer {
  let variables: JSONObject
  var element: (value: JSONValue, position: Int)?

  func append(_ parts: [TemplatePart], to output: inout String) throws(Diagnostic) {
    for part in parts {
      switch part {
      case .text(let text): output += text
      case .value(let path, let json): output += try text(of: try required(path), path, json: json)
      case .each(let path, let body):
        guard case .array(let items) = try required(path) else {
          throw Diagnostic(
            .undefinedVariable, "`\(path.text)` is not a list", at: path.location, help: "give `{{#each}}` a list")
        }
        var inner = self
        for (position, item) in items.enumerated() {
          inner.element = (item, position)
          try inner.append(body, to: &output)
        }
      case .condition(let path, let then, let otherwise):
        try append(isTrue(value(path)) ? then : otherwise, to: &output)
      }
    }
  }

  private func required(_ path: TemplatePath) throws(Diagnostic) -> JSONValue {
    if let value = value(path) { return value }
    throw Diagnostic(
      .undefinedVariable, "undefined variable `\(path.text)`", at: path.location,
      help: "give it to every case, or wrap it in `{{#if \(path.text)}}`")
  }

  private func value(_ path: TemplatePath) -> JSONValue? {
    var value: JSONValue
    switch path.root {
    case .position: return element.map { .number(JSONNumber($0.position)) }
    case .this:
      guard let element else { return nil }
      value = element.value
    case .variable: value = .object(variables)
    }
    for step in path.steps {
      switch step {
      case .key(let key):
        guard let next = value[key] else { return nil }
        value = next
      case .index(let index):
        guard let items = value.arrayValue, index < items.count else { return nil }
        value = items[index]
      }
    }
    return value
  }

  private func text(of value: JSONValue, _ path: TemplatePath, json: Bool) throws(Diagnostic) -> String {
    if json { return value.serialized() }
    switch value {
    case .string(let text): return text
    case .number(let number): return number.text
    case .bool(let flag): return flag ? "true" : "false"
    case .null, .array, .object:
      throw Diagnostic(
        .undefinedVariable, "`\(path.text)` is \(value.kindName), which has no plain text", at: path.location,
        help: "write `{{\(path.text) | json}}` to insert its JSON")
    }
  }

  private func isTrue(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, .null?, .bool(false)?: false
    case .string(let text)?: !text.isEmpty
    case .array(let items)?: !items.isEmpty
    default: true
    }
  }
}
