import StrictJSON

/// One subschema and what surrounds it.
struct SchemaSite {
  let value: JSONValue
  let document: Int
  /// Where in the document, as JSON Pointer text.
  let pointer: String
  let resource: Int
}

/// A schema with an identity of its own (2020-12 core, section 4.3.5).
struct SchemaResource {
  /// The base URI of what is in it.
  let base: URIReference
  let dialect: Dialect
  let root: Int
  var anchors: [UTF8Key: Int] = [:]
  var dynamicAnchors: [UTF8Key: Int] = [:]
  var isRecursiveAnchor = false
}

/// Every subschema of the documents in use, found by URI, anchor or pointer.
struct SchemaIndex {
  struct Document {
    let uri: String
    let root: JSONValue
  }

  struct Place: Hashable {
    let document: Int
    let pointer: UTF8Key
  }

  let options: JSONSchema.Options
  let resolver: (any SchemaResolver)?
  var documents: [Document] = []
  var sites: [SchemaSite] = []
  var resources: [SchemaResource] = []
  var problems: [SchemaError.Problem] = []
  /// The resources by URI without fragment.
  var resourceOfURI: [UTF8Key: Int] = [:]
  private var siteOfPlace: [Place: Int] = [:]

  init(options: JSONSchema.Options, resolver: (any SchemaResolver)?) {
    self.options = options
    self.resolver = resolver
  }

  mutating func report(_ message: String, at pointer: String, in document: Int, help: String? = nil) {
    guard problems.count < 100 else { return }
    let uri = documents.indices.contains(document) ? documents[document].uri : ""
    let location = (try? JSONPointer(pointer)) ?? .root
    let problem = SchemaError.Problem(location: location, uri: uri, message: message, help: help)
    if !problems.contains(problem) { problems.append(problem) }
  }

  func site(at pointer: String, in document: Int) -> Int? {
    siteOfPlace[Place(document: document, pointer: UTF8Key(pointer))]
  }

  /// Takes in a document that was retrieved from `uri` and returns its root.
  mutating func add(_ root: JSONValue, uri: String, draft: JSONSchema.Draft) -> Int? {
    let document = documents.count
    documents.append(Document(uri: uri, root: root))
    let dialect = dialect(of: root, document: document, pointer: "", inherited: Dialect(draft))
    let resource = addResource(URIReference(uri), dialect, rootSite: sites.count)
    walk(from: Visit(value: root, pointer: "", depth: 0, resource: resource), document: document)
    guard let rootSite = site(at: "", in: document) else { return nil }
    // Known by where it was retrieved from as well as by its own $id.
    if resourceOfURI[UTF8Key(uri)] == resource { resourceOfURI[UTF8Key(uri)] = sites[rootSite].resource }
    return rootSite
  }

  /// Takes in a place that is no subschema by any keyword but that a reference points to.
  mutating func addSite(_ value: JSONValue, at pointer: String, in document: Int) -> Int? {
    let surrounding = surroundingResource(of: pointer, in: document)
    walk(from: Visit(value: value, pointer: pointer, depth: 0, resource: surrounding), document: document)
    return site(at: pointer, in: document)
  }

  private func surroundingResource(of pointer: String, in document: Int) -> Int {
    var path = Substring(pointer)
    while true {
      if let site = site(at: String(path), in: document) { return sites[site].resource }
      guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return 0 }
      path = path[..<slash]
    }
  }

  // MARK: Walking

  private struct Visit {
    let value: JSONValue
    let pointer: String
    let depth: Int
    let resource: Int
  }

  /// Registers the schema at `start` and all below it. A stack of its own, so that nesting cannot exhaust the thread's.
  private mutating func walk(from start: Visit, document: Int) {
    var pending = [start]
    while let visit = pending.popLast() {
      let place = Place(document: document, pointer: UTF8Key(visit.pointer))
      guard siteOfPlace[place] == nil else { continue }
      guard sites.count < options.limits.subschemas, visit.depth <= options.limits.schemaDepth else {
        report(
          "schema is larger or deeper than the limits allow", at: visit.pointer, in: document,
          help:
            "keep to \(options.limits.subschemas) subschemas, nested at most \(options.limits.schemaDepth) deep")
        return
      }
      let index = sites.count
      var resource = visit.resource
      if case .object(let object) = visit.value {
        resource = identify(object, visit.pointer, document, inside: resource, site: index)
      }
      siteOfPlace[place] = index
      sites.append(
        SchemaSite(value: visit.value, document: document, pointer: visit.pointer, resource: resource))
      if case .object(let object) = visit.value {
        let children = subschemas(of: object, visit, resource)
        pending.append(contentsOf: children.reversed())
      }
    }
  }

  private func subschemas(of object: JSONObject, _ visit: Visit, _ resource: Int) -> [Visit] {
    let dialect = resources[resource].dialect
    var found: [Visit] = []
    func add(_ value: JSONValue, _ pointer: String) {
      found.append(Visit(value: value, pointer: pointer, depth: visit.depth + 1, resource: resource))
    }
    func addElements(_ elements: [JSONValue], _ pointer: String) {
      for (index, element) in elements.enumerated() { add(element, pointer + "/\(index)") }
    }
    for (keyword, value) in object {
      guard let shape = SubschemaShape.of(keyword, in: dialect.draft), dialect.knows(keyword) else { continue }
      let pointer = visit.pointer + "/" + keyword
      switch (shape, value) {
      case (.list, .array(let elements)), (.schemaOrList, .array(let elements)): addElements(elements, pointer)
      case (.list, _), (.map, .array), (.mapOfSchemasOrNames, .array): break
      case (.schema, _), (.schemaOrList, _): add(value, pointer)
      case (.map, _), (.mapOfSchemasOrNames, _):
        for (name, member) in value.objectValue ?? [:] {
          if shape == .mapOfSchemasOrNames, case .array = member { continue }
          add(member, pointer + "/" + name.asPointerToken)
        }
      }
    }
    return found
  }

  // MARK: Identity

  /// Reads `$id`, `$schema` and the anchors of a schema; returns the resource it is in.
  private mutating func identify(
    _ object: JSONObject, _ pointer: String, _ document: Int, inside outer: Int, site: Int
  ) -> Int {
    var resource = outer
    let isDraft7 = resources[outer].dialect.draft == .draft7
    // In draft 7 a reference hides everything beside it (core, section 8.3).
    let isHidden = isDraft7 && object["$ref"] != nil
    if let id = object["$id"], !isHidden {
      guard case .string(let text) = id else {
        report("$id is not a string", at: pointer + "/$id", in: document, help: "write a URI as text, or remove it")
        return resource
      }
      let reference = URIReference(text)
      let fragment = reference.fragment ?? ""
      if !fragment.isEmpty, !isDraft7 {
        report(
          "$id has a fragment", at: pointer + "/$id", in: document, help: "name a place inside a schema by `$anchor`")
      }
      let isAnchorOnly = text.utf8.first == UInt8(ascii: "#")
      if !isAnchorOnly || (!isDraft7 && fragment.isEmpty) {
        let base = reference.resolved(against: resources[outer].base)
        let dialect = dialect(
          of: .object(object), document: document, pointer: pointer, inherited: resources[outer].dialect)
        resource = addResource(base, dialect, rootSite: site, claimedAt: pointer, document)
      } else {
        readMisplacedDialect(object, pointer, document, resource)
      }
      if isDraft7, !fragment.isEmpty { anchor(fragment, site, resource, pointer + "/$id", document) }
    }
    if object["$id"] == nil, !isHidden { readMisplacedDialect(object, pointer, document, resource) }
    readAnchors(object, pointer, document, resource: resource, site: site)
    return resource
  }

  /// `$schema` of a subschema without an identity changes nothing (2020-12 core, section 8.1.1), and nobody should think so.
  private mutating func readMisplacedDialect(
    _ object: JSONObject, _ pointer: String, _ document: Int, _ resource: Int
  ) {
    guard !pointer.isEmpty, object["$schema"] != nil else { return }
    let own = resources[resource].dialect
    let declared = dialect(of: .object(object), document: document, pointer: pointer, inherited: own)
    guard declared != own else { return }
    report(
      "$schema of a part without `$id` changes nothing", at: pointer + "/$schema", in: document,
      help: "give the part an `$id` of its own, or remove its `$schema`")
  }

  private mutating func readAnchors(
    _ object: JSONObject, _ pointer: String, _ document: Int, resource: Int, site: Int
  ) {
    let dialect = resources[resource].dialect
    for keyword in ["$anchor", "$dynamicAnchor"] {
      guard let value = object[keyword], dialect.knows(keyword) else { continue }
      guard case .string(let name) = value else {
        report("\(keyword) is not a string", at: pointer + "/" + keyword, in: document)
        continue
      }
      anchor(name, site, resource, pointer + "/" + keyword, document)
      if keyword == "$dynamicAnchor" { resources[resource].dynamicAnchors[UTF8Key(name)] = site }
    }
    if object["$recursiveAnchor"] == .bool(true), dialect.knows("$recursiveAnchor"), resources[resource].root == site {
      resources[resource].isRecursiveAnchor = true
    }
  }

  private mutating func anchor(_ name: String, _ site: Int, _ resource: Int, _ pointer: String, _ document: Int) {
    if resources[resource].anchors[UTF8Key(name)] != nil {
      report(
        "anchor \(name.shortened.debugDescription) is used twice", at: pointer, in: document,
        help: "rename one of the two")
    } else {
      resources[resource].anchors[UTF8Key(name)] = site
    }
  }

  private mutating func addResource(_ base: URIReference, _ dialect: Dialect, rootSite: Int) -> Int {
    addResource(base, dialect, rootSite: rootSite, claimedAt: nil, 0)
  }

  /// - Parameter pointer: where an `$id` claims the URI; nil for where the document was found.
  private mutating func addResource(
    _ base: URIReference, _ dialect: Dialect, rootSite: Int, claimedAt pointer: String?, _ document: Int
  ) -> Int {
    var base = base
    base.fragment = nil
    resources.append(SchemaResource(base: base, dialect: dialect, root: rootSite))
    // The first to claim a URI keeps it, so that a later document cannot redirect a reference.
    let key = UTF8Key(base.withoutFragment)
    if let first = resourceOfURI[key] {
      let root = resources[first].root
      if let pointer, root != rootSite, sites.indices.contains(root), sites[root].document == document {
        report(
          "$id \(key.text.shortened.debugDescription) is used twice", at: pointer + "/$id", in: document,
          help: "rename one of the two, or refer to the first with `$ref`")
      }
    } else {
      resourceOfURI[key] = resources.count - 1
    }
    return resources.count - 1
  }
}

extension String {
  /// This name as a token of a JSON Pointer (RFC 6901, section 3).
  var asPointerToken: String {
    guard utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
