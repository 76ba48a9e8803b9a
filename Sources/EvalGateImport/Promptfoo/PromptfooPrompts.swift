import EvalGateCore
import StrictJSON

/// promptfoo's prompts as messages, their templates not yet rewritten.
struct PromptfooPrompts {
  /// One prompt as it was found.
  struct Found {
    let name: String?
    let messages: [(role: String, content: String)]
    let place: SourceLocation
  }

  let path: String
  let files: any ForeignFiles

  func found(_ nodes: [Node], _ notes: inout Notes) -> [Found] {
    nodes.flatMap { node -> [Found] in
      let label = node["label"]?.text ?? node["id"]?.text.flatMap { $0.filePath == nil ? $0 : nil }
      guard let text = node.text ?? node["raw"]?.text ?? node["prompt"]?.text ?? node["id"]?.text else {
        // `{ prompts/a.txt: label }`, the oldest form.
        if node.isMapping, node["id"] == nil, node["raw"] == nil {
          return node.entries.flatMap { entry in
            read(entry.key, label: entry.value.text, at: entry.keyLocation, &notes)
          }
        }
        notes.left("a prompt without a text", at: node.location, help: "write the prompt by hand")
        return []
      }
      return read(text, label: label, at: node.location, &notes)
    }
  }

  private func read(_ text: String, label: String?, at place: SourceLocation, _ notes: inout Notes) -> [Found] {
    if let file = text.filePath { return fromFiles(file, label, place, &notes) }
    if !text.contains("\n"), !text.contains("{{"), !text.contains(" ") || text.contains("*"),
      ["txt", "md", "json", "yaml", "yml", "j2", "njk", "js", "mjs", "cjs", "ts", "py", "csv"].contains(
        ForeignPath.suffix(of: String(text.split(separator: ":").first ?? "")))
    {
      return fromFiles(text, label, place, &notes)
    }
    return one(text, name: label, at: place, &notes).map { [$0] } ?? []
  }

  private func fromFiles(_ pattern: String, _ label: String?, _ place: SourceLocation, _ notes: inout Notes) -> [Found]
  {
    let whole = ForeignPath.join(path, pattern)
    let paths = pattern.contains("*") ? (try? files.paths(matching: whole)) ?? [] : [whole]
    guard !paths.isEmpty else {
      notes.left("`\(pattern)`, which names no file,", at: place, help: "import where the prompts are")
      return []
    }
    return paths.flatMap { path -> [Found] in
      let name = label ?? ForeignPath.stem(of: path)
      switch ForeignPath.suffix(of: path) {
      case "txt", "md", "j2", "njk", "json", "yaml", "yml": break
      default:
        notes.left(
          "the prompt `\(pattern)`, which a program makes,", at: place,
          help: "write the prompt out, or ask the program itself with a route of the provider `exec`")
        return []
      }
      guard let text = try? files.text(path) else {
        notes.left("the prompt `\(pattern)`, which cannot be read,", at: place, help: "import where the prompts are")
        return []
      }
      let isText = path.hasSuffix(".txt")
      let parts = isText ? Self.parts(of: text) : [text]
      if ["yaml", "yml"].contains(ForeignPath.suffix(of: path)) {
        guard let value = try? files.value(path), let messages = Self.messages(value.json) else {
          notes.left(
            "the prompt `\(pattern)`, which is no list of messages,", at: place, help: "write the prompt by hand")
          return []
        }
        return [Found(name: name, messages: messages, place: place)]
      }
      return parts.enumerated().compactMap { index, part in
        one(part, name: parts.count == 1 ? name : "\(name) \(index + 1)", at: place, &notes)
      }
    }
  }

  /// Several prompts of a text file are divided by lines of three hyphens.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.trimmingSpaces == "---" { parts.append("") } else { parts[parts.count - 1] += line + "\n" }
    }
    return parts.map { String($0.trimmingSpaces) }.filter { !$0.isEmpty }
  }

  private func one(_ text: String, name: String?, at place: SourceLocation, _ notes: inout Notes) -> Found? {
    let trimmed = text.trimmingSpaces
    guard trimmed.hasPrefix("["), trimmed.contains("\"role\"") || trimmed.contains("role:") else {
      return Found(name: name, messages: [("user", text)], place: place)
    }
    guard let value = try? JSONValue(parsing: Array(trimmed.utf8)), let messages = Self.messages(value) else {
      notes.left(
        "the prompt \(name.map { "`\($0)`" } ?? "here"), which is no list of `role` and `content` in strict JSON,",
        at: place,
        help: "write its messages by hand")
      return nil
    }
    return Found(name: name, messages: messages, place: place)
  }

  private static func messages(_ value: JSONValue) -> [(role: String, content: String)]? {
    guard let values = value.arrayValue, !values.isEmpty else { return nil }
    var messages: [(role: String, content: String)] = []
    for value in values {
      guard let role = value["role"]?.stringValue, ["system", "developer", "user", "assistant"].contains(role),
        let content = value["content"]?.stringValue
      else { return nil }
      messages.append((role, content))
    }
    return messages
  }
}
