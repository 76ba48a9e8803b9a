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
    self.init(
      suite: suite, outcomes: outcomes, planned: planned, tuple: tuple,
      base: BaseResults(
        tuple: baseline.tuple, stored: baseline.cases, cases: baseline.cases.map(BaseResults.Case.init)),
      isSafety: isSafety, notes: notes)
  }

  /// Sets a run's outcomes beside the base's, case by case: the stored result where there is a usable one, else the one that
  /// the base arm gave in this run.
  ///
  /// - Parameter planned: as above.
  public init(
    suite: String, outcomes: [CaseOutcome], planned: [String] = [], tuple: RunTuple, base: BaseResults, isSafety: Bool,
    notes: [TupleChange.Element: String] = [:]
  ) {
    var stored = OrderedLookup(base.stored, by: \.id)
    var fresh = OrderedLookup(base.sideBySide, by: \.id)
    var known = OrderedLookup(base.cases, by: \.id)
    var pairs: [Pair] = []
    var (added, edited, unpaired): ([String], [String], [String]) = ([], [], [])
    for after in outcomes {
      if let old = known.find(after.id) {
        if old.digest != after.digest || old.checksDigest != after.checksDigest { edited.append(after.id) }
      } else {
        added.append(after.id)
      }
      if let old = stored.find(after.id), old.digest == after.digest, old.checksDigest == after.checksDigest {
        pairs.append(Pair(before: old, after: after))
      } else if let old = fresh.find(after.id), old.judged > 0 {
        pairs.append(Pair(before: old, after: after, isSideBySide: true))
      } else if base.asked.contains(after.id) {
        unpaired.append(after.id)
      }
    }
    var present = OrderedLookup(outcomes, by: \.id)
    var asked = OrderedLookup(planned, by: \.self)
    self.init(
      suite: suite, pairs: pairs,
      broke: pairs.moved(from: true, isSafety), fixed: pairs.moved(from: false, isSafety),
      removed: base.cases.map(\.id).filter { present.find($0) == nil && asked.find($0) == nil }, added: added,
      edited: edited,
      unpaired: unpaired, known: base.cases.count, changes: TupleChange.between(base.tuple, tuple, notes: notes))
  }
}

extension Comparison {
  /// The same of one run alone, where answers of earlier attempts stand in the pairs too.
  func of(_ outcomes: [CaseOutcome], isSafety: Bool) -> Comparison {
    guard !attempts.isEmpty else { return self }
    var now = OrderedLookup(outcomes, by: \.id)
    var own = self
    own.pairs = pairs.compactMap { pair in
      now.find(pair.after.id).map { Pair(before: pair.before, after: $0, isSideBySide: pair.isSideBySide) }
    }
    own.broke = own.pairs.moved(from: true, isSafety)
    own.fixed = own.pairs.moved(from: false, isSafety)
    return own
  }
}

extension [Comparison.Pair] {
  /// Those whose case held and does not any more, or the other way round.
  fileprivate func moved(from before: Bool, _ isSafety: Bool) -> [Comparison.Pair] {
    filter { $0.before.holds(isSafety) == before && $0.after.holds(isSafety) == !before }
  }
}

/// What there is of the base to compare a suite with.
public struct BaseResults: Sendable {
  /// A case as it was at the base.
  public struct Case: Hashable, Sendable {
    public let id: String
    public let digest: Digest
    public let checksDigest: Digest

    public init(_ outcome: CaseOutcome) {
      (id, digest, checksDigest) = (outcome.id, outcome.digest, outcome.checksDigest)
    }

    public init(_ header: CaseHeader) {
      (id, digest, checksDigest) = (header.id, header.digest, header.checksDigest)
    }
  }

  /// Of the version that is compared with.
  public var tuple: RunTuple
  /// Accepted results of that version.
  public var stored: [CaseOutcome]
  /// What that version gave in this very run.
  public var sideBySide: [CaseOutcome]
  /// The cases there were, to know which are new, edited or gone.
  public var cases: [Case]
  /// Ids that the base arm was asked in this run.
  public var asked: Set<String>

  public init(
    tuple: RunTuple, stored: [CaseOutcome] = [], sideBySide: [CaseOutcome] = [], cases: [Case], asked: Set<String> = []
  ) {
    self.tuple = tuple
    self.stored = stored
    self.sideBySide = sideBySide
    self.cases = cases
    self.asked = asked
  }
}

extension Comparison {
  /// That a suite is judged on earlier runs too; nil where there are none.
  public static func attemptsText(_ suite: String, _ attempts: [String]) -> String? {
    attemptsTexts([(suite, attempts)]).first
  }

  /// The same for several suites, one sentence for those that were tried in the same runs.
  public static func attemptsTexts(_ suites: [(suite: String, attempts: [String])]) -> [String] {
    var order: [[String]] = []
    var names: [[String]: [String]] = [:]
    for (suite, attempts) in suites where !attempts.isEmpty {
      if names[attempts] == nil { order.append(attempts) }
      names[attempts, default: []].append(suite)
    }
    return order.map { attempts in
      let suites = names[attempts] ?? []
      let runs = attempts.map { String($0.prefix(7)) }.joined(separator: ", ")
      return
        "\(suites.listed()) \(suites.count == 1 ? "is" : "are") judged on \(attempts.count + 1) attempts of this version "
        + "together: \(runs) and this run"
    }
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
      // The same under another name.
      if let a, let b, a.digest == b.digest {
        changes.append(TupleChange(element: element, id: b.id, from: a.id, to: b.id, note: notes[element]))
        return
      }
      // Of what was made elsewhere nothing is known, which is not the same as none.
      func side(_ one: Versioned?, of tuple: RunTuple) -> String? {
        one.map { sameName ? $0.digest.short : $0.version } ?? (tuple.prompt == nil ? "unknown" : nil)
      }
      changes.append(
        TupleChange(
          element: element, id: b?.id ?? a?.id ?? "", from: side(a, of: from), to: side(b, of: to),
          note: notes[element]))
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
      guard let old = from.programs[program], !ProgramRevisions.agree(old, new) else { continue }
      let (before, now) = ProgramRevisions.difference(from: old, to: new)
      changes.append(
        TupleChange(
          element: program.hasPrefix("policy ") ? .policy : .checks, id: String(program.prefix { $0 != "#" }),
          from: before, to: now))
    }
    if let a = from.route, let b = to.route, !a.agrees(with: b) {
      let (old, new) = a.difference(from: b)
      changes.append(TupleChange(element: .route, id: b.name, from: old, to: new, note: notes[.route]))
    }
    if let a = from.route?.reportedModels, let b = to.route?.reportedModels, !a.isEmpty, !b.isEmpty, a != b {
      changes.append(
        TupleChange(
          element: .model, id: to.route?.name ?? "", from: a.joined(separator: ", "), to: b.joined(separator: ", ")))
    }
    return changes
  }
}
