/// What a comparison of two versions comes to, element by element.
public struct AttributionReport: Hashable, Sendable {
  /// One suite, with what could not be taken apart.
  public struct Entry: Hashable, Sendable {
    public var attribution: Attribution
    /// Of each element, what it was and what it is.
    public var versions: [MixElement: TupleChange]
    /// What changed and could not be mixed, by its name.
    public var fixed: [String]
    /// What was not separated, and why.
    public var notes: [String]

    public init(
      _ attribution: Attribution, versions: [MixElement: TupleChange], fixed: [String] = [], notes: [String] = []
    ) {
      self.attribution = attribution
      self.versions = versions
      self.fixed = fixed
      self.notes = notes
    }
  }

  /// As reports name the base.
  public var base: String
  /// The run's id.
  public var run: String
  public var suites: [Entry]
  /// What mixed versions were asked.
  public var asked: Spending
  /// How many of these questions were not answered: an error, a recording that is missing, a budget that is used up.
  public var unanswered: Int
  /// Cases of the run that could not be compared, because one side has no result of them: what became of them is not known.
  public var uncompared = 0
  /// Cases that could.
  public var compared = 0

  /// Why nothing was found, in a sentence; nil where something was.
  public var nothingFound: String? {
    guard suites.isEmpty else { return nil }
    if uncompared == 0 { return "no case broke, so there is nothing to account for" }
    let cases = Format.count(uncompared, "case")
    return compared == 0
      ? "no case can be compared: \(cases) without a result on both sides"
      : "no case broke of the \(compared) that can be compared; \(cases) without a result on both sides"
  }

  /// Whether nothing can be said, for want of results.
  public var isBlind: Bool {
    suites.isEmpty && uncompared > 0
      || suites.contains { $0.attribution.attributed == 0 && !$0.attribution.ids(of: .unanswered).isEmpty }
  }

  public init(
    base: String, run: String, suites: [Entry], asked: Spending = Spending(), unanswered: Int = 0
  ) {
    self.base = base
    self.run = run
    self.suites = suites
    self.asked = asked
    self.unanswered = unanswered
  }
}
