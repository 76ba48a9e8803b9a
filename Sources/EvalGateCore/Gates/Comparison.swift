/// A suite's results beside what they are compared with, case by case.
public struct Comparison: Hashable, Sendable {
  /// One case in both.
  public struct Pair: Hashable, Sendable {
    public var before: CaseOutcome
    public var after: CaseOutcome
    /// Whether both arms were asked in one run, so that `before` is no stored result.
    public var isSideBySide: Bool

    public init(before: CaseOutcome, after: CaseOutcome, isSideBySide: Bool = false) {
      self.before = before
      self.after = after
      self.isSideBySide = isSideBySide
    }
  }

  public var suite: String
  /// Cases whose digests and checks are equal in both, in head's order.
  public var pairs: [Pair]
  public var broke: [Pair]
  public var fixed: [Pair]
  /// In the baseline only.
  public var removed: [String]
  /// In the run only.
  public var added: [String]
  /// In both, under another case or checks digest: a stored result of them is not comparable.
  public var edited: [String]
  /// Asked on both arms, without a result of the base arm.
  public var unpaired: [String]
  /// How many cases the base knew.
  public var known: Int
  /// What differs in the tuple, in the order of the pipeline.
  public var changes: [TupleChange]
  /// Earlier runs of head's very version whose answers are in the pairs too, oldest first.
  public var attempts: [String] = []

  public init(
    suite: String, pairs: [Pair], broke: [Pair], fixed: [Pair], removed: [String], added: [String], edited: [String],
    unpaired: [String] = [], known: Int? = nil, changes: [TupleChange]
  ) {
    self.suite = suite
    self.pairs = pairs
    self.broke = broke
    self.fixed = fixed
    self.removed = removed
    self.added = added
    self.edited = edited
    self.unpaired = unpaired
    self.known = known ?? pairs.count + edited.count + removed.count
    self.changes = changes
  }
}

extension Comparison {
  /// How many cases are held against a stored result, rather than against one that the base gave in this run.
  package var storedPairs: Int { pairs.count { !$0.isSideBySide } }

  /// Whether what both have is asked or judged otherwise in every case, so that nothing can be compared until that is accepted.
  var isAllEdited: Bool { pairs.isEmpty && !edited.isEmpty }
}

/// One element of the tuple that is not what it was.
public struct TupleChange: Hashable, Sendable {
  public enum Element: String, Hashable, Sendable, CaseIterable {
    case prompt, tools, preprocess, policy, evalset, checks, route, model
  }
  public var element: Element
  public var id: String
  public var from: String?
  public var to: String?
  /// The changelog's words for it, where there are any.
  public var note: String?

  public init(element: Element, id: String, from: String?, to: String?, note: String? = nil) {
    self.element = element
    self.id = id
    self.from = from
    self.to = to
    self.note = note
  }
}
