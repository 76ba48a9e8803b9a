/// Results of a suite that a run did not make itself.
public struct Carried: Hashable, Sendable {
  /// As reports name the source: `main@4c1e2d0`, `run 7f3a91c`.
  public var from: String
  /// What made them.
  public var tuple: RunTuple
  /// Ids of the cases.
  public var cases: Set<String>

  public init(from: String, tuple: RunTuple, cases: Set<String>) {
    self.from = from
    self.tuple = tuple
    self.cases = cases
  }
}

/// Where a run's file says a suite's carried results are found again.
public struct CarriedSuite: Hashable, Sendable {
  public enum Source: String, Hashable, Sendable {
    /// The baseline that was stored at a commit.
    case baseline
    /// Another run.
    case run
  }

  public var suite: String
  public var source: Source
  /// A commit's full name, or a run's id.
  public var id: String
  /// As reports name it.
  public var label: String

  public init(_ suite: String, source: Source, id: String, label: String) {
    self.suite = suite
    self.source = source
    self.id = id
    self.label = label
  }
}
