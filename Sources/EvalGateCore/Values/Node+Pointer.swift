public import StrictJSON

extension Node {
  /// The place of the part that a JSON Pointer names, or of the nearest part around it that is there.
  public func place(of pointer: JSONPointer) -> SourceLocation { part(at: pointer).location }

  /// The place of the key where the last step of a pointer is a key, else of the value.
  public func keyPlace(of pointer: JSONPointer) -> SourceLocation {
    guard let last = pointer.tokens.last else { return location }
    let above = part(at: JSONPointer(tokens: pointer.tokens.dropLast()))
    guard case .mapping(let entries) = above.content,
      let entry = entries.first(where: { $0.key.utf8.elementsEqual(last.utf8) })
    else { return place(of: pointer) }
    return entry.keyLocation
  }

  private func part(at pointer: JSONPointer) -> Node {
    var node = self
    for token in pointer.tokens {
      switch node.content {
      case .mapping(let entries):
        guard let next = entries.first(where: { $0.key.utf8.elementsEqual(token.utf8) }) else { return node }
        node = next.value
      case .sequence(let nodes):
        guard let index = Int(token), nodes.indices.contains(index) else { return node }
        node = nodes[index]
      default: return node
      }
    }
    return node
  }
}
