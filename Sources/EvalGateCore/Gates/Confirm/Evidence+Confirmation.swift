extension Evidence {
  /// What fresh side-by-side runs of both arms came to, with why they were made: kept in the run, beside the first attempt.
  public struct Confirmation: Hashable, Sendable {
    /// Why fresh runs were asked for.
    public enum Trigger: String, Hashable, Sendable {
      /// More cases got worse than better.
      case changed
      /// The comparison with stored results alone would have blocked.
      case screen
    }

    /// A run of both arms on every case.
    public struct FullRun: Hashable, Sendable {
      public var n: Int
      public var broke: Int
      public var fixed: Int
      /// One-sided.
      public var p: Double

      public init(n: Int, broke: Int, fixed: Int, p: Double) {
        self.n = n
        self.broke = broke
        self.fixed = fixed
        self.p = p
      }
    }

    public var suite: String
    public var form: ConfirmForm
    public var trigger: Trigger
    /// The ids of the cases that were looked at again, in the order they were asked.
    public var cases: [String]
    public var worse: Int
    public var better: Int
    /// Fresh runs of each case on each arm.
    public var rounds: Int
    /// Over the runs in which both arms answered: passes of runs, or the mean of graded scores.
    public var base: Measure
    public var head: Measure
    /// 1/E_max of the fresh runs in their order, valid whenever one looks; nil in the stored form.
    public var anytimeP: Double?
    /// One-sided, of all fresh runs of the changed cases; nil where there are none.
    public var p: Double?
    public var full: FullRun?
    /// What all parts come to, each divided by its share of alpha: the p that Holm's correction gets.
    public var gateP: Double

    public init(
      suite: String, form: ConfirmForm, trigger: Trigger, cases: [String], worse: Int, better: Int, rounds: Int,
      base: Measure,
      head: Measure, anytimeP: Double? = nil, p: Double? = nil, full: FullRun? = nil, gateP: Double
    ) {
      self.suite = suite
      self.form = form
      self.trigger = trigger
      self.cases = cases
      self.worse = worse
      self.better = better
      self.rounds = rounds
      self.base = base
      self.head = head
      self.anytimeP = anytimeP
      self.p = p
      self.full = full
      self.gateP = gateP
    }
  }
}
