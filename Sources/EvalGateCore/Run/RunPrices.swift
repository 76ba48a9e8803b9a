/// What a target cost while a run asked it. It is part of no version, since it changes no answer; but dollars of two price lists
/// make no sum.
public struct PricedTarget: Hashable, Sendable {
  public var route: String
  /// `provider/model`.
  public var target: String
  /// USD per million tokens, in words: `0.4 in, 1.6 out`.
  public var prices: String

  /// Names a price.
  public init(route: String, target: String, prices: String) {
    self.route = route
    self.target = target
    self.prices = prices
  }
}

extension Plan {
  /// What its targets cost, those of the base arm included, each once; of those that have a price.
  public var prices: [PricedTarget] {
    var prices: [PricedTarget] = []
    for suite in suites + bases.compactMap(\.self) {
      for target in suite.route.targets {
        guard let words = target.prices?.text else { continue }
        let priced = PricedTarget(route: suite.route.name, target: target.name, prices: words)
        if !prices.contains(priced) { prices.append(priced) }
      }
    }
    return prices
  }
}

extension [PricedTarget] {
  /// The first target that costs something else in another list, with what it costs there. One that only one list has is none.
  public func change(in others: [PricedTarget]) -> (before: PricedTarget, now: PricedTarget)? {
    let others = Dictionary(grouping: others) { [$0.route, $0.target] }
    for priced in self {
      let same = others[[priced.route, priced.target]] ?? []
      if let other = same.first, !same.contains(priced) { return (priced, other) }
    }
    return nil
  }
}
