import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// How to ask the index of earlier runs.
struct HistoryOptions: ParsableArguments {
  @Option(help: ArgumentHelp("At most so many runs.", valueName: "n"))
  var last = 20

  @Flag(help: "For spreadsheets.")
  var csv = false

  func validate() throws {
    if last < 1 || last > 100_000 { throw ValidationError("--last is a whole number from 1 to 100000") }
  }
}

struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Earlier runs of this machine, newest first.",
    discussion: "Runs that were pruned are remembered in `.evalgate/history.sqlite`, without their answers.")

  @OptionGroup var project: ProjectOptions
  @OptionGroup var options: HistoryOptions

  @Argument(help: "Only runs of this suite.")
  var suite: String?

  func run() async throws {
    let workspace = try Workspace(project)
    let runs = try workspace.runs.upToDateIndex().entries(of: suite, count: options.last)
    guard !runs.isEmpty || options.csv else { throw HistoryProblem.nothing(suite) }
    workspace.console.write(
      options.csv ? HistoryText.csv(runs) : HistoryText.render(runs, workspace.context(.output)))
  }
}

struct TrendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trend", abstract: "How gates went from run to run.",
    discussion: "A line a gate: its last verdict and value, and its course from the oldest run to the newest.")

  @OptionGroup var project: ProjectOptions
  @OptionGroup var options: HistoryOptions

  @Argument(help: "Only this gate.")
  var gate: String?

  @Option(help: ArgumentHelp("Only gates of this suite.", valueName: "name"))
  var suite: String?

  func run() async throws {
    let workspace = try Workspace(project)
    let points = try workspace.runs.upToDateIndex().points(of: gate, suite: suite, count: options.last)
    guard !points.isEmpty || options.csv else { throw HistoryProblem.nothing(gate ?? suite) }
    workspace.console.write(
      options.csv ? TrendText.csv(points) : TrendText.render(points, workspace.context(.output)))
  }
}

private enum HistoryProblem {
  static func nothing(_ name: String?) -> Diagnostic {
    Diagnostic(
      .runNotFound, name.map { "no run here has `\($0)`" } ?? "there are no runs yet",
      help: name == nil ? "make one with `evalgate run`" : "`evalgate history` names the runs there are")
  }
}
