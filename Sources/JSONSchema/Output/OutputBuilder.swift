import StrictJSON

/// Applies every branch of a schema and keeps what each keyword said.
///
/// The verdicts come from a remembering evaluator and the sentences from the explainer, so that the output formats never
/// say anything else than `validate` does.
struct OutputBuilder {
  typealias Place = Explainer.Place

  var explainer: Explainer
  private var left: Int
  private var bytesLeft: Int
  private var depth = 0
  /// Whether a limit was reached: what is begun is ended, nothing more is listed.
  private(set) var isCut = false
  /// Whether a branch ends early because its results would be nested too deeply to be read.
  private var isShortened = false
  private let deepest: Int
  /// References followed on the way here: their targets can only be named by an absolute location.
  private var references = 0

  /// The units of a whole validation, and whether there would be more but for a limit.
  ///
  /// - Parameter nests: whether units will stand within one another, which readers of JSON take to some depth only.
  static func tree(
    of instance: JSONValue, in program: Program, nests: Bool
  ) throws(TooExpensive) -> (root: OutputUnit, isCut: Bool) {
    var builder = OutputBuilder(program, deepest: nests ? JSONSchema.OutputFormat.deepest : .max)
    let root = Place(value: instance, id: 0, scope: 0, instancePath: .root, keywordPath: .root)
    let tree = try builder.schema(program.root, root)
    return (tree, builder.isCut || builder.isShortened)
  }

  private init(_ program: Program, deepest: Int) {
    self.deepest = deepest
    var evaluator = Evaluator(program)
    evaluator.remembersAll = true
    explainer = Explainer(evaluator: evaluator)
    left = program.limits.outputUnits
    bytesLeft = program.limits.outputBytes
  }

  private var program: Program { explainer.evaluator.program }

  /// The unit of a schema with those of its keywords.
  mutating func schema(_ node: Int, _ place: Place) throws(TooExpensive) -> OutputUnit {
    try explainer.evaluator.descend()
    depth += 1
    defer {
      explainer.evaluator.ascend()
      depth -= 1
    }
    // For the unit of the schema and that of the keyword being listed, so that ending them is paid for.
    for _ in 0..<2 { charge(place.keywordPath.tokens, place.instancePath.tokens) }
    let schema = program.nodes[node]
    let location = absolute(schema.source, [])
    if let constant = schema.constant {
      let error = constant ? nil : "nothing is allowed here, found \(place.value.shortened)"
      return try unit(constant, place.keywordPath, location, place.instancePath, error: error)
    }
    if isCut || depth > deepest {
      isShortened = true
      let holds = try explainer.evaluator.holds(node, place.value, place.id, place.scope)
      return try unit(
        holds, place.keywordPath, location, place.instancePath, error: holds ? nil : OutputUnit.branchError)
    }
    let scope = try explainer.evaluator.scope(entering: schema, from: place.scope)
    let inner = place.under(scope: scope)
    var seen = Evaluated(tracking: schema.tracks)
    var children: [OutputUnit] = []
    var isValid = true
    for rule in schema.rules {
      // A rule that failed leaves values unevaluated that would otherwise be reported once more.
      if !isValid, rule.isUnevaluated { continue }
      let before = seen
      let holds = try explainer.evaluator.check(rule, inner.value, inner.id, scope, &seen)
      if !holds { isValid = false }
      if isCut { continue }
      children += try keywords(of: rule, holds, schema.source, inner, before)
    }
    if !isCut {
      children += try annotations(
        of: schema.source, inner, except: children.lazy.filter { !$0.isValid }.compactMap(\.keywordLocation.tokens.last)
      )
    }
    return try unit(isValid, place.keywordPath, location, place.instancePath, children: children)
  }

  /// The unit of a keyword; `tokens` lead to it from the schema it stands in.
  mutating func keyword(
    _ name: String, _ isValid: Bool, _ source: NodeSource, _ place: Place, error: String? = nil,
    annotation: JSONValue? = nil, children: [OutputUnit] = []
  ) throws(TooExpensive) -> OutputUnit {
    // A branch that fails through what is below it needs no sentence of its own.
    let error = isValid || children.contains(where: { !$0.isValid }) ? nil : error ?? OutputUnit.branchError
    return try unit(
      isValid, place.keywordPath.appending(name), absolute(source, [name]), place.instancePath, error: error,
      annotation: isValid ? annotation : nil, children: children)
  }

  private mutating func unit(
    _ isValid: Bool, _ keyword: JSONPointer, _ absolute: String?, _ instance: JSONPointer, error: String? = nil,
    annotation: JSONValue? = nil, children: [OutputUnit] = []
  ) throws(TooExpensive) -> OutputUnit {
    if children.isEmpty { charge(keyword.tokens, instance.tokens) }
    bytesLeft -= (absolute?.utf8.count ?? 0) + (error?.utf8.count ?? 0) + (annotation?.writtenSize ?? 0)
    return OutputUnit(
      isValid: isValid, keywordLocation: keyword, absoluteLocation: absolute, instanceLocation: instance, error: error,
      annotation: annotation, children: children)
  }

  /// Pays for a unit at this depth: its two ways, six lines, and their indentation.
  private mutating func charge(_ ways: [String]...) {
    left -= 1
    let names = ways.reduce(0) { $0 + $1.reduce(0) { $0 + $1.utf8.count + 1 } }
    bytesLeft -= names + 160 + 6 * 8 * depth
    if left < 0 || bytesLeft < 0 { isCut = true }
  }

  /// The unit of a schema that a reference leads to; it stands in the place of the reference's own.
  mutating func reference(_ name: String, _ node: Int, _ place: Place) throws(TooExpensive) -> OutputUnit {
    references += 1
    defer { references -= 1 }
    return try schema(node, place.under(name, scope: place.scope))
  }

  private func absolute(_ source: NodeSource, _ tokens: [String]) -> String? {
    guard !source.uri.isEmpty || references > 0 else { return nil }
    var pointer = source.pointer
    for token in tokens { pointer += "/" + token.asPointerToken }
    return source.uri + ((try? JSONPointer(pointer))?.fragment ?? "#")
  }

  /// The annotations of keywords that assert nothing: titles, defaults and whatever is not known (section 7.7.1).
  private mutating func annotations(
    of source: NodeSource, _ place: Place, except failing: some Sequence<String>
  ) throws(TooExpensive) -> [OutputUnit] {
    guard case .object(let object) = source.schema else { return [] }
    if source.dialect.draft == .draft7, object.contains(key: "$ref") { return [] }
    let isString = place.value.stringValue != nil
    let failing = Set(failing.map(UTF8Key.init))
    var units: [OutputUnit] = []
    for (name, value) in object where !failing.contains(UTF8Key(name)) {
      switch name {
      case "$schema", "$id", "$comment", "$vocabulary", "$ref", "$anchor", "definitions": continue
      case "format", "contentEncoding", "contentMediaType": guard isString else { continue }
      case "contentSchema":
        guard isString, object.contains(key: "contentMediaType"), source.dialect.knows(name) else { continue }
      default: guard !source.dialect.knowsStructure(name) else { continue }
      }
      units.append(try keyword(name, true, source, place, annotation: value))
    }
    return units
  }
}

extension JSONValue {
  /// About how many bytes it takes as JSON.
  fileprivate var writtenSize: Int {
    switch self {
    case .null, .bool: 5
    case .number(let number): number.text.utf8.count
    case .string(let text): text.utf8.count + 2
    case .array(let elements): elements.reduce(2) { $0 + $1.writtenSize + 2 }
    case .object(let object): object.reduce(2) { $0 + $1.key.utf8.count + $1.value.writtenSize + 6 }
    }
  }
}
