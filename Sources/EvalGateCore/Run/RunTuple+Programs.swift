public import StrictJSON

/// A revision that a program named once and names otherwise, or no more.
public struct ChangedRevision: Hashable, Sendable {
  public let suite: String
  /// The target, or the key of the program that judges.
  public let program: String
  /// What the program calls it.
  public let name: String
  public let before: JSONValue
  /// Nil where it is not named any more.
  public let now: JSONValue?
}

extension RunTuple {
  /// The first revision that programs name otherwise in a later tuple of the same suite.
  ///
  /// One that named nothing before, because it could not start or says nothing of itself, was unknown then and contradicts nothing.
  public func changedRevision(in later: RunTuple) -> ChangedRevision? {
    change(from: route?.revisions?.objectValue ?? [:], to: later.route?.revisions?.objectValue ?? [:])
      ?? change(from: programs, to: later.programs)
  }

  private func change(from before: JSONObject, to now: JSONObject) -> ChangedRevision? {
    for (program, named) in before.sorted(by: { $0.key < $1.key }) {
      guard let revisions = named.objectValue else { continue }
      let today = now[program]?.objectValue ?? [:]
      for name in Set(revisions.keys).union(today.keys).sorted() where revisions[name] != today[name] {
        return ChangedRevision(
          suite: suite, program: program, name: name, before: revisions[name] ?? .null, now: today[name])
      }
    }
    return nil
  }
}
