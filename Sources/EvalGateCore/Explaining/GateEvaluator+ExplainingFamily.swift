import GateStatistics

extension GateEvaluator {
  /// Tests of a family beyond these are only counted.
  private static let shownTests = 12

  /// Holm's correction over every test of the run, and the verdict after it.
  func explainFamily(
    _ gate: GateRule, _ suite: SuiteEvidence, _ verdict: SuiteVerdict, _ calculation: inout Calculation
  ) {
    let tests = gates.flatMap { gate in
      scope(of: gate).compactMap { $0.seen(by: gate) }.compactMap { suite in
        evaluate(gate, in: suite).p.map { (gate: gate.name, suite: suite.name, p: $0) }
      }
    }
    if verdict.p != nil, let adjusted = Multiplicity.holm(tests.map(\.p)),
      let own = tests.firstIndex(where: { $0.gate == gate.name && $0.suite == suite.name })
    {
      let order = tests.indices.sorted { (tests[$0].p, $0) < (tests[$1].p, $1) }
      let rank = (order.firstIndex(of: own) ?? 0) + 1
      calculation.add(
        "family",
        [
          "Holm 1979 over the run's \(Format.count(tests.count, "test")): this is number \(rank) from the smallest,",
          "so p × \(tests.count - rank + 1), and no less than the ones before it: \(Format.significant(adjusted[own])) against \(Format.significant(Self.alpha)) (built in)",
        ]
          + (tests.count < 2
            ? []
            : order.prefix(Self.shownTests).enumerated().map { place, test in
              "\(Format.significant(tests[test].p)) × \(tests.count - place)  \(tests[test].gate) in \(tests[test].suite)"
            } + (order.count > Self.shownTests ? ["and \(order.count - Self.shownTests) larger ones"] : [])))
    }
    let outcome = outcomes().first { $0.name == gate.name }
    let whole = outcome.map(\.verdict.rawValue) ?? verdict.verdict.rawValue
    calculation.add("verdict", ["\(verdict.suite): \(whole)"] + (outcome?.reason.map { [$0] } ?? []))
    if let outcome { calculation.add("in words", outcome.sentence.text) }
  }
}
