import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

struct NoiseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "noise",
    abstract: "Run the present version against itself: how flaky it is, and how often the gates block it all the same.",
    discussion: """
      The repeats of every case are dealt to two versions that are the same one, many times over, and the present gates decide \
      each time. With --stored nothing is asked: accepted results and kept runs are dealt. The runs are kept as repeats of \
      their version; `latest` is none of them.
      """)

  @OptionGroup var project: ProjectOptions

  @Argument(help: "Names of suites; all when none is given.")
  var suites: [String] = []

  @Flag(help: "Deal what is stored and ask nothing.")
  var stored = false

  @Option(help: ArgumentHelp("How often the present version is run, 2 to 20.", valueName: "k"))
  var runs = 2

  @Option(help: ArgumentHelp("How often repeats are dealt, up to 100000.", valueName: "n"))
  var deals = 1000

  @Option(help: ArgumentHelp("Where the dealing starts; the same seed gives the same figures.", valueName: "n"))
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("At most so many calls at once of each target.", valueName: "n"))
  var concurrency: Int?

  @Flag(help: "As one JSON document.")
  var json = false

  @Flag(name: .shortAndLong, help: "Name every flaky case.")
  var verbose = false

  func validate() throws {
    if runs < 2 || runs > 20 { throw ValidationError("--runs is a whole number from 2 to 20") }
    if deals < 1 || deals > 100_000 { throw ValidationError("--deals is a whole number from 1 to 100000") }
    if let concurrency, concurrency < 1 || concurrency > 10_000 {
      throw ValidationError("--concurrency is a whole number from 1 to 10000")
    }
  }

  func run() async throws {
    let workspace = try Workspace(project)
    let loaded = try await workspace.project()
    let suites = try loaded.names(meantBy: suites)
    let chosen = loaded.suites.filter { suites.isEmpty || suites.contains($0.name) }
    try SelfTesting.refuseBlind(chosen, workspace)
    let results = try await stored ? storedResults(chosen, loaded, workspace) : made(chosen, loaded, workspace)
    let noises = chosen.compactMap { suite in
      results[suite.name].flatMap { SuiteNoise(suite: suite.name, origin: $0.origin, cases: $0.cases) }
    }
    guard !noises.isEmpty else {
      workspace.say([
        Diagnostic(
          .notEnoughRepeats, "no case was judged twice, so there is no noise to measure",
          help: stored
            ? "`evalgate noise` asks twice; `evalgate baseline refresh --runs 5` stores repeats"
            : "`evalgate show RUN` of a run above says what went wrong")
      ])
      throw Ending(.undecided)
    }
    let report = Relabelling(
      chosen.compactMap { suite in results[suite.name].map { suite.material($0.cases) } }
    ).measured(loaded.gates, suites: noises, deals: deals, seed: seed)
    var context = workspace.context(.output)
    context.verbose = verbose
    workspace.console.write(json ? ForecastJSON.render(report) : NoiseText.render(report, context))
  }

  private func storedResults(
    _ chosen: [Suite], _ loaded: Project, _ workspace: Workspace
  ) async throws -> [String: StoredResults] {
    let base = try await Base.find(nil, loaded, workspace)
    let repeats = StoredRepeats(workspace: workspace, base: base)
    var results: [String: StoredResults] = [:]
    for suite in chosen { results[suite.name] = try await repeats.find(suite) }
    return results
  }

  private func made(
    _ chosen: [Suite], _ loaded: Project, _ workspace: Workspace
  ) async throws -> [String: StoredResults] {
    let made = try await MeasuringRuns(
      workspace: workspace, project: loaded, selection: Selection(suites: suites), concurrency: concurrency,
      profile: RunHeader.noise
    ).make(runs)
    guard let first = made.first else { return [:] }
    var results: [String: StoredResults] = [:]
    for suite in chosen {
      let others = Attempts(try made.dropFirst().map { ($0.header.id, try $0.outcomes().cases(of: suite.name)) })
      results[suite.name] = StoredResults(
        cases: others.pooled(with: try first.outcomes().cases(of: suite.name)), origin: Format.count(made.count, "run"))
    }
    return results
  }
}

extension Suite {
  fileprivate func material(_ cases: [CaseOutcome]) -> Relabelling.Material {
    Relabelling.Material(
      suite: name, isSafety: evalset.kind == .safety, hasSchema: prompt.outputSchema != nil,
      maxMissing: evalset.kind == .safety ? 0 : maxMissing, cases: cases, trials: trials ?? evalset.trials)
  }
}

extension DiagnosticCode {
  static let notEnoughRepeats = DiagnosticCode(
    "noise/not-enough-repeats",
    "How a version varies shows only where the same case was asked more than once with fresh answers; a recording played twice is one answer."
  )
}
