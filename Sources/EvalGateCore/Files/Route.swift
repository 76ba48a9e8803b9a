public import StrictJSON

/// A named way to a model.
public struct Route: Sendable {
  public let name: String
  /// Tried in order: the first answers unless it cannot.
  public let targets: [Target]
  public let retry: Retry
  /// For one try, in milliseconds.
  public let timeout: Double
  public let breaker: Breaker?
  public let limits: Limits
  /// Whether an answer of a later target may count in a run that gates.
  public let allowFallback: Bool
  /// Time, second chances and money.
  public let delivery: Delivery
  /// What its file says of all this, as far as it is not the usual: a part of its version where it decides who answers. What
  /// a command line says besides is none, but for `--race`.
  public let conduct: JSONObject
  public let location: SourceLocation?

  /// For one try where nothing is said, in milliseconds.
  public static let usualTimeout = 60_000.0

  public init(
    name: String, targets: [Target], retry: Retry = Retry(), timeout: Double = usualTimeout, breaker: Breaker? = nil,
    limits: Limits = Limits(), allowFallback: Bool = false, delivery: Delivery = Delivery(),
    location: SourceLocation? = nil
  ) {
    self.init(
      name, targets, retry, timeout, breaker, limits, allowFallback, delivery,
      Self.conduct(retry, timeout: timeout, breaker, limits, allowFallback: allowFallback, delivery), location)
  }

  private init(
    _ name: String, _ targets: [Target], _ retry: Retry, _ timeout: Double, _ breaker: Breaker?, _ limits: Limits,
    _ allowFallback: Bool, _ delivery: Delivery, _ conduct: JSONObject, _ location: SourceLocation?
  ) {
    self.name = name
    self.targets = targets
    self.retry = retry
    self.timeout = timeout
    self.breaker = breaker
    self.limits = limits
    self.allowFallback = allowFallback
    self.delivery = delivery
    self.conduct = conduct
    self.location = location
  }
}

extension Route {
  /// The same way with other limits, where a command line gives them.
  public func with(concurrency: Int? = nil, timeout: Double? = nil, race: Bool = false) -> Route {
    var conduct = conduct
    if race { conduct["race"] = true }
    return Route(
      name, targets, retry, timeout ?? self.timeout, breaker,
      Limits(
        concurrency: concurrency ?? limits.concurrency, requestsPerMinute: limits.requestsPerMinute,
        tokensPerMinute: limits.tokensPerMinute),
      allowFallback, race ? delivery.racing : delivery, conduct, location)
  }

  /// The same way to the same targets with other prices.
  func with(targets: [Target]) -> Route {
    Route(name, targets, retry, timeout, breaker, limits, allowFallback, delivery, conduct, location)
  }

  /// The same way with other means.
  func with(budget: Budget) -> Route {
    Route(
      name, targets, retry, timeout, breaker, limits, allowFallback, delivery.with(budget: budget), conduct, location)
  }

  /// The same way with a shard's share of its limits and its budget, so that all shards together keep to what one process would.
  ///
  /// A limit smaller than the number of shards leaves one to each, because none may wait for ever.
  public func shared(with shard: Shard) -> Route {
    func share(_ whole: Int) -> Int { max(1, shard.share(of: whole)) }
    return Route(
      name, targets, retry, timeout, breaker,
      Limits(
        concurrency: share(limits.concurrency), requestsPerMinute: limits.requestsPerMinute.map(share),
        tokensPerMinute: limits.tokensPerMinute.map(share)),
      allowFallback, delivery.with(budget: delivery.budget.shared(with: shard)), conduct, location)
  }
}

/// One model of one provider.
public struct Target: Sendable {
  public let provider: String
  public let model: String
  /// USD per million tokens.
  public let prices: Prices?
  /// What the provider's own options are, compiled by the provider itself.
  public let options: Node
  public let location: SourceLocation
  /// Everything of the target that can affect the output: provider, model, options, and where it is reached (see
  /// ``RouteIdentity/addressKey``); never a credential.
  public let identity: JSONObject

  public init(
    provider: String, model: String, prices: Prices? = nil, options: Node, location: SourceLocation,
    identity: JSONObject
  ) {
    self.provider = provider
    self.model = model
    self.prices = prices
    self.options = options
    self.location = location
    self.identity = identity
  }

  /// The same one at other prices.
  package func with(prices: Prices?) -> Target {
    Target(
      provider: provider, model: model, prices: prices, options: options, location: location, identity: identity)
  }

  /// `provider/model`, as reports name it.
  public var name: String { model.isEmpty ? provider : "\(provider)/\(model)" }
}

/// USD per million tokens.
public struct Prices: Hashable, Sendable {
  public let input: Double
  public let cachedInput: Double?
  /// Input that is written to the service's cache; as `input` when nil.
  public let cacheWrite: Double?
  public let output: Double

  public init(input: Double, cachedInput: Double? = nil, cacheWrite: Double? = nil, output: Double) {
    self.input = input
    self.cachedInput = cachedInput
    self.cacheWrite = cacheWrite
    self.output = output
  }

  /// `0.4 in, 1.6 out`, with what is cached where that has a price of its own.
  var text: String {
    let parts = [(input, "in"), (cachedInput, "cached"), (cacheWrite, "written to the cache"), (output, "out")]
    return parts.compactMap { price, what in price.map { "\(Format.significant($0, 6)) \(what)" } }
      .joined(separator: ", ")
  }

  /// Money for what was used; nil unless input and output were counted.
  public func cost(of usage: Usage) -> Double? {
    guard let all = usage.input, let output = usage.output else { return nil }
    let cached = min(usage.cachedInput ?? 0, all)
    let written = min(usage.cacheWrite ?? 0, all - cached)
    let millionths =
      Double(all - cached - written) * input + Double(cached) * (cachedInput ?? input)
      + Double(written) * (cacheWrite ?? input) + Double(output) * self.output
    // To a thousandth of a millionth of a dollar, so that sums of prices are written as people would write them.
    return (millionths * 1000).rounded() / 1_000_000_000
  }
}

public struct Retry: Hashable, Sendable {
  /// Tries in all, the first included.
  public let attempts: Int
  /// The first wait's ceiling and the longest one, in milliseconds; the wait itself is drawn from below the ceiling (full jitter).
  public let base: Double
  public let ceiling: Double

  public init(attempts: Int = 4, base: Double = 500, ceiling: Double = 30_000) {
    self.attempts = attempts
    self.base = base
    self.ceiling = ceiling
  }
}

public struct Breaker: Hashable, Sendable {
  public let errorRate: Double
  public let window: Int
  public let latencyP95: Double?
  public let cooldown: Double

  public init(errorRate: Double = 0.5, window: Int = 20, latencyP95: Double? = nil, cooldown: Double = 30_000) {
    self.errorRate = errorRate
    self.window = window
    self.latencyP95 = latencyP95
    self.cooldown = cooldown
  }
}

public struct Limits: Hashable, Sendable {
  public let concurrency: Int
  public let requestsPerMinute: Int?
  public let tokensPerMinute: Int?

  public init(concurrency: Int = 8, requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
    self.concurrency = concurrency
    self.requestsPerMinute = requestsPerMinute
    self.tokensPerMinute = tokensPerMinute
  }
}

/// Where answers may come from.
public enum Mode: String, Hashable, Sendable, CaseIterable {
  /// Ask the provider; keep nothing.
  case live
  /// Ask the provider and keep the answer.
  case record
  /// Kept answers only; a miss is an error, never a call.
  case replay
  /// Kept answers first, then the provider, whose answers are kept.
  case auto

  /// Whether every answer is the provider's own of now.
  var alwaysAsks: Bool { self == .live || self == .record }
}
