extension Evidence {
  /// Whether the base version still answers some cases, picked at random, as it was stored.
  public struct Sentinels: Hashable, Sendable {
    public var suite: String
    public var cases: Int
    /// Whether these are all that something is stored of, and the run asked them itself.
    public var isAll: Bool
    /// Passes of the stored runs, or the mean of their scores.
    public var stored: Measure
    /// Passes of today's runs, one a case.
    public var now: Measure
    /// Two-sided and exact, cases held apart.
    public var p: Double

    public init(suite: String, cases: Int, isAll: Bool = false, stored: Measure, now: Measure, p: Double) {
      self.suite = suite
      self.cases = cases
      self.isAll = isAll
      self.stored = stored
      self.now = now
      self.p = p
    }

    /// At p < .01 the stored results are not those of the version any more (statistics 2.3).
    public var hasMoved: Bool { p < 0.01 }
  }

  /// What fresh side-by-side runs of both arms came to, with why they were made: kept in the run, beside the first attempt.
  public struct Confirmation: Hashable, Sendable {
    /// Why fresh runs were asked for.
    public enum Trigger: String, Hashable, Sendable {
      /// More cases got worse than better.
      case changed
      /// The comparison with stored results alone would have blocked.
      case screen
      /// Nothing got worse, and the cases were too few to rule a drop out: `on_unproven: more_runs`.
      case unproven
    }

    /// Runs of both arms on every case.
    public struct FullRun: Hashable, Sendable {
      public var n: Int
      /// Fresh runs of each case on each arm.
      public var rounds: Int
      public var broke: Int
      public var fixed: Int
      /// One-sided, and corrected for the looks at the runs on their way.
      public var p: Double

      public init(n: Int, rounds: Int = 1, broke: Int, fixed: Int, p: Double) {
        self.n = n
        self.rounds = rounds
        self.broke = broke
        self.fixed = fixed
        self.p = p
      }
    }

    /// How the error of 5% was divided among the parts before any of them was looked at.
    public struct Shares: Hashable, Sendable {
      /// Of fresh runs in their order; nil where they are not looked at one by one.
      public var sequence: Double?
      /// Of all fresh runs of the changed cases together.
      public var together: Double
      /// Of runs on every case; nil where there can be none.
      public var whole: Double?

      public init(sequence: Double?, together: Double, whole: Double? = nil) {
        self.sequence = sequence
        self.together = together
        self.whole = whole
      }
    }

    public var suite: String
    public var form: ConfirmForm
    public var shares: Shares
    public var trigger: Trigger
    /// The ids of the cases that were looked at again, in the order they were asked.
    public var cases: [String]
    public var worse: Int
    public var better: Int
    /// The last fresh run of any case: all cases ran so often, unless enough was known before.
    public var rounds: Int
    /// Fresh runs of a case on both arms that were made, whatever came of them.
    public var pairs: Int
    /// Over the runs in which both arms answered: passes of runs, or the mean of graded scores.
    public var base: Measure
    public var head: Measure
    /// 1/E_max of the fresh runs in their order, valid whenever one looks; nil in the stored form.
    public var anytimeP: Double?
    /// One-sided, of all fresh runs of the changed cases; nil where there are none.
    public var p: Double?
    public var full: FullRun?
    /// What all parts come to, each divided by its share of the error: the p that Holm's correction gets.
    public var gateP: Double

    public init(
      suite: String, form: ConfirmForm, shares: Shares, trigger: Trigger, cases: [String], worse: Int, better: Int,
      rounds: Int, pairs: Int, base: Measure, head: Measure, anytimeP: Double? = nil, p: Double? = nil,
      full: FullRun? = nil, gateP: Double
    ) {
      self.suite = suite
      self.form = form
      self.shares = shares
      self.trigger = trigger
      self.cases = cases
      self.worse = worse
      self.better = better
      self.rounds = rounds
      self.pairs = pairs
      self.base = base
      self.head = head
      self.anytimeP = anytimeP
      self.p = p
      self.full = full
      self.gateP = gateP
    }
  }
}
