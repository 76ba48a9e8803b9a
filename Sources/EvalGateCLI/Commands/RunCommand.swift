import ArgumentParser
import EvalGateCore

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Generate, decide, check, gate and report.",
    discussion: """
      Exit codes: 0 passed, 1 blocked, 2 invalid, 3 undecided, 4 empty, 5 blind, 70 internal, 130 and 143 interrupted.
      """)

  @OptionGroup var project: ProjectOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions

  @Option(
    help: ArgumentHelp(
      "Only suites that something touched since this revision; the others are carried.", valueName: "rev"))
  var changedSince: String?

  @Option(help: ArgumentHelp("Only cases that did not pass in this run; the others are carried.", valueName: "run"))
  var onlyFailedFrom: String?

  @Option(
    name: [.customShort("P"), .long],
    help: ArgumentHelp("Flags by name, from `profiles` of the configuration.", valueName: "name"),
    completion: .profiles)
  var profile = Profile.usual

  @Option(
    help: ArgumentHelp(
      "Compare with a revision at its merge base, a baseline file, or `none`.", valueName: "rev|path|none"))
  var baseline: String?

  @Option(help: ArgumentHelp("Where answers may come from: live, record, replay or auto.", valueName: "mode"))
  var mode: Mode?

  @Option(help: ArgumentHelp("Use another route without editing files.", valueName: "name"))
  var route: String?

  @Option(help: ArgumentHelp("Ask every case this often.", valueName: "n"))
  var trials: Int?

  @Option(help: ArgumentHelp("At most so many calls at once of each target.", valueName: "n"))
  var concurrency: Int?

  @Option(help: ArgumentHelp("For one try, such as 30s.", valueName: "time"))
  var timeout: String?

  @Option(help: ArgumentHelp("Stop the whole run after this, such as 10m; what is done is kept.", valueName: "time"))
  var maxDuration: String?

  @Option(help: ArgumentHelp("Spend at most this: tokens=N, usd=N.", valueName: "limits"))
  var budget: String?

  @Option(
    help: ArgumentHelp("Ask this route the same questions, for comparison only.", valueName: "route"))
  var shadow: String?

  @Flag(help: "Ask all targets of a route at once; the first answer counts.")
  var race = false

  @Option(help: ArgumentHelp("Run a part only: slice:2/4, hash:2/4, or auto for the CI's.", valueName: "part"))
  var shard: ShardRequest?

  @Option(help: ArgumentHelp("Finish an interrupted run.", valueName: "run"), completion: .runs)
  var resume: String?

  @Option(help: ArgumentHelp("Where to keep the run.", valueName: "path"))
  var save: String?

  @Option(
    help: ArgumentHelp("Also render FORMAT, to PATH where one is given; may be repeated.", valueName: "format[=path]"),
    completion: .formats)
  var report: [ReportRequest] = []

  @Flag(help: "Say what would be asked, and ask nothing.")
  var dryRun = false

  @Flag(help: "Keep one comment on the pull or merge request that this pipeline runs for.")
  var comment = false

  @Option(help: ArgumentHelp("Tells the comments of several configurations apart.", valueName: "name"))
  var commentID = "default"

  @OptionGroup var confirming: ConfirmOptions

  @Flag(help: "Stop when comparing gates know enough; never on critical suites.")
  var stopEarly = false

  @Flag(help: "Stop at the first failing case.")
  var failFast = false

  @Flag(help: "Exit 0 whatever the gates say; the report says what would have blocked.")
  var exitZero = false

  @Option(help: "What an empty selection means: fail, warn or pass.")
  var noCases: NoCases?

  @Option(help: "How to show progress: auto, bar, lines or none.")
  var progress: ProgressChoice?

  @Flag(name: .shortAndLong, help: "Print the verdict only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print every failing case.")
  var verbose = false

  func validate() throws {
    if changedSince != nil || onlyFailedFrom != nil {
      if changedSince != nil, onlyFailedFrom != nil {
        throw ValidationError("--changed-since and --only-failed-from are two ways to choose: give one")
      }
      if !selection.tag.isEmpty || !selection.cases.isEmpty {
        throw ValidationError(
          "--changed-since and --only-failed-from choose the cases themselves: leave out --tag and --case")
      }
      if shard != nil { throw ValidationError("a part of a run carries nothing: leave out --shard") }
    }
    if let trials, trials < 1 || trials > 1000 { throw ValidationError("--trials is a whole number from 1 to 1000") }
    if let concurrency, concurrency < 1 || concurrency > 10_000 {
      throw ValidationError("--concurrency is a whole number from 1 to 10000")
    }
    _ = try milliseconds(timeout, of: "--timeout")
    _ = try milliseconds(maxDuration, of: "--max-duration")
    _ = try Budget(flag: budget)
  }

  func run() async throws {
    var settings = RunSettings(selection: selection.selection)
    settings.changedSince = changedSince
    settings.onlyFailedFrom = onlyFailedFrom
    settings.profile = profile
    settings.baseline = baseline
    settings.mode = mode
    settings.route = route
    settings.trials = trials
    settings.concurrency = concurrency
    settings.timeout = try milliseconds(timeout, of: "--timeout")
    settings.maxDuration = try milliseconds(maxDuration, of: "--max-duration")
    settings.budget = try Budget(flag: budget)
    settings.shadow = shadow
    settings.race = race
    settings.shard = try shard?.shard(in: Host.environment)
    settings.resume = resume
    settings.save = save
    settings.reports = report
    settings.dryRun = dryRun
    settings.confirm = confirming.settings(stopsEarly: stopEarly)
    settings.failFast = failFast
    settings.exitZero = exitZero
    settings.comment = comment
    settings.commentID = commentID
    settings.noCases = noCases
    settings.progress = progress
    settings.quiet = quiet
    settings.verbose = verbose
    let workspace = try Workspace(project)
    if shard == nil { workspace.warnOfParallelJobs() }
    workspace.sayIfUnused(commentID: commentID, comment)
    let session = RunSession(workspace: workspace, settings: settings)
    let outcome = try await workspace.commenting(as: comment && !dryRun && shard == nil ? commentID : nil) {
      try await session.run()
    }
    if outcome.exitCode != 0 { throw Ending(outcome) }
  }

  private func milliseconds(_ text: String?, of flag: String) throws -> Double? {
    guard let text else { return nil }
    guard let quantity = Quantity(text), quantity.unit == .time, quantity.value > 0 else {
      throw ValidationError("\(flag) is a time such as 30s or 500ms")
    }
    return quantity.value
  }

}

extension Workspace {
  /// Several jobs that each evaluate everything cost several times as much and say the same.
  fileprivate func warnOfParallelJobs() {
    guard let job = try? ParallelJob(environment), job.count > 1 else { return }
    say([
      Diagnostic(
        .shardIgnored, "\(job.count) jobs run side by side (\(job.variable)), and each evaluates everything",
        severity: .warning, help: "give each its part with `--shard auto`, then join them with `evalgate merge`")
    ])
  }
}
