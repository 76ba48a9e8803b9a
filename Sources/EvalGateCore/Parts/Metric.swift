public import StrictJSON

public struct MetricID: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let name: String
  public init(_ name: String) { self.name = name }
  public init(stringLiteral value: String) { name = value }
  public var description: String { name }
}

/// Summarises the outcomes of many cases. Pure.
public protocol Metric: Sendable {
  static var id: MetricID { get }
  static var summary: String { get }
  static var revision: Int { get }
  /// Which bounds make sense and how they are decided.
  static var kind: MetricKind { get }
  /// What a suite has to have so that there is something to measure.
  static var need: MetricNeed { get }
  /// The keys of a gate that it takes.
  static var options: [OptionHelp] { get }

  /// Reads its own keys of a gate, such as `label:` or `field:`.
  init(options: inout OptionReader) throws(Diagnostic)

  func measure(_ cases: some Sequence<CaseOutcome>) -> Measure

  /// What one trial contributes to a paired comparison, 0 to 1 and higher is better; nil where it has no part in this metric.
  ///
  /// Only metrics with `kind == .rate(perCase: true)` are asked.
  func score(_ trial: TrialOutcome) -> Double?

  /// The time or the amount of one trial, infinite for a timeout; nil where it was not counted or has no part in this metric.
  ///
  /// Only metrics of times and amounts are asked.
  func quantity(_ trial: TrialOutcome) -> Double?

  /// Whether it counts only some of the cases that its check judges, as one label's recall does.
  var isSelective: Bool { get }
}

extension Metric {
  public static var revision: Int { 1 }
  public static var need: MetricNeed { .nothing }
  public static var options: [OptionHelp] { [] }
  public func score(_ trial: TrialOutcome) -> Double? { nil }
  public func quantity(_ trial: TrialOutcome) -> Double? { nil }
  public var isSelective: Bool { false }
}

public enum MetricKind: Hashable, Sendable {
  /// A share from 0 to 1. `perCase`: each case has a pass or a score of its own, so that it can be compared in pairs.
  case rate(perCase: Bool)
  /// A quantile of times in milliseconds, higher is worse.
  case quantile(Double)
  /// An amount per case, higher is worse (tokens, USD).
  case amount(Amount)

  public enum Amount: String, Hashable, Sendable { case tokens, usd }
}

/// What a suite has to have for a metric to measure anything in it.
public enum MetricNeed: Hashable, Sendable {
  case nothing
  /// The prompt says what an output looks like.
  case outputSchema
  /// A case with this check.
  case check(CheckID)
}

/// A metric as a gate configured it.
public struct CompiledMetric: Sendable {
  public let id: MetricID
  public let metric: any Metric
  public let kind: MetricKind
  public let need: MetricNeed
  /// The options it was configured with, as written: what tells two metrics of one id apart.
  public let settings: JSONValue

  public init(
    id: MetricID, metric: any Metric, kind: MetricKind, need: MetricNeed = .nothing, settings: JSONValue = .object([:])
  ) {
    self.id = id
    self.metric = metric
    self.kind = kind
    self.need = need
    self.settings = settings
  }

  /// What tells it from other metrics.
  package struct Identity: Hashable, Sendable {
    let id: MetricID
    let settings: JSONValue
  }
  package var identity: Identity { Identity(id: id, settings: settings) }

  /// Whether a suite has what it measures, as far as its files say.
  public func hasSubject(in suite: Suite) -> Bool {
    switch need {
    case .nothing: true
    case .outputSchema: suite.prompt.outputSchema != nil
    case .check(let id): suite.evalset.checkRevisions[id.name] != nil
    }
  }
}

/// How much of something held, kept as counts so that 2 of 3 and 200 of 300 stay different facts.
public enum Measure: Hashable, Sendable {
  case rate(passed: Int, of: Int)
  /// A share that is not a plain count, such as F1, over `n` cases.
  case share(Double, n: Int)
  /// A quantile over `n` times, in milliseconds; infinite when timeouts reach it.
  case quantile(Double, n: Int)
  /// A sum over `n` cases that were counted.
  case total(Double, n: Int)
  /// Nothing to measure: never 0 and never 1.
  case undefined

  /// The number a bound is held against: a share, milliseconds, or the amount per case.
  public var value: Double? {
    switch self {
    case .rate(let passed, let total): total > 0 ? Double(passed) / Double(total) : nil
    case .share(let value, let n), .quantile(let value, let n): n > 0 ? value : nil
    case .total(let sum, let n): n > 0 ? sum / Double(n) : nil
    case .undefined: nil
    }
  }

  /// What ``n`` counts: cases, or for times every answer.
  package var noun: String { if case .quantile = self { "answer" } else { "case" } }

  public var n: Int {
    switch self {
    case .rate(_, let n), .share(_, let n), .quantile(_, let n), .total(_, let n): n
    case .undefined: 0
    }
  }
}
