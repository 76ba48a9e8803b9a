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
  /// What the profile compares with where the command line and the pipeline name nothing.
  var profileBaseline: String?
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

  /// A flag, then the suite's or the defaults' own word, then what is usual here: `live` in CI, `auto` elsewhere.
  func mode(of suite: Suite) -> Mode { mode ?? suite.mode ?? (Host.isCI ? .live : .auto) }

  /// What neither a flag nor the environment says, the profile says; how strict a run is, it says as ``held(to:)`` has it.
  /// - Throws: `Diagnostic` where there is no such profile, or where it asks for a report in no readable way.
  func completed(by configuration: Configuration) throws -> RunSettings {
    guard let profile = configuration.profiles[self.profile] else {
      let known = configuration.profiles.keys.sorted()
      throw Diagnostic(
        .unknownSelection, "there is no profile `\(self.profile)`",
        label: suggestion(for: self.profile, among: known).map { "did you mean `\($0)`?" },
        help: "profiles are " + known.map { "`\($0)`" }.joined(separator: ", "))
    }
    var settings = self
    settings.profileBaseline = profile.baseline
    settings.concurrency = concurrency ?? profile.concurrency
    settings.timeout = timeout ?? profile.timeout
    settings.maxDuration = maxDuration ?? profile.maxDuration
    settings.failFast = failFast || profile.failFast == true
    settings.progress = progress ?? profile.progress
    if reports.isEmpty {
      settings.reports = try (profile.reports ?? []).map { text in
        guard let request = ReportRequest(argument: text) else {
          throw Diagnostic(
            .badReport, "profile `\(self.profile)` asks for the report `\(text)`",
            help: "write `FORMAT` or `FORMAT=PATH`")
        }
        // The file is part of a change, which is not to write where it likes.
        guard request.path.map({ ProjectPath.normalised($0) != nil && !$0.hasPrefix("/") }) ?? true else {
          throw Diagnostic(
            .badReport, "profile `\(self.profile)` writes the report `\(text)` outside of the folder it runs in",
            help: "name a path below it; `--report` on the command line may name any")
        }
        return request
      }
    }
    return settings
  }

  /// How often is asked, where answers come from, and what an empty selection means, as the rules that decide have it where no flag
  /// says it.
  func held(to configuration: Configuration) -> RunSettings {
    var settings = self
    let profile = configuration.profiles[profile]
    settings.mode = mode ?? profile?.mode
    settings.trials = trials ?? profile?.trials
    settings.noCases = noCases ?? profile?.noCases
    return settings
  }
}

extension DiagnosticCode {
  static let badReport = DiagnosticCode("run/report", "A report is asked for as `FORMAT` or `FORMAT=PATH`.")
}
