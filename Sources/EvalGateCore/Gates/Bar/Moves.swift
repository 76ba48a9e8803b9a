/// Cases that a change moves to another suite which answers as theirs does: the same prompt, over the same route, under the same
/// policy.
///
/// Their own suite is asked them once more, so that a suite that becomes two is held to what it was over all of its cases.
struct Moves {
  private let suites: [Suite]
  /// The cases of each suite and whether each blocks, read when first asked for.
  private var asked: [String: [Bar.Substance: Bool]] = [:]

  init(_ head: Project) { suites = head.suites }

  /// - Returns: the name of the suite that asks a case of another one now. One that asks a scenario for less than it was asked for
  ///   does not.
  mutating func place(of header: CaseHeader, from suite: Suite) -> String? {
    let isSafety = suite.evalset.kind == .safety
    let substance = Bar.Substance(header)
    for other in suites
    where other.name != suite.name && other.prompt.location.path == suite.prompt.location.path && other.runs(as: suite)
    {
      if isSafety, other.evalset.kind != .safety { continue }
      let cases =
        asked[other.name]
        ?? Dictionary(
          other.evalset.headers.map { (Bar.Substance($0), $0.severity == .blocking) }, uniquingKeysWith: { $0 || $1 })
      asked[other.name] = cases
      if let blocks = cases[substance], blocks || !isSafety || header.severity != .blocking { return other.name }
    }
    return nil
  }
}

extension Moves {
  /// Whether a suite may go once it was asked what it asks for the last time: of a safety suite no scenario goes by the way, so
  /// each has to be asked elsewhere.
  mutating func mayGo(_ suite: Suite) -> Bool {
    suite.evalset.kind != .safety || suite.evalset.headers.allSatisfy { place(of: $0, from: suite) != nil }
  }
}

extension Bar {
  /// What of a suite's cases other suites ask now, to be asked here too.
  mutating func moved(from suite: Suite, to base: Evalset, _ edits: inout CaseEdits) -> [EvalCase] {
    var (moved, places, positions): ([EvalCase], Set<String>, Set<Int>) = ([], [], [])
    for position in edits.gone {
      let header = base.cases.header(at: position)
      guard !edits.asked.contains(Substance(header)), let place = moves.place(of: header, from: suite),
        let evalCase = try? base.cases.evalCase(at: position)
      else { continue }
      moved.append(evalCase)
      places.insert(place)
      positions.insert(position)
    }
    edits.leaveOut(positions)
    if !moved.isEmpty {
      note(
        RuleChange(
          .suite, suite.name, .loosened, from: Format.count(base.cases.count, "case"),
          to: "\(base.cases.count - moved.count), because \(places.sorted().map { "`\($0)`" }.joined(separator: ", "))"
            + " asks \(moved.count)",
          decides: .base, note: "so that those are asked here too, once more", location: suite.location))
    }
    return moved
  }
}
