/// What a change does to which cases there are, what judges them and what is put of them, as far as gates have to know it.
public struct Turnover: Sendable {
  /// Cases of the base that nothing asks any more, whatever they are called.
  private(set) var gone: [CaseHeader]
  /// Cases that were not there, and those that took the id of one that asked something else.
  private(set) var added: [CaseHeader]
  /// Ids under which something else is asked now: each of them is gone and added.
  private(set) var replaced: Set<String>
  /// Ids of cases that ask what they did, and are judged by something else.
  private(set) var relabelled: Set<String>
  /// Cases that weigh otherwise, are tagged otherwise, have other checks or expect something else, so that a gate may count other ones.
  private(set) var recounted: [Recount]
  /// By what judges a case, the names of its checks; empty where all cases are what they were.
  private(set) var judges: [Digest: Set<String>]
  /// By metric, cases of the base or now that it does not count, as far as what they expect says.
  package var passedOver: [CompiledMetric.Identity: Set<Bar.Substance>] = [:]
  /// Whether the suite has, or had at the base, a prompt that says what an output looks like.
  var isOfSchema = true
  /// Ids of scenarios that are asked as they were, too, under another name.
  package var rewritten: Set<String> = []
  /// Ids of cases that are asked more often than they were.
  package var oftener: Set<String> = []
  /// Attacks that the change's prompt does not put to the model.
  package var unread: UnreadAttacks?
  /// Whether any case is another one than it was, also where that is no affair of a gate's.
  private var isEdited = false
  /// Whether all that is edited is cases: then what a change does to them hides nothing that got worse.
  private(set) var isOfCasesAlone = false

  /// A case as it counted and as it counts.
  public struct Recount: Sendable {
    let was: CaseHeader
    let now: CaseHeader

    public init(was: CaseHeader, now: CaseHeader) { (self.was, self.now) = (was, now) }
  }

  public init(
    gone: [CaseHeader] = [], added: [CaseHeader] = [], replaced: Set<String> = [], relabelled: Set<String> = [],
    recounted: [Recount] = [], judges: [Digest: Set<String>] = [:]
  ) {
    (self.gone, self.added, self.replaced, self.relabelled) = (gone, added, replaced, relabelled)
    (self.recounted, self.judges) = (recounted, judges)
  }

  /// - Parameters:
  ///   - held: the cases of now, as they count.
  ///   - isSafety: then what was an attack is asked as it was, too.
  init(_ heirs: inout Heirs, in held: [CaseHeader], isSafety: Bool) {
    let counting = Dictionary(held.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    func counted(_ header: CaseHeader) -> CaseHeader { counting[header.id] ?? header }
    let (own, old) = (heirs.own, heirs.old)
    let (renamed, edits) = (heirs.relabelled, heirs.edits())
    // Ids that count rows go on to other cases when one comes in between.
    let (replaced, shifted) = isSafety ? ([], []) : Self.shifts(among: edits.filter(\.isReplaced), old, own)
    let others = (was: Set(replaced.compactMap { $0.was }), now: Set(replaced.compactMap { $0.now }))
    let became = (was: Set(renamed.map { $0.was }), now: Set(renamed.map { $0.now }))
    let moved = Set(shifted.map { $0.now })
    // Of several cases that ask the same one is enough.
    let asked = heirs.gone.isEmpty ? [] : Set(own.map(Bar.Substance.init))
    let gone = heirs.gone.filter { !became.was.contains($0) && !asked.contains(Bar.Substance(old[$0])) }
    let kept = heirs.kept.filter { !others.now.contains($0.now) && !moved.contains($0.now) }
    self.init(
      gone: (gone + others.was.sorted()).map { old[$0] },
      added: (heirs.added.filter { !became.now.contains($0) } + others.now.sorted()).map { counted(own[$0]) },
      replaced: Set(others.was.map { old[$0].id }),
      relabelled: Set((renamed.map { $0.now } + edits.filter { !$0.isReplaced }.map(\.now)).map { own[$0].id }),
      recounted: (kept + renamed + shifted).compactMap { pair in
        let (was, now) = (old[pair.was], counted(own[pair.now]))
        let isAlike = was.tags == now.tags && was.severity == now.severity
        return isAlike && Bar.Substance(was) == Bar.Substance(now) ? nil : Recount(was: was, now: now)
      })
    oftener = Set(kept.lazy.filter { (own[$0.now].trials ?? 1) > (old[$0.was].trials ?? 1) }.map { own[$0.now].id })
    isEdited =
      !heirs.gone.isEmpty || !heirs.added.isEmpty
      || heirs.kept.contains { Bar.Substance(old[$0.was]) != Bar.Substance(own[$0.now]) }
    if isAny { judges = heirs.judges() }
  }

  /// Cases that have another id now, among those under whose ids something else is asked, and what is left of these.
  private static func shifts(
    among edits: [Heirs.Edit], _ old: [CaseHeader], _ own: [CaseHeader]
  ) -> (replaced: [(was: Int?, now: Int?)], shifted: [(was: Int, now: Int)]) {
    var there = Dictionary(grouping: edits.map(\.now)) { Bar.Substance(own[$0]) }
    let shifted = edits.compactMap { edit in
      there[Bar.Substance(old[edit.was])]?.popLast().map { (was: edit.was, now: $0) }
    }
    let left = (was: Set(shifted.map { $0.was }), now: Set(shifted.map { $0.now }))
    let replaced = edits.map { edit in
      (was: left.was.contains(edit.was) ? nil : edit.was, now: left.now.contains(edit.now) ? nil : edit.now)
    }
    return (replaced, shifted)
  }

  /// The same change where it edits nothing that answers.
  public var ofCasesAlone: Turnover {
    var turnover = self
    turnover.isOfCasesAlone = true
    return turnover
  }

  /// Whether it does anything to cases.
  public var isAny: Bool { isEdited || !gone.isEmpty || !added.isEmpty || !relabelled.isEmpty || !recounted.isEmpty }

  /// Of some cases alone.
  public func of(_ isMeant: (CaseHeader) -> Bool) -> Turnover {
    var turnover = self
    turnover.gone.removeAll { !isMeant($0) }
    turnover.added.removeAll { !isMeant($0) }
    turnover.recounted.removeAll { !isMeant($0.now) }
    turnover.unread?.cases.removeAll { !isMeant($0) }
    return turnover
  }

  /// Whether a gate counts a case, as far as its files say: what its check judges, and of these what its metric goes by.
  func counts(_ header: CaseHeader, for gate: GateRule) -> Bool {
    isJudged(header, for: gate) && passedOver[gate.metric.identity]?.contains(Bar.Substance(header)) != true
  }

  /// Whether a case is among those that a gate could count, whatever is expected of it.
  func isJudged(_ header: CaseHeader, for gate: GateRule) -> Bool {
    guard gate.filter.accepts(header) else { return false }
    switch gate.metric.need {
    case .nothing: return true
    case .outputSchema: return isOfSchema
    case .check(let check): return judges[header.checksDigest]?.contains(check.name) ?? true
    }
  }

  /// Ids of the cases that a gate did not count at the base, where the change edits what answers.
  func unknown(to gate: GateRule) -> Set<String> { unknown(to: gate, counts) }

  /// - Parameter counts: whether the gate counts a case (``counts(_:for:)`` or ``isJudged(_:for:)``).
  func unknown(to gate: GateRule, _ counts: (CaseHeader, GateRule) -> Bool) -> Set<String> {
    guard !isOfCasesAlone else { return [] }
    return Set(added.map(\.id)).union(rewritten).union(
      recounted.filter { !counts($0.was, gate) && counts($0.now, gate) }.map(\.now.id))
  }
  /// The same with those that are asked more often than they were: what makes no floor and no ceiling easier.
  func more(for gate: GateRule) -> Set<String> { isOfCasesAlone ? [] : unknown(to: gate).union(oftener) }
}
