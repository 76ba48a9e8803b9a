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
    discussion: """
      A line a run: its id, when it was begun, how it ended, the commit, how many answers it is of, and its suites. Runs that \
      were pruned are remembered in `.evalgate/history.sqlite`, without their answers; one that was interrupted is not history \
      yet: `evalgate runs list` has it.
      """)

  @OptionGroup var project: ProjectOptions
  @OptionGroup var options: HistoryOptions

  @Argument(help: "Only runs of this suite.")
  var suite: String?

  func run() async throws {
    let workspace = try Workspace(project)
    let index = try workspace.runs.upToDateIndex()
    let runs = try index.entries(of: suite, count: options.last)
    guard !runs.isEmpty || options.csv else { throw try HistoryProblem.noRuns(of: suite, index, workspace.runs) }
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
    let index = try workspace.runs.upToDateIndex()
    let points = try index.points(of: gate, suite: suite, count: options.last)
    guard !points.isEmpty || options.csv else {
      throw try HistoryProblem.noGates(named: gate, of: suite, index, workspace.runs)
    }
    workspace.console.write(
      options.csv ? TrendText.csv(points) : TrendText.render(points, workspace.context(.output)))
  }
}

/// Why there is nothing to show, and what there is.
private enum HistoryProblem {
  static func noRuns(of suite: String?, _ index: RunIndex, _ runs: RunsFolder) throws -> Diagnostic {
    guard let suite else { return try noRuns(runs) }
    return try unknown("run", of: "suite", suite, among: index.suites()) ?? noRuns(runs)
  }

  static func noGates(
    named gate: String?, of suite: String?, _ index: RunIndex, _ runs: RunsFolder
  ) throws -> Diagnostic {
    let (gates, suites) = (try index.gates(), try index.suites())
    guard !gates.isEmpty else {
      return suites.isEmpty
        ? try noRuns(runs)
        : Diagnostic(
          .runNotFound, "no run here was held to a gate", help: "write `gates:` into `evalgate.yml` and run it again")
    }
    if let suite, !suites.contains(suite) { return unknown("run", of: "suite", suite, among: suites) ?? noMatch }
    if let gate, !gates.contains(gate) { return unknown("run", of: "gate", gate, among: gates) ?? noMatch }
    return noMatch
  }

  private static let noMatch = Diagnostic(
    .runNotFound, "no run here held this suite to this gate", help: "see what there is with `evalgate trend`")

  private static func unknown(
    _ what: String, of kind: String, _ name: String, among known: [String]
  ) -> Diagnostic? {
    guard !known.isEmpty else { return nil }
    return Diagnostic(
      .runNotFound, "no \(what) here has a \(kind) `\(name)`",
      label: suggestion(for: name, among: known).map { "did you mean `\($0)`?" },
      help: "\(kind)s of runs here are " + known.map { "`\($0)`" }.listed(20))
  }

  /// Only what came to its end is history.
  private static func noRuns(_ runs: RunsFolder) throws -> Diagnostic {
    guard let open = try runs.list().first(where: \.isJournal) else {
      return Diagnostic(.runNotFound, "there are no runs yet", help: "make one with `evalgate run`")
    }
    return Diagnostic(
      .runNotFound, "no run here has come to its end",
      help: "finish the interrupted one: `evalgate run --resume \(open.id.prefix(7))`")
  }
}
