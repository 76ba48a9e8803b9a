/// The places that one evaluation has come by, each with the place it was reached from.
final class JSONPathPlaces: Sendable {
  struct Place: Sendable {
    let parent: Int
    let step: JSONPathStep
  }

  private let places: [Place]

  init(_ places: [Place]) { self.places = places }

  /// The steps from the root (place 0) to a place.
  func steps(to place: Int) -> [JSONPathStep] {
    var steps: [JSONPathStep] = []
    var current = place
    while current > 0 {
      steps.append(places[current].step)
      current = places[current].parent
    }
    return steps.reversed()
  }
}

/// One evaluation of a query.
struct JSONPathEvaluation {
  private struct Node {
    let value: JSONValue
    let place: Int
  }

  private struct Edge: Hashable {
    let parent: Int
    let position: Int
  }

  private let segments: [JSONPath.Segment]
  private var places: [JSONPathPlaces.Place] = [.init(parent: 0, step: .index(0))]
  /// The place of each edge, kept only for queries that can reach a node on several ways.
  private var known: [Edge: Int]?
  /// Of which a segment selected nothing, though others had selected them; known once it has run.
  private(set) var deadEnds: [JSONPathMatch] = []

  init(of path: JSONPath) {
    segments = path.segments
    let descendants = segments.count { $0.isDescendant }
    if descendants > 1 || segments.dropLast().contains(where: { $0.selectors.count > 1 }) { known = [:] }
  }

  mutating func run(on root: JSONValue) -> [JSONPathMatch] {
    var nodes = [Node(value: root, place: 0)]
    var ends: [Node] = []
    for segment in segments {
      let start = known == nil ? nodes : distinct(nodes)
      nodes = []
      if segment.isDescendant {
        descend(from: start, segment.selectors, into: &nodes)
      } else {
        for node in start {
          let count = nodes.count
          select(segment.selectors, of: node, into: &nodes)
          if nodes.count == count, node.place > 0 { ends.append(node) }
        }
      }
    }
    let places = JSONPathPlaces(self.places)
    func match(_ node: Node) -> JSONPathMatch { JSONPathMatch(value: node.value, places: places, place: node.place) }
    deadEnds = ends.map(match)
    return nodes.map(match)
  }

  private func distinct(_ nodes: [Node]) -> [Node] {
    var seen: Set<Int> = []
    return nodes.filter { seen.insert($0.place).inserted }
  }

  /// Visits the nodes and all that they contain, parents first (section 2.5.2.2), without recursion.
  private mutating func descend(from start: [Node], _ selectors: [JSONPath.Selector], into nodes: inout [Node]) {
    var visited: Set<Int> = []
    var stack = Array(start.reversed())
    while let node = stack.popLast() {
      if known != nil, !visited.insert(node.place).inserted { continue }
      select(selectors, of: node, into: &nodes)
      let firstChild = stack.count
      select([.wildcard], of: node, into: &stack)
      stack[firstChild...].reverse()
    }
  }

  private mutating func select(_ selectors: [JSONPath.Selector], of node: Node, into nodes: inout [Node]) {
    for selector in selectors {
      switch (selector, node.value) {
      case (.name(let name), .object(let object)):
        if let position = object.position(of: name) { nodes.append(member(position, of: object, node)) }
      case (.wildcard, .object(let object)):
        for position in 0..<object.count { nodes.append(member(position, of: object, node)) }
      case (.index(let index), .array(let elements)):
        let position = index < 0 ? elements.count + index : index
        if elements.indices.contains(position) { nodes.append(element(position, of: elements, node)) }
      case (.wildcard, .array(let elements)):
        for position in elements.indices { nodes.append(element(position, of: elements, node)) }
      case (.slice(let start, let end, let step), .array(let elements)):
        for position in Self.positions(start: start, end: end, step: step, count: elements.count) {
          nodes.append(element(position, of: elements, node))
        }
      default: break
      }
    }
  }

  private mutating func member(_ position: Int, of object: JSONObject, _ parent: Node) -> Node {
    let member = object.members[position]
    return Node(value: member.value, place: place(under: parent, position, .name(member.key)))
  }

  private mutating func element(_ position: Int, of elements: [JSONValue], _ parent: Node) -> Node {
    Node(value: elements[position], place: place(under: parent, position, .index(position)))
  }

  private mutating func place(under parent: Node, _ position: Int, _ step: JSONPathStep) -> Int {
    let edge = Edge(parent: parent.place, position: position)
    if let place = known?[edge] { return place }
    places.append(JSONPathPlaces.Place(parent: parent.place, step: step))
    known?[edge] = places.count - 1
    return places.count - 1
  }

  /// The indices that a slice selects (section 2.3.4.2.2).
  static func positions(start: Int?, end: Int?, step: Int, count: Int) -> StrideTo<Int> {
    func normalized(_ bound: Int) -> Int { bound < 0 ? count + bound : bound }
    switch step {
    case 1...:
      let lower = min(max(normalized(start ?? 0), 0), count)
      let upper = min(max(normalized(end ?? count), 0), count)
      return stride(from: lower, to: upper, by: step)
    case ..<0:
      let upper = min(max(normalized(start ?? count - 1), -1), count - 1)
      let lower = min(max(end.map(normalized) ?? -1, -1), count - 1)
      return stride(from: upper, to: lower, by: step)
    default: return stride(from: 0, to: 0, by: 1)
    }
  }
}
