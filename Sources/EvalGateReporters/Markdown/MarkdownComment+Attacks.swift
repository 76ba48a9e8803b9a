import EvalGateCore

extension MarkdownComment {
  /// What there was to stop, in a comment that has no table to say it: a pass alone does not.
  var attacks: String {
    guard isQuiet, let tally = tallies.max(by: { $0.attacks < $1.attacks }), tally.attempted > 0 else { return "" }
    return "**Attacks:** " + Self.text(GatePhrase.attacks(tally), 400)
  }

  /// Whether a model fell for an attack that the base's version did not fall for, which a reviewer has to see.
  var hasNewAttempts: Bool { tallies.contains { !$0.anew.isEmpty } }

  private var tallies: [AttackTally] {
    report.gates.flatMap(\.evidence).compactMap { if case .attacks(let tally) = $0 { tally } else { nil } }
  }
}
