/// What a change does to the benign cases of a safety set, which is shown: a twin whose bar was lowered is for a reviewer to see.
///
/// What they ask and expect is the change's to say, and so is whether they count and are benign at all, where it edits nothing that
/// answers. Beside such an edit they count as they did: a model that refuses everybody would pass by what is left of them.
struct BenignEdits {
  /// Whether they count as they did.
  let isHeld: Bool
  private var edited: [(now: CaseHeader, parts: [String])] = []
  private var recast: [(now: CaseHeader, asked: String)] = []
  private var lighter: [CaseHeader] = []
  private var retired: [CaseHeader] = []
  private var removed: [CaseHeader] = []

  init(isHeld: Bool) { self.isHeld = isHeld }

  /// - Parameters:
  ///   - parts: what of it is another; what merely describes it is no edit.
  ///   - isLighter: whether it does not block any more.
  mutating func add(edited now: CaseHeader, _ parts: [String], isLighter: Bool) {
    if isLighter, isHeld { lighter.append(now) }
    let parts = parts + (isLighter && !isHeld ? ["severity"] : [])
    if !parts.isEmpty { edited.append((now, parts)) }
  }

  /// - Parameter asked: what it is called as it was, which is asked beside it.
  mutating func add(recast now: CaseHeader, besides asked: String) { recast.append((now, asked)) }

  mutating func add(retired now: CaseHeader) { retired.append(now) }

  /// - Parameter old: as the base has it.
  mutating func add(removed old: CaseHeader) { removed.append(old) }

  /// What decides and what does not, a line each; none where nothing was done to them.
  func changes(of evalset: String, at place: SourceLocation) -> [RuleChange] {
    let edits = [(edited.map(\.now), "edited\(edited.isEmpty ? "" : parts)")]
    let exits = [
      (recast.map(\.now), "no longer benign"), (lighter, "made advisory"), (retired, "retired"), (removed, "removed"),
    ]
    let rows =
      isHeld
      ? [
        row(edits, of: evalset, at: place),
        row(
          exits, of: evalset, at: place, .base,
          before: "which counts them as it did\(recast.first.map { " (`\($0.asked)`)" } ?? ""), ",
          after: ": a change of its own, which edits nothing that answers, decides by itself"),
      ] : [row(edits + exits, of: evalset, at: place)]
    return rows.compactMap(\.self)
  }

  private func row(
    _ groups: [(cases: [CaseHeader], what: String)], of evalset: String, at place: SourceLocation,
    _ side: RuleChange.Side = .head, before: String = "", after: String = ""
  ) -> RuleChange? {
    let groups = groups.filter { !$0.cases.isEmpty }
    guard let first = groups.first, let example = first.cases.first else { return nil }
    let text =
      [Format.count(first.cases.count, "benign case") + " " + first.what]
      + groups.dropFirst().map { "\($0.cases.count) \($0.what)" }
    // Removed ones come last, and stand in no file of now.
    let isGone = example.id == removed.first?.id
    let isOnly = groups.reduce(0) { $0 + $1.cases.count } == 1
    return RuleChange(
      .cases, evalset, isGone ? .removed : .changed, to: text.joined(separator: ", "), decides: side,
      note: before + (isOnly ? "it is" : "the first is")
        + " `\(example.id)` (\(example.location)\(isGone ? " at the base" : ""))" + after,
      location: isGone ? place : example.location)
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
