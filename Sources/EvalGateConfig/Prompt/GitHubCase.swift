import EvalGateCore

/// A row of GitHub's `testData`, in which every key is a variable of the template, `expected` among them.
enum GitHubCase {
  static func node(_ row: Node) -> Node {
    guard case .mapping(let entries) = row.content else { return row }
    let variables = Node(.mapping(entries), at: row.location)
    var keys = [Node.Entry(key: "vars", keyLocation: row.location, value: variables)]
    if let expected = entries.first(where: { $0.key == "expected" }) { keys.append(expected) }
    return Node(.mapping(keys), at: row.location)
  }
}
