import EvalGateCore

/// What a recording is found by.
struct RecordingKey: Hashable, Comparable {
  let digest: Digest
  let trial: Int
  /// Nil for what a target said to a route of its own.
  let route: Digest?

  init(_ digest: Digest, trial: Int, route: Digest? = nil) {
    self.digest = digest
    self.trial = trial
    self.route = route
  }

  init(_ recording: Recording) { self.init(recording.request, trial: recording.trial, route: recording.route) }

  /// The same question by another route.
  func asked(by route: Digest?) -> RecordingKey { RecordingKey(digest, trial: trial, route: route) }

  /// In the order of the digests as they are written, then by trial, what a target said before what routes say.
  static func < (a: Self, b: Self) -> Bool {
    (a.digest.hex, a.trial, a.route?.hex ?? "") < (b.digest.hex, b.trial, b.route?.hex ?? "")
  }
}
