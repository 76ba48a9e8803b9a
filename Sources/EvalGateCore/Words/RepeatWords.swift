extension RepeatSummary {
  /// `2 of 40 cases flaky in 3 runs · pass@3 97.5% · pass^3 95.0%`.
  public func sentence(dot: String) -> String {
    [
      "\(flaky.count) of \(Format.count(cases, "case")) flaky in \(k) runs", "pass@\(k) \(Format.percent(passAtK))",
      "pass^\(k) \(Format.percent(passHatK))",
    ].joined(separator: dot)
  }
}

extension FlakyCase {
  /// `2 of 3`: a rate with the counts it is made of.
  public var rateText: String { "\(passes) of \(runs)" }
}
