import EvalGateCore

/// A set of recordings by what they are found by.
protocol KeyedRecordings {
  /// The routes of several targets of which there are any.
  var routes: Set<Digest> { get }

  /// The one under exactly this key.
  func recording(for key: RecordingKey) -> Recording?
}

extension KeyedRecordings {
  /// What the first target said when a route of several, whichever, asked it: it would have said that to anybody. Of several routes
  /// always the same one; none where a file names more of them than any project has.
  func ofFirstTarget(_ key: RecordingKey) -> Recording? {
    guard !routes.isEmpty, routes.count <= 100 else { return nil }
    let all = routes.sorted { $0.hex < $1.hex }.lazy.compactMap { recording(for: key.asked(by: $0)) }
    return all.first { $0.asked == nil }
  }
}
