/// What a change does to which cases there are, as far as gates have to know it.
public struct Turnover: Sendable {
  /// Cases of the base that are not there any more, whatever they are called.
  let gone: [CaseHeader]
  /// Ids of the cases that are more than there were: as many of the new as are gone stand in their place.
  public let more: Set<String>

  public init(gone: [CaseHeader] = [], more: Set<String> = []) { (self.gone, self.more) = (gone, more) }

  /// Where a change edits nothing that answers, the cases that it adds hide nothing that got worse.
  public var ofCasesAlone: Turnover { Turnover(gone: gone) }

  init(_ heirs: Heirs) {
    self.init(
      gone: heirs.gone.map { heirs.old[$0] },
      more: Set(heirs.added.dropFirst(heirs.gone.count).map { heirs.own[$0].id }))
  }
}
