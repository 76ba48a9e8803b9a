import EvalGateCore

/// What a recording is found by.
struct RecordingKey: Hashable, Comparable {
  let digest: Digest
  let trial: Int

  init(_ digest: Digest, trial: Int) {
    self.digest = digest
    self.trial = trial
  }

  init(_ recording: Recording) { self.init(recording.request, trial: recording.trial) }

  /// In the order of the digests as they are written, then by trial.
  static func < (a: Self, b: Self) -> Bool { (a.digest.hex, a.trial) < (b.digest.hex, b.trial) }
}
