/// A rule over one metric that can block a merge.
public struct GateRule: Sendable {
  public internal(set) var name: String
  public let metric: CompiledMetric
  /// Nil: must hold in every suite that has the metric.
  public let suite: String?
  public let filter: CaseFilter
  public let bound: Bound
  public let decide: Decide?
  /// The drop that `no_worse_than` has to rule out, as a fraction.
  public let margin: Double?
  /// A drop that `no_worse_than` does not block, as a fraction; nil for the suite's default.
  public let minDrop: Double?
  /// Whether `no_worse_than` takes the whole tail for its p instead of the mid-p, which blocks a little less.
  public var isExact = false
  public let minCases: Int?
  public let waiversAllowed: Bool
  public let blocks: Bool
  public let onUnproven: OnUnproven
  public let location: SourceLocation?
  /// What a comparing gate compares with.
  public internal(set) var reference = GateReference.baseline
  /// Whether the change brings it, so that it takes nothing from what the base's gates show.
  public package(set) var isBrought = false
  /// The drop that `no_worse_than` rules out where a gate does not say, as a fraction.
  static let usualMargin = 0.05

  public init(
    name: String, metric: CompiledMetric, suite: String? = nil, filter: CaseFilter = CaseFilter(), bound: Bound,
    decide: Decide? = nil, margin: Double? = nil, minDrop: Double? = nil, minCases: Int? = nil,
    waiversAllowed: Bool = true,
    blocks: Bool = true, onUnproven: OnUnproven = .show, location: SourceLocation? = nil
  ) {
    self.name = name
    self.metric = metric
    self.suite = suite
    self.filter = filter
    self.bound = bound
    self.decide = decide
    self.margin = margin
    self.minDrop = minDrop
    self.minCases = minCases
    self.waiversAllowed = waiversAllowed
    self.blocks = blocks
    self.onUnproven = onUnproven
    self.location = location
  }
}

/// What the metric is held against.
public enum Bound: Hashable, Sendable {
  case atLeast(Limit)
  case atMost(Limit)
  case exactly(Limit)
  /// Statistically no worse than the baseline.
  case noWorseThanBaseline

  public var limit: Limit? {
    switch self {
    case .atLeast(let limit), .atMost(let limit), .exactly(let limit): limit
    case .noWorseThanBaseline: nil
    }
  }

  public var comparesWithBaseline: Bool {
    switch limit {
    case .value: false
    case .baseline, nil: true
    }
  }
}

public enum Limit: Hashable, Sendable {
  case value(Quantity)
  /// The baseline, plus or minus a share of it (`baseline + 10%`: 0.1).
  case baseline(plus: Double)
}

/// How evidence is weighed against an absolute bound (statistics 2.1, 2.6).
public enum Decide: String, Hashable, Sendable, CaseIterable {
  /// The observed value alone.
  case point
  /// Pass only when the interval proves the bound holds.
  case assured
  /// Block only when the interval proves it does not.
  case refuted
}

public enum OnUnproven: String, Hashable, Sendable, CaseIterable {
  case show, block
  case moreRuns = "more_runs"
}

/// Which cases of a suite count.
public struct CaseFilter: Hashable, Sendable {
  public var tags: [String]
  public var severity: Severity?

  public init(tags: [String] = [], severity: Severity? = nil) {
    self.tags = tags
    self.severity = severity
  }

  /// Whether it accepts every case.
  var isOpen: Bool { severity == nil && tags.isEmpty }

  public func accepts(tags caseTags: [String], severity caseSeverity: Severity?) -> Bool {
    (severity == nil || severity == caseSeverity) && tags.allSatisfy { caseTags.contains($0) }
  }
}
