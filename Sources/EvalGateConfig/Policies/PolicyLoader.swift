import EvalGateCore
import StrictJSON

/// Loads a policy: a file of ours, by name or path, or the user's own program.
struct PolicyLoader {
  let shelf: Shelf
  let catalog: Catalog
  let conventions: Conventions

  func load(_ node: Node, _ problems: inout Problems) async -> PolicySource? {
    switch node.content {
    case .string(let text): return await file(named: text, at: node.location, &problems)
    case .mapping: return problems.collect { () throws(Diagnostic) in try Self.program(node) }
    default:
      problems.add(OptionReader.wrong(node, "policy", "the name of a policy or `{ exec: [program, …] }`"))
      return nil
    }
  }

  private static func program(_ node: Node) throws(Diagnostic) -> PolicySource {
    var reader = try OptionReader(node, subject: "policy")
    let program = try JudgeProgram(.policy, command: "exec", options: &reader)
    try reader.finish()
    var identity: JSONObject = ["exec": .array(program.command.map { .string($0) })]
    if !program.variables.isEmpty { identity["env"] = .array(program.variables.map { .string($0) }) }
    return PolicySource(
      id: program.name, declaredVersion: nil, digest: Digest(of: .object(identity)), kind: .program(program),
      location: node.location)
  }

  private func file(named text: String, at place: SourceLocation, _ problems: inout Problems) async -> PolicySource? {
    guard let path = problems.collect({ () throws(Diagnostic) in try self.path(text, at: place) }) else { return nil }
    return await file(at: path, namedAt: place, &problems)
  }

  /// - Parameters:
  ///   - path: from the repository's root.
  ///   - place: where the file is named; nil where a command line names it.
  func file(at path: String, namedAt place: SourceLocation?, _ problems: inout Problems) async -> PolicySource? {
    shelf.keepValuesConfidential(of: path)
    guard
      let node = await shelf.data(path, namedAt: place, as: "policy", among: conventions.listing.paths, &problems),
      let restricted = await withValues(node, &problems), let complete = await withTexts(restricted, &problems)
    else { return nil }
    do {
      let policy = try catalog.policy(complete)
      shelf.keepRestricted(by: policy, at: path)
      shelf.reviewed?.reviewPolicy(complete, &problems)
      return PolicySource(
        id: complete["id"]?.source ?? String(ProjectPath.name(of: path).prefix { $0 != "." }),
        declaredVersion: complete["version"]?.source, versionPlace: complete["version"]?.location,
        changelog: ChangelogReader.read(complete["changelog"], &problems), digest: Self.digest(complete),
        kind: .rules(policy),
        location: node.location)
    } catch {
      shelf.keepHidden(below: (error as? Problems)?.list ?? [])
      problems.add(error, at: node.location, as: .badPolicy)
      return nil
    }
  }

  private func path(_ text: String, at place: SourceLocation) throws(Diagnostic) -> String {
    if text.contains("/") || text.hasSuffix(".yml") || text.hasSuffix(".yaml") {
      return try ProjectPath.resolve(text, at: place)
    }
    if let path = try conventions.policy(text, at: place) { return path }
    throw Diagnostic(
      .unknownName, "unknown policy `\(text)`", at: place,
      label: suggestion(for: text, among: conventions.policyNames).map { "did you mean `\($0)`?" },
      help: "write it to `policies/\(text).yml`, or name a file with its path")
  }

  /// What decides: not the comments, the order of keys, the name, the version or its history.
  private static func digest(_ node: Node) -> Digest {
    guard var object = node.json.objectValue else { return Digest(of: node.json) }
    for key in ["id", "version", "name", "description", "changelog"] { object[key] = nil }
    return Digest(of: .object(object))
  }

  /// With the files that `restricted: [{ values_from: … }]` names put in the place of their names, so that compiling needs no
  /// files and the digest covers their content.
  private func withValues(_ node: Node, _ problems: inout Problems) async -> Node? {
    guard case .mapping(let entries) = node.content, case .sequence(let rules)? = node["restricted"]?.content else {
      return node
    }
    var fixtures = Fixtures()
    for rule in rules {
      guard let named = rule["values_from"], case .string(let text) = named.content,
        let path = problems.collect({ () throws(Diagnostic) in try ProjectPath.resolve(text, at: named.location) })
      else { continue }
      shelf.keepConfidential(path)
      guard
        let file = await shelf.data(
          path, namedAt: named.location, as: "values", among: conventions.listing.paths, &problems)
      else { return nil }
      fixtures.nodes[path] = file
    }
    guard
      let complete = problems.collect({ () throws(Diagnostic) -> [Node] in
        var complete: [Node] = []
        for rule in rules { complete.append(try fixtures.inlined(rule, keys: ["values_from"])) }
        return complete
      })
    else { return nil }
    return node.replacing("restricted", by: .sequence(complete))
  }

  /// With the texts of the files that `system_prompt: { allow: [{ file: … }] }` names put in the place of their names.
  private func withTexts(_ node: Node, _ problems: inout Problems) async -> Node? {
    guard let section = node["system_prompt"], let allowed = section["allow"],
      case .sequence(let parts) = allowed.content
    else { return node }
    var complete: [Node] = []
    for part in parts {
      guard let file = part["file"], case .string(let name) = file.content, part.keys == ["file"] else {
        complete.append(part)
        continue
      }
      do throws(Diagnostic) {
        let text = try await shelf.text(
          try ProjectPath.resolve(name, at: file.location), limit: Shelf.handWritten, namedAt: file.location,
          as: "file", among: conventions.listing.paths)
        complete.append(Node(.string(String(decoding: text.bytes, as: UTF8.self)), at: part.location))
      } catch {
        problems.add(error)
        return nil
      }
    }
    return node.replacing("system_prompt", by: section.replacing("allow", by: .sequence(complete)).content)
  }
}

extension Node {
  fileprivate var keys: [String] {
    if case .mapping(let entries) = content { entries.map(\.key) } else { [] }
  }

  /// A mapping with another value under one of its keys; anything else as it is.
  fileprivate func replacing(_ key: String, by value: Content) -> Node {
    guard case .mapping(let entries) = content else { return self }
    return Node(
      .mapping(
        entries.map { entry in
          guard entry.key == key else { return entry }
          return Node.Entry(key: key, keyLocation: entry.keyLocation, value: Node(value, at: entry.value.location))
        }), at: location)
  }
}
