import SafeRegex
import StrictJSON

/// A schema compiled: numbered nodes that refer to one another by number.
final class Program: Sendable {
  let nodes: [SchemaNode]
  let root: Int
  /// Which node each resource has for a dynamic anchor, by the number of the anchor's name.
  let dynamicAnchors: [[Int: Int]]
  /// The node of each resource that has `$recursiveAnchor: true`.
  let recursiveAnchors: [Int: Int]
  /// Whether a meta-schema asks for formats to be asserted, whatever the options say.
  let demandsFormats: Bool
  let limits: JSONSchema.Limits

  /// Whether any keyword looks at the dynamic scope, which is not kept otherwise.
  var isDynamic: Bool { !dynamicAnchors.isEmpty || !recursiveAnchors.isEmpty }

  init(
    nodes: [SchemaNode], root: Int, dynamicAnchors: [[Int: Int]], recursiveAnchors: [Int: Int],
    demandsFormats: Bool, limits: JSONSchema.Limits
  ) {
    self.nodes = nodes
    self.root = root
    self.dynamicAnchors = dynamicAnchors
    self.recursiveAnchors = recursiveAnchors
    self.demandsFormats = demandsFormats
    self.limits = limits
  }
}

/// Where a node was written, for output that names the places of a schema.
struct NodeSource: Sendable {
  let schema: JSONValue
  /// The URI of its resource without a fragment; empty when it has none.
  let uri: String
  /// Within the resource, as JSON Pointer text.
  let pointer: String
  let dialect: Dialect
}

/// One subschema compiled.
final class SchemaNode: Sendable {
  /// The verdict of a boolean schema.
  let constant: Bool?
  /// In the order in which they are tried: cheap ones first, those that need the others' results last.
  let rules: [Rule]
  let resource: Int
  let source: NodeSource
  /// Whether it applies no other schema.
  let isLeaf: Bool
  /// Whether a rule needs to know what the other rules have evaluated.
  let tracks: Bool
  /// Whether more than one rule applies it. Only such a node can meet the same value twice.
  let isShared: Bool

  init(constant: Bool?, rules: [Rule], resource: Int, source: NodeSource, uses: Int) {
    self.constant = constant
    self.rules = rules
    self.resource = resource
    self.source = source
    isLeaf = rules.allSatisfy { $0.targets.isEmpty && !$0.isDynamic }
    tracks = rules.contains { $0.isUnevaluated }
    isShared = uses > 1 && !isLeaf
  }
}

/// One keyword, or a few that only mean something together, compiled.
enum Rule: Sendable {
  case type(TypeSet)
  case constant(JSONValue)
  case enumeration(ValueSet)
  case bound(Bound)
  case multipleOf(Divisor)
  case minLength(Int)
  case maxLength(Int)
  case pattern(SafeRegex)
  case format(Format)
  case content(ContentRule)
  case minItems(Int)
  case maxItems(Int)
  case uniqueItems
  case minProperties(Int)
  case maxProperties(Int)
  case required([String])
  case dependentRequired([NameDependency], keyword: String)
  case members(MemberRules)
  case propertyNames(Int)
  case dependentSchemas([SchemaDependency], keyword: String)
  case elements(ElementRules)
  case contains(ContainsRule)
  case allOf([Int])
  case anyOf([Int])
  case oneOf([Int])
  case not(Int)
  case conditional(Conditional)
  case reference(Int)
  case dynamicReference(anchor: Int, fallback: Int)
  case recursiveReference(Int)
  case unevaluatedItems(Int)
  case unevaluatedProperties(Int)
}

/// Names that must be there when another is.
struct NameDependency: Sendable {
  let name: String
  let required: [String]
}

/// A schema that the whole object must satisfy when a name is there.
struct SchemaDependency: Sendable {
  let name: String
  let node: Int
}

/// `properties`, `patternProperties` and `additionalProperties`, which decide together about a member.
struct MemberRules: Sendable {
  struct Pattern: Sendable {
    let regex: SafeRegex
    let node: Int
  }

  var named = NameTable()
  var patterns: [Pattern] = []
  var additional: Int?
}

/// The keywords about elements by position: those of a fixed prefix, and the rest.
struct ElementRules: Sendable {
  var prefix: [Int] = []
  var rest: Int?
  /// `prefixItems`, or `items` before 2020-12.
  let prefixKeyword: String
  /// `items`, or `additionalItems` before 2020-12.
  let restKeyword: String
}

/// `contains` with its bounds.
struct ContainsRule: Sendable {
  let node: Int
  let minimum: Int
  let maximum: Int?
  /// Since 2020-12 an element that matches counts as evaluated.
  let marksEvaluated: Bool
}

/// `if`, `then` and `else`.
struct Conditional: Sendable {
  let condition: Int
  let then: Int?
  let otherwise: Int?
}

extension Rule {
  /// The nodes it applies, as far as they are known without an instance.
  var targets: [Int] {
    switch self {
    case .members(let rules): rules.named.nodes + rules.patterns.map(\.node) + [rules.additional].compactMap { $0 }
    case .dependentSchemas(let list, _): list.map(\.node)
    case .elements(let rules): rules.prefix + [rules.rest].compactMap { $0 }
    case .allOf(let nodes), .anyOf(let nodes), .oneOf(let nodes): nodes
    case .conditional(let parts): [parts.condition] + [parts.then, parts.otherwise].compactMap { $0 }
    case .contains(let rule): [rule.node]
    case .content(let rule): [rule.schema].compactMap { $0 }
    case .propertyNames(let node), .not(let node), .reference(let node), .recursiveReference(let node),
      .unevaluatedItems(let node), .unevaluatedProperties(let node):
      [node]
    case .dynamicReference(_, let fallback): [fallback]
    default: []
    }
  }

  /// The nodes it applies to the instance itself, whatever that is.
  var inPlaceTargets: [Int] {
    switch self {
    case .allOf, .anyOf, .oneOf, .not, .reference: targets
    case .conditional(let parts): [parts.condition]
    default: []
    }
  }

  var isDynamic: Bool {
    switch self {
    case .dynamicReference, .recursiveReference: true
    default: false
    }
  }

  var isUnevaluated: Bool {
    switch self {
    case .unevaluatedItems, .unevaluatedProperties: true
    default: false
    }
  }
}
