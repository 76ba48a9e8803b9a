extension [CaseHeader] {
  /// Those that no result is of. Results mostly stand in the order of the plan, and then no ids are collected, which of a million
  /// cases would be more than anything else that is kept of them.
  ///
  /// - Parameter counts: whether a result is one.
  func without(_ results: [CaseOutcome], where counts: (CaseOutcome) -> Bool = { _ in true }) -> [CaseHeader] {
    var missing: [CaseHeader] = []
    var place = 0
    for header in self {
      while place < results.count, !counts(results[place]) { place += 1 }
      if place < results.count, results[place].id == header.id { place += 1 } else { missing.append(header) }
    }
    guard results[place...].contains(where: counts) else { return missing }
    let ids = Set(results.lazy.filter(counts).map(\.id))
    return filter { !ids.contains($0.id) }
  }
}

extension [CaseOutcome] {
  /// The first id that names two results: averaging them silently would hide one (statistics section 1). Nil where each is another
  /// case's.
  var firstRepeated: String? {
    // Ids that grow, as numbers do and as those of a baseline, are all different.
    if zip(self, dropFirst()).allSatisfy({ $0.id < $1.id }) { return nil }
    // Equal ids have equal hashes, and mostly there are none: a set of the ids themselves would be several times as large.
    let hashes = map(\.id.hashValue).sorted()
    guard zip(hashes, hashes.dropFirst()).contains(where: ==) else { return nil }
    var seen: Set<String> = []
    return first { !seen.insert($0.id).inserted }?.id
  }
}
