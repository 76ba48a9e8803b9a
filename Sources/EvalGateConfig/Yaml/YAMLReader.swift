import EvalGateCore

/// What a YAML text may cost before it is refused.
struct YAMLLimits {
  /// Nesting, aliases counted as what they stand for.
  var depth = 100
  /// Values that aliases may add in all: an alias bomb is over it after a few levels.
  var aliased = 50_000
}

/// Reads one YAML 1.2 document into nodes with exact places.
///
/// Duplicate keys, merge keys and custom tags are errors; anchors and aliases are read up to a limit.
struct YAMLReader {
  private struct Frame {
    enum Kind {
      case sequence([Node])
      case mapping([Node.Entry], keys: KeySet, pending: (text: String, place: SourceLocation)?)
    }
    var kind: Kind
    let place: SourceLocation
    let anchor: String?
    var size = 1
    var height = 1
  }

  /// A finished value that an alias may repeat; nil while it is being read.
  private struct Anchored {
    let node: Node
    let size: Int
    let height: Int
  }

  private let limits: YAMLLimits
  private var stack: [Frame] = []
  private var anchors: [String: Anchored?] = [:]
  private var aliased = 0
  private var root: Node?
  private var problems = Problems()

  /// - Throws: every problem that does not keep the rest from being read, and the first that does.
  static func read(_ text: SourceText, limits: YAMLLimits = YAMLLimits()) throws(Problems) -> Node {
    var reader = YAMLReader(limits: limits)
    do throws(Diagnostic) {
      try reader.parse(text)
    } catch {
      reader.problems.add(error)
    }
    guard !reader.problems.hasErrors else { throw reader.problems }
    return reader.root ?? Node(.null, at: SourceLocation(path: text.path))
  }

  private init(limits: YAMLLimits) { self.limits = limits }

  private mutating func parse(_ text: SourceText) throws(Diagnostic) {
    let outcome: Diagnostic? = text.bytes.withUnsafeBufferPointer { bytes in
      do throws(Diagnostic) {
        var events = try YAMLEvents(bytes, of: text)
        var documents = 0
        while true {
          let (event, place) = try events.next()
          if case .streamEnd = event { return nil }
          if case .documentStart = event { documents += 1 }
          guard documents <= 1 else {
            throw Diagnostic(
              .yamlFeature, "a second document", at: place,
              help: "keep one document in a file, without `---` between parts")
          }
          try take(event, at: place)
        }
      } catch {
        return error
      }
    }
    if let outcome { throw outcome }
  }

  private mutating func take(_ event: YAMLEvent, at place: SourceLocation) throws(Diagnostic) {
    switch event {
    case .scalar(let scalar, let anchor):
      if try takeKey(scalar, anchor, at: place) { return }
      let node = Node(content(of: scalar, at: place), at: place, source: scalar.text)
      if let anchor { anchors[anchor] = Anchored(node: node, size: 1, height: 1) }
      attach(node, size: 1, height: 1)
    case .sequenceStart(let tag, let anchor):
      check(tag, "tag:yaml.org,2002:seq", at: place)
      try open(.sequence([]), anchor, at: place)
    case .mappingStart(let tag, let anchor):
      check(tag, "tag:yaml.org,2002:map", at: place)
      try open(.mapping([], keys: KeySet(), pending: nil), anchor, at: place)
    case .containerEnd: close()
    case .alias(let name): try expand(name, at: place)
    case .documentStart, .documentEnd, .streamStart, .streamEnd: break
    }
  }

  // MARK: Containers

  private mutating func open(_ kind: Frame.Kind, _ anchor: String?, at place: SourceLocation) throws(Diagnostic) {
    try refuseAsKey("a list or mapping", at: place)
    guard stack.count < limits.depth else { throw tooDeep(at: place) }
    if let anchor { anchors[anchor] = .some(nil) }
    stack.append(Frame(kind: kind, place: place, anchor: anchor))
  }

  private mutating func close() {
    guard let frame = stack.popLast() else { return }
    let content: Node.Content =
      switch frame.kind {
      case .sequence(let nodes): .sequence(nodes)
      case .mapping(let entries, _, _): .mapping(entries)
      }
    let node = Node(content, at: frame.place)
    if let anchor = frame.anchor { anchors[anchor] = Anchored(node: node, size: frame.size, height: frame.height) }
    attach(node, size: frame.size, height: frame.height)
  }

  private mutating func attach(_ node: Node, size: Int, height: Int) {
    guard var frame = stack.popLast() else {
      root = node
      return
    }
    frame.size += size
    frame.height = max(frame.height, height + 1)
    switch frame.kind {
    case .sequence(var nodes):
      frame.kind = .sequence([])
      nodes.append(node)
      frame.kind = .sequence(nodes)
    case .mapping(var entries, let keys, let pending):
      frame.kind = .sequence([])
      if let pending { entries.append(Node.Entry(key: pending.text, keyLocation: pending.place, value: node)) }
      frame.kind = .mapping(entries, keys: keys, pending: nil)
    }
    stack.append(frame)
  }

  // MARK: Keys

  /// Keeps a scalar as the key of the mapping being read; false where a value is due.
  private mutating func takeKey(
    _ scalar: YAMLEvent.Scalar, _ anchor: String?, at place: SourceLocation
  ) throws(Diagnostic) -> Bool {
    guard case .mapping(let entries, var keys, nil)? = stack.last?.kind else { return false }
    if scalar.isPlain, scalar.text == "<<" {
      throw Diagnostic(
        .yamlFeature, "merge keys (`<<`) are not part of YAML 1.2", at: place,
        help: "write the keys out, or use an alias as a value")
    }
    stack[stack.count - 1].kind = .sequence([])
    if let first = keys.insert(scalar.text, at: place.line) {
      problems.add(
        Diagnostic(
          .duplicateKey, "duplicate key `\(scalar.text)`", at: place, label: "already in line \(first)",
          help: "remove one of the two"))
    }
    stack[stack.count - 1].kind = .mapping(entries, keys: keys, pending: (scalar.text, place))
    return true
  }

  private func refuseAsKey(_ what: String, at place: SourceLocation) throws(Diagnostic) {
    guard case .mapping(_, _, nil)? = stack.last?.kind else { return }
    throw Diagnostic(
      .yamlFeature, "\(what) as a key", at: place,
      help: "keys are text; put `{{…}}` and other text with braces or brackets into quotes")
  }

  // MARK: Aliases

  private mutating func expand(_ name: String, at place: SourceLocation) throws(Diagnostic) {
    try refuseAsKey("an alias", at: place)
    guard let known = anchors[name] else {
      throw Diagnostic(
        .yamlAlias, "alias `*\(name)` names no anchor", at: place, help: "write `&\(name)` before the value it repeats")
    }
    guard let anchored = known else {
      throw Diagnostic(
        .yamlAlias, "alias `*\(name)` stands inside its own anchor", at: place, help: "write the value out")
    }
    let (sum, overflow) = aliased.addingReportingOverflow(anchored.size)
    guard !overflow, sum <= limits.aliased else {
      throw Diagnostic(
        .yamlAlias, "aliases expand to more than \(limits.aliased) values", at: place,
        help: "write the values out, or repeat less")
    }
    guard stack.count + anchored.height <= limits.depth else { throw tooDeep(at: place) }
    aliased = sum
    attach(anchored.node, size: anchored.size, height: anchored.height)
  }

  private func tooDeep(at place: SourceLocation) -> Diagnostic {
    Diagnostic(.tooLarge, "nested more than \(limits.depth) deep", at: place, help: "nest less")
  }

  // MARK: Scalars

  private mutating func content(of scalar: YAMLEvent.Scalar, at place: SourceLocation) -> Node.Content {
    switch scalar.tag {
    case nil where scalar.isPlain: return resolved(scalar.text, at: place)
    case nil, "!", "tag:yaml.org,2002:str": return .string(scalar.text)
    case "tag:yaml.org,2002:int"?, "tag:yaml.org,2002:float"?, "tag:yaml.org,2002:bool"?, "tag:yaml.org,2002:null"?:
      return resolved(scalar.text, at: place)
    default:
      check(scalar.tag, "", at: place)
      return .string(scalar.text)
    }
  }

  private mutating func resolved(_ text: String, at place: SourceLocation) -> Node.Content {
    switch YAMLScalar(plain: text) {
    case .content(let content): return content
    case .unsayable(let what):
      problems.add(
        Diagnostic(
          .yamlFeature, "`\(text)` is \(what), which is no number here", at: place,
          help: "put it into quotes if it is text"))
      return .null
    }
  }

  private mutating func check(_ tag: String?, _ usual: String, at place: SourceLocation) {
    guard let tag, tag != usual, tag != "!" else { return }
    problems.add(
      Diagnostic(.yamlFeature, "unknown tag `\(tag)`", at: place, help: "remove it; values are plain data here"))
  }
}

/// The keys of one mapping, told apart by their bytes, with the line each was first seen in.
struct KeySet {
  private var lines: [[UInt8]: Int] = [:]

  /// The line of the same key inserted before; nil for a new one.
  mutating func insert(_ key: String, at line: Int) -> Int? {
    let bytes = Array(key.utf8)
    if let first = lines[bytes] { return first }
    lines[bytes] = line
    return nil
  }
}
