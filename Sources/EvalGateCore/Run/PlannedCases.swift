/// The cases of a plan, each held once for all that speak of it while a run goes on.
public struct PlannedCases: Sendable {
  private let plan: Plan
  private let parts: [PlannedPart]

  public init(_ plan: Plan) {
    self.plan = plan
    parts = plan.suites.indices.map { PlannedPart(plan, suite: $0) }
  }

  /// How many trials this process asks.
  var asked: Int { plan.mineCount }

  /// The selected cases of a suite, each once and with its number of trials.
  public func headers(of suite: Int) -> [CaseHeader] { parts[suite].headers }

  /// Where the case at a position of the plan stands in its suite; nil behind its end.
  public func caseIndex(of ordinal: Int) -> Int? {
    plan.entries.indices.contains(ordinal) ? plan.entries[ordinal].caseIndex : nil
  }

  /// The case that stands at a position of the plan; nil behind its end.
  func header(of ordinal: Int) -> CaseHeader? {
    guard plan.entries.indices.contains(ordinal) else { return nil }
    let entry = plan.entries[ordinal]
    let part = parts[entry.suite]
    // Places grow, so where nothing was left out a case stands at its own.
    if entry.caseIndex < part.places.count, part.places[entry.caseIndex] == Int32(entry.caseIndex) {
      return part.headers[entry.caseIndex]
    }
    var (low, high) = (0, part.places.count)
    while low < high {
      let middle = (low + high) / 2
      if part.places[middle] < Int32(entry.caseIndex) { low = middle + 1 } else { high = middle }
    }
    return low < part.places.count && part.places[low] == Int32(entry.caseIndex) ? part.headers[low] : nil
  }
}

extension Plan {
  /// The selected cases of a suite, each once and with its number of trials.
  public func headers(of suite: Int) -> [CaseHeader] { PlannedPart(self, suite: suite).headers }
}

/// The cases of one suite.
private struct PlannedPart {
  var headers: [CaseHeader] = []
  /// Where each stands in its file.
  var places: [Int32] = []

  init(_ plan: Plan, suite: Int) {
    let cases = plan.suites[suite].evalset.cases
    var trials: [Int32] = []
    for entry in plan.entries where entry.suite == suite && entry.arm == .head {
      if places.last == Int32(entry.caseIndex) {
        trials[trials.count - 1] += 1
      } else {
        places.append(Int32(entry.caseIndex))
        trials.append(1)
      }
    }
    headers.reserveCapacity(places.count)
    for (place, count) in zip(places, trials) { headers.append(cases.header(at: Int(place)).with(trials: Int(count))) }
  }
}
