extension ECMAScriptTree {
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
    var lengths: [PatternLength] = []
    lengths.reserveCapacity(nodes.count)
    for node in nodes {
      switch node {
      case .scalar, .set: lengths.append(.one)
      case .textStart, .textEnd, .lineStart, .lineEnd, .wordBoundary: lengths.append(.nothing)
      case .reference: lengths.append(.unknown)
      case .group(let body, _): lengths.append(lengths[Int(body)])
      case .sequence(let list):
        lengths.append(children(of: list).reduce(.nothing) { $0 + lengths[Int($1)] })
      case .choice(let list):
        let parts = children(of: list)
        let all = parts.dropFirst().reduce(lengths[Int(parts[parts.startIndex])]) { $0.or(lengths[Int($1)]) }
        if all.least == 0 { advice.startsAsItSeems = false }
        lengths.append(all)
      case .look(let body, let isBehind, _):
        advice.startsAsItSeems = false
        if isBehind, !hasFixedAlternatives(body, lengths) { advice.looksBehindByFixedLengths = false }
        lengths.append(.nothing)
      case .repetition(let number):
        let repetition = repetitions[Int(number)]
        lengths.append(
          lengths[Int(repetition.atom)].repeated(from: repetition.minimum, to: repetition.maximum))
      }
    }
    return advice
  }

  private func hasFixedAlternatives(_ body: Index, _ lengths: [PatternLength]) -> Bool {
    guard case .choice(let list) = self[body] else { return lengths[Int(body)].exact != nil }
    return children(of: list).allSatisfy { lengths[Int($0)].exact != nil }
  }
}
