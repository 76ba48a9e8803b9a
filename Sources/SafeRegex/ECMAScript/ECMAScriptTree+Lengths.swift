extension ECMAScriptTree {
  /// How many code points a node takes.
  private struct Length {
    var least: Int
    /// Nil where it may be more.
    var exact: Int?

    static let nothing = Length(least: 0, exact: 0)
    static let one = Length(least: 1, exact: 1)
    static let unknown = Length(least: 0, exact: nil)
  }

  /// What PCRE2 should be told of a pattern beside its text.
  struct Advice {
    /// Whether every look-behind has alternatives of a fixed length each. Version 10.42 takes no others; of 10.43 to 10.48, which
    /// take them, some find no match where there is one (PCRE2 issue 974).
    var looksBehindByFixedLengths = true
    /// Whether looking for the beginning of a match ahead of matching finds it. In 10.42 it does not for `(?=a)a?a`, nor in compiled
    /// code for `(1|)b*1` (PCRE2 issue 336).
    var startsAsItSeems = true
  }

  /// Goes over the nodes once, as each comes after those it is made of.
  func advice() -> Advice {
    var advice = Advice()
    var lengths: [Length] = []
    lengths.reserveCapacity(nodes.count)
    for node in nodes {
      switch node {
      case .scalar, .set: lengths.append(.one)
      case .textStart, .textEnd, .lineStart, .lineEnd, .wordBoundary: lengths.append(.nothing)
      case .reference: lengths.append(.unknown)
      case .group(let body, _): lengths.append(lengths[Int(body)])
      case .sequence(let list):
        var sum = Length.nothing
        for part in children(of: list) { sum = Self.sum(sum, lengths[Int(part)]) }
        lengths.append(sum)
      case .choice(let list):
        let parts = children(of: list).map { lengths[Int($0)] }
        var all = parts[0]
        for part in parts.dropFirst() {
          all.least = min(all.least, part.least)
          if part.exact != all.exact { all.exact = nil }
        }
        if all.least == 0 { advice.startsAsItSeems = false }
        lengths.append(all)
      case .look(let body, let isBehind, _):
        advice.startsAsItSeems = false
        if isBehind, !hasFixedAlternatives(body, lengths) { advice.looksBehindByFixedLengths = false }
        lengths.append(.nothing)
      case .repetition(let number):
        let repetition = repetitions[Int(number)]
        let (minimum, atom) = (repetition.minimum, lengths[Int(repetition.atom)])
        let isFixed = repetition.maximum == minimum
        lengths.append(
          Length(
            least: Self.product(atom.least, minimum),
            exact: isFixed ? atom.exact.map { Self.product($0, minimum) } : nil))
      }
    }
    return advice
  }

  private func hasFixedAlternatives(_ body: Index, _ lengths: [Length]) -> Bool {
    guard case .choice(let list) = self[body] else { return lengths[Int(body)].exact != nil }
    return children(of: list).allSatisfy { lengths[Int($0)].exact != nil }
  }

  private static func sum(_ a: Length, _ b: Length) -> Length {
    Length(least: capped(a.least + b.least), exact: a.exact.flatMap { a in b.exact.map { capped(a + $0) } })
  }

  private static func product(_ a: Int, _ b: Int) -> Int {
    let (product, isTooLarge) = a.multipliedReportingOverflow(by: b)
    return isTooLarge ? capped(.max) : capped(product)
  }

  /// Far beyond what PCRE2 takes.
  private static func capped(_ length: Int) -> Int { min(length, 1 << 30) }
}
