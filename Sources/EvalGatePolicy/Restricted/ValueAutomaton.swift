/// Finds any of many byte strings in one pass (Aho and Corasick, Communications of the ACM 18, 1975).
///
/// Nodes lie in breadth-first order with the children of each side by side, so that a node is 24 bytes and needs no table of
/// 256 entries: ten thousand values fit into a few megabytes.
package struct ValueAutomaton: Sendable {
  private struct Node {
    var firstChild: Int32 = 0
    var childCount: Int16 = 0
    let label: UInt8
    /// The longest proper suffix that is a node too.
    let failure: Int32
    /// The string that ends here; -1 for none.
    let needle: Int32
    /// The next shorter suffix at which a string ends; -1 for none.
    let shorter: Int32
    /// The least string that ends here or at a suffix.
    let lowest: Int32
  }

  private var nodes: [Node]
  /// The root is left most often, so it alone has a table.
  private var rootChildren: [Int32]

  /// - Parameter needles: none of them empty; of equal ones the first counts.
  package init(_ needles: [[UInt8]]) {
    nodes = [Node(label: 0, failure: 0, needle: -1, shorter: -1, lowest: .max)]
    rootChildren = Array(repeating: 0, count: 256)
    let sorted = needles.indices.sorted { a, b in
      needles[a] == needles[b] ? a < b : needles[a].lexicographicallyPrecedes(needles[b])
    }
    // What is known of a node until its children are made: which of the sorted strings begin with it.
    var spans = [sorted.indices]
    var level = 0..<1
    var depth = 0
    while !level.isEmpty {
      for node in level { addChildren(of: node, depth, needles, sorted, &spans) }
      level = level.upperBound..<nodes.count
      depth += 1
    }
  }

  private mutating func addChildren(
    of parent: Int, _ depth: Int, _ needles: [[UInt8]], _ sorted: [Int], _ spans: inout [Range<Int>]
  ) {
    var rest = spans[parent]
    while let first = rest.first, needles[sorted[first]].count == depth { rest.removeFirst() }
    nodes[parent].firstChild = Int32(nodes.count)
    while let first = rest.first {
      let label = needles[sorted[first]][depth]
      let end = rest.first { needles[sorted[$0]][depth] != label } ?? rest.upperBound
      addChild(label, of: parent, needle: needles[sorted[first]].count == depth + 1 ? Int32(sorted[first]) : -1)
      spans.append(first..<end)
      rest = end..<rest.upperBound
    }
  }

  private mutating func addChild(_ label: UInt8, of parent: Int, needle: Int32) {
    let child = Int32(nodes.count)
    let failure = parent == 0 ? 0 : next(from: nodes[parent].failure, by: label)
    let suffix = nodes[Int(failure)]
    nodes.append(
      Node(
        label: label, failure: failure, needle: needle, shorter: suffix.needle >= 0 ? failure : suffix.shorter,
        lowest: needle >= 0 ? min(needle, suffix.lowest) : suffix.lowest))
    nodes[parent].childCount += 1
    if parent == 0 { rootChildren[Int(label)] = child }
  }

  /// The least of the strings that occur in a text, if it is below `bound`. Takes time linear in the text, apart from
  /// occurrences that are not accepted.
  /// - Parameter accepts: is told which string ends before which byte.
  package func lowest(
    in text: UnsafeBufferPointer<UInt8>, below bound: Int, where accepts: (_ needle: Int, _ end: Int) -> Bool
  ) -> Int? {
    var best = Int32(clamping: bound)
    var state: Int32 = 0
    for index in text.indices {
      state = next(from: state, by: text[index])
      var ending = state
      while ending >= 0, nodes[Int(ending)].lowest < best {
        let node = nodes[Int(ending)]
        if node.needle >= 0, node.needle < best, accepts(Int(node.needle), index + 1) { best = node.needle }
        ending = node.shorter
      }
      if best == 0 { break }
    }
    return Int(best) < bound ? Int(best) : nil
  }

  /// Calls `visit` for occurrences in a text, in the order of their ends, until it has been called `limit` times for a string.
  ///
  /// Takes time linear in the text and in `limit` times the number of strings: where a string has had its share, so have all
  /// that end wherever it ends.
  /// - Returns: the strings of which more may occur than were told.
  package func visit(
    _ text: UnsafeBufferPointer<UInt8>, limit: Int32, _ visit: (_ needle: Int, _ end: Int) -> Void
  ) -> [Int] {
    guard nodes.count > 1 else { return [] }
    var seen: [Int32: Int32] = [:]
    var full: [Int] = []
    var state: Int32 = 0
    for index in text.indices {
      state = next(from: state, by: text[index])
      var ending = nodes[Int(state)].needle >= 0 ? state : nodes[Int(state)].shorter
      while ending >= 0 {
        let node = nodes[Int(ending)]
        let count = seen[node.needle, default: 0]
        if count > limit { break }
        seen[node.needle] = count + 1
        if count == limit {
          full.append(Int(node.needle))
          break
        }
        visit(Int(node.needle), index + 1)
        ending = node.shorter
      }
    }
    return full
  }

  /// The node for the longest suffix of what was read that begins any of the strings.
  private func next(from state: Int32, by byte: UInt8) -> Int32 {
    var state = state
    while state != 0 {
      if let child = child(of: state, by: byte) { return child }
      state = nodes[Int(state)].failure
    }
    return rootChildren[Int(byte)]
  }

  private func child(of state: Int32, by byte: UInt8) -> Int32? {
    let node = nodes[Int(state)]
    var (low, high) = (node.firstChild, node.firstChild + Int32(node.childCount))
    while low < high {
      let middle = low + (high - low) / 2
      let label = nodes[Int(middle)].label
      if label == byte { return middle }
      if label < byte { low = middle + 1 } else { high = middle }
    }
    return nil
  }
}
