import EvalGateCore

/// Reads `messages` and parses their templates, with places inside block scalars.
struct MessageReader {
  let text: SourceText
  private let lines: LineTable

  init(text: SourceText) {
    self.text = text
    lines = text.lines
  }

  func read(_ node: Node?, at place: SourceLocation, _ problems: inout Problems) -> [PromptMessage] {
    guard let node else {
      problems.add(
        Diagnostic(
          .noMessages, "prompt has no `messages`", at: place, help: "add `messages: [{ role: user, content: … }]`"))
      return []
    }
    guard case .sequence(let nodes) = node.content, !nodes.isEmpty else {
      problems.add(OptionReader.wrong(node, "messages", "a list of `{ role, content }`"))
      return []
    }
    return nodes.compactMap { message($0, &problems) }
  }

  /// Everything that is wrong with it is told: a mistyped role and a mistyped key together.
  private func message(_ node: Node, _ problems: inout Problems) -> PromptMessage? {
    guard
      var reader = problems.collect({ () throws(Diagnostic) in try OptionReader(node, subject: "message") })
    else { return nil }
    let role = problems.collect { () throws(Diagnostic) in try self.role(reader.required("role")) }
    let images =
      problems.collect { () throws(Diagnostic) in try self.images(reader.node("images"), of: role ?? .user) }
    var template: Template?
    // A missing key is told as the mistyped key it is, once.
    let content = reader.node("content")
    let unknown = reader.unknownKeys()
    for problem in unknown { problems.add(problem) }
    if content != nil || unknown.isEmpty {
      template = problems.collect { () throws(Diagnostic) in try self.template(reader.required("content")) }
    }
    guard let role, let images, let template else { return nil }
    return PromptMessage(role: role, template: template, images: images)
  }

  private func role(_ word: Node) throws(Diagnostic) -> Role {
    // GitHub's reader does not mind the case of a role.
    if let role = Role(rawValue: (word.source ?? "").lowercased()), role != .tool { return role }
    let known = Role.allCases.map(\.rawValue).filter { $0 != "tool" }
    throw Diagnostic(
      .unknownWord, "`\(word.source ?? word.kindName)` is not a role", at: word.location,
      label: suggestion(for: word.source ?? "", among: known).map { "did you mean `\($0)`?" },
      help: "roles are " + known.map { "`\($0)`" }.joined(separator: ", "))
  }

  private func template(_ content: Node) throws(Diagnostic) -> Template {
    guard case .string(let source) = content.content else { throw OptionReader.wrong(content, "content", "text") }
    let (place, margin) = beginning(of: content)
    return try Template(source, location: place, margin: margin)
  }

  /// Paths of pictures, or templates for them: a list, or one text.
  private func images(_ node: Node?, of role: Role) throws(Diagnostic) -> [PromptImage] {
    guard let node else { return [] }
    guard role == .user else {
      throw Diagnostic(
        .badImage, "only a user's message has images", at: node.location, help: "move them to a message of role `user`")
    }
    let nodes = if case .sequence(let list) = node.content { list } else { [node] }
    var images: [PromptImage] = []
    for node in nodes {
      guard case .string(let text) = node.content, !text.isEmpty else {
        throw OptionReader.wrong(node, "images", "paths of pictures, such as `[{{photo}}]` or `[plan.png]`")
      }
      images.append(PromptImage(try Template(text, location: node.location)))
    }
    return images
  }

  /// Where the text of a scalar begins, and how far its further lines are indented: a literal block (`|`) begins in the line
  /// after its indicator.
  private func beginning(of node: Node) -> (SourceLocation, margin: Int) {
    var place = node.location
    place.length = 1
    switch indicator(at: place) {
    case UInt8(ascii: "|"), UInt8(ascii: ">"):
      for number in (place.line + 1)...(place.line + 1000) {
        guard let range = lines.range(number, of: text.bytes) else { break }
        let indentation = text.bytes[range].prefix { $0 == 0x20 }.count
        guard indentation < range.count else { continue }
        return (SourceLocation(path: place.path, line: place.line + 1, column: indentation + 1), indentation)
      }
      return (place, 0)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return (SourceLocation(path: place.path, line: place.line, column: place.column + 1), 0)
    default: return (place, 0)
    }
  }
  /// The byte at a place; nil in a line so long that many messages in it would cost too much.
  private func indicator(at place: SourceLocation) -> UInt8? {
    guard let line = lines.range(place.line, of: text.bytes), line.count <= 8192 else { return nil }
    return text.bytes[line].lazy.filter { $0 & 0xC0 != 0x80 }.dropFirst(place.column - 1).first
  }
}
