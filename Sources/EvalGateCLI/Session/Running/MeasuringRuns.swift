import CurlHTTP
import EvalGateCore
import EvalGateStore

/// Runs the present version several times with fresh answers, to learn how it varies: what `baseline refresh` pools and what
/// `noise` measures. Compared with nothing, so no gate is asked whether it may.
struct MeasuringRuns {
  let workspace: Workspace
  let project: Project
  let selection: Selection
  /// Calls in flight at once; nil for what each route says.
  var concurrency: Int?
  var budget = Budget()
  /// In the runs' headers.
  var profile = Profile.usual

  /// - Returns: the runs, sealed and kept, in the order in which they were made.
  /// - Throws: `Ending` when a signal came, `Diagnostic` for what has to be mended before anything is asked.
  func make(_ count: Int) async throws -> [RunFile] {
    let plan = Plan(adapted, selection: selection)
    guard !plan.entries.isEmpty else {
      throw Diagnostic(
        .emptySelection, "nothing to run: no case matches", help: "see what there is with `evalgate list`")
    }
    let http = HTTPClient(configuration: HTTPClientConfiguration(maxConnections: plan.mostAtOnce))
    defer { http.shutdown() }
    var made: [RunFile] = []
    for number in 1...max(1, count) {
      let run = try await makeOne(plan, http)
      let trials = try run.outcomes().groups.flatMap(\.cases).flatMap(\.trials)
      let errors = trials.count { $0.passFail == .error }
      let passed = "\(trials.count { $0.passFail == .pass })/\(trials.count - errors) passed"
      workspace.console.line(
        "run \(number) of \(count)  \(run.header.id.prefix(7))  \(passed)"
          + (errors > 0 ? ", \(Format.count(errors, "error"))" : ""), to: .error)
      made.append(run)
    }
    return made
  }

  private var adapted: Project {
    guard let concurrency else { return project }
    let suites = project.suites.map { $0.with(route: $0.route.with(concurrency: concurrency)) }
    return Project(
      configuration: project.configuration, suites: suites, gates: project.gates, notes: project.notes,
      files: project.files)
  }

  private var limits: Budget {
    let configured = project.configuration.budget
    return Budget(tokens: budget.tokens ?? configured.tokens, usd: budget.usd ?? configured.usd)
  }

  private func makeOne(_ plan: Plan, _ http: HTTPClient) async throws -> RunFile {
    let started = Host.monotonicMilliseconds
    var header = header(plan)
    let pool = try await GeneratorPool(
      plan.suites, workspace, mode: { _ in .live }, budget: limits, seed: 0, run: header.id, http: http)
    let generators = try await Generators(plan.suites, pool)
    let intake = Intake(plan.suites, Rulebook(own: project).policies)
    let journal: Journal
    let interruption: Interruption?
    do {
      header.tuples = []
      for suite in plan.suites { header.tuples.append(await generators.completedTuple(of: suite)) }
      try workspace.runs.prepare()
      journal = try Journal.create(
        at: workspace.runs.journalPath(of: header.id), header: header, secrets: workspace.secrets)
      let live = LiveRun(
        plan: plan, journal: journal, intake: intake, workspace: workspace,
        settings: RunSettings(selection: selection, quiet: true), executor: http)
      live.watch()
      interruption = try await live.run(done: [], head: generators.sources(workspace.files), base: ArmSources())
      await generators.close()
      _ = try live.withdraw([try await generators.repeats()])
    } catch {
      await generators.close()
      throw error
    }
    if let interruption {
      try journal.synchronize()
      throw Ending(interruption == .terminated ? .terminated : .interrupted)
    }
    return try await seal(journal, header, intake.collector.results(), plan, started)
  }

  /// Absolute gates say what they say; comparing ones are `new`, because this run is there to be compared with.
  private func seal(
    _ journal: Journal, _ header: RunHeader, _ results: RunResults, _ plan: Plan, _ started: Double
  ) async throws -> RunFile {
    var header = header
    header.tuples = header.tuples.map { $0.with(reportedModels: results.reportedModels) }
    let base = Base(place: .new("made to be compared with"), workspace: workspace)
    let opponent = Opponent(stored: .new("made to be compared with"), ability: .off)
    let verdict = Gating(
      base: base, rules: Rulebook(own: project),
      suites: plan.suites.indices.map { index in
        Gating.Contest(suite: plan.suites[index], planned: plan.headers(of: index), opponent: opponent)
      }, isEverything: plan.selection.isEverything, kept: try await workspace.keptRuns(of: project)
    ).verdict(header: header, results: results, isComplete: true, interruption: nil)
    let path = workspace.runs.sealedPath(of: header.id)
    try journal.seal(
      as: header, gates: verdict.gates,
      end: RunEnd(
        outcome: verdict.run.outcome, reasons: verdict.run.reasons, elapsed: Host.monotonicMilliseconds - started),
      to: path)
    await workspace.pruneRuns()
    return try RunFile(at: path)
  }

  private func header(_ plan: Plan) -> RunHeader {
    let moment = "\(plan.digest.hex) \(Host.now) \(Host.processID) \(Host.monotonicMilliseconds)"
    return RunHeader(
      id: String(Digest(of: Array(moment.utf8)).hex.prefix(16)), evalgateVersion: EvalGateVersion.current,
      profile: profile, mode: .live,
      tuples: plan.suites.map(\.tuple), planDigest: plan.digest, planned: plan.entries.count,
      plannedBySuite: Dictionary(
        uniqueKeysWithValues: plan.suites.indices.map { (plan.suites[$0].name, plan.count(in: $0)) }),
      selection: plan.selection, observed: RunHeader.Observed(startedAt: Host.now))
  }
}
