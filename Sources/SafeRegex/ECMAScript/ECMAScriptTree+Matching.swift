extension ECMAScriptTree {
  /// What every match of a node has in common.
  private struct Demand {
    /// Whether there can be none.
    var isImpossible = false
    /// How many code points it takes at least, and exactly where that is known.
    var least = 0
    var exact: Int? = 0
    /// Whether it begins where the text does, and ends where the text does.
    var startsText = false
    var endsText = false
    /// The one code point that it is, where it is one.
    var scalar: UInt32?
    /// Whether it fits at every place of every text.
    var alwaysFits = false
  }

  /// Which texts match, as far as that can be told for all of them.
  enum Promise { case nothing, everything, some }

  /// Whether no text at all matches (an empty class, something before the beginning of the text or after its end), or every one.
  ///
  /// Says `some` where it does not see it: what is impossible may depend on what a reference or a look-around finds.
  ///
  /// - Parameter endsBeforeLineFeed: whether `$` also fits before a line feed that ends the text, as in PCRE2.
  func promise(endsBeforeLineFeed: Bool) -> Promise {
    var demands: [Demand] = []
    demands.reserveCapacity(nodes.count)
    for node in nodes { demands.append(demand(of: node, demands, endsBeforeLineFeed)) }
    guard let whole = demands.last else { return .some }
    return whole.isImpossible ? .nothing : whole.alwaysFits ? .everything : .some
  }

  /// - Parameter known: of the nodes before it, of which it is made.
  private func demand(of node: Node, _ known: [Demand], _ endsBeforeLineFeed: Bool) -> Demand {
    switch node {
    case .scalar(let value): Demand(least: 1, exact: 1, scalar: value)
    case .set(let number): Demand(isImpossible: sets[Int(number)].isEmpty, least: 1, exact: 1)
    case .textStart: Demand(startsText: true)
    case .textEnd: Demand(endsText: true)
    case .lineStart, .lineEnd, .wordBoundary: Demand()
    case .reference: Demand(exact: nil)
    case .group(let body, _): known[Int(body)]
    case .sequence(let list): sequence(children(of: list).map { known[Int($0)] }, endsBeforeLineFeed)
    case .choice(let list): choice(children(of: list).map { known[Int($0)] })
    case .look(let body, _, let isNegated): look(known[Int(body)], isNegated)
    case .repetition(let number):
      repetition(repetitions[Int(number)], of: known[Int(repetitions[Int(number)].atom)])
    }
  }

  private func sequence(_ parts: [Demand], _ endsBeforeLineFeed: Bool) -> Demand {
    var whole = Demand(alwaysFits: parts.allSatisfy(\.alwaysFits))
    // How much the parts after each take at least.
    var least = [Int](repeating: 0, count: parts.count + 1)
    for place in parts.indices.reversed() { least[place] = Self.capped(least[place + 1] + parts[place].least) }
    let lastTaking = parts.lastIndex { $0.exact != 0 }
    for (place, part) in parts.enumerated() {
      if part.isImpossible || part.startsText && whole.least > 0 { whole.isImpossible = true }
      if part.endsText, Self.isBeyondEnd(parts[(place + 1)...], least[place + 1], endsBeforeLineFeed) {
        whole.isImpossible = true
      }
      if part.startsText, whole.exact == 0 { whole.startsText = true }
      if part.endsText, lastTaking.map({ $0 <= place }) ?? true { whole.endsText = true }
      whole.least = Self.capped(whole.least + part.least)
      whole.exact = whole.exact.flatMap { exact in part.exact.map { Self.capped(exact + $0) } }
    }
    return whole
  }

  /// Whether something has to be taken where the text is over.
  private static func isBeyondEnd(_ rest: ArraySlice<Demand>, _ least: Int, _ endsBeforeLineFeed: Bool) -> Bool {
    guard endsBeforeLineFeed, least == 1 else { return least > 0 }
    // The line feed that may still come.
    return rest.first { $0.least > 0 }?.scalar.map { $0 != 0x0A } ?? false
  }

  private func choice(_ parts: [Demand]) -> Demand {
    let possible = parts.filter { !$0.isImpossible }
    guard var whole = possible.first else { return Demand(isImpossible: true) }
    whole.scalar = nil
    for part in possible.dropFirst() {
      whole.least = min(whole.least, part.least)
      if part.exact != whole.exact { whole.exact = nil }
      whole.startsText = whole.startsText && part.startsText
      whole.endsText = whole.endsText && part.endsText
    }
    whole.alwaysFits = possible.contains(where: \.alwaysFits)
    return whole
  }

  /// A look-around takes nothing.
  private func look(_ body: Demand, _ isNegated: Bool) -> Demand {
    Demand(isImpossible: isNegated ? body.alwaysFits : body.isImpossible)
  }

  private func repetition(_ repetition: Repetition, of atom: Demand) -> Demand {
    guard repetition.minimum > 0 else { return Demand(exact: repetition.maximum == 0 ? 0 : nil, alwaysFits: true) }
    var whole = atom
    whole.scalar = nil
    let (least, isTooMuch) = atom.least.multipliedReportingOverflow(by: repetition.minimum)
    whole.least = isTooMuch ? Self.longest : Self.capped(least)
    whole.exact = repetition.maximum == 1 || atom.exact == 0 ? atom.exact : nil
    if repetition.minimum > 1, atom.least > 0, atom.startsText { whole.isImpossible = true }
    return whole
  }

  private static let longest = 1 << 30
  private static func capped(_ length: Int) -> Int { min(length, longest) }
}

extension ECMAScriptTree.CharacterSet {
  /// Whether no code point is in it; false where only PCRE2 knows.
  fileprivate var isEmpty: Bool {
    var ranges: CodePoints.Ranges = []
    for item in items {
      switch item {
      case .range(let low, let high): ranges.append(low...high)
      case .escape(let escape):
        guard let spelled = escape.ranges else { return false }
        ranges += spelled
      }
    }
    let union = CodePoints.union(of: ranges)
    return isNegated ? CodePoints.complement(of: union).isEmpty : union.isEmpty
  }
}
