extension SliceReport {
  /// Fewer cases than this say nothing about a slice (statistics section 4).
  static let leastCases = 30

  /// `too small, needs about 18 more`; nil for a slice that says something.
  public var note: String? {
    tooSmall ? "too small, needs about \(max(1, Self.leastCases - measure.n)) more" : nil
  }

  /// How far it fell below the baseline, as a share; negative for a rise, nil where there is nothing to compare.
  public var drop: Double? {
    guard let before = baseline?.value, let after = measure.value else { return nil }
    return before - after
  }

  /// `88.2%`, or a dash where nothing was measured.
  public var valueText: String { measure.value.map { Format.percent($0) } ?? "–" }

  /// `81.0% to 93.1%`: the interval of the true rate at 95%; nil where nothing was measured.
  public var intervalText: String? {
    interval.map { "\(Format.percent($0.lower)) to \(Format.percent($0.upper))" }
  }

  /// What it was in the baseline; nil where there is none.
  public var baselineText: String? { baseline?.value.map { Format.percent($0) } }
}
