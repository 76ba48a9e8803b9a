public import EvalGateCore

/// The codes of this room, for `evalgate explain`.
public enum StoreCodes {
  public static let all: [DiagnosticCode] = [
    .damagedBaseline, .damagedPending, .damagedRecording, .damagedRun, .database, .differingRecordings, .gitFailed,
    .newerBaseline, .newerRun, .noGit, .notRecordable, .outsideRepository, .overtakenRecordings, .runExists, .runInUse,
    .runNotFound,
    .runNotOne, .shards, .trackedRecordings, .unpoolable, .unreadableFile, .unwritableFile,
  ]
}
