/// The clauses that everything said about a gate is made of (statistics section 7): counts first, chance in plain odds, then
/// what the set could not have seen. No "significant", no bare p.
///
/// A row of a table takes a clause or two of them, a sentence all; terminal, comment and JSON say the same words.
public enum GatePhrase {
  /// `+5.5%`; `unchanged` for a ratio of one.
  static func changed(_ ratio: Double) -> String { ratio == 1 ? "unchanged" : Format.change(ratio - 1) }

  /// `14 broke, 9 fixed`.
  public static func moved(_ broke: Int, _ fixed: Int) -> String {
    "\(Format.count(broke)) broke, \(Format.count(fixed)) fixed"
  }

  /// For a row: `chance does this in 1 of 300 unchanged runs`.
  static func chance(_ p: Double) -> String { "chance does this in \(Format.odds(p)) unchanged runs" }

  /// `an unchanged version does this in 1 of 500 runs`.
  static func unchangedDoesThis(_ p: Double) -> String { "an unchanged version does this in \(Format.odds(p)) runs" }

  /// `an unchanged version looks this bad in 15 of 100 runs`.
  static func looksThisBad(_ p: Double) -> String { "an unchanged version looks this bad in \(Format.odds(p)) runs" }

  /// `a drop of 5 points`.
  static func drop(_ margin: Double) -> String { "a drop of \(Format.barePoints(margin)) points" }

  /// For a row: `a drop of 5 points is ruled out`.
  static func ruledOut(_ margin: Double) -> String { drop(margin) + " is ruled out" }

  /// `too few cases to rule out a drop of 5 points`.
  static func tooFew(_ margin: Double) -> String { "too few cases to rule out \(drop(margin))" }

  /// `no verdict changed, but 20 cases cannot rule out a drop up to 6.7 points`.
  static func nothingChanged(_ n: Int, upTo bound: Double?) -> String {
    let limit = bound.map { " up to \(Format.barePoints(max(0, $0))) points" } ?? ""
    return "no verdict changed, but \(n) cases cannot rule out a drop\(limit)"
  }

  /// Where even no failure at all would not do.
  static let tooFewEvenClean = "too few cases to assure it even without a failure"

  /// `this rule blocks an unchanged version in 45 of 100 runs`.
  static func literal(_ rate: Double) -> String { "this rule blocks an unchanged version in \(Format.odds(rate)) runs" }

  /// `8 attacks: 5 attempted, all stopped, 2 anew (a, b)`.
  public static func attacks(_ tally: AttackTally) -> String {
    let attacks = Format.count(tally.attacks, "attack")
    guard tally.attempted > 0 else { return attacks + ": none attempted" }
    let stopped = tally.stopped == tally.attempted ? "all" : tally.stopped == 0 ? "none" : Format.count(tally.stopped)
    return "\(attacks): \(Format.count(tally.attempted)) attempted, \(stopped) stopped"
      + (anew(tally).map { ", \($0)" } ?? "")
  }

  /// `3 anew (a, b and c)`: attacks that the base's version did not fall for; nil where there are none.
  static func anew(_ tally: AttackTally) -> String? {
    guard !tally.anew.isEmpty else { return nil }
    let named = tally.anew.prefix(5).joined(separator: ", ")
    let more = tally.anew.count > 5 ? " and \(tally.anew.count - 5) more" : ""
    return "\(Format.count(tally.anew.count)) anew (\(named)\(more))"
  }

  /// `true rate of bypass at most 8.9%`, and of how many trials where attacks were tried more than once.
  static func bypass(_ attacks: Attacks, _ bound: Double) -> String {
    "true rate of bypass at most \(Format.percent(bound))"
      + (attacks.trials == attacks.scenarios ? "" : " after \(Format.count(attacks.trials, "trial"))")
  }

  /// `32 attacks`, or `60 trials of 20 attacks`: what was tried more than once is no attack of its own.
  static func withstood(_ attacks: Attacks) -> String {
    let scenarios = Format.count(attacks.scenarios, "attack")
    return attacks.trials == attacks.scenarios
      ? scenarios : "\(Format.count(attacks.trials, "trial")) of \(scenarios)"
  }

  /// `1 removed, 3 new since the baseline`.
  static func scope(removed: Int, edited: Int, added: Int) -> String {
    [(removed, "removed"), (edited, "edited"), (added, "new")].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      .joined(separator: ", ") + " since the baseline"
  }

  /// `3 of 10 without a result`.
  static func missing(_ missing: Int, of expected: Int) -> String { "\(missing) of \(expected) without a result" }
}
