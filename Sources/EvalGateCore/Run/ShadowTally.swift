/// How a second route did on the same cases, beside the one that decided.
public struct ShadowTally: Hashable, Sendable {
  /// The suite whose cases were asked.
  public let suite: String
  /// The route that was only compared.
  public let route: String
  /// Trials that both judged, by how they ended.
  public private(set) var bothPassed = 0
  /// Passed with the deciding route's answer alone.
  public private(set) var onlyHere = 0
  /// Passed with the other route's answer alone.
  public private(set) var onlyThere = 0
  /// Passed with neither.
  public private(set) var bothFailed = 0
  /// Trials where one of the two has no answer to judge.
  public private(set) var notCompared = 0
  /// Why the other route has no answer.
  private var failures: [(ordinal: Int, group: ErrorGroup)] = []
  /// Trials with the same output byte for byte.
  public private(set) var sameOutput = 0
  /// Service times in milliseconds, of the deciding route and of the other, where both answered.
  public private(set) var latencies: (here: [Double], there: [Double]) = ([], [])
  /// Money in USD, as far as it is known.
  public private(set) var cost: (here: Double?, there: Double?) = (nil, nil)

  /// An empty tally.
  public init(suite: String, route: String) {
    self.suite = suite
    self.route = route
  }

  /// Trials that are compared.
  public var compared: Int { bothPassed + onlyHere + onlyThere + bothFailed }

  /// Passed with the deciding route's answer, and with the other's.
  public var passed: (here: Int, there: Int) { (bothPassed + onlyHere, bothPassed + onlyThere) }

  /// Medians of the service times in milliseconds, the lower of two middle ones; nil where none was measured.
  public var medianLatency: (here: Double?, there: Double?) {
    func median(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2] }
    return (median(latencies.here), median(latencies.there))
  }

  /// Why the other route has no answer, by target and reason, in the order in which each first stands in the plan.
  public var errors: [ErrorGroup] { failures.sorted { $0.ordinal < $1.ordinal }.map(\.group) }

  /// Adds a trial with one of the answers beside it.
  ///
  /// - Parameter isFirst: false where another one of the same route was added beside the trial already, whose own cost counts once.
  public mutating func add(_ record: CaseRecord, _ shadow: ShadowAnswer, isFirst: Bool = true) {
    let candidate = record.candidate
    if isFirst, let usd = candidate.cost { cost.here = (cost.here ?? 0) + usd }
    if let usd = shadow.cost { cost.there = (cost.there ?? 0) + usd }
    switch (record.passFail, shadow.passFail) {
    case (.pass, .pass?): bothPassed += 1
    case (.pass, .fail?): onlyHere += 1
    case (.fail, .pass?): onlyThere += 1
    case (.fail, .fail?): bothFailed += 1
    default:
      notCompared += 1
      if shadow.passFail == .error { count(record, shadow) }
      return
    }
    if candidate.failure == nil, shadow.failure == nil, candidate.answer.outputDigest == shadow.answer.outputDigest,
      candidate.earlier.map(\.outputDigest) == shadow.earlier.map(\.outputDigest)
    {
      sameOutput += 1
    }
    if let here = candidate.latency, let there = shadow.latency {
      latencies.here.append(here)
      latencies.there.append(there)
    }
  }

  private mutating func count(_ record: CaseRecord, _ shadow: ShadowAnswer) {
    let reason = shadow.failure?.reason.rawValue ?? "check"
    let message = shadow.failure?.message ?? "a check could not judge its answer"
    guard let place = failures.firstIndex(where: { $0.group.target == shadow.target && $0.group.reason == reason })
    else {
      failures.append(
        (
          record.ordinal,
          ErrorGroup(
            target: shadow.target, reason: reason, message: message, count: 1, firstCase: record.caseID, tries: 1)
        ))
      return
    }
    failures[place].group.count += 1
    guard record.ordinal < failures[place].ordinal else { return }
    failures[place].ordinal = record.ordinal
    (failures[place].group.firstCase, failures[place].group.message) = (record.caseID, message)
  }

  /// With what services and programs said of their failures changed.
  func mappingTexts(_ change: (UntrustedText) -> UntrustedText) -> Self {
    var tally = self
    for place in failures.indices { tally.failures[place].group.message = change(failures[place].group.message) }
    return tally
  }

  /// Equal when everything counted is equal.
  public static func == (a: Self, b: Self) -> Bool {
    a.suite == b.suite && a.route == b.route && a.counts == b.counts && a.errors == b.errors
      && a.latencies == b.latencies && a.cost == b.cost
  }

  /// Over the names and the counts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(suite)
    hasher.combine(route)
    hasher.combine(counts)
  }

  private var counts: [Int] { [bothPassed, onlyHere, onlyThere, bothFailed, notCompared, sameOutput] }
}
