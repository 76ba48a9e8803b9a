/// What a change does to the benign cases of a safety set, which decides at once and is shown: a twin whose bar was lowered is for a
/// reviewer to see.
struct BenignEdits {
  private var edited: [(now: CaseHeader, parts: [String])] = []
  private var retired: [CaseHeader] = []
  private var removed: [CaseHeader] = []

  /// - Parameter parts: what of it is another; what merely describes it is no edit.
  mutating func add(edited now: CaseHeader, _ parts: [String]) {
    if !parts.isEmpty { edited.append((now, parts)) }
  }

  mutating func add(retired now: CaseHeader) { retired.append(now) }

  /// - Parameter old: as the base has it.
  mutating func add(removed old: CaseHeader) { removed.append(old) }

  /// All of it in a line; nil where nothing was done to them.
  func change(of evalset: String, at place: SourceLocation) -> RuleChange? {
    let counts = [(edited.count, "edited\(parts)"), (retired.count, "retired"), (removed.count, "removed")]
      .filter { $0.0 > 0 }
    guard let first = counts.first else { return nil }
    let text = [Format.count(first.0, "benign case") + " " + first.1] + counts.dropFirst().map { "\($0.0) \($0.1)" }
    let shown = edited.first?.now ?? retired.first
    let example = shown ?? removed.first
    return RuleChange(
      .cases, evalset, shown == nil ? .removed : .changed, to: text.joined(separator: ", "), decides: .head,
      note: example.map {
        "\(counts.reduce(0) { $0 + $1.0 } == 1 ? "it is" : "the first is") `\($0.id)` (\($0.location)\(shown == nil ? " at the base" : ""))"
      },
      location: shown?.location ?? place)
  }

  /// ` (expected 2, input 1)`: how many cases differ in what.
  private var parts: String {
    var counts: [(part: String, count: Int)] = []
    for part in edited.flatMap(\.parts) {
      if let known = counts.firstIndex(where: { $0.part == part }) {
        counts[known].count += 1
      } else {
        counts.append((part, 1))
      }
    }
    return " (" + counts.map { edited.count == 1 ? $0.part : "\($0.part) \($0.count)" }.joined(separator: ", ") + ")"
  }
}
