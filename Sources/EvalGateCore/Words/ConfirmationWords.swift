extension Evidence.Confirmation {
  /// Fresh runs on each version that were meant, had not enough been known before.
  private var planned: Int { cases.count * SuiteConfirmation.rounds(of: cases.count) }
  private var isWhole: Bool { pairs >= cases.count * rounds }

  /// `17 changed cases × 3 fresh runs × both versions: origin/main 43 of 51, this change 15 of 51`, or where it ended on the way
  /// `14 changed cases, 16 of 42 fresh runs × both versions made: …`.
  ///
  /// - Parameter base: what the other version is called.
  public func sentence(base name: String) -> String {
    guard rounds > 0, let before = Self.text(base), let after = Self.text(head) else {
      return full?.sentence ?? "\(Format.count(cases.count, "changed case")): no fresh answer of both versions"
    }
    let changed = Format.count(cases.count, "changed case")
    let runs =
      isWhole
      ? "\(changed) × \(Format.count(rounds, "fresh run")) × both versions"
      : "\(changed), \(pairs) of \(Format.count(planned, "fresh run")) × both versions made"
    return "\(runs): \(name) \(before), this change \(after)" + (full.map { " · " + $0.sentence } ?? "")
  }

  /// `12 cases changed: 10 got worse, 2 better. Re-run 3 times on both versions: old passes 29 of 36, new 9 of 36`.
  var counts: String? {
    guard !cases.isEmpty else { return nil }
    let moved = "\(Format.count(cases.count, "case")) changed: \(worse) got worse, \(better) better"
    guard rounds > 0, let before = Self.text(base), let after = Self.text(head) else { return moved }
    let times = isWhole ? rounds == 1 ? "once" : "\(rounds) times" : "\(pairs) of \(planned) times"
    return "\(moved). Re-run \(times) on both versions: old passes \(before), new \(after)"
  }

  /// The same in the few words of a gate's row; nil where there was no answer, of which the reason speaks.
  ///
  /// - Parameter suite: the suite's name, where the row speaks of several.
  func remark(_ verdict: Verdict, of suite: String?) -> String? {
    let name = suite.map { $0 + " " } ?? ""
    guard rounds > 0, let before = Self.text(base), let after = Self.text(head) else {
      return full.map { name + $0.sentence }
    }
    let word = verdict == .block ? "confirmed" : "run again on both versions"
    let drift =
      verdict == .block || !baseHasMoved
      ? "" : " · drift: the base does not pass either what is stored of it, so `evalgate baseline refresh`"
    return "\(name)\(word): base \(before), this change \(after)" + (full.map { " · " + $0.sentence } ?? "") + drift
  }

  /// Whether the base itself came out as the change did, rather than as it is stored.
  ///
  /// The cases were chosen by how they came out, so this explains a drop that fresh runs do not show, and decides nothing.
  var baseHasMoved: Bool {
    guard trigger == .screen, worse > better, let share = base.value else { return false }
    return share < 0.5
  }

  /// What a first comparison says once it was looked at again: chance is that of the fresh runs.
  func pairedRemark(_ fact: Evidence, _ verdict: Verdict) -> String? {
    if isSettled(verdict), case .paired(_, let broke, let fixed, _, _, _, _, _, _, _) = fact {
      return "\(GatePhrase.moved(broke, fixed)) beside what is stored"
    }
    guard verdict == .block else { return fact.remark(verdict) }
    return "chance does this in \(Format.odds(gateP)) unchanged runs"
  }

  /// Whether both versions were asked everything anew and showed no drop, so that how stored results look says nothing of chance.
  func isSettled(_ verdict: Verdict) -> Bool { verdict == .unproven && trigger == .screen && full != nil }

  private static func text(_ measure: Measure) -> String? { measure.countsText }
}

extension Evidence.Sentinels {
  /// `20 random cases of the base: stored 95 of 100, now 8 of 20`.
  var counts: String {
    "\(Format.count(cases, isAll ? "case" : "random case")) of the base: stored \(stored.countsText ?? "–"), now \(now.countsText ?? "–")"
  }
}

extension Measure {
  /// `43 of 51`, or a share where there are no counts; nil where nothing was measured.
  fileprivate var countsText: String? {
    switch self {
    case .rate(let passed, let total): "\(passed) of \(total)"
    default: value.map { Format.percent($0) }
    }
  }
}

extension Evidence.Confirmation.FullRun {
  /// `all 240 cases run on both versions: 5 broke, 4 fixed`.
  var sentence: String {
    let times = rounds == 1 ? "" : "\(rounds) times "
    return "all \(Format.count(n, "case")) run \(times)on both versions: \(GatePhrase.moved(broke, fixed))"
  }
}
