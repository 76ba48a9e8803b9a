/// Accepted results of a suite, kept in the repository.
public struct Baseline: Hashable, Sendable {
  public var suite: String
  public var tuple: RunTuple
  public var reason: String
  public var author: String?
  /// The day it was accepted, in UTC; nil for results that were never accepted (a run used as a baseline).
  public var acceptedOn: CalendarDate?
  /// Ids of the runs pooled in it.
  public var runs: [String]
  /// In case-id order.
  public var cases: [CaseOutcome]

  public init(
    suite: String, tuple: RunTuple, reason: String, author: String? = nil, acceptedOn: CalendarDate? = nil,
    runs: [String], cases: [CaseOutcome]
  ) {
    self.suite = suite
    self.tuple = tuple
    self.reason = reason
    self.author = author
    self.acceptedOn = acceptedOn
    self.runs = runs
    self.cases = cases
  }
}
