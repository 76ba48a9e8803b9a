import EvalGateCore

/// What `evalgate run` was asked for, free of how it was asked.
struct RunSettings: Sendable {
  var selection = Selection()
  var profile = "default"
  var baseline: String?
  var mode: Mode?
  var route: String?
  var trials: Int?
  var concurrency: Int?
  var timeout: Double?
  var budget = Budget()
  var shard: Shard?
  var seed: UInt64 = 0
  var resume: String?
  var save: String?
  var dryRun = false
  var failFast = false
  var exitZero = false
  var onNoCases = NoCases.fail
  var quiet = false
  var verbose = false
  var progress = ProgressChoice.auto
  var reports: [ReportRequest] = []
}

/// What an empty selection means.
enum NoCases: String, CaseIterable, Sendable { case fail, warn, pass }
