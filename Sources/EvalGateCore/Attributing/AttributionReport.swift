/// What a comparison of two versions comes to, element by element.
public struct AttributionReport: Hashable, Sendable {
  /// One suite, with what could not be taken apart.
  public struct Entry: Hashable, Sendable {
    public var attribution: Attribution
    /// Of each element, what it was and what it is.
    public var versions: [MixElement: TupleChange]
    /// What was not separated, and why.
    public var notes: [String]

    public init(_ attribution: Attribution, versions: [MixElement: TupleChange], notes: [String] = []) {
      self.attribution = attribution
      self.versions = versions
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

  public init(base: String, run: String, suites: [Entry], asked: Spending = Spending()) {
    self.base = base
    self.run = run
    self.suites = suites
    self.asked = asked
  }
}
