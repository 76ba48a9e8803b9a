import EvalGateCore

/// What `evalgate run` was asked for, free of how it was asked.
struct RunSettings: Sendable {
  var selection = Selection()
  /// A revision: suites that nothing touched since are carried.
  var changedSince: String?
  /// A run: cases that passed in it are carried.
  var onlyFailedFrom: String?
  var profile = Profile.usual
  var baseline: String?
  var mode: Mode?
  var route: String?
  var trials: Int?
  var concurrency: Int?
  /// For one try, in milliseconds.
  var timeout: Double?
  /// For the whole run, in milliseconds.
  var maxDuration: Double?
  var budget = Budget()
  /// A route that is asked the same questions and decides nothing.
  var shadow: String?
  /// Ask all targets of each route at once.
  var race = false
  var shard: Shard?
  var seed: UInt64 = 0
  var resume: String?
  var save: String?
  var dryRun = false
  var confirm = ConfirmSettings()
  var failFast = false
  var exitZero = false
  var comment = false
  var commentID = "default"
  var noCases: NoCases?
  var quiet = false
  var verbose = false
  var progress: ProgressChoice?
  var reports: [ReportRequest] = []

  /// What neither a flag nor the environment says, the profile says.
  /// - Throws: `Diagnostic` where there is no such profile, or where it asks for a report in no readable way.
  func completed(by configuration: Configuration) throws -> RunSettings {
    guard let profile = configuration.profiles[profile] else {
      let known = configuration.profiles.keys.sorted()
      throw Diagnostic(
        .unknownSelection, "there is no profile `\(self.profile)`",
        label: suggestion(for: self.profile, among: known).map { "did you mean `\($0)`?" },
        help: "profiles are " + known.map { "`\($0)`" }.joined(separator: ", "))
    }
    var settings = self
    settings.baseline = baseline ?? profile.baseline
    settings.mode = mode ?? profile.mode
    settings.trials = trials ?? profile.trials
    settings.concurrency = concurrency ?? profile.concurrency
    settings.timeout = timeout ?? profile.timeout
    settings.maxDuration = maxDuration ?? profile.maxDuration
    settings.failFast = failFast || profile.failFast == true
    settings.noCases = noCases ?? profile.noCases
    settings.progress = progress ?? profile.progress
    if reports.isEmpty {
      settings.reports = try (profile.reports ?? []).map { text in
        guard let request = ReportRequest(argument: text) else {
          throw Diagnostic(
            .badReport, "profile `\(self.profile)` asks for the report `\(text)`",
            help: "write `FORMAT` or `FORMAT=PATH`")
        }
        return request
      }
    }
    return settings
  }
}

extension DiagnosticCode {
  static let badReport = DiagnosticCode("run/report", "A report is asked for as `FORMAT` or `FORMAT=PATH`.")
}
