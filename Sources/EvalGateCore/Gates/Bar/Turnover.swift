/// What a change does to which cases there are, what judges them and what is put of them, as far as gates have to know it.
public struct Turnover: Sendable {
  /// Cases of the base that are not there any more, whatever they are called.
  private(set) var gone: [CaseHeader]
  /// Cases that were not there, and those that took the id of one that asked something else.
  private(set) var added: [CaseHeader]
  /// Ids under which something else is asked now: each of them is gone and added.
  private(set) var replaced: Set<String>
  /// Ids of cases that ask what they did, and are judged by something else.
  private(set) var relabelled: Set<String>
  /// By name of a check, cases that it judged at the base and judges no more.
  private(set) var unjudged: [String: [CaseHeader]]
  /// By what judges a case, the names of its checks; empty where all cases are what they were.
  private(set) var judges: [Digest: Set<String>]
  /// Attacks that the change's prompt does not put to the model.
  package var unread: UnreadAttacks?
  /// Whether all that is edited is cases: then what a change does to them hides nothing that got worse.
  private(set) var isOfCasesAlone = false

  public init(
    gone: [CaseHeader] = [], added: [CaseHeader] = [], replaced: Set<String> = [], relabelled: Set<String> = [],
    unjudged: [String: [CaseHeader]] = [:], judges: [Digest: Set<String>] = [:]
  ) {
    (self.gone, self.added, self.replaced, self.relabelled) = (gone, added, replaced, relabelled)
    (self.unjudged, self.judges) = (unjudged, judges)
  }

  /// - Parameters:
  ///   - held: the cases of now, as they count.
  ///   - isSafety: then what was an attack is asked as it was, too.
  init(_ heirs: inout Heirs, in held: [CaseHeader], isSafety: Bool) {
    let counting = Dictionary(held.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    func counted(_ header: CaseHeader) -> CaseHeader { counting[header.id] ?? header }
    let (own, old) = (heirs.own, heirs.old)
    let (renamed, edits) = (heirs.relabelled, heirs.edits())
    let replaced = isSafety ? [] : edits.filter(\.isReplaced)
    let (was, now) = (Set(renamed.map { $0.was }), Set(renamed.map { $0.now }))
    self.init(
      gone: heirs.gone.filter { !was.contains($0) }.map { old[$0] } + replaced.map { old[$0.was] },
      added: heirs.added.filter { !now.contains($0) }.map { counted(own[$0]) } + replaced.map { counted(own[$0.now]) },
      replaced: Set(replaced.map { own[$0.now].id }),
      relabelled: Set((renamed.map { $0.now } + edits.filter { !$0.isReplaced }.map(\.now)).map { own[$0].id }))
    guard isAny else { return }
    judges = heirs.judges()
    unjudged = heirs.unjudged(judges).mapValues { $0.map(counted) }
  }

  /// The same change where it edits nothing that answers.
  public var ofCasesAlone: Turnover {
    var turnover = self
    turnover.isOfCasesAlone = true
    return turnover
  }

  /// Whether it does anything to which cases count.
  public var isAny: Bool { !gone.isEmpty || !added.isEmpty || !relabelled.isEmpty || !unjudged.isEmpty }

  /// Of some cases alone.
  public func of(_ isMeant: (CaseHeader) -> Bool) -> Turnover {
    var turnover = self
    turnover.gone.removeAll { !isMeant($0) }
    turnover.added.removeAll { !isMeant($0) }
    turnover.unjudged = unjudged.mapValues { $0.filter(isMeant) }
    turnover.unread?.cases.removeAll { !isMeant($0) }
    return turnover
  }

  /// Ids of the cases that are not known from the base: what they say of a change that edits what answers makes no bound easier.
  var unknown: Set<String> { isOfCasesAlone ? [] : Set(added.map(\.id)) }
}
