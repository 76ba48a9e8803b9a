/// Which elements of a version broke which cases of a suite, worked out from mixed versions.
///
/// For each case the game is: which sets of new elements, with all others old, make it fail. Its Shapley value gives every
/// element its mean effect over all orders in which the elements could have changed; over the elements the values of a case sum
/// to the difference between both versions, so the shares of a suite add up to its broken cases (L. S. Shapley, "A value for
/// n-person games", 1953).
public struct Attribution: Hashable, Sendable {
  /// What one element has to answer for.
  public struct Share: Hashable, Sendable {
    public let element: MixElement
    /// Cases, summed over their Shapley values: it may be a fraction, and below nothing where the element mends.
    public let cases: Double
    /// Cases that it breaks with everything else as it was.
    public let alone: [String]
    /// Cases that hold again when it alone goes back.
    public let mends: [String]
  }

  /// How a case came to break; each that broke is in one of these.
  public enum Kind: Hashable, Sendable {
    /// One element breaks it with everything else as it was, and no other does.
    case alone(MixElement)
    /// Each of several breaks it by itself.
    case either([MixElement])
    /// No single element breaks it: it takes several.
    case together
    /// It is broken already where only what cannot be mixed is new, or nothing that changed can be mixed.
    case inseparable
    /// Asked again, it does not break, or the base breaks as well: chance or a provider that moved, and no element's doing.
    case unsteady
    /// A mixed version has no result of it.
    case unanswered
  }

  public let suite: String
  public let elements: [MixElement]
  /// Cases that broke and were looked at.
  public let cases: [String]
  public let shares: [Share]
  /// What kind each case is, in the order of `cases`.
  public let kinds: [Kind]

  /// - Parameters:
  ///   - elements: those that changed and can be mixed, at most 8.
  ///   - isWhole: whether they are all that changed; else what cannot be mixed is new in every set.
  ///   - holds: for each case and each set of new elements, whether it holds; nil where it could not be measured.
  public init(
    suite: String, elements: [MixElement], isWhole: Bool = true, cases: [String],
    holds: (String, Set<MixElement>) -> Bool?
  ) {
    self.suite = suite
    self.elements = elements
    self.cases = cases
    let sets = Self.subsets(of: elements)
    var sums = Dictionary(uniqueKeysWithValues: elements.map { ($0, 0.0) })
    var alone: [MixElement: [String]] = [:]
    var mends: [MixElement: [String]] = [:]
    kinds = cases.map { id in
      let results = Dictionary(sets.map { ($0, holds(id, $0)) }, uniquingKeysWith: { first, _ in first })
      guard let old = results[[]] ?? nil, let new = results[Set(elements)] ?? nil else {
        return .unanswered
      }
      // Both ends are one version then, and nothing was asked of either.
      if elements.isEmpty, isWhole { return .inseparable }
      if new { return .unsteady }
      if !old { return isWhole ? .unsteady : .inseparable }
      guard results.values.allSatisfy({ $0 != nil }) else { return .unanswered }
      let fails = { (set: Set<MixElement>) in results[set] == .some(false) }
      for element in elements {
        sums[element, default: 0] += Self.value(of: element, elements, fails)
        if fails([element]) { alone[element, default: []].append(id) }
        if !fails(Set(elements).subtracting([element])) { mends[element, default: []].append(id) }
      }
      let breaking = elements.filter { fails([$0]) }
      return breaking.isEmpty ? .together : breaking.count == 1 ? .alone(breaking[0]) : .either(breaking)
    }
    shares = elements.map {
      Share(element: $0, cases: sums[$0] ?? 0, alone: alone[$0] ?? [], mends: mends[$0] ?? [])
    }
  }

  /// Cases that the shares are of.
  public var attributed: Int {
    kinds.count { kind in
      switch kind {
      case .alone, .either, .together: true
      case .inseparable, .unsteady, .unanswered: false
      }
    }
  }

  /// The cases of one kind.
  public func ids(of kind: Kind) -> [String] { zip(cases, kinds).filter { $0.1 == kind }.map { $0.0 } }

  /// The cases that each of several elements breaks by itself, whichever they are.
  public var either: [String] {
    zip(cases, kinds).filter { if case .either = $0.1 { true } else { false } }.map { $0.0 }
  }

  /// Every set of elements, the empty one first.
  public static func subsets(of elements: [MixElement]) -> [Set<MixElement>] {
    elements.reduce(into: [[]]) { sets, element in sets += sets.map { $0.union([element]) } }
  }

  /// The mean, over all orders, of what an element changes when its turn comes: |S|! (n − |S| − 1)! / n! for each set S before it.
  private static func value(
    of element: MixElement, _ elements: [MixElement], _ fails: (Set<MixElement>) -> Bool
  ) -> Double {
    let n = elements.count
    return subsets(of: elements.filter { $0 != element }).reduce(0) { sum, before in
      let effect = (fails(before.union([element])) ? 1.0 : 0) - (fails(before) ? 1.0 : 0)
      return sum + effect * factorial(before.count) * factorial(n - before.count - 1) / factorial(n)
    }
  }

  private static func factorial(_ n: Int) -> Double { n < 2 ? 1 : (2...n).reduce(1) { $0 * Double($1) } }
}
