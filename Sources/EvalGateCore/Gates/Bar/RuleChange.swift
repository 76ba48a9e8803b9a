/// An edit to the rules that a change is judged by, and whose word counts while it is judged.
///
/// A change cannot lower its own bar by the way: what only tightens decides at once, everything else is shown and decides once
/// it is merged (design section 4).
public struct RuleChange: Hashable, Sendable {
  /// What was edited.
  public enum Subject: String, Hashable, Sendable, CaseIterable {
    case gate, suite, waiver, policy, configuration
    /// A case of a safety suite.
    case scenario
    /// What judges the cases of a set.
    case checks
    /// The cases of a set that are no attacks: what is edited, gone or new of what they ask and expect.
    case cases
    /// What is stored of a suite for later changes to be compared with.
    case baseline
    /// Files in the place of kept runs.
    case runs
    /// Answers that are replayed.
    case recordings
  }
  /// Which way. A rule that is neither plainly tighter nor plainly the same is loosened; `changed` is what has no way, such as a
  /// name, or what no answer shows the way of; `unreadable` is what does not load at the base, so that nobody knows what it said.
  public enum Direction: String, Hashable, Sendable, CaseIterable {
    case added, removed, tightened, loosened, changed, unreadable
  }
  /// Whose value decides about the change itself.
  public enum Side: String, Hashable, Sendable, CaseIterable { case base, head }

  public var subject: Subject
  /// The gate's or suite's name, of a baseline the suite's; of runs their folder; of a waiver the case, and the check in brackets; of a policy its id; of checks, cases and recordings
  /// the evalset, or the folder of recordings that are not read; of a scenario its evalset and its id, with a stroke between them.
  public var name: String
  public var direction: Direction
  /// As the base has it; nil where it is new.
  public var from: String?
  /// As the change has it; nil where it is gone.
  public var to: String?
  public var decides: Side
  /// What follows, where that is more than whose value decides.
  public var note: String?
  public var location: SourceLocation?

  public init(
    _ subject: Subject, _ name: String, _ direction: Direction, from: String? = nil, to: String? = nil,
    decides: Side, note: String? = nil, location: SourceLocation? = nil
  ) {
    self.subject = subject
    self.name = name
    self.direction = direction
    self.from = from
    self.to = to
    self.decides = decides
    self.note = note
    self.location = location
  }
}

/// Results that a change brings along as its own baseline, in the open.
public struct AcceptedHere: Hashable, Sendable {
  public var suite: String
  public var reason: String
  public var author: String?
  /// Cases that pass at the base; nil where the base has no results.
  public var before: Measure?
  /// Cases that pass in what was accepted.
  public var after: Measure
  /// Why it does not decide about this change; nil where it does, for comparing gates alone.
  public var waits: String?

  public init(suite: String, reason: String, author: String?, before: Measure?, after: Measure, waits: String? = nil) {
    self.suite = suite
    self.reason = reason
    self.author = author
    self.before = before
    self.after = after
    self.waits = waits
  }

  /// By how much the share of passing cases moves; nil where there is nothing to compare with.
  public var change: Double? {
    guard let before = before?.value, let after = after.value else { return nil }
    return after - before
  }
}

/// From when an acceptance counts.
public enum AcceptanceRule: String, Hashable, Sendable, CaseIterable {
  /// From the change that makes it, where a reviewer sees it.
  case change
  /// Only once it is merged.
  case merged
}
