public import StrictJSON

extension Route {
  /// What decides which of its targets answers; nothing where only the first one can.
  ///
  /// Without `allow_fallback` the answer of another target is an error, whoever wins a race or comes after a time-out. With it
  /// everything that the route says counts: one key lets another model answer sooner, another one waits for the first.
  package var routing: JSONObject {
    guard allowFallback else { return [:] }
    return targets.count > 1 ? conduct : ["allow_fallback": true]
  }

  /// What a route says beside its targets, by the keys of its file, as far as it is not the usual.
  static func conduct(
    _ retry: Retry, timeout: Double, _ breaker: Breaker?, _ limits: Limits, allowFallback: Bool, _ delivery: Delivery
  ) -> JSONObject {
    var conduct: JSONObject = [:]
    func put(_ key: String, _ value: JSONValue?, isUsual: Bool = false) {
      if let value, !isUsual { conduct[key] = value }
    }
    put("allow_fallback", true, isUsual: !allowFallback)
    put("race", true, isUsual: !delivery.race)
    put("timeout", .time(timeout), isUsual: timeout == usualTimeout)
    put("deadline", delivery.deadline.map(JSONValue.time))
    put("hedge", delivery.hedge.map { ["after": .time($0.after), "at_most": .share($0.share)] })
    put("degrade", .string(delivery.degrade.rawValue), isUsual: delivery.degrade == Delivery().degrade)
    put("breaker", breaker.map(\.written))
    put(
      "retry",
      ["attempts": .number(JSONNumber(retry.attempts)), "base": .time(retry.base), "ceiling": .time(retry.ceiling)],
      isUsual: retry == Retry())
    put("limits", limits.written, isUsual: limits == Limits())
    put("budget", delivery.budget.written, isUsual: delivery.budget == Budget())
    return conduct
  }
}

extension Breaker {
  fileprivate var written: JSONValue {
    var written: JSONObject = [
      "error_rate": .share(errorRate), "window": .number(JSONNumber(window)), "cooldown": .time(cooldown),
    ]
    if let latencyP95 { written["latency_p95"] = .time(latencyP95) }
    return .object(written)
  }
}

extension Limits {
  fileprivate var written: JSONValue {
    var written: JSONObject = ["concurrency": .number(JSONNumber(concurrency))]
    if let requestsPerMinute { written["requests_per_minute"] = .number(JSONNumber(requestsPerMinute)) }
    if let tokensPerMinute { written["tokens_per_minute"] = .number(JSONNumber(tokensPerMinute)) }
    return .object(written)
  }
}

extension Budget {
  fileprivate var written: JSONValue {
    var written: JSONObject = [:]
    if let tokens { written["tokens"] = .number(JSONNumber(tokens)) }
    if let usd { written["usd"] = .string("$\(usd)") }
    return .object(written)
  }
}

extension JSONValue {
  /// Milliseconds as a file writes them.
  fileprivate static func time(_ milliseconds: Double) -> JSONValue {
    let isWhole = milliseconds >= 1000 && milliseconds.truncatingRemainder(dividingBy: 1000) == 0
    return .string(
      isWhole ? Format.significant(milliseconds / 1000, 15) + "s" : Format.significant(milliseconds, 15) + "ms")
  }

  fileprivate static func share(_ share: Double) -> JSONValue { .string(Format.significant(share * 100, 12) + "%") }
}
