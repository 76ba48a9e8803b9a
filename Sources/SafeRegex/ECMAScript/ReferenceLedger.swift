/// The references of a pattern to its groups, which may stand before the group they name and so are resolved at the end.
struct ReferenceLedger {
  enum Target {
    case number(Int)
    case name([Unicode.Scalar])
  }

  struct Reference {
    let node: ECMAScriptTree.Index
    let target: Target
    let offset: Int
  }

  private var references: [Reference] = []
  /// The captures that PCRE2 sees otherwise: those within a repetition or a look-behind.
  private var unsteady: [Range<Int32>] = []

  mutating func add(_ reference: Reference) { references.append(reference) }

  mutating func noteUnsteady(_ captures: Range<Int32>) {
    if !captures.isEmpty { unsteady.append(captures) }
  }

  /// Gives every reference the number of its group, which must exist (section 22.2.1.1), and finds out whether PCRE2 agrees.
  func resolve(in tree: inout ECMAScriptTree) throws(RegexError) {
    guard !references.isEmpty else { return }
    let isUnsteady = unsteadyCaptures(count: Int(tree.captureCount))
    for reference in references {
      let number: Int
      switch reference.target {
      case .number(let group):
        guard group <= tree.captureCount else {
          throw RegexError(message: "reference to a group that does not exist", offset: reference.offset)
        }
        number = group
      case .name(let name):
        guard let group = tree.captureNames[name] else {
          throw RegexError(message: "reference to a group that does not exist", offset: reference.offset)
        }
        number = group
      }
      tree.nodes[Int(reference.node)] = .reference(Int32(number))
      if isUnsteady[number] { tree.agreesOnMatches = false }
    }
  }

  /// For each number of a capture whether a range holds it: sums of where ranges begin and end, as they nest.
  private func unsteadyCaptures(count: Int) -> [Bool] {
    var changes = [Int](repeating: 0, count: count + 2)
    for range in unsteady {
      changes[Int(range.lowerBound)] += 1
      changes[Int(range.upperBound)] -= 1
    }
    var depth = 0
    return changes.map { change in
      depth += change
      return depth > 0
    }
  }
}
