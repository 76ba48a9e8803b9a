import StrictJSON

extension Comparison {
  /// Sets a run's outcomes beside a baseline's, case by case.
  ///
  /// A stored result is comparable only where the digests of the case and of its checks are equal (statistics section 1).
  ///
  /// - Parameter planned: ids of the cases that were asked for: one without a result yet has not been removed. By default those
  ///   that have one.
  public init(
    suite: String, outcomes: [CaseOutcome], planned: [String] = [], tuple: RunTuple, baseline: Baseline, isSafety: Bool,
    notes: [TupleChange.Element: String] = [:]
  ) {
    let before = Dictionary(baseline.cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var pairs: [Pair] = []
    var added: [String] = []
    var edited: [String] = []
    for after in outcomes {
      guard let old = before[after.id] else {
        added.append(after.id)
        continue
      }
      guard old.digest == after.digest, old.checksDigest == after.checksDigest else {
        edited.append(after.id)
        continue
      }
      pairs.append(Pair(before: old, after: after))
    }
    let present = Set(outcomes.map(\.id)).union(planned)
    self.init(
      suite: suite, pairs: pairs,
      broke: pairs.filter { $0.before.holds(isSafety) == true && $0.after.holds(isSafety) == false },
      fixed: pairs.filter { $0.before.holds(isSafety) == false && $0.after.holds(isSafety) == true },
      removed: baseline.cases.map(\.id).filter { !present.contains($0) }, added: added, edited: edited,
      changes: TupleChange.between(baseline.tuple, tuple, notes: notes))
  }
}

extension Comparison {
  /// That more than one run of the version was looked at; nil where it was one.
  public var attemptsText: String? {
    guard !attempts.isEmpty else { return nil }
    let runs = attempts.map { String($0.prefix(7)) }.joined(separator: ", ")
    return "\(suite) is judged on \(attempts.count + 1) attempts of this version together: \(runs) and this run"
  }
}

extension CaseOutcome {
  /// Whether the case passes: all trials for a safety scenario, the majority otherwise; nil when nothing was judged.
  public func holds(_ isSafety: Bool) -> Bool? {
    guard isSafety else { return majority }
    return judged == 0 ? nil : allPassed
  }
}

extension TupleChange {
  /// What differs, in the order of the pipeline. An element that neither side knows is not a change.
  public static func between(_ from: RunTuple, _ to: RunTuple, notes: [Element: String] = [:]) -> [TupleChange] {
    var changes: [TupleChange] = []
    func compare(_ element: Element, _ a: Versioned?, _ b: Versioned?) {
      guard a?.digest != b?.digest || a?.id != b?.id else { return }
      // One version name for two contents says nothing, so the digests stand in.
      let sameName = a?.version == b?.version
      changes.append(
        TupleChange(
          element: element, id: b?.id ?? a?.id ?? "", from: sameName ? a?.digest.short : a?.version,
          to: sameName ? b?.digest.short : b?.version, note: notes[element]))
    }
    compare(.prompt, from.prompt, to.prompt)
    compare(.tools, from.tools, to.tools)
    if from.preprocess != to.preprocess {
      changes.append(
        TupleChange(
          element: .preprocess, id: to.prompt?.id ?? "", from: from.preprocess.joined(separator: ", "),
          to: to.preprocess.joined(separator: ", "), note: notes[.preprocess]))
    }
    compare(.policy, from.policy, to.policy)
    compare(.evalset, from.evalset, to.evalset)
    for check in Set(from.checks.keys).union(to.checks.keys).sorted() {
      let (old, new) = (from.checks[check], to.checks[check])
      // A check that one side does not use is a change of the evalset, which is listed already.
      guard let old, let new, old != new else { continue }
      changes.append(TupleChange(element: .checks, id: check, from: "\(old)", to: "\(new)", note: nil))
    }
    for (program, new) in to.programs {
      // A program that one side does not ask is a change of the policy or the evalset, which is listed already.
      guard let old = from.programs[program], old != new else { continue }
      changes.append(
        TupleChange(
          element: program.hasPrefix("policy ") ? .policy : .checks, id: String(program.prefix { $0 != "#" }),
          from: old.revisionText, to: new.revisionText))
    }
    if let a = from.route, let b = to.route, a.targets != b.targets || a.identity != b.identity {
      let sameTargets = a.targets == b.targets
      changes.append(
        TupleChange(
          element: .route, id: b.name, from: a.targets.joined(separator: ", "),
          to: sameTargets ? "other parameters" : b.targets.joined(separator: ", "), note: notes[.route]))
    }
    if let a = from.route?.reportedModels, let b = to.route?.reportedModels, !a.isEmpty, !b.isEmpty, a != b {
      changes.append(
        TupleChange(
          element: .model, id: to.route?.name ?? "", from: a.joined(separator: ", "), to: b.joined(separator: ", ")))
    }
    return changes
  }
}

extension JSONValue {
  /// Revisions as a program names them: the one there is, or each with its name.
  fileprivate var revisionText: String {
    let all = (objectValue ?? [:]).map { (name: $0.key, revision: $0.value.stringValue ?? $0.value.serialized()) }
    return all.count == 1 ? all[0].revision : all.map { "\($0.name) \($0.revision)" }.joined(separator: ", ")
  }
}
