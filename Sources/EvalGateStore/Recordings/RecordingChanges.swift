public import EvalGateCore

/// What recording anew did to what was kept before.
public struct RecordingChanges: Sendable {
  /// One answer that is another one now.
  public struct Change: Sendable {
    /// The case it was asked for.
    public let caseID: String
    /// What was kept before.
    public let before: Recording
    /// What came now.
    public let after: Recording
  }

  /// How many of `changed` are kept whole; the others are only counted.
  static let limit = 500

  /// Answers to requests that had none.
  public private(set) var added = 0
  /// Answers that say what the kept ones said, whatever time they took.
  public private(set) var same = 0
  /// Answers that say something else.
  public private(set) var changedCount = 0
  /// The first of those, in the order in which they came.
  public private(set) var changed: [Change] = []

  mutating func note(_ recording: Recording, before: Recording?, caseID: String) {
    guard let before else {
      added += 1
      return
    }
    guard before.resultDigest != recording.resultDigest else {
      same += 1
      return
    }
    changedCount += 1
    if changed.count < Self.limit { changed.append(Change(caseID: caseID, before: before, after: recording)) }
  }
}
