extension GateEvaluator {
  /// What fresh runs of both versions came to, part by part, and how the parts make the p that the family weighs
  /// (statistics 2.3).
  func explainFresh(_ verdict: SuiteVerdict, _ calculation: inout Calculation) {
    for fact in verdict.evidence {
      switch fact {
      case .sentinels(let sentinels): explain(sentinels, &calculation)
      case .confirmation(let confirmation): explain(confirmation, &calculation)
      default: break
      }
    }
  }

  private func explain(_ sentinels: Evidence.Sentinels, _ calculation: inout Calculation) {
    calculation.add(
      "sentinels", sentinels.counts,
      "exact stratified, two-sided: \(Format.significant(sentinels.p)); the baseline has moved below 0.01")
  }

  private func explain(_ confirmation: Evidence.Confirmation, _ calculation: inout Calculation) {
    let shares = confirmation.shares
    if let counts = confirmation.counts {
      calculation.add("fresh runs", counts, "asked because of: \(confirmation.trigger.rawValue)")
    }
    if let p = confirmation.anytimeP, let share = shares.sequence, confirmation.rounds > 0 {
      calculation.add(
        "in order",
        "E = 2^(m+1)·B(b+1, f+1)·I½(f+1, b+1) after b broke and f fixed of m answers that differ, at its greatest",
        "1/E = \(Format.significant(p)), of the error's share \(Format.significant(share))")
    }
    if let p = confirmation.p {
      calculation.add(
        "together",
        "exact stratified mid-p, one-sided, of these fresh runs alone: \(Format.significant(p)), share \(Format.significant(shares.together))"
      )
    }
    if let full = confirmation.full {
      calculation.add(
        "all cases", full.sentence,
        "exact stratified mid-p, one-sided, times the looks: \(Format.significant(full.p)), share \(Format.significant(shares.whole ?? 0))"
      )
    }
    calculation.add(
      "fresh p",
      "the least of each part's p × \(Format.significant(Self.alpha)) / its share, at most 1: \(Format.significant(confirmation.gateP))"
    )
  }
}
