import GateStatistics

/// What one suite brings to a test of several suites together.
struct PooledPart {
  let scores: PairedScores
  /// The cases that the suite was compared on: where only changed ones were asked again, all the same.
  let cases: Int
  /// Those of them that the base does not have.
  let added: Set<String>
  let settings: AccuracySettings

  var isWorse: Bool { scores.drop(of: cases, added: added) > settings.minimumDrop }

  fileprivate var differences: [Double] {
    zip(scores.means(scores.before), scores.means(scores.after)).map { $0 - $1 }
  }
  fileprivate func addedCases(of suite: String) -> [String] { added.map { "\(suite)/\($0)" } }
}

/// The paired test over the cases of all suites that are compared in one metric.
///
/// Thirty suites of six cases that all break carry no block each beside twenty-nine others, and together they are 180 breaks. The
/// exact test of section 2.2 takes cases as they are, whatever suite they are of: given the totals of each, the law of all their
/// passes is the convolution of the suites' laws. It is one more test of the family, so it takes its share of the same alpha.
struct PooledTest {
  /// The verdicts whose cases it holds, by row and by suite within it.
  let places: [FamilyPlace]
  let p: Double
  let leastP: Double
  let summary: Evidence.Together
  /// Whether what was lost of all the cases is more than the least that blocks.
  let mayBlock: Bool

  /// - Returns: nil where fewer than two suites have something to say, or the exact test cannot take so much.
  init?(_ metric: String, _ parts: [(place: FamilyPlace, suite: String, part: PooledPart)]) {
    guard let first = parts.first, parts.count(where: { !$0.part.scores.isEmpty }) > 1 else { return nil }
    var scores = PairedScores()
    for part in parts { scores.append(part.part.scores, of: part.suite) }
    var settings = first.part.settings
    settings.isExact = parts.contains { $0.part.settings.isExact }
    let tested = scores.clusters == nil ? try? scores.freshP(settings) : try? scores.decide(settings).p
    guard let p = tested ?? nil else { return nil }
    places = parts.map(\.place)
    self.p = p
    leastP = scores.leastP
    let differences = parts.flatMap(\.part.differences)
    let cases = parts.reduce(0) { $0 + $1.part.cases }
    let drop = differences.reduce(0, +) / Double(max(1, cases))
    let added = Set(parts.flatMap { $0.part.addedCases(of: $0.suite) })
    mayBlock =
      scores.drop(of: cases, added: added) > parts.map(\.part.settings.minimumDrop).reduce(0, max)
    summary = Evidence.Together(
      metric: metric, suites: parts.count, n: cases, broke: differences.count { $0 > 1e-9 },
      fixed: differences.count { $0 < -1e-9 }, drop: drop, p: p)
  }
}

extension Evidence {
  /// The cases of several suites, tested as those of one.
  public struct Together: Hashable, Sendable {
    public var metric: String
    public var suites: Int
    /// Cases of all of them.
    public var n: Int
    public var broke: Int
    public var fixed: Int
    /// Baseline minus candidate, over all cases.
    public var drop: Double
    /// One-sided.
    public var p: Double

    public init(metric: String, suites: Int, n: Int, broke: Int, fixed: Int, drop: Double, p: Double) {
      self.metric = metric
      self.suites = suites
      self.n = n
      self.broke = broke
      self.fixed = fixed
      self.drop = drop
      self.p = p
    }
  }
}
