/// Which cases a gate counts, a slice shows and `--tag` asks is said by tags. So a change that tags cases otherwise chooses by what it
/// is judged, though it edits no rule. Tags that the base knows decide as the base has them, about the cases that it has.
extension Bar {
  /// Shows which cases of a suite a change tags otherwise, and which gates would count others for it.
  ///
  /// - Parameters:
  ///   - heirs: what became of the base's cases.
  ///   - gates: those of the base.
  /// - Returns: the tags of cases that count by others than their own, by id.
  mutating func held(tagsOf suite: Suite, _ heirs: inout Heirs, gates: [GateRule]) -> [String: [String]] {
    let held = heirs.heldTags()
    let edited = heirs.counted(by: held)
    for gate in gates where !gate.filter.tags.isEmpty && (gate.suite ?? suite.name) == suite.name {
      let (was, isIn) = (edited.map { gate.takes($0, tagged: held[$0.id]) }, edited.map { gate.takes($0) })
      let (out, new) = (zip(was, isIn).count { $0 && !$1 }, zip(was, isIn).count { !$0 && $1 })
      guard out + new > 0 else { continue }
      let counted = heirs.old.count { gate.takes($0) }
      let both = out > 0 && new > 0 ? " (\(out) out, \(new) in)" : ""
      note(
        RuleChange(
          .gate, gate.name, .loosened, from: "\(Format.count(counted, "case")) of \(suite.name)",
          to: "\(counted - out + new)\(both), by their tags", decides: .base, note: "which counts them as tagged there")
      )
    }
    show(edited, of: suite, "tags", held: "as far as it knows the tags")
    return held
  }
}

extension GateRule {
  /// - Parameter tags: in place of the case's own.
  fileprivate func takes(_ header: CaseHeader, tagged tags: [String]? = nil) -> Bool {
    filter.accepts(tags: tags ?? header.tags, severity: header.severity)
  }
}

extension Heirs {
  /// What cases are tagged that had other tags, by the id that they have now: as they were by tags that any case of the base has, and as
  /// they are by all others.
  fileprivate mutating func heldTags() -> [String: [String]] {
    var edited: Set<String> = []
    for old in old {
      for now in of(old) where now.tags != old.tags { edited.insert(now.id) }
    }
    guard !edited.isEmpty else { return [:] }
    let known = Set(old.lazy.flatMap(\.tags))
    var had: [String: [String]] = [:]
    for old in old {
      for now in of(old) where edited.contains(now.id) {
        had[now.id, default: []] += old.tags.filter { had[now.id]?.contains($0) != true }
      }
    }
    var held: [String: [String]] = [:]
    for now in own {
      guard let had = had[now.id] else { continue }
      let tags = had + now.tags.filter { !known.contains($0) }
      if Set(tags) != Set(now.tags) { held[now.id] = tags }
    }
    return held
  }
}
