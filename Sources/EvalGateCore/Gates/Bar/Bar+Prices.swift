/// Money is measured by a price list, and two sides can be compared at one only. So what a change calls cheaper is cheaper once it is
/// merged; what it made dearer is dearer by the prices that were there.
extension Bar {
  /// Suites whose targets cost what they cost at the base, where the base has a price for them. A model that is new has its own.
  mutating func held(pricesOf suites: [Suite], to base: Project) -> [Suite] {
    let list = PriceList(base)
    return suites.map { suite in
      var isHeld = false
      let targets = suite.route.targets.map { target in
        guard let prices = list.prices(of: target, in: suite.route.name), prices != target.prices else { return target }
        isHeld = true
        let change = RuleChange(
          .configuration, "prices of \(target.name)", .changed, from: prices.text,
          to: target.prices?.text ?? "not set", decides: .base, note: "at which both sides are costed",
          location: target.location)
        // Where no route is written, each prompt that names the model is a place of it.
        if !changes.contains(where: { $0.isSaid(by: change) }) { changes.append(change) }
        return target.with(prices: prices)
      }
      return isHeld ? suite.with(route: suite.route.with(targets: targets)) : suite
    }
  }
}

extension RuleChange {
  /// Whether both are read alike, wherever they stand.
  fileprivate func isSaid(by other: RuleChange) -> Bool {
    var same = self
    same.location = other.location
    return same == other
  }
}

/// What models cost at the base.
private struct PriceList {
  private let routes: [Route]

  init(_ project: Project) { routes = project.suites.map(\.route) + project.configuration.routes }

  /// The price of a very target at the base. One of that name which is reached or set otherwise may be another one, and a dearer one is
  /// dearer; but by nothing of that is it cheaper. Nil where the base has none.
  func prices(of target: Target, in route: String) -> Prices? {
    func named(_ routes: [Route]) -> [Target] {
      routes.flatMap(\.targets).filter { $0.name == target.name && $0.prices != nil }
    }
    let near = named(routes.filter { $0.name == route })
    let all = near + named(routes)
    if let same = all.first(where: { $0.identity == target.identity }) { return same.prices }
    // A program that names no model is one of many on another route.
    return (target.model.isEmpty ? near : all).first?.prices.map { target.prices?.dearer($0) ?? $0 }
  }
}

extension Prices {
  /// Of each price the higher one.
  fileprivate func dearer(_ other: Prices) -> Prices {
    func higher(_ price: (Prices) -> Double?) -> Double? {
      price(self) == nil && price(other) == nil ? nil : max(price(self) ?? input, price(other) ?? other.input)
    }
    return Prices(
      input: max(input, other.input), cachedInput: higher(\.cachedInput), cacheWrite: higher(\.cacheWrite),
      output: max(output, other.output))
  }
}
