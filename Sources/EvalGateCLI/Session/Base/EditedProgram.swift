import EvalGateCore

/// A program that was edited since the base, which neither its name nor its revisions need say.
struct EditedProgram: Hashable {
  /// Of the one that answers (`route`), or of the one that decides.
  let element: TupleChange.Element
  let id: String
  /// By name, in order; empty where nobody knows which ones.
  let files: [String]

  /// As many files as anybody reads in one line.
  private static let shown = 3

  /// Files by name, for a sentence.
  static func words(_ files: [String]) -> String { files.map { "`\($0)`" }.listed(shown) }

  /// Says it among what else differs: where that names another version of the element already, its files are named there.
  func join(_ changes: inout [TupleChange]) {
    if let index = changes.firstIndex(where: { $0.element == element }) {
      changes[index] = naming(changes[index])
    } else {
      let end = changes.firstIndex { $0.element == .model } ?? changes.endIndex
      changes.insert(naming(TupleChange(element: element, id: id, from: "program", to: "another program")), at: end)
    }
  }

  private func naming(_ change: TupleChange) -> TupleChange {
    guard !files.isEmpty else { return change }
    var change = change
    change.to = "\(change.to ?? "none") (edited: \(files.listed(Self.shown)))"
    return change
  }
}

extension RunTuple {
  /// What makes it another version than an earlier one, to stand behind those words: ` (prompt triage 13 → 14)`; empty where neither
  /// says so.
  func otherness(than earlier: RunTuple) -> String {
    let changes = TupleChange.between(earlier, self).filter { Self.versioned.contains($0.element) }
    guard !changes.isEmpty else { return "" }
    return " ("
      + changes.map { "\($0.element.rawValue) \($0.id) \($0.from ?? "none") → \($0.to ?? "none")" }.listed(2) + ")"
  }

  /// The parts of what a suite runs that make a version of it.
  private static let versioned: Set<TupleChange.Element> = [.prompt, .tools, .preprocess, .policy, .route]
}
