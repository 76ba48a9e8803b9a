import GateStatistics

/// Where a verdict stands among the rows of a run.
struct FamilyPlace: Hashable {
  let row: Int
  let suite: Int
}

/// The tests of a run, which share the family's alpha: one of each gate in each suite, and for each metric that is compared in
/// several suites one of all their cases together. What is held against a value, or taken literally, is a contract and stands
/// outside.
///
/// Gates that a change brings are a family of their own: a change could bring as many as it takes to hide what it breaks.
struct TestFamily {
  typealias Row = (gate: GateRule, verdicts: [SuiteVerdict])

  /// A test with what the correction makes of it.
  struct Test {
    let p: Double
    let leastP: Double
    /// By Holm's method over all tests that could have come out as small.
    var adjusted = 1.0
    /// "accuracy in ticket-triage", "pass_rate in all 30 suites".
    let name: String
    /// The verdict it is of; nil for a test of several.
    let place: FamilyPlace?

    var rejects: Bool { adjusted + 1e-12 <= GateEvaluator.alpha }
  }

  private(set) var tests: [Test] = []
  let pooled: [PooledTest]
  /// Verdicts that may not pass unproven, because nothing is left of what was right.
  let wholeLosses: [FamilyPlace]

  /// The families of a run: of the gates that the base has too, and of those that the change brings.
  static func all(_ rows: [Row]) -> [TestFamily] { [false, true].map { TestFamily(rows, isBrought: $0) } }

  /// - Parameters:
  ///   - rows: all of the run.
  ///   - isBrought: which of them make the family.
  init(_ rows: [Row], isBrought: Bool) {
    let rows = rows.enumerated().filter { $0.element.gate.isBrought == isBrought }.map { ($0.offset, $0.element) }
    for (row, one) in rows {
      for (suite, verdict) in one.verdicts.enumerated() {
        guard let p = verdict.p else { continue }
        tests.append(
          Test(
            p: p, leastP: min(verdict.leastP, p), name: "\(one.gate.name) in \(verdict.suite)",
            place: FamilyPlace(row: row, suite: suite)))
      }
    }
    pooled = Self.pooled(rows)
    wholeLosses = Self.wholeLosses(rows)
    tests += pooled.map {
      Test(
        p: $0.p, leastP: min($0.leastP, $0.p), name: "\($0.summary.metric) in all \($0.summary.suites) suites",
        place: nil)
    }
    guard let adjusted = Multiplicity.holm(tests.map(\.p), least: tests.map(\.leastP)) else { return }
    for index in tests.indices { tests[index].adjusted = adjusted[index] }
  }

  /// Those that are tests of one gate in one suite.
  var single: [Test] { Array(tests.dropLast(pooled.count)) }
  /// Tests of several suites at once that carry a block.
  var blockingTogether: [PooledTest] {
    zip(tests.suffix(pooled.count), pooled).filter { $0.rejects && $1.mayBlock }.map(\.1)
  }

  /// The verdicts of metrics in which no suite has anything left that was right before.
  ///
  /// A test over three cases cannot block whatever they do, so that a change which breaks all there is would pass for want of
  /// cases; what cannot be told from chance then is not decided.
  private static func wholeLosses(_ rows: [(Int, Row)]) -> [FamilyPlace] {
    var groups: [PooledMetric: [(place: FamilyPlace, isLost: Bool)]] = [:]
    for (row, one) in rows {
      for (suite, verdict) in one.verdicts.enumerated() {
        guard let isLost = verdict.lostEverything else { continue }
        groups[PooledMetric(one.gate), default: []].append((FamilyPlace(row: row, suite: suite), isLost))
      }
    }
    return groups.values.filter { $0.allSatisfy(\.isLost) }.flatMap { $0.map(\.place) }
  }

  /// Each suite's cases stand in a metric's test once, by the first gate that compares them in it.
  private static func pooled(_ rows: [(Int, Row)]) -> [PooledTest] {
    var order: [PooledMetric] = []
    var parts: [PooledMetric: [(place: FamilyPlace, suite: String, part: PooledPart)]] = [:]
    for (row, one) in rows {
      let metric = PooledMetric(one.gate)
      for (suite, verdict) in one.verdicts.enumerated() where verdict.p != nil {
        guard let part = verdict.pool, parts[metric]?.contains(where: { $0.suite == verdict.suite }) != true else {
          continue
        }
        if parts[metric] == nil { order.append(metric) }
        parts[metric, default: []].append((FamilyPlace(row: row, suite: suite), verdict.suite, part))
      }
    }
    return order.compactMap { PooledTest($0.name, parts[$0] ?? []) }
  }

  private struct PooledMetric: Hashable {
    let name: String
    let reference: GateReference

    init(_ gate: GateRule) { (name, reference) = (gate.metric.id.name, gate.reference) }
  }
}
