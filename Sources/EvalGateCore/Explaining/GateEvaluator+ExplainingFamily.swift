extension GateEvaluator {
  /// Tests of a family beyond these are only counted.
  private static let shownTests = 12

  /// Holm's correction over every test of the run, and the verdict after it.
  func explainFamily(
    _ gate: GateRule, _ suite: SuiteEvidence, _ verdict: SuiteVerdict, _ calculation: inout Calculation
  ) {
    let rows = rows
    let tests = TestFamily(rows, isBrought: gate.isBrought).tests
    let isSplit = Set(gates.filter(\.isTest).map(\.isBrought)).count > 1
    let family = isSplit ? " of gates that the \(gate.isBrought ? "change brings" : "base has")" : ""
    let own = tests.firstIndex { test in
      test.place.map { rows[$0.row].gate.name == gate.name && rows[$0.row].verdicts[$0.suite].suite == suite.name }
        == true
    }
    if let own {
      let order = tests.indices.sorted { (tests[$0].p, $0) < (tests[$1].p, $1) }
      let rank = (order.firstIndex(of: own) ?? 0) + 1
      /// Tests from a place on that could have come out as small as the one there.
      func able(_ place: Int) -> Int {
        max(1, order[place...].count { tests[$0].leastP <= tests[order[place]].p + 1e-15 })
      }
      calculation.add(
        "family",
        [
          "Holm 1979 over the run's \(Format.count(tests.count, "test"))\(family): this is number \(rank) from the smallest,",
          "so p × \(able(rank - 1)), and no less than the ones before it: \(Format.significant(tests[own].adjusted)) against \(Format.significant(Self.alpha)) (built in)",
        ]
          + (tests.count < 2
            ? []
            : ["each p times the tests from it on that could have been as small (Tarone 1990):"]
              + order.prefix(Self.shownTests).enumerated().map { place, test in
                "\(Format.significant(tests[test].p)) × \(able(place))  \(tests[test].name)"
              } + (order.count > Self.shownTests ? ["and \(order.count - Self.shownTests) larger ones"] : [])))
    }
    let outcome = outcomes().first { $0.name == gate.name }
    let whole = outcome.map(\.verdict.rawValue) ?? verdict.verdict.rawValue
    calculation.add("verdict", ["\(verdict.suite): \(whole)"] + (outcome?.reason.map { [$0] } ?? []))
    if let outcome { calculation.add("in words", outcome.sentence.text) }
  }
}
