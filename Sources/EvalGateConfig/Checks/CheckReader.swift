import EvalGateCore
import StrictJSON

/// Checks that judge together, with the digest that says when two lists are the same.
struct CheckList: Sendable {
  let checks: [CompiledCheck]
  /// Over id, revision and options of each, in order.
  let digest: Digest

  init(_ checks: [CompiledCheck]) {
    self.checks = checks
    digest = Digest(of: .array(checks.map(\.identity)))
  }
}

/// Compiles checks as files write them: `{ check: contains, text: refund, from: …, not: true }`, or a bare name.
struct CheckReader: Sendable {
  let catalog: Catalog
  var fixtures = Fixtures()
  /// Where the schemas of checks are looked at; nil where they are only compiled.
  var reviewed: ReviewedSchemas?

  func read(_ node: Node, _ problems: inout Problems) -> CheckList {
    guard case .sequence(let nodes) = node.content else {
      problems.add(OptionReader.wrong(node, "checks", "a list such as `[{ check: json }]`"))
      return CheckList([])
    }
    return CheckList(nodes.compactMap { check($0, &problems) })
  }

  private func check(_ node: Node, _ problems: inout Problems) -> CompiledCheck? {
    do throws(Diagnostic) {
      let (name, options) = try named(node)
      return try compile(name, options, &problems)
    } catch {
      problems.add(error)
      return nil
    }
  }

  /// Compiles a check of this name with a mapping of options, in which `check` says the name once more or not at all.
  func compile(_ name: Node, _ options: Node, _ problems: inout Problems) throws(Diagnostic) -> CompiledCheck {
    let id = name.source ?? ""
    guard let type = catalog.check(id) else {
      let known = catalog.checks.map { $0.id.name }
      throw Diagnostic(
        .unknownCheck, "unknown check `\(id)`", at: name.location,
        label: suggestion(for: id, among: known).map { "did you mean `\($0)`?" },
        help: "`evalgate list checks` shows all of them")
    }
    let options = try fixtures.inlined(options)
    var reader = try OptionReader(options, subject: "check `\(id)`")
    _ = reader.node("check")
    let negated = try reader.bool("not", default: false)
    let subject = try subject(&reader, type)
    let check = try type.init(options: &reader)
    for problem in reader.unknownKeys() { problems.add(problem) }
    if let reviewed {
      if type.options.contains(where: { $0.key == "schema" }), let schema = options["schema"] {
        reviewed.review(schema, &problems)
      }
      reviewed.reviewArguments(in: options, &problems)
    }
    return CompiledCheck(
      id: type.id, check: check, subject: subject, negated: negated, location: name.location,
      identity: identity(type, options, negated))
  }

  private func subject(_ reader: inout OptionReader, _ type: any Check.Type) throws(Diagnostic) -> SubjectSelector {
    if case .candidate = type.defaultSubject { return .candidate }
    return try reader.node("from").map { node throws(Diagnostic) in try parseSubject(node) } ?? type.defaultSubject
  }

  private func identity(_ type: any Check.Type, _ options: Node, _ negated: Bool) -> JSONValue {
    var object: JSONObject = ["check": .string(type.id.name), "revision": .number(JSONNumber(type.revision))]
    if negated { object["not"] = true }
    if var written = options.json.objectValue {
      written["check"] = nil
      written["not"] = nil
      if !written.isEmpty { object["options"] = .object(written) }
    }
    return .object(object)
  }

  private func named(_ node: Node) throws(Diagnostic) -> (name: Node, options: Node) {
    switch node.content {
    case .string: return (node, Node(.null, at: node.location))
    case .mapping(let entries):
      if let name = node["check"] {
        guard case .string = name.content else { throw OptionReader.wrong(name, "check", "the name of a check") }
        return (name, node)
      }
      if entries.count == 1, catalog.check(entries[0].key) != nil {
        let name = Node(.string(entries[0].key), at: entries[0].keyLocation, source: entries[0].key)
        guard case .mapping = entries[0].value.content else {
          throw Diagnostic(
            .wrongType, "options of check `\(entries[0].key)` must be a mapping, not \(entries[0].value.kindName)",
            at: entries[0].value.location, help: "write `{ check: \(entries[0].key), … }` with its options by name")
        }
        return (name, entries[0].value)
      }
      throw Diagnostic(
        .missingKey, "a check needs `check`, its name", at: node.location,
        help: "write `{ check: contains, text: refund }`")
    default: throw OptionReader.wrong(node, "checks", "a list such as `[{ check: json }]`")
    }
  }
}
