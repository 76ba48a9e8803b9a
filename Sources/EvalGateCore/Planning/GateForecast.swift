/// How much harm, in the measure of the gate's metric.
public enum Harm: Hashable, Sendable {
  /// A drop of a rate against the baseline, as a fraction.
  case drop(Double)
  /// A true rate of at most this.
  case rate(Double)
  /// A true rate of the bad thing of at least this: bypasses, failures that may not be.
  case badRate(Double)
  /// A share of requests over the budget.
  case overBudget(Double)
  /// A rise against the baseline, as a fraction of it.
  case rise(Double)
}

/// What one gate will be able to see in one suite, before anything is spent.
public struct GateForecast: Hashable, Sendable {
  /// The gate's name.
  public var gate: String
  /// The suite's name.
  public var suite: String
  /// The rule as a row says it.
  public var rule: String
  /// Cases that count for it.
  public var n: Int
  /// The least harm it blocks in `power` of all runs; nil where that cannot be said.
  public var found: Harm?
  /// The least harm that a pass rules out: for a comparing gate what an unchanged version rules out in `power` of all runs,
  /// for another what passes in at most 5 of 100.
  public var ruledOut: Harm?
  /// How many bad cases are allowed, where they are counted.
  public var allowed: Int?
  /// How often a literal rule blocks a version that is no other.
  public var falseBlockRate: Double?
  /// What the figures rest on, for a comparing gate.
  public var noise: NoiseBasis?
  /// The most calls that `on_unproven: more_runs` makes to prove it; nil where it asks for none.
  public var moreCalls: Int?
  /// How many cases a margin takes; nil where it is within reach or not a question.
  public var advice: SizeAdvice?
  /// Why there is no figure, or what limits it.
  public var remark: String?

  /// A forecast; what is not given is not known.
  public init(
    gate: String, suite: String, rule: String, n: Int, found: Harm? = nil, ruledOut: Harm? = nil, allowed: Int? = nil,
    falseBlockRate: Double? = nil, noise: NoiseBasis? = nil, advice: SizeAdvice? = nil, remark: String? = nil
  ) {
    self.gate = gate
    self.suite = suite
    self.rule = rule
    self.n = n
    self.found = found
    self.ruledOut = ruledOut
    self.allowed = allowed
    self.falseBlockRate = falseBlockRate
    self.noise = noise
    self.advice = advice
    self.remark = remark
  }
}

/// About how many cases a wanted margin takes.
public struct SizeAdvice: Hashable, Sendable {
  /// As a fraction.
  public var margin: Double
  /// To find a drop of the margin; nil when no number does.
  public var toFind: Int?
  /// To rule one out; nil when no number does.
  public var toRuleOut: Int?

  /// Advice for one margin.
  public init(margin: Double, toFind: Int?, toRuleOut: Int?) {
    self.margin = margin
    self.toFind = toFind
    self.toRuleOut = toRuleOut
  }
}

/// Everything `evalgate plan` says.
public struct PlanForecast: Sendable {
  /// In plan order.
  public var suites: [SuiteForecast]
  /// In display order, one for each suite a gate speaks of.
  public var gates: [GateForecast]
  /// What a run may spend at most.
  public var budget: Budget
  /// The chance of finding what is said to be found.
  public var power: Double

  /// A forecast that is made already.
  public init(suites: [SuiteForecast], gates: [GateForecast], budget: Budget, power: Double) {
    self.suites = suites
    self.gates = gates
    self.budget = budget
    self.power = power
  }

  /// The sum over suites; nil as soon as one is not known.
  public func total(_ part: (SuiteForecast) -> Double?) -> Double? {
    suites.reduce(0.0 as Double?) { sum, suite in sum.flatMap { sum in part(suite).map { sum + $0 } } }
  }
}

extension PlanForecast {
  /// Forecasts a plan from what is stored; asks no model.
  ///
  /// - Parameters:
  ///   - stored: results to estimate from, by suite name.
  ///   - margin: the drop that every comparing gate is asked about, as a fraction; nil for each gate's own.
  /// - Throws: what reading a case throws.
  public init(
    _ plan: Plan, gates: [GateRule], budget: Budget, stored: [String: StoredResults], margin: Double? = nil,
    power: Double = 0.8, mode: (Suite) -> Mode
  ) throws {
    let forecasts = gates.flatMap { gate in
      plan.suites.indices.compactMap { index -> GateForecast? in
        let suite = plan.suites[index]
        guard gate.suite == nil || gate.suite == suite.name else { return nil }
        return GateForecast(
          gate, suite, plan.headers(ofSuite: index), stored[suite.name], margin: margin, power: power)
      }
    }
    let suites = try plan.suites.indices.map { index in
      // The noisiest comparing gate of the suite decides how many cases a confirmation runs again.
      let noise = forecasts.filter { $0.suite == plan.suites[index].name }.compactMap(\.noise)
      return try SuiteForecast(
        plan, suite: index, mode: mode(plan.suites[index]), stored: stored[plan.suites[index].name],
        noise: noise.max { $0.changedShare < $1.changedShare })
    }
    self.init(suites: suites, gates: forecasts, budget: budget, power: power)
  }
}

extension Plan {
  /// The selected cases of a suite, each once.
  fileprivate func headers(ofSuite suite: Int) -> [CaseHeader] {
    var last = -1
    return entries.compactMap { entry in
      guard entry.suite == suite, entry.caseIndex != last else { return nil }
      last = entry.caseIndex
      return suites[suite].evalset.cases.header(at: last)
    }
  }
}
