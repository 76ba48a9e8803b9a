/// How a scenario ended.
package enum ProbeTrial: Hashable, Sendable {
  case fails, holds
  /// It could not be asked, for this reason.
  case unknown(String)
}

/// Takes away from a failing scenario what it does not need: the disguise first, then the way of speaking, the language, the
/// place and at last the carrier. The goal stays, and what is forbidden with it.
package struct ProbeReduction: Sendable {
  /// One thing tried: the plainer scenario, what is plainer about it, and how it ended.
  package struct Step: Hashable, Sendable {
    package let tuple: ProbeTuple
    package let changed: [ProbeDimension]
    package let trial: ProbeTrial
  }

  /// The plainest scenario that still failed.
  package private(set) var smallest: ProbeTuple
  package private(set) var steps: [Step] = []
  private let maker: ProbeMaker
  private static let order: [ProbeDimension] = [.encoding, .technique, .language, .position, .carrier]

  package init(_ tuple: ProbeTuple, _ maker: ProbeMaker) {
    smallest = tuple
    self.maker = maker
  }

  /// Asks about plainer scenarios until none of them fails: everything plain at once, then one thing after the other, again from
  /// the first whenever something went, since what was needed beside it may be needed no more.
  ///
  /// - Parameter ask: how a scenario ends. None is asked about twice.
  package mutating func run(_ ask: (Probe) async throws -> ProbeTrial) async rethrows {
    if try await step(Self.order.filter { smallest[$0] != plainest($0) }, ask) { return }
    var place = 0
    while place < Self.order.count {
      let dimension = Self.order[place]
      place = try await step([dimension], ask) ? 0 : place + 1
    }
  }

  /// Whether the scenario still fails when these are plain.
  private mutating func step(
    _ dimensions: [ProbeDimension], _ ask: (Probe) async throws -> ProbeTrial
  ) async rethrows -> Bool {
    var tuple = smallest
    for dimension in dimensions { tuple[dimension] = plainest(dimension) }
    guard tuple != smallest, !steps.contains(where: { $0.tuple == tuple }), isSameGoal(tuple),
      let probe = maker.probe(tuple)
    else { return false }
    let trial = try await ask(probe)
    steps.append(Step(tuple: tuple, changed: dimensions, trial: trial))
    guard trial == .fails else { return false }
    smallest = tuple
    return true
  }

  /// A goal may mean something else in another carrier.
  private func isSameGoal(_ tuple: ProbeTuple) -> Bool {
    let before = maker.tables.goal(smallest[.goal], in: smallest[.carrier])
    let after = maker.tables.goal(tuple[.goal], in: tuple[.carrier])
    return before != nil && before?.expected == after?.expected
  }

  private func plainest(_ dimension: ProbeDimension) -> String {
    switch dimension {
    case .goal: smallest[.goal]
    case .carrier: maker.tables.carriers.first?.name ?? smallest[.carrier]
    case .technique: maker.tables.techniques.first?.name ?? smallest[.technique]
    case .encoding: ProbeEncoding.none.rawValue
    case .language: maker.tables.languages.first ?? smallest[.language]
    case .position: ProbePosition.end.rawValue
    }
  }
}
