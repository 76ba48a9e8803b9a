import StrictJSON

/// How a rule stands to the one it takes the place of.
enum RuleShift: Hashable, Sendable {
  case same, tighter
  /// Looser, or of another kind, which nobody can call tighter.
  case looser

  /// One looser part makes the whole looser, however much tighter the rest is.
  static func together(_ parts: [RuleShift]) -> RuleShift {
    parts.contains(.looser) ? .looser : parts.contains(.tighter) ? .tighter : .same
  }

  /// - Parameter isTighter: says it of the second value beside the first.
  static func between<Value: Equatable>(_ old: Value, _ new: Value, _ isTighter: (Value, Value) -> Bool) -> RuleShift {
    old == new ? .same : isTighter(old, new) ? .tighter : .looser
  }
}

extension GateRule {
  /// How this rule stands to the base's rule of the same name.
  func shift(from base: GateRule) -> RuleShift {
    guard speaksOfTheSame(as: base), decide == base.decide else { return .looser }
    return .together([
      bound.shift(from: base.bound),
      .between(base.margin ?? Self.usualMargin, margin ?? Self.usualMargin) { $1 < $0 },
      Self.dropShift(base.minDrop, minDrop),
      .between(base.isExact, isExact) { $0 && !$1 },
      .between(base.minCases ?? 0, minCases ?? 0) { $1 > $0 },
      .between(base.waiversAllowed, waiversAllowed) { $0 && !$1 },
      .between(base.blocks, blocks) { !$0 && $1 },
      .between(base.onUnproven, onUnproven) { $1.strictness > $0.strictness },
    ])
  }

  /// What a drop may be is the suite's to say where a gate does not, so leaving it out is no plain number.
  private static func dropShift(_ old: Double?, _ new: Double?) -> RuleShift {
    .between(old, new) { old, new in
      guard let new else { return false }
      return new == 0 || old.map { new < $0 } ?? false
    }
  }

  /// Whether it measures the same of the same cases.
  func speaksOfTheSame(as base: GateRule) -> Bool {
    metric.id == base.metric.id && metric.settings == base.metric.settings && suite == base.suite
      && filter == base.filter
  }

  /// The same rule, shown where the change has it.
  func placed(at location: SourceLocation?) -> GateRule { with(suite: suite, location: location) }

  /// The same rule under another name.
  package func named(_ name: String) -> GateRule {
    var rule = self
    rule.name = name
    return rule
  }

  /// The same rule as one that the base does not have.
  var brought: GateRule {
    var rule = self
    rule.isBrought = true
    return rule
  }

  /// The same rule of another suite; nil stands for all.
  package func about(_ suite: String?) -> GateRule { with(suite: suite, location: location) }

  private func with(suite: String?, location: SourceLocation?) -> GateRule {
    var rule = GateRule(
      name: name, metric: metric, suite: suite, filter: filter, bound: bound, decide: decide, margin: margin,
      minDrop: minDrop, minCases: minCases, waiversAllowed: waiversAllowed, blocks: blocks, onUnproven: onUnproven,
      location: location)
    rule.isExact = isExact
    rule.isBrought = isBrought
    return rule
  }
}

extension Bound {
  fileprivate func shift(from base: Bound) -> RuleShift {
    switch (base, self) {
    case (.atLeast(let old), .atLeast(let new)): Limit.shift(old, new) { $1 > $0 }
    case (.atMost(let old), .atMost(let new)): Limit.shift(old, new) { $1 < $0 }
    // Nothing is above all of it, so `exactly: 100%` asks more than any floor.
    case (.atLeast(.value(let old)), .exactly(.value(let new))) where old.unit == new.unit && new.value >= old.value:
      .tighter
    default: self == base ? .same : .looser
    }
  }
}

extension Limit {
  fileprivate static func shift(_ old: Limit, _ new: Limit, _ isTighter: (Double, Double) -> Bool) -> RuleShift {
    switch (old, new) {
    case (.value(let old), .value(let new)): .between(old.value, new.value, isTighter)
    case (.baseline(let old), .baseline(let new)): .between(old, new, isTighter)
    default: .looser
    }
  }
}

extension OnUnproven {
  fileprivate var strictness: Int {
    switch self {
    case .show: 0
    case .moreRuns: 1
    case .block: 2
    }
  }
}

// MARK: In words

extension GateRule {
  /// The rule with everything in which it differs from another one, for a line that shows both.
  func text(besides other: GateRule?) -> String {
    var parts = [metric.id == other?.metric.id ? ruleText : "\(metric.id) \(ruleText)"]
    guard let other else { return parts[0] }
    if metric.settings != other.metric.settings { parts.append(metric.settings.serialized()) }
    if suite != other.suite { parts.append("in \(suite ?? "every suite")") }
    if filter != other.filter { parts.append(filter.text) }
    if decide != other.decide { parts.append("decide \(decide?.rawValue ?? "as usual")") }
    if margin != other.margin { parts.append("margin \(Self.points(margin ?? Self.usualMargin))") }
    if minDrop != other.minDrop { parts.append("min_drop \(minDrop.map(Self.points) ?? "as the suite")") }
    if minCases != other.minCases { parts.append("min_cases \(minCases ?? 0)") }
    if waiversAllowed != other.waiversAllowed { parts.append("waivers \(waiversAllowed ? "allowed" : "never")") }
    if blocks != other.blocks { parts.append(blocks ? "blocks" : "does not block") }
    if onUnproven != other.onUnproven { parts.append("on_unproven \(onUnproven.rawValue)") }
    return parts.joined(separator: ", ")
  }

  private static func points(_ share: Double) -> String { Format.fixed(share * 100, 1) + "pt" }
}

extension CaseFilter {
  fileprivate var text: String {
    let parts = tags.map { "tag \($0)" } + [severity.map { "severity \($0.rawValue)" }].compactMap { $0 }
    return parts.isEmpty ? "all cases" : parts.joined(separator: ", ")
  }
}
