/// What a change does to which cases there are, what judges them and what is put of them, as far as gates have to know it.
public struct Turnover: Sendable {
  /// Cases of the base that are not there any more, whatever they are called.
  private(set) var gone: [CaseHeader]
  /// Cases that were not there.
  private(set) var added: [CaseHeader]
  /// Ids of those of the base that ask the same as one that is new.
  private(set) var relabelled: Set<String>
  /// By name of a check, cases that it judged at the base and judges no more.
  private(set) var unjudged: [String: [CaseHeader]]
  /// Attacks that the change's prompt does not put to the model.
  package var unread: UnreadAttacks?
  /// Whether all that is edited is cases: then what a change does to them hides nothing that got worse.
  private(set) var isOfCasesAlone = false

  public init(
    gone: [CaseHeader] = [], added: [CaseHeader] = [], relabelled: Set<String> = [],
    unjudged: [String: [CaseHeader]] = [:]
  ) {
    (self.gone, self.added, self.relabelled, self.unjudged) = (gone, added, relabelled, unjudged)
  }

  /// - Parameter held: the cases of now, as they count.
  init(_ heirs: inout Heirs, in held: [CaseHeader]) {
    let counting = Dictionary(held.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    func counted(_ header: CaseHeader) -> CaseHeader { counting[header.id] ?? header }
    let old = heirs.old
    self.init(
      gone: heirs.gone.map { old[$0] }, added: heirs.added.map { [own = heirs.own] in counted(own[$0]) },
      relabelled: Set(heirs.relabelled.map { old[$0.was].id }),
      unjudged: heirs.unjudged().mapValues { $0.map(counted) })
  }

  /// The same change where it edits nothing that answers.
  public var ofCasesAlone: Turnover {
    var turnover = self
    turnover.isOfCasesAlone = true
    return turnover
  }

  /// Whether it does anything to which cases count.
  public var isAny: Bool { !gone.isEmpty || !added.isEmpty || !unjudged.isEmpty }

  /// Of some cases alone.
  public func of(_ isMeant: (CaseHeader) -> Bool) -> Turnover {
    var turnover = self
    turnover.gone.removeAll { !isMeant($0) }
    turnover.added.removeAll { !isMeant($0) }
    turnover.unjudged = unjudged.mapValues { $0.filter(isMeant) }
    turnover.unread?.cases.removeAll { !isMeant($0) }
    return turnover
  }

  /// Ids of the cases that are more than there were among those that a gate counts: as many of the new as are gone stand in their
  /// place.
  func more(for gate: GateRule) -> Set<String> {
    guard !isOfCasesAlone, !added.isEmpty else { return [] }
    let accepts: (CaseHeader) -> Bool = gate.filter.accepts
    return Set(added.filter(accepts).dropFirst(gone.count(where: accepts)).map(\.id))
  }
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
