import EvalGateCore
import StrictJSON

/// Small files that cases, checks and policies name, read before what names them is compiled.
///
/// Compiling is synchronous and happens again whenever a case is read a second time, so the files have to be at hand.
struct Fixtures: Sendable {
  /// Parsed YAML or JSON, by path from the repository's root.
  var nodes: [String: Node] = [:]
  /// Plain text, by path.
  var texts: [String: String] = [:]

  /// A mapping whose `schema`, where it is text, is replaced by the file it names; anything else as it is.
  func inlined(_ options: Node) throws(Diagnostic) -> Node { try inlined(options, keys: ["schema"]) }

  /// - Parameter keys: those whose text names a file of data.
  func inlined(_ options: Node, keys: Set<String>) throws(Diagnostic) -> Node {
    guard case .mapping(let entries) = options.content,
      entries.contains(where: { keys.contains($0.key) && $0.value.isString })
    else { return options }
    var replaced: [Node.Entry] = []
    for entry in entries {
      guard keys.contains(entry.key), case .string(let text) = entry.value.content else {
        replaced.append(entry)
        continue
      }
      let path = try ProjectPath.resolve(text, at: entry.value.location)
      guard let file = nodes[path] else {
        throw Diagnostic(
          .missingFile, "`\(path)` was not read", at: entry.value.location,
          help: "name a YAML or JSON file of the repository")
      }
      replaced.append(Node.Entry(key: entry.key, keyLocation: entry.keyLocation, value: file))
    }
    return Node(.mapping(replaced), at: options.location)
  }
}

/// A file that has to be read before something can be compiled.
struct FileReference: Hashable {
  enum Form: Hashable { case data, text }
  let form: Form
  let path: String
  let location: SourceLocation

  /// Files named by a list of checks: `schema: path`.
  static func inChecks(_ node: Node?) throws(Diagnostic) -> [FileReference] {
    guard case .sequence(let checks)? = node?.content else { return [] }
    var found: [FileReference] = []
    for check in checks {
      guard case .mapping(let entries) = check.content else { continue }
      for options in [check] + entries.map(\.value) {
        guard let schema = options["schema"], case .string(let text) = schema.content else { continue }
        found.append(
          FileReference(
            form: .data, path: try ProjectPath.resolve(text, at: schema.location), location: schema.location))
      }
    }
    return found
  }

  /// Files named by a case: its checks, `setup.system` and `setup.tools`.
  static func inCase(_ node: Node) throws(Diagnostic) -> [FileReference] {
    var found = try inChecks(node["checks"])
    guard let setup = node["setup"] else { return found }
    if let system = setup["system"], case .string(let text) = system.content, namesTextFile(text) {
      let path = try ProjectPath.resolve(text, at: system.location)
      found.append(FileReference(form: .text, path: path, location: system.location))
    }
    if let tools = setup["tools"], case .string(let text) = tools.content {
      let path = try ProjectPath.resolve(text, at: tools.location)
      found.append(FileReference(form: .data, path: path, location: tools.location))
    }
    return found
  }

  /// Whether a `system` text is the path of a file rather than the message itself: one line without spaces that ends in
  /// `.md` or `.txt`.
  static func namesTextFile(_ text: String) -> Bool {
    (text.hasSuffix(".md") || text.hasSuffix(".txt")) && !text.utf8.contains { $0 <= 0x20 }
  }
}

extension Node {
  var isString: Bool {
    if case .string = content { return true }
    return false
  }
}
