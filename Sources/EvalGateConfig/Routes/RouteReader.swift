import EvalGateCore

/// Reads routes: targets in order, retries, timeout, breaker and limits.
struct RouteReader {
  let catalog: Catalog

  func read(_ node: Node, named name: String, _ problems: inout Problems) -> Route? {
    do throws(Diagnostic) {
      return try route(node, named: name, &problems)
    } catch {
      problems.add(error)
      return nil
    }
  }

  private func route(_ node: Node, named name: String, _ problems: inout Problems) throws(Diagnostic) -> Route? {
    var reader = try OptionReader(node, subject: "route `\(name)`")
    let list = try reader.required("targets")
    guard case .sequence(let nodes) = list.content, !nodes.isEmpty else {
      throw OptionReader.wrong(list, "targets", "a list such as `[{ provider: openai, model: … }]`")
    }
    let targets = nodes.compactMap { target($0, &problems) }
    let retry = problems.collect { () throws(Diagnostic) in try Self.retry(reader.node("retry")) }
    let timeout = problems.collect { () throws(Diagnostic) in try reader.optionalQuantity("timeout", units: [.time]) }
    let breaker = problems.collect { () throws(Diagnostic) in try Self.breaker(reader.node("breaker")) }
    let limits = problems.collect { () throws(Diagnostic) in try Self.limits(reader.node("limits")) }
    let fallback = problems.collect { () throws(Diagnostic) in try reader.bool("allow_fallback", default: false) }
    let delivery = DeliveryReader.read(&reader, &problems)
    for problem in reader.unknownKeys() { problems.add(problem) }
    guard targets.count == nodes.count else { return nil }
    return Route(
      name: name, targets: targets, retry: retry ?? Retry(), timeout: timeout??.value ?? Route.usualTimeout,
      breaker: breaker ?? nil,
      limits: limits ?? Limits(), allowFallback: fallback ?? false, delivery: delivery,
      location: node.location)
  }

  /// A route of the one target that a prompt's `model: provider/model` names.
  func route(model: String, at place: SourceLocation, _ problems: inout Problems) -> Route? {
    guard let slash = model.firstIndex(of: "/"), slash != model.startIndex, model.index(after: slash) != model.endIndex
    else {
      problems.add(
        Diagnostic(
          .badModel, "`\(model)` does not name its provider", at: place,
          help: "write `provider/model`, such as `openai/\(model)`, or give the suite a route"))
      return nil
    }
    func text(_ text: Substring) -> Node { Node(.string(String(text)), at: place, source: String(text)) }
    let node = Node(
      .mapping([
        Node.Entry(key: "provider", keyLocation: place, value: text(model[..<slash])),
        Node.Entry(key: "model", keyLocation: place, value: text(model[model.index(after: slash)...])),
      ]), at: place)
    guard let target = target(node, &problems) else { return nil }
    return Route(name: model, targets: [target], location: place)
  }

  private func target(_ node: Node, _ problems: inout Problems) -> Target? {
    do {
      return try catalog.target(node)
    } catch {
      problems.add(error, at: node.location, as: .badModel)
      return nil
    }
  }

  private static func retry(_ node: Node?) throws(Diagnostic) -> Retry {
    guard let node else { return Retry() }
    var reader = try OptionReader(node, subject: "`retry`")
    let usual = Retry()
    let retry = Retry(
      attempts: try reader.optionalInt("attempts", in: 1...20) ?? usual.attempts,
      base: try reader.optionalQuantity("base", units: [.time])?.value ?? usual.base,
      ceiling: try reader.optionalQuantity("ceiling", units: [.time])?.value ?? usual.ceiling)
    try reader.finish()
    return retry
  }

  private static func breaker(_ node: Node?) throws(Diagnostic) -> Breaker? {
    guard let node else { return nil }
    var reader = try OptionReader(node, subject: "`breaker`")
    let usual = Breaker()
    let breaker = Breaker(
      errorRate: try reader.optionalRate("error_rate") ?? usual.errorRate,
      window: try reader.optionalInt("window", in: 1...10_000) ?? usual.window,
      latencyP95: try reader.optionalQuantity("latency_p95", units: [.time])?.value,
      cooldown: try reader.optionalQuantity("cooldown", units: [.time])?.value ?? usual.cooldown)
    try reader.finish()
    return breaker
  }

  private static func limits(_ node: Node?) throws(Diagnostic) -> Limits {
    guard let node else { return Limits() }
    var reader = try OptionReader(node, subject: "`limits`")
    let limits = Limits(
      concurrency: try reader.optionalInt("concurrency", in: 1...1024) ?? Limits().concurrency,
      requestsPerMinute: try reader.optionalInt("requests_per_minute", in: 1...Int.max),
      tokensPerMinute: try reader.optionalInt("tokens_per_minute", in: 1...Int.max))
    try reader.finish()
    return limits
  }
}

extension OptionReader {
  /// A rate written with `%`; a bare number is an error that says how to write it.
  mutating func optionalRate(_ key: String) throws(Diagnostic) -> Double? {
    guard let node = node(key) else { return nil }
    return try Rate.read(node, key)
  }
}

/// Rates are written with `%`, because `0.9` and `90` are mistaken for one another.
enum Rate {
  static func read(_ node: Node, _ key: String) throws(Diagnostic) -> Double {
    guard let quantity = Quantity(node.source ?? "") else {
      throw OptionReader.wrong(node, key, "a rate such as `90%`")
    }
    switch quantity.unit {
    case .percent where (0...1).contains(quantity.value): return quantity.value
    case .percent: throw OptionReader.wrong(node, key, "a rate from `0%` to `100%`")
    case .none:
      let share = quantity.value <= 1 ? quantity.value * 100 : quantity.value
      let rate = Format.shortest(share) + "%"
      throw Diagnostic(
        .wrongType, "`\(key)` is a rate, and `\(node.source ?? "")` has no `%`", at: node.location,
        label: "write `\(rate)`",
        help: "rates are written with `%`: `0.9` and `90` are mistaken for one another")
    case .points, .time: throw OptionReader.wrong(node, key, "a rate such as `90%`")
    }
  }
}

extension Format {
  /// A number without digits it does not need: `90`, `99.5`.
  fileprivate static func shortest(_ value: Double) -> String {
    let rounded = (value * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
  }
}
