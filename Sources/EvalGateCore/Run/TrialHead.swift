/// A trial of a kept run as the head of its line tells it: all that counting it needs where it passed and nothing else is to be
/// told of its answer.
public struct TrialHead: Sendable {
  public let summary: TrialSummary
  let route: String
  let model: String?

  /// - Parameters:
  ///   - route: the route's name.
  ///   - model: as the service reported it.
  package init(_ summary: TrialSummary, route: String, model: String?) {
    self.summary = summary
    self.route = route
    self.model = model
  }
}

extension CountedTrial {
  /// - Parameter facts: gives equal facts one place.
  init(_ head: TrialHead, facts: ([Fact]) -> [Fact]) {
    var summary = head.summary
    for place in summary.outcome.trials.indices {
      summary.outcome.trials[place].facts = facts(summary.outcome.trials[place].facts)
    }
    self.summary = summary
    let trial = summary.outcome.trials.first
    source = trial?.source
    spent = Spending(calls: 1, tokens: trial?.tokens, usd: trial?.usd)
    route = head.route
    model = head.model
    more = nil
  }
}
