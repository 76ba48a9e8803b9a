/// How often each expected label got which answer, one count a case.
///
/// A case with several trials counts once, with the answer that most of its judged trials gave; among equals the one that came
/// first. Trials that ended in an error are left out.
public struct Confusion: Hashable, Sendable {
  /// Stands for every answer that is none of the labels.
  public static let other = "(other)"

  /// Labels that were expected or answered, sorted by bytes, without `(other)`.
  public let labels: [String]
  /// Cases counted.
  public private(set) var total = 0
  private var counts: [Cell: Int] = [:]
  private var expectedCounts: [String: Int] = [:]
  private var answeredCounts: [String: Int] = [:]

  private struct Cell: Hashable {
    let expected: String
    let got: String
  }

  /// Counts what `label` checks found.
  public init(_ cases: some Sequence<CaseOutcome>) {
    for outcome in cases {
      for (expected, got) in outcome.answeredLabels {
        counts[Cell(expected: expected, got: got), default: 0] += 1
        expectedCounts[expected, default: 0] += 1
        answeredCounts[got, default: 0] += 1
        total += 1
      }
    }
    let known = Set(expectedCounts.keys).union(answeredCounts.keys).subtracting([Self.other])
    labels = known.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Cases that expected one label and got another, or the same.
  public subscript(expected expected: String, got got: String) -> Int {
    counts[Cell(expected: expected, got: got)] ?? 0
  }

  /// Whether anything was answered with none of the labels, so that a table needs that column.
  public var hasOther: Bool { answered(Self.other) > 0 }

  /// Cases that got what was expected.
  public var correct: Int { labels.reduce(0) { $0 + self[expected: $1, got: $1] } }
  /// Cases that expected a label.
  public func expected(_ label: String) -> Int { expectedCounts[label] ?? 0 }
  /// Cases that were answered with a label.
  public func answered(_ label: String) -> Int { answeredCounts[label] ?? 0 }

  /// Of the cases answered with a label, those that expected it; undefined where it was never answered.
  public func precision(_ label: String) -> Measure { .counted(self[expected: label, got: label], of: answered(label)) }
  /// Of the cases that expected a label, those that got it; undefined where none expected it.
  public func recall(_ label: String) -> Measure { .counted(self[expected: label, got: label], of: expected(label)) }
  /// The harmonic mean of both, as 2·TP / (2·TP + FP + FN); undefined where the label is neither expected nor answered.
  public func f1(_ label: String) -> Measure {
    let occurrences = expected(label) + answered(label)
    guard occurrences > 0 else { return .undefined }
    return .share(2 * Double(self[expected: label, got: label]) / Double(occurrences), n: total)
  }
}

extension Measure {
  /// A rate, or undefined where there is nothing to count.
  package static func counted(_ passed: Int, of total: Int) -> Measure {
    total > 0 ? .rate(passed: passed, of: total) : .undefined
  }
}

extension CaseOutcome {
  /// What each label check of the case expected and what it got, over all judged trials.
  package var answeredLabels: [(expected: String, got: String)] {
    let trials: [[(expected: String, got: String)]] = trials.filter { $0.passFail != .error }.map { trial in
      trial.facts.compactMap { fact -> (expected: String, got: String)? in
        guard case .label(let expected, let got) = fact else { return nil }
        return (expected, got)
      }
    }.filter { !$0.isEmpty }
    guard let first = trials.first else { return [] }
    return first.indices.map { position in
      let answers = trials.compactMap { $0.indices.contains(position) ? $0[position].got : nil }
      return (first[position].expected, Self.mostFrequent(answers))
    }
  }

  private static func mostFrequent(_ answers: [String]) -> String {
    var best = (answer: "", count: 0)
    for answer in answers {
      let count = answers.count { $0 == answer }
      if count > best.count { best = (answer, count) }
    }
    return best.answer
  }
}

/// What became of each field of an extraction, counted over all judged trials.
public struct FieldTable: Hashable, Sendable {
  /// One field.
  public struct Row: Hashable, Sendable {
    /// Without the indices of lists: `$.lines[*].amount`.
    public let path: String
    /// As expected.
    public internal(set) var match = 0
    /// There, with another value.
    public internal(set) var mismatch = 0
    /// Expected and not there.
    public internal(set) var missing = 0
    /// There and not expected.
    public internal(set) var invented = 0

    /// How often the field was looked at.
    public var total: Int { match + mismatch + missing + invented }
    /// The share that was as expected; missing and invented ones count as wrong.
    public var accuracy: Measure { .counted(match, of: total) }
  }

  /// In the order in which fields first came.
  public private(set) var rows: [Row] = []

  /// Counts what `fields` checks found.
  public init(_ cases: some Sequence<CaseOutcome>) {
    var places: [String: Int] = [:]
    for outcome in cases {
      for trial in outcome.trials where trial.passFail != .error {
        for case .field(let path, let result) in trial.facts {
          let place = places[path] ?? rows.count
          if place == rows.count {
            places[path] = place
            rows.append(Row(path: path))
          }
          rows[place].count(result)
        }
      }
    }
  }

  /// The row of a field, by its path as `path` writes it.
  public subscript(path: String) -> Row? { rows.first { $0.path == path } }
}

extension FieldTable.Row {
  fileprivate mutating func count(_ outcome: FieldOutcome) {
    switch outcome {
    case .match: match += 1
    case .mismatch: mismatch += 1
    case .missing: missing += 1
    case .invented: invented += 1
    }
  }
}
