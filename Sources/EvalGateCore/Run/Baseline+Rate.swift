extension Baseline {
  /// What passes: cases where each ran once, else the mean of the cases' own rates, as every gate that compares with it shows it.
  public var passing: Measure {
    let judged = cases.filter { $0.judged > 0 }
    guard judged.contains(where: { $0.judged > 1 }) else {
      return judged.isEmpty ? .undefined : .rate(passed: judged.count { $0.passes == 1 }, of: judged.count)
    }
    return .share(
      judged.reduce(0) { $0 + Double($1.passes) / Double($1.judged) } / Double(judged.count), n: judged.count)
  }

  /// `39/40 pass`, or of pooled runs `97.5% of 40 cases pass`.
  public var passingText: String {
    switch passing {
    case .rate(let passed, let total): "\(passed)/\(total) pass"
    case let measure:
      measure.value.map { "\(Format.percent($0)) of \(Format.count(measure.n, "case")) pass" } ?? "nothing measured"
    }
  }
}
