import EvalGateCore
import StrictJSON

extension Node {
  var text: String? {
    if case .string(let text) = content { return text }
    return nil
  }

  /// The text of a scalar, whatever it was taken for.
  var plain: String? { text ?? source }

  var entries: [Entry] {
    if case .mapping(let entries) = content { return entries }
    return []
  }

  /// The elements of a list, or the value itself as the only one; none where it is nothing.
  var items: [Node] {
    switch content {
    case .sequence(let nodes): nodes
    case .null: []
    default: [self]
    }
  }

  var isMapping: Bool {
    if case .mapping = content { return true }
    return false
  }

  var number: Double? {
    if case .number(let number) = content { return number.double }
    return nil
  }

  /// With every `{ $ref: '#/a/b' }` replaced by what stands there in `root`; one that leads nowhere, or round, stays.
  func resolvingReferences(in root: Node, depth: Int = 0) -> Node {
    guard depth < 32 else { return self }
    switch content {
    case .sequence(let nodes):
      return Node(.sequence(nodes.map { $0.resolvingReferences(in: root, depth: depth + 1) }), at: location)
    case .mapping(let entries):
      if entries.count == 1, entries[0].key == "$ref", let path = entries[0].value.text, path.hasPrefix("#/") {
        var target: Node? = root
        for part in path.dropFirst(2).split(separator: "/") { target = target?[String(part)] }
        if let target { return target.resolvingReferences(in: root, depth: depth + 1) }
      }
      return Node(
        .mapping(
          entries.map {
            Entry(
              key: $0.key, keyLocation: $0.keyLocation, value: $0.value.resolvingReferences(in: root, depth: depth + 1))
          }), at: location)
    default: return self
    }
  }
}

extension String {
  /// What follows `file://`; nil where it does not begin so.
  var filePath: String? { hasPrefix("file://") ? String(dropFirst("file://".count)) : nil }
}
