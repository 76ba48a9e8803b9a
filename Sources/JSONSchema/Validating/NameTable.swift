import StrictJSON

/// Nodes by member name. Few names are compared one after another, which beats hashing; many are hashed.
struct NameTable: Sendable {
  private(set) var entries: [(name: String, node: Int)] = []
  private var index: [UTF8Key: Int]?

  private static let hashedFrom = 9

  var isEmpty: Bool { entries.isEmpty }
  var nodes: [Int] { entries.map(\.node) }

  init() {}

  init(_ entries: [(name: String, node: Int)]) {
    self.entries = entries
    guard entries.count >= Self.hashedFrom else { return }
    index = Dictionary(entries.map { (UTF8Key($0.name), $0.node) }) { first, _ in first }
  }

  subscript(name: String) -> Int? {
    if let index { return index[UTF8Key(name)] }
    for entry in entries where entry.name.sameBytes(as: name) { return entry.node }
    return nil
  }
}
