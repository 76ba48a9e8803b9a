#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How the alpha of a sequential test is spent over the share t of the planned cases (Lan & DeMets 1983).
public enum Spending: String, Hashable, Sendable, CaseIterable {
  /// α ln(1 + (e-1)t), Pocock-type: about the same chance to stop at every look.
  case pocock
  /// 2(1 - Φ(z_{1-α/2}/√t)), O'Brien-Fleming-type: hard to stop early, almost the full alpha at the end.
  case obrienFleming = "obf"

  /// The alpha spent by the time a share t is done; t is clamped to 0...1.
  public func spent(at t: Double, of alpha: Double) -> Double {
    let share = max(0, min(1, t))
    switch self {
    case .pocock: return alpha * log(1 + (M_E - 1) * share)
    case .obrienFleming:
      return share > 0 ? 2 * Normal.cdf(-Normal.quantile(1 - alpha / 2) / share.squareRoot()) : 0
    }
  }
}

/// The exact conditional group-sequential test that can block a run early (specification 3).
///
/// The candidate's failures among informative cases are a walk with steps Bernoulli(q), q the case's null chance to fail
/// (1 - s/(K_b+1), ½ when K_b = 1). At each look only the mass below earlier boundaries is kept, and the boundary is the
/// smallest u with P(cross here) <= spending(t) - spent. No normal approximation; the number of cases is fixed before.
public struct GroupSequential: Hashable, Sendable {
  /// The planned number of cases, the alpha of the whole test and how it is spent.
  public let planned: Int, alpha: Double, spending: Spending
  /// The looks so far.
  public private(set) var looks: [Look] = []
  private var law = WalkLaw()
  private var failures = 0

  /// One look at the data.
  public struct Look: Hashable, Sendable {
    /// Cases done.
    public let done: Int
    /// The smallest number of candidate failures that blocks here; nil when none can yet.
    public let boundary: Int?
    /// The alpha spent up to here.
    public let spent: Double
    /// The candidate's failures among informative cases so far.
    public let failures: Int
    /// Whether they reached the boundary.
    public let crossed: Bool
  }

  /// A test for a planned number of cases; nil unless that is positive and alpha strictly between 0 and 1.
  public init?(planned: Int, alpha: Double, spending: Spending = .pocock) {
    guard planned > 0, planned.isCount, alpha.isOpenUnit else { return nil }
    (self.planned, self.alpha, self.spending) = (planned, alpha, spending)
  }

  /// Whether a look has crossed its boundary; later looks are refused.
  public var hasStopped: Bool { looks.last?.crossed ?? false }

  /// Looks after `done` cases, of which those since the last look brought the null failure chances given, with
  /// `failures` candidate failures among all informative cases so far.
  ///
  /// Nil, and nothing changes, when the test has stopped, cases or failures went backwards, more are done than were
  /// planned, a chance is not within 0...1, or there are more new failures or chances than new cases.
  public mutating func look(done: Int, newNullFailures chances: [Double], failures: Int) -> Look? {
    let last = looks.last?.done ?? 0
    guard !hasStopped, done >= last, done <= planned, chances.count <= done - last, failures >= self.failures,
      failures - self.failures <= chances.count, chances.allSatisfy(\.isUnit)
    else { return nil }
    for chance in chances { law.step(chance) }
    self.failures = failures
    let before = looks.last?.spent ?? 0
    let budget = spending.spent(at: Double(done) / Double(planned), of: alpha) - before + 1e-15
    let (boundary, mass) = law.boundary(within: budget)
    let crossed = boundary.map { failures >= $0 } ?? false
    if let boundary { law.cut(from: boundary) }
    let look = Look(done: done, boundary: boundary, spent: before + mass, failures: failures, crossed: crossed)
    looks.append(look)
    return look
  }
}

/// The law of a walk of unlike Bernoulli steps, without the mass that earlier boundaries took.
private struct WalkLaw: Hashable {
  private static let negligible = 1e-40
  private var first = 0
  private var masses = [1.0]

  mutating func step(_ chance: Double) {
    masses.append(0)
    for index in stride(from: masses.count - 1, to: 0, by: -1) {
      masses[index] = masses[index] * (1 - chance) + masses[index - 1] * chance
    }
    masses[0] *= 1 - chance
    // The low end cannot reach a boundary any more once it is this unlikely.
    while masses.count > 1, masses[0] < Self.negligible {
      masses.removeFirst()
      first += 1
    }
  }

  /// The smallest value whose upper tail fits in the budget, with that tail; nil and 0 when not even the largest does.
  func boundary(within budget: Double) -> (Int?, Double) {
    var tail = 0.0
    var found: (Int?, Double) = (nil, 0)
    for index in masses.indices.reversed() {
      tail += masses[index]
      guard tail <= budget else { break }
      found = (first + index, tail)
    }
    return found
  }

  mutating func cut(from boundary: Int) {
    for index in masses.indices where first + index >= boundary { masses[index] = 0 }
  }
}
