import SafeRegex
import StrictJSON

/// Turns an index of subschemas into a program.
///
/// Works from a list of nodes still to do instead of descending, so that chains of references cannot exhaust the stack.
struct SchemaCompiler {
  /// A node whose rules are known.
  struct Draft {
    var constant: Bool?
    var rules: [Rule] = []
  }

  /// Where a keyword that is being compiled stands.
  struct Context {
    let object: JSONObject
    let site: SchemaSite
    let dialect: Dialect
  }

  var index: SchemaIndex
  let options: JSONSchema.Options
  private var drafts: [Draft] = []
  private var nodeOfSite: [Int: Int] = [:]
  private var siteOfNode: [Int] = []
  private var regexes: [UTF8Key: SafeRegex] = [:]
  private var anchorNumbers: [UTF8Key: Int] = [:]
  private var usesRecursion = false

  static func compile(
    _ schema: JSONValue, baseURI: String, resolver: (any SchemaResolver)?, options: JSONSchema.Options
  ) throws(SchemaError) -> Program {
    var compiler = SchemaCompiler(index: SchemaIndex(options: options, resolver: resolver), options: options)
    let root = compiler.index.add(schema, uri: baseURI, draft: options.defaultDraft)
    let rootNode = root.map { compiler.node(for: $0) } ?? 0
    compiler.compilePending()
    if compiler.index.problems.isEmpty { compiler.reportEndlessReferences() }
    guard compiler.index.problems.isEmpty else { throw SchemaError(problems: compiler.index.problems) }
    return compiler.program(root: rootNode)
  }

  private init(index: SchemaIndex, options: JSONSchema.Options) {
    self.index = index
    self.options = options
  }

  /// The node of a site, to be compiled later when it is new.
  mutating func node(for site: Int) -> Int {
    if let known = nodeOfSite[site] { return known }
    let node = siteOfNode.count
    siteOfNode.append(site)
    nodeOfSite[site] = node
    return node
  }

  /// The node of a subschema of the site that is being compiled.
  mutating func node(at path: String, in context: Context) -> Int? {
    let pointer = context.site.pointer + path
    if let site = index.site(at: pointer, in: context.site.document) { return node(for: site) }
    index.report("subschema is beyond the limits", at: pointer, in: context.site.document)
    return nil
  }

  /// The number of a dynamic anchor's name.
  mutating func anchorNumber(_ name: String) -> Int {
    let key = UTF8Key(name)
    if let known = anchorNumbers[key] { return known }
    anchorNumbers[key] = anchorNumbers.count
    return anchorNumbers.count - 1
  }

  mutating func noteRecursion() { usesRecursion = true }

  /// A compiled pattern; nil and a problem when it is none.
  mutating func regex(_ pattern: String, at path: String, in context: Context) -> SafeRegex? {
    if let known = regexes[UTF8Key(pattern)] { return known }
    do throws(RegexError) {
      let regex = try SafeRegex(pattern, dialect: .ecma262)
      regexes[UTF8Key(pattern)] = regex
      return regex
    } catch {
      report(
        "not an ECMA-262 regular expression: \(error)", at: path, in: context,
        help: "patterns are ECMA-262 with the `u` flag")
      return nil
    }
  }

  mutating func report(_ message: String, at path: String, in context: Context, help: String? = nil) {
    index.report(message, at: context.site.pointer + path, in: context.site.document, help: help)
  }

  // MARK: The list of nodes

  private mutating func compilePending() {
    repeat {
      while drafts.count < siteOfNode.count, index.problems.count < 100 {
        drafts.append(draft(of: index.sites[siteOfNode[drafts.count]]))
      }
      // A dynamic reference can lead to any resource with the anchor, those that were loaded last included.
      addDynamicTargets()
    } while drafts.count < siteOfNode.count && index.problems.count < 100
  }

  private mutating func addDynamicTargets() {
    for resource in index.resources {
      for (name, site) in resource.dynamicAnchors where anchorNumbers[name] != nil { _ = node(for: site) }
      if usesRecursion, resource.isRecursiveAnchor { _ = node(for: resource.root) }
    }
  }

  private mutating func draft(of site: SchemaSite) -> Draft {
    switch site.value {
    case .bool(let constant): return Draft(constant: constant)
    case .object(let object):
      let dialect = index.resources[site.resource].dialect
      let context = Context(object: object, site: site, dialect: dialect)
      if object.isEmpty { return Draft(constant: true) }
      return Draft(rules: rules(of: context))
    default:
      let isList = site.value.arrayValue != nil && site.pointer.hasSuffix("/items")
      index.report(
        "expected schema, found \(site.value.kindName)", at: site.pointer, in: site.document,
        help: isList
          ? "2020-12 writes the schemas of the first items as `prefixItems`, and that of the rest as `items`"
          : "a schema is an object, `true` or `false`")
      return Draft(constant: true)
    }
  }

  /// Finds references that lead back to themselves without entering the instance: they could never end.
  private mutating func reportEndlessReferences() {
    enum Colour { case new, open, done }
    var colours = [Colour](repeating: .new, count: drafts.count)
    for start in drafts.indices where colours[start] == .new {
      var path: [(node: Int, left: [Int])] = [(start, drafts[start].rules.flatMap(\.inPlaceTargets))]
      colours[start] = .open
      while let (node, left) = path.last {
        guard let next = left.last else {
          colours[node] = .done
          path.removeLast()
          continue
        }
        path[path.count - 1].left.removeLast()
        switch colours[next] {
        case .done: continue
        case .open:
          let site = index.sites[siteOfNode[next]]
          index.report(
            "schema refers to itself without end", at: site.pointer, in: site.document,
            help: "let one of the references lead into a member or an element")
          return
        case .new:
          colours[next] = .open
          path.append((next, drafts[next].rules.flatMap(\.inPlaceTargets)))
        }
      }
    }
  }

  private func source(of site: SchemaSite) -> NodeSource {
    let resource = index.resources[site.resource]
    let prefix = index.sites[resource.root].pointer.utf8.count
    let pointer = prefix == 0 ? site.pointer : String(site.pointer.utf8.dropFirst(prefix)) ?? site.pointer
    return NodeSource(
      schema: site.value, uri: resource.base.withoutFragment, pointer: pointer, dialect: resource.dialect)
  }

  private func program(root: Int) -> Program {
    var uses = [Int](repeating: 0, count: drafts.count)
    uses[root] += 1
    for draft in drafts { for target in draft.rules.lazy.flatMap(\.targets) { uses[target] += 1 } }
    var dynamicAnchors = [[Int: Int]](repeating: [:], count: anchorNumbers.count)
    var recursiveAnchors: [Int: Int] = [:]
    for (number, resource) in index.resources.enumerated() {
      for (name, site) in resource.dynamicAnchors {
        guard let anchor = anchorNumbers[name], let node = nodeOfSite[site] else { continue }
        dynamicAnchors[anchor][number] = node
        uses[node] += 2
      }
      if usesRecursion, resource.isRecursiveAnchor, let node = nodeOfSite[resource.root] {
        recursiveAnchors[number] = node
        uses[node] += 2
      }
    }
    let nodes = drafts.enumerated().map { number, draft in
      let site = index.sites[siteOfNode[number]]
      return SchemaNode(
        constant: draft.constant, rules: draft.rules, resource: site.resource, source: source(of: site),
        uses: uses[number])
    }
    return Program(
      nodes: nodes, root: root, dynamicAnchors: dynamicAnchors, recursiveAnchors: recursiveAnchors,
      demandsFormats: nodes.contains { $0.source.dialect.assertsFormat }, limits: options.limits)
  }
}
