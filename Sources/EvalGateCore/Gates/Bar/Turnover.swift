/// What a change does to which cases there are and what they are judged by, as far as gates have to know it.
public struct Turnover: Sendable {
  /// Cases of the base that are not there any more, whatever they are called.
  let gone: [CaseHeader]
  /// Cases that were not there.
  let added: [CaseHeader]
  /// By name of a check, cases that it judged at the base and judges no more.
  let unjudged: [String: [CaseHeader]]
  /// Whether all that is edited is cases: then what a change does to them hides nothing that got worse.
  let isOfCasesAlone: Bool
  /// Attacks that the change's prompt does not take in.
  package var unread: UnreadAttacks?
  /// Ids of the cases that are more than there were: as many of the new as are gone stand in their place.
  let more: Set<String>

  public init(
    gone: [CaseHeader] = [], added: [CaseHeader] = [], unjudged: [String: [CaseHeader]] = [:],
    isOfCasesAlone: Bool = false
  ) {
    (self.gone, self.added, self.unjudged, self.isOfCasesAlone) = (gone, added, unjudged, isOfCasesAlone)
    more = isOfCasesAlone ? [] : Set(added.dropFirst(gone.count).map(\.id))
  }

  init(_ heirs: inout Heirs) {
    self.init(
      gone: heirs.gone.map { heirs.old[$0] }, added: heirs.added.map { heirs.own[$0] },
      unjudged: heirs.unjudged())
  }

  /// The same change where it edits nothing that answers.
  public var ofCasesAlone: Turnover { Turnover(gone: gone, added: added, unjudged: unjudged, isOfCasesAlone: true) }

  /// Whether it does anything to which cases count.
  public var isAny: Bool { !gone.isEmpty || !added.isEmpty || !unjudged.isEmpty }
}

extension Heirs {
  /// By name of a check, the cases of now that it judged at the base and does not judge any more.
  fileprivate mutating func unjudged() -> [String: [CaseHeader]] {
    var (lost, known): ([String: [CaseHeader]], [Change: Set<String>]) = ([:], [:])
    for (was, place) in kept + relabelled where old[was].checksDigest != own[place].checksDigest {
      let change = Change(from: old[was].checksDigest, to: own[place].checksDigest)
      if known[change] == nil {
        let (then, here) = (try? before.evalCase(at: was), try? now.evalCase(at: place))
        known[change] = Set(then?.checks.map(\.id.name) ?? []).subtracting(here?.checks.map(\.id.name) ?? [])
      }
      for check in known[change] ?? [] { lost[check, default: []].append(own[place]) }
    }
    return lost
  }

  /// Cases of one digest are judged by the same checks.
  private struct Change: Hashable {
    let from, to: Digest
  }
}
