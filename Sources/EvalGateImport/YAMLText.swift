import StrictJSON

/// Writes values as YAML that people would have written: blocks outside, flow where a line holds it, texts of several lines as such.
enum YAMLText {
  static func document(_ parts: JSONObject...) -> String {
    parts.map { mapping($0, indent: 0) }.joined()
  }

  private static let width = 100

  private static func mapping(_ object: JSONObject, indent: Int) -> String {
    object.map { key, value in
      String(repeating: " ", count: indent) + scalar(key) + ":" + member(value, indent: indent)
    }.joined()
  }

  /// What follows a key, with its line end.
  private static func member(_ value: JSONValue, indent: Int) -> String {
    if let text = value.stringValue, let block = literal(text, indent: indent + 2) { return block }
    let flow = flow(value)
    if indent > 0 || !isNested(value), flow.utf8.count + indent <= width { return " " + flow + "\n" }
    switch value {
    case .object(let object) where !object.isEmpty: return "\n" + mapping(object, indent: indent + 2)
    case .array(let values) where !values.isEmpty: return "\n" + values.map { item($0, indent: indent + 2) }.joined()
    default: return " " + flow + "\n"
    }
  }

  private static func item(_ value: JSONValue, indent: Int) -> String {
    let dash = String(repeating: " ", count: indent) + "- "
    let line = flow(value)
    if line.utf8.count + indent <= width, !holdsLines(value) { return dash + line + "\n" }
    switch value {
    case .object(let object) where !object.isEmpty:
      return dash + mapping(object, indent: indent + 2).dropFirst(indent + 2)
    case .string(let text): return literal(text, indent: indent + 2).map { dash.dropLast() + $0 } ?? dash + line + "\n"
    default: return dash + line + "\n"
    }
  }

  private static func isNested(_ value: JSONValue) -> Bool {
    switch value {
    case .object(let object): !object.isEmpty
    case .array(let values): values.contains { $0.objectValue != nil }
    default: false
    }
  }

  private static func holdsLines(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): text.utf8.contains(0x0A)
    case .object(let object): object.values.contains(where: holdsLines)
    case .array(let values): values.contains(where: holdsLines)
    default: false
    }
  }

  private static func flow(_ value: JSONValue) -> String {
    switch value {
    case .object(let object):
      object.isEmpty
        ? "{}" : "{ " + object.map { "\(scalar($0.key)): \(flow($0.value))" }.joined(separator: ", ") + " }"
    case .array(let values): "[" + values.map(flow).joined(separator: ", ") + "]"
    case .string(let text): scalar(text)
    default: value.serialized()
    }
  }

  /// A text without quotes where no reader could take it for anything else; else as JSON writes it, which YAML reads too.
  private static func scalar(_ text: String) -> String {
    let words: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    let isPlain =
      text.utf8.count <= width && !words.contains(text.lowercased())
      && text.unicodeScalars.first.map { ("a"..."z").contains($0) || ("A"..."Z").contains($0) } == true
      && text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
          || "_-./ ".unicodeScalars.contains($0)
      } && !text.hasSuffix(" ")
    return isPlain ? text : JSONValue.string(text).serialized()
  }

  /// A block of several lines (`|`); nil where the text is one line or a block could not say it exactly.
  private static func literal(_ text: String, indent: Int) -> String? {
    guard text.utf8.contains(0x0A), text.unicodeScalars.first.map({ $0 != " " && $0 != "\n" && $0 != "\t" }) == true,
      text.unicodeScalars.allSatisfy({ $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F && !isLineBreak($0)) })
    else { return nil }
    let body = text.hasSuffix("\n") ? String(text.dropLast()) : text
    guard !body.hasSuffix("\n"), !body.isEmpty else { return nil }
    let margin = String(repeating: " ", count: indent)
    let lines = body.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : margin + $0 }
    return " |" + (text.hasSuffix("\n") ? "" : "-") + "\n" + lines.joined(separator: "\n") + "\n"
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    [0x85, 0x2028, 0x2029, 0xFEFF].contains(scalar.value)
  }
}
