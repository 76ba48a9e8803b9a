/// What may be spent. With less of it a loss may be left unconfirmed, or cases unasked, so a lower budget decides from the next change
/// on; more than the base allows only lets more be known.
extension Bar {
  mutating func held(budgetsOf suites: [Suite], to base: Project) -> [Suite] {
    let routes = Dictionary(
      (base.suites.map(\.route) + base.configuration.routes).map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    // A route under another name, or a new one, has what the routes had that its suites went over, whose budget they shared.
    var were: [String: [String: Budget]] = [:]
    for suite in suites {
      for route in [routes[suite.route.name], base.suite(named: suite.name)?.route].compactMap(\.self) {
        were[suite.route.name, default: [:]][route.name] = route.delivery.budget
      }
    }
    let least = were.mapValues { $0.values.dropFirst().reduce($0.values.first ?? Budget()) { $0.and($1) } }
    return suites.map { suite in
      var suite = suite
      if let before = base.suite(named: suite.name) {
        let budget = held(suite.budget, to: before.budget, .suite, suite.name, suite.location)
        if budget != suite.budget { suite = suite.with(budget: budget) }
      }
      let own = suite.route.delivery.budget
      let budget = held(
        own, to: least[suite.route.name] ?? own, .configuration, "route \(suite.route.name)", suite.route.location)
      return budget == own ? suite : suite.with(route: suite.route.with(budget: budget))
    }
  }

  mutating func held(
    _ own: Budget, to base: Budget, _ subject: RuleChange.Subject, _ name: String, _ place: SourceLocation?
  ) -> Budget {
    guard own.isLower(than: base) else { return own }
    note(
      RuleChange(
        subject, name, .loosened, from: base.words, to: own.words, decides: .base,
        note: "with which a loss can be confirmed", location: place))
    return own.atLeast(base)
  }
}

extension Budget {
  fileprivate func isLower(than other: Budget) -> Bool { atLeast(other) != self }

  /// What both allow together; where one says nothing there is no bound.
  fileprivate func atLeast(_ other: Budget) -> Budget {
    func larger<Amount: Comparable>(_ one: Amount?, _ other: Amount?) -> Amount? {
      guard let one, let other else { return nil }
      return max(one, other)
    }
    return Budget(tokens: larger(tokens, other.tokens), usd: larger(usd, other.usd))
  }

  /// The sum of both; where one says nothing there is no bound.
  fileprivate func and(_ other: Budget) -> Budget {
    func sum<Amount: AdditiveArithmetic>(_ one: Amount?, _ other: Amount?) -> Amount? {
      guard let one, let other else { return nil }
      return one + other
    }
    return Budget(tokens: sum(tokens, other.tokens), usd: sum(usd, other.usd))
  }

  fileprivate var words: String {
    let parts = [tokens.map { Format.count($0, "token") }, usd.map(Format.dollars)].compactMap(\.self)
    return parts.isEmpty ? "no budget" : "budget " + parts.joined(separator: ", ")
  }
}
