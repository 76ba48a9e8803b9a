import ArgumentParser
import EvalGateCore
import EvalGateStore

extension BaselineCommand {
  struct Refresh: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "refresh",
      abstract: "Run the present version several times and leave the pooled results waiting to be accepted.",
      discussion: """
        One lucky or unlucky run sets a bar that honest changes cannot meet or bad ones can; five set a fair one. Answers are \
        always asked for anew. Nothing in evalsets/baselines changes: `evalgate baseline accept` does that.
        """)

    @OptionGroup var project: ProjectOptions

    @Argument(help: "Names of suites; all when none is given.", completion: .suites)
    var suites: [String] = []

    @Option(help: ArgumentHelp("How many runs are pooled, 1 to 20.", valueName: "k"))
    var runs = 5

    @Option(help: ArgumentHelp("At most so many calls at once of each target.", valueName: "n"))
    var concurrency: Int?

    func validate() throws {
      if runs < 1 || runs > 20 { throw ValidationError("--runs is a whole number from 1 to 20") }
      if let concurrency, concurrency < 1 || concurrency > 10_000 {
        throw ValidationError("--concurrency is a whole number from 1 to 10000")
      }
    }

    func run() async throws {
      let workspace = try Workspace(project)
      let loaded = try await workspace.project()
      let suites = try loaded.names(meantBy: suites)
      let made = try await MeasuringRuns(
        workspace: workspace, project: loaded, selection: Selection(suites: suites), concurrency: concurrency
      ).make(runs)
      var pools: [(suite: Suite, baseline: Baseline)] = []
      for suite in loaded.suites where suites.isEmpty || suites.contains(suite.name) {
        if let pooled = try await pool(made, of: suite, among: loaded.suites, workspace) {
          pools.append((suite, pooled))
        }
      }
      // What was not measured is no candidate either, and half a project's candidates are none.
      if let (suite, missing) = pools.lazy.compactMap({ pool in
        pool.baseline.cases.first(where: \.hasError).map { (pool.suite, $0.id) }
      }).first {
        workspace.say([
          Diagnostic(
            .baseline, "`\(suite.name)` has cases without a result, such as \(missing): nothing waits to be accepted",
            help: "`evalgate show \(made[0].header.id.prefix(7))` says why; then refresh again")
        ])
        throw Ending(.undecided)
      }
      for (suite, baseline) in pools {
        try workspace.runs.write(
          PendingResults(
            suite: suite.name, home: suite.home, runs: baseline.runs,
            version: PendingResults.version(of: baseline.tuple), isFresh: baseline.isFresh))
        workspace.console.line(
          "pending  \(suite.name)  \(Format.count(baseline.runs.count, "run")), \(baseline.passingText), "
            + "\(baseline.cases.count { $0.isFlaky }) flaky")
      }
      workspace.console.line("  look      evalgate baseline review")
      workspace.console.line("  accept    evalgate baseline accept --all --reason \"…\"")
    }

    private func pool(
      _ made: [RunFile], of suite: Suite, among suites: [Suite], _ workspace: Workspace
    ) async throws -> Baseline? {
      var results: [Baseline] = []
      for run in made {
        let one = try await workspace.baseline(
          of: suite, among: suites, from: run, reason: "not accepted yet", author: nil)
        if let one { results.append(one) }
      }
      var pooled = try Baseline.pooled(results)
      pooled?.acceptedOn = nil
      return pooled
    }
  }
}

extension Project {
  /// The names of the suites that are meant, which may be those of a folder; none where none is given.
  /// - Throws: `Diagnostic` for a name that means nothing.
  func names(meantBy names: [String]) throws(Diagnostic) -> [String] {
    var meant: [String] = []
    for name in names {
      let found = suites(meantBy: name)
      guard found.isEmpty else {
        meant += found.map(\.name).filter { !meant.contains($0) }
        continue
      }
      let known = suites.map(\.name)
      throw Diagnostic(
        .unknownSelection, "there is no suite `\(name)`",
        label: suggestion(for: name, among: known).map { "did you mean `\($0)`?" },
        help: known.isEmpty
          ? "the project has no suites yet" : "suites are " + known.map { "`\($0)`" }.listed(20))
    }
    return meant
  }
}
