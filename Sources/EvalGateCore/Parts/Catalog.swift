/// The parts there are, given to the loader so that it can compile what files name without knowing who made them.
public struct Catalog: Sendable {
  public var checks: [any Check.Type]
  public var metrics: [any Metric.Type]
  /// Names of providers, for suggestions.
  public var providers: [String]
  /// What a scenario may say takes the output: `sql`, `html`, …
  public var sinks: [String]
  /// Compiles one target of a route; problems carry their places.
  public var target: @Sendable (Node) throws -> Target
  /// Compiles a policy file of ours.
  public var policy: @Sendable (Node) throws -> any DecisionPolicy

  public init(
    checks: [any Check.Type], metrics: [any Metric.Type], providers: [String], sinks: [String],
    target: @escaping @Sendable (Node) throws -> Target,
    policy: @escaping @Sendable (Node) throws -> any DecisionPolicy
  ) {
    self.checks = checks
    self.metrics = metrics
    self.providers = providers
    self.sinks = sinks
    self.target = target
    self.policy = policy
  }

  public func check(_ id: String) -> (any Check.Type)? { checks.first { $0.id.name == id } }
  public func metric(_ id: String) -> (any Metric.Type)? { metrics.first { $0.id.name == id } }
}
