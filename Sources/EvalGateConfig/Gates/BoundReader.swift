import EvalGateCore

/// Reads the one bound of a gate, in the unit of its metric.
enum BoundReader {
  static let keys = ["at_least", "at_most", "exactly", "no_worse_than"]

  /// Whether a gate has no bound, and a key that is near to one.
  static func isMistyped(in gate: Node) -> Bool {
    guard case .mapping(let entries) = gate.content, !entries.contains(where: { keys.contains($0.key) }) else {
      return false
    }
    return entries.contains { suggestion(for: $0.key, among: keys) != nil }
  }

  static func read(_ reader: inout OptionReader, _ metric: CompiledMetric) throws(Diagnostic) -> Bound {
    let given = keys.compactMap { key in reader.node(key).map { (key: key, node: $0) } }
    guard let (key, node) = given.first else {
      throw Diagnostic(
        .badBound, "\(reader.subject) has no bound", at: reader.node.location,
        help: "add one of " + keys.map { "`\($0)`" }.joined(separator: ", "))
    }
    if given.count > 1 {
      throw Diagnostic(
        .badBound, "\(reader.subject) has two bounds, `\(key)` and `\(given[1].key)`", at: given[1].node.location,
        help: "two bounds are two gates")
    }
    switch key {
    case "at_least": return .atLeast(try limit(node, key, metric))
    case "at_most": return .atMost(try limit(node, key, metric))
    case "exactly": return .exactly(try limit(node, key, metric))
    default: return try noWorse(node, metric)
    }
  }

  private static func noWorse(_ node: Node, _ metric: CompiledMetric) throws(Diagnostic) -> Bound {
    guard node.source == "baseline" else { throw OptionReader.wrong(node, "no_worse_than", "`baseline`") }
    guard metric.kind == .rate(perCase: true) else {
      throw Diagnostic(
        .badBound, "`no_worse_than` needs a pass or a score for every case, which `\(metric.id)` does not have",
        at: node.location,
        help: "use `at_most: baseline + 10%` or `at_least: baseline`, or a metric such as `pass_rate` or `accuracy`")
    }
    return .noWorseThanBaseline
  }

  private static func limit(_ node: Node, _ key: String, _ metric: CompiledMetric) throws(Diagnostic) -> Limit {
    let text = node.source ?? ""
    if text.hasPrefix("baseline") {
      return try relative(String(text.dropFirst("baseline".count).trimmingSpaces), node, key)
    }
    switch metric.kind {
    case .rate: return .value(Quantity(try Rate.read(node, key), .percent))
    case .quantile:
      guard let quantity = Quantity(text), quantity.unit != .none else {
        throw OptionReader.wrong(node, key, "a time such as `2.5s` or `\(text.isEmpty ? "800" : text)ms`")
      }
      guard quantity.unit == .time, quantity.value >= 0 else {
        throw OptionReader.wrong(node, key, "a time such as `2.5s`")
      }
      return .value(quantity)
    case .amount(let amount):
      guard let quantity = Quantity(text), quantity.unit == .none, quantity.value >= 0 else {
        throw OptionReader.wrong(
          node, key, amount == .usd ? "USD per case such as `0.002`" : "tokens per case such as `800`")
      }
      return .value(quantity)
    }
  }

  /// `+ 10%` or `- 5%` after `baseline`, or nothing.
  private static func relative(_ rest: String, _ node: Node, _ key: String) throws(Diagnostic) -> Limit {
    guard let sign = rest.first else { return .baseline(plus: 0) }
    guard sign == "+" || sign == "-", let share = Quantity(String(rest.dropFirst().trimmingSpaces)),
      share.unit == .percent,
      share.value >= 0
    else { throw OptionReader.wrong(node, key, "`baseline` or a share of it such as `baseline + 10%`") }
    return .baseline(plus: sign == "+" ? share.value : -share.value)
  }
}
