/// Which cases move together says how much their results prove. So a change that groups cases otherwise makes the test wider by which it
/// is judged, or a pass easier, though it edits no rule. The cases that the base has are grouped as they are there.
extension Bar {
  /// Shows which cases of a suite a change groups otherwise.
  ///
  /// - Parameter heirs: what became of the base's cases.
  /// - Returns: the clusters of cases that count in another one than their own, by id; none for a case that stands for itself.
  mutating func held(clustersOf suite: Suite, _ heirs: inout Heirs) -> [String: String?] {
    let held = heirs.heldClusters()
    show(heirs.counted(by: held), of: suite, "cluster", held: "which groups them as it did")
    return held
  }
}

extension Heirs {
  /// In which cluster cases were that are in another one, or in none, by the id that they have now.
  fileprivate mutating func heldClusters() -> [String: String?] {
    guard own.contains(where: { $0.cluster != nil }) || old.contains(where: { $0.cluster != nil }) else { return [:] }
    var were: [String: String?] = [:]
    for old in old {
      // Where several became one, the one of its id says it.
      for now in of(old) where were[now.id] == nil || now.id == old.id {
        were.updateValue(old.cluster, forKey: now.id)
      }
    }
    var held: [String: String?] = [:]
    for now in own {
      if let was = were[now.id], was != now.cluster { held.updateValue(was, forKey: now.id) }
    }
    return held
  }
}
