extension ECMAScriptTree {
  /// What every match of a node has in common.
  private struct Demand {
    /// Whether there can be none.
    var isImpossible = false
    var length = PatternLength.nothing
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
    case .scalar(let value): Demand(length: .one, scalar: value)
    case .set(let number): Demand(isImpossible: sets[Int(number)].isEmpty, length: .one)
    case .textStart: Demand(startsText: true)
    case .textEnd: Demand(endsText: true)
    case .lineStart, .lineEnd, .wordBoundary: Demand()
    case .reference: Demand(length: .unknown)
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
    // How much the parts after each take.
    var rest = [PatternLength](repeating: .nothing, count: parts.count + 1)
    for place in parts.indices.reversed() { rest[place] = parts[place].length + rest[place + 1] }
    let lastTaking = parts.lastIndex { $0.length.exact != 0 }
    for (place, part) in parts.enumerated() {
      if part.isImpossible || part.startsText && whole.length.least > 0 { whole.isImpossible = true }
      if part.endsText, Self.isBeyondEnd(parts[(place + 1)...], rest[place + 1].least, endsBeforeLineFeed) {
        whole.isImpossible = true
      }
      if part.startsText, whole.length.exact == 0 { whole.startsText = true }
      if part.endsText, lastTaking.map({ $0 <= place }) ?? true { whole.endsText = true }
      whole.length = whole.length + part.length
    }
    return whole
  }

  /// Whether something has to be taken where the text is over.
  private static func isBeyondEnd(_ rest: ArraySlice<Demand>, _ least: Int, _ endsBeforeLineFeed: Bool) -> Bool {
    guard endsBeforeLineFeed, least == 1 else { return least > 0 }
    // The line feed that may still come.
    return rest.first { $0.length.least > 0 }?.scalar.map { $0 != 0x0A } ?? false
  }

  private func choice(_ parts: [Demand]) -> Demand {
    let possible = parts.filter { !$0.isImpossible }
    guard var whole = possible.first else { return Demand(isImpossible: true) }
    whole.scalar = nil
    for part in possible.dropFirst() {
      whole.length = whole.length.or(part.length)
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
    let length = atom.length.repeated(from: repetition.minimum, to: repetition.maximum)
    guard repetition.minimum > 0 else { return Demand(length: length, alwaysFits: true) }
    var whole = atom
    whole.scalar = nil
    whole.length = length
    // However often.
    if atom.length.exact == 0 { whole.length = .nothing }
    if repetition.minimum > 1, atom.length.least > 0, atom.startsText { whole.isImpossible = true }
    return whole
  }
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
