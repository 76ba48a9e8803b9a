/// What cases are called now that had another id before and are the same otherwise.
///
/// An id that is gone stands for the case under an id that is new, where each is the only one with that content.
public struct CaseNames: Sendable {
  private let names: [String: String]

  public init(from before: [CaseHeader], to now: [CaseHeader]) {
    // As between most versions, and then no table is made of either side.
    guard before.count != now.count || zip(before, now).contains(where: { $0.id != $1.id }) else {
      names = [:]
      return
    }
    let (old, new) = (Self.unique(before, besides: now), Self.unique(now, besides: before))
    names = Dictionary(
      old.compactMap { digest, id in new[digest].map { (id, $0) } }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether every case has the id that it had.
  public var isEmpty: Bool { names.isEmpty }

  /// What a case is called now.
  public func name(of id: String) -> String { names[id] ?? id }

  /// Ids that the others do not have, by what their cases hold; without contents that several of them have.
  private static func unique(_ cases: [CaseHeader], besides others: [CaseHeader]) -> [Digest: String] {
    let known = Set(others.map(\.id))
    let open = cases.filter { !known.contains($0.id) }
    return Dictionary(grouping: open, by: \.digest).compactMapValues { $0.count == 1 ? $0[0].id : nil }
  }
}

extension Baseline {
  /// The same results under the ids that the cases have now.
  public func named(as now: [CaseHeader]) -> Baseline {
    let names = CaseNames(from: cases.map(\.header), to: now)
    guard !names.isEmpty else { return self }
    var baseline = self
    baseline.cases = cases.map { $0.called(names.name(of: $0.id)) }
      .sorted { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    return baseline
  }
}
