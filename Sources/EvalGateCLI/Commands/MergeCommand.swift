import ArgumentParser
import EvalGateCore
import EvalGateStore

struct MergeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Join the shards of a run and gate once on the whole.",
    discussion: """
      Every shard has to be there, finished and of one run; anything else is refused with exit code 3, because half of a run \
      is no evidence. Joined, the run is the one that a single process would have made.
      """)

  @OptionGroup var project: ProjectOptions

  @Argument(help: ArgumentHelp("The shards' runs: paths, or the beginnings of ids.", valueName: "run"))
  var runs: [String]

  @Option(
    help: ArgumentHelp(
      "Compare with a revision at its merge base, a baseline file, or `none`.", valueName: "rev|path|none"))
  var baseline: String?

  @Option(help: ArgumentHelp("The route the shards were given.", valueName: "name"))
  var route: String?

  @Option(help: ArgumentHelp("The trials the shards were given.", valueName: "n"))
  var trials: Int?

  @Option(help: ArgumentHelp("Where to keep the run.", valueName: "path"))
  var save: String?

  @Option(
    help: ArgumentHelp("Also render FORMAT, to PATH where one is given; may be repeated.", valueName: "format[=path]"))
  var report: [ReportRequest] = []

  @OptionGroup var confirming: ConfirmOptions

  @Flag(help: "Keep one comment on the pull or merge request that this pipeline runs for.")
  var comment = false

  @Option(help: ArgumentHelp("Tells the comments of several configurations apart.", valueName: "name"))
  var commentID = "default"

  @Flag(help: "Exit 0 whatever the gates say; the report says what would have blocked.")
  var exitZero = false

  @Flag(name: .shortAndLong, help: "Print the verdict only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print every failing case.")
  var verbose = false

  func run() async throws {
    let workspace = try Workspace(project)
    workspace.sayIfUnused(commentID: commentID, comment)
    let outcome = try await workspace.commenting(as: comment ? commentID : nil) { try await join(workspace) }
    if outcome.exitCode != 0 { throw Ending(outcome) }
  }

  private func join(_ workspace: Workspace) async throws -> RunOutcome {
    var files: [RunFile] = []
    for run in runs { files.append(try await shard(run, workspace)) }
    let shards = try ShardSet(files)
    let asked = shards.header.asked
    var settings = RunSettings(selection: shards.header.selection)
    settings.baseline = baseline
    settings.mode = asked?.mode
    settings.route = route ?? asked?.route
    settings.trials = trials ?? asked?.trials
    settings.budget = asked?.budget ?? Budget()
    settings.save = save
    settings.reports = report
    settings.confirm = confirming.settings()
    settings.comment = comment
    settings.commentID = commentID
    settings.exitZero = exitZero
    settings.quiet = quiet
    settings.verbose = verbose
    return try await RunSession(workspace: workspace, settings: settings).join(shards)
  }

  /// A shard of which not all is there is one that is missing.
  private func shard(_ run: String, _ workspace: Workspace) async throws -> RunFile {
    let path = try await workspace.trustedRun(run).path
    do {
      return try RunFile(at: path)
    } catch  where error.code == .damagedRun {
      throw Diagnostic(
        .shards, error.message, at: error.location,
        help: "copy the shard's file again from where it was run, or run that shard again")
    }
  }
}
