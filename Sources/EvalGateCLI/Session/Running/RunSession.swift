import CurlHTTP
import EvalGateConfig
import EvalGateCore
import EvalGateForge
import EvalGatePolicy
import EvalGateProviders
import EvalGateStore
import StrictJSON

/// One `evalgate run`, from the configuration to the exit code.
struct RunSession: Sendable {
  let workspace: Workspace
  var settings: RunSettings
  var commentPolicy = CommentPolicy.onChange
  /// What stands in the verdict without being asked.
  var carrying = Carrying()
  /// The run that is gone on with; found once, because `latest` may be another one a moment later.
  var resumed: StoredRun?

  func run() async throws -> RunOutcome {
    let started = Host.monotonicMilliseconds
    var resumed: StoredRun?
    if let name = settings.resume { resumed = try await workspace.trustedRun(name, unfinished: true) }
    let begun = try resumed.map { try Begun($0, workspace) }
    let project = try await workspace.project()
    var completed = self
    completed.resumed = resumed
    completed.settings = try (begun.map(settings.continuing) ?? settings).completed(by: project.configuration)
    completed.settings.selection.suites = try project.names(meantBy: completed.settings.selection.suites)
    sayWhatIsNotWritten()
    return try await completed.prepare(project, since: started)
  }

  /// Flags that ask for what this run does not write.
  private func sayWhatIsNotWritten() {
    let reports = !settings.reports.isEmpty || settings.comment
    if settings.dryRun, reports || settings.save != nil {
      workspace.say([
        .noEffect("--dry-run asks nothing, so there is nothing to write with --save, --report or --comment")
      ])
    } else if settings.shard != nil, reports {
      workspace.say([.noEffect("a part of a run has no verdict: `evalgate merge` writes reports and comments")])
    }
  }

  /// Finds what the change is held to, what is asked and what is carried.
  private func prepare(_ loaded: Project, since started: Double) async throws -> RunOutcome {
    try ReportWriter(workspace: workspace, project: loaded).check(settings.reports, save: settings.save)
    let adapted = try adapted(loaded)
    let base = try await Base.find(try baselineAsked(), adapted, workspace)
    let rules = await base.rulebook(for: adapted, written: loaded)
    try await checkVersions(of: rules.project, against: base)
    var scoped = self
    scoped.settings = settings.held(to: rules.project.configuration)
    scoped.settings.selection = workspace.narrowed(
      settings.selection, of: rules.project, since: base.project)
    scoped.commentPolicy = rules.project.configuration.comment
    let scope = try await Scope.find(scoped.settings, rules, workspace)
    scoped.settings.selection = scope.selection
    scoped.carrying = scope.carrying
    if let why = scope.unchanged, try await !scoped.isBlockedAsCarried(rules, base) {
      return try await scoped.conclude(unchanged: why, base, rules.project)
    }
    if settings.verbose || settings.dryRun { say(scope) }
    return try await scoped.run(rules, base, since: started)
  }

  /// What to compare with, as a flag says it, or the profile: but it is part of the change, which does not choose what it is held
  /// to where a pipeline runs.
  private func baselineAsked() throws -> String? {
    guard settings.baseline == nil, let named = settings.profileBaseline, Host.isCI else {
      return settings.baseline ?? settings.profileBaseline
    }
    let instead = workspace.pipeline.target.map { "the pipeline compares with \($0)" }
    workspace.say([
      .noEffect(
        "`baseline: \(named)` of profile `\(settings.profile)` is not looked at: "
          + (instead ?? "with `CI` set the pipeline names it with `--baseline`, or the configuration with `base:`"))
    ])
    return nil
  }

  private func say(_ scope: Scope) {
    for (name, part) in scope.carrying.parts.sorted(by: { $0.key < $1.key }) {
      workspace.console.line("carried  \(name) from \(part.carried.from)")
    }
    for (name, why) in scope.why.sorted(by: { $0.key < $1.key }) { workspace.console.line("asked    \(name): \(why)") }
  }

  private func run(_ rules: Rulebook, _ base: Base, since started: Double) async throws -> RunOutcome {
    let project = rules.project
    let suites = settings.selection.suites(of: project)
    let whole = Plan(project, selection: settings.selection, trials: settings.trials, shard: settings.shard)
    if let ending = emptiness(of: whole) { return ending }
    try ForeignHead.refuse(suites, base, mode: mode(of:))
    workspace.say(await workspace.trackedByteCode(of: suites))
    let blindness = SelfTesting.problems(of: suites)
    guard blindness.isEmpty else {
      workspace.say(blindness)
      return .blind
    }
    if settings.dryRun {
      var opponents: [String: Opponent] = [:]
      for suite in suites where project.compares(suite) {
        opponents[suite.name] = await base.opponent(of: suite, tuple: suite.tuple, confirms: settings.confirm.confirms)
      }
      workspace.console.write(PlanText.render(plan(project, opponents, whole: whole), mode: mode(of:)))
      return .passed
    }
    let shadow = try shadow(beside: suites, in: project)
    // No route waits for another one's connections.
    let http = HTTPClient(
      configuration: HTTPClientConfiguration(maxConnections: whole.mostAtOnce + (shadow?.mostAtOnce ?? 0)))
    defer { http.shutdown() }
    let id = draftID(whole)
    let pool = try await pool(suites, project, http, run: id, shadow: shadow)
    let head = try await Generators(suites, pool)
    let baseSide = BaseSide(base, pool)
    do {
      return try await Contests(
        session: self, rules: rules, base: base, head: head, baseSide: baseSide, pool: pool
      ).run(whole, id: id, started: started)
    } catch {
      await head.close()
      await baseSide.close()
      throw resumable(error, in: journalPlace(of: id))
    }
  }

  /// - Parameter whole: the plan without base arms, where it was made before.
  func plan(_ project: Project, _ opponents: [String: Opponent], whole: Plan? = nil) -> Plan {
    let whole =
      whole ?? Plan(project, selection: settings.selection, trials: settings.trials, shard: settings.shard)
    guard opponents.values.contains(where: { $0.arm != nil }) else { return whole }
    var bases: [String: Plan.BaseArm] = [:]
    for (index, suite) in whole.suites.enumerated() {
      guard let opponent = opponents[suite.name], let arm = opponent.arm else { continue }
      bases[suite.name] = Plan.BaseArm(suite: arm, cases: opponent.unanswered(whole.headers(of: index)))
    }
    return Plan(
      project, selection: settings.selection, trials: settings.trials, shard: settings.shard, bases: bases)
  }

  /// The plan's suites, each with what stands against it.
  func gating(
    _ rules: Rulebook, _ base: Base, _ plan: Plan, _ planned: PlannedCases, _ opponents: [String: Opponent],
    _ tuples: [RunTuple], _ kept: KeptRuns
  ) -> Gating {
    Gating(
      base: base, rules: rules,
      suites: plan.suites.indices.map { index in
        let suite = plan.suites[index]
        return Gating.Contest(
          suite: suite, planned: planned.headers(of: index),
          opponent: opponents[suite.name] ?? Opponent(stored: .new("nothing to compare with"), ability: .off),
          asked: plan.asked(of: index), seed: SuiteConfirmation.seed(of: tuples[index]))
      },
      isEverything: project(rules, isCoveredBy: plan), carrying: carrying, confirming: settings.confirm,
      kept: kept)
  }

  /// Whether every suite of the project is asked or carried.
  private func project(_ rules: Rulebook, isCoveredBy plan: Plan) -> Bool {
    guard plan.selection.tags.isEmpty, plan.selection.cases.isEmpty || !carrying.isEmpty else { return false }
    let known = Set(plan.suites.map(\.name)).union(carrying.parts.keys)
    return rules.project.suites.allSatisfy { known.contains($0.name) }
  }

  func pool(
    _ suites: [Suite], _ project: Project, _ http: HTTPClient, run id: String, shadow: Route? = nil
  ) async throws -> GeneratorPool {
    try await GeneratorPool(
      suites, workspace, mode: mode(of:), budget: budget(project), seed: settings.seed, run: id, shadow: shadow,
      http: http)
  }

  // MARK: Before

  /// Flags win over files.
  func adapted(_ project: Project) throws -> Project {
    let isAsWritten =
      settings.route == nil && settings.concurrency == nil && settings.timeout == nil && !settings.race
      && settings.shard == nil
    if isAsWritten { return project }
    let route = try settings.route.map { try self.route(named: $0, in: project) }
    let suites = project.suites.map { suite in
      let whole = route.map(suite.with(route:)) ?? suite
      let share = settings.shard.map(whole.shared(with:)) ?? whole
      return share.with(
        route: share.route.with(
          concurrency: settings.concurrency, timeout: settings.timeout, race: settings.race))
    }
    return Project(
      configuration: project.configuration, suites: suites, gates: project.gates, notes: project.notes,
      files: project.files)
  }

  private func route(named name: String, in project: Project) throws -> Route {
    let routes = project.suites.map(\.route) + project.configuration.routes
    if let route = routes.first(where: { $0.name == name }) { return route }
    let known = Set(routes.map(\.name)).sorted()
    throw Diagnostic(
      .unknownSelection, "there is no route `\(name)`",
      label: suggestion(for: name, among: known).map { "did you mean `\($0)`?" },
      help: "routes are " + known.map { "`\($0)`" }.joined(separator: ", "))
  }

  /// The route that is asked beside. What it spends is not the run's: else it could leave too little for the answers that decide.
  private func shadow(beside suites: [Suite], in project: Project) throws -> Route? {
    guard let name = settings.shadow else { return nil }
    let whole = try route(named: name, in: project)
    // A suite's own route is the shard's share already.
    let share = project.suites.contains { $0.route.name == name } ? whole : settings.shard.map(whole.shared(with:))
    let route = (share ?? whole).with(concurrency: settings.concurrency)
    let budgets = suites.map(\.budget) + [budget(project)]
    guard budgets.contains(where: { $0 != Budget() }), route.delivery.budget == Budget() else { return route }
    throw Diagnostic(
      .shadowBudget, "`--shadow \(name)` would spend beside the run's budget, and nothing says how much",
      at: route.location,
      help: "give the route a budget of its own, such as `budget: { tokens: 100000 }`")
  }

  private func checkVersions(of project: Project, against base: Base) async throws {
    guard let before = base.project else { return }
    let problems = await workspace.versionProblems(of: project, since: before)
    guard problems.contains(where: { $0.severity == .error }) else { return workspace.say(problems) }
    throw Problems(problems)
  }

  private func emptiness(of plan: Plan) -> RunOutcome? {
    guard plan.entries.isEmpty, carrying.isEmpty else { return nil }
    let choice = settings.noCases ?? .fail
    let severity: Diagnostic.Severity =
      switch choice {
      case .fail: .error
      case .warn: .warning
      case .pass: .note
      }
    // Said whatever was chosen: green without a case is never to be taken for a pass.
    workspace.say([
      Diagnostic(
        .emptySelection, "nothing to run: no case matches\(plan.selection.filters)", severity: severity,
        help: "see what there is with `evalgate list cases`")
    ])
    return choice == .fail ? .empty : .passed
  }

  @Sendable func mode(of suite: Suite) -> Mode { settings.mode(of: suite) }

  private func budget(_ project: Project) -> Budget {
    let whole = settings.budget.filled(from: project.configuration.budget)
    return settings.shard.map(whole.shared(with:)) ?? whole
  }
}

extension RunSession {
  func header(_ plan: Plan, _ base: Base, id: String, tuples: [RunTuple]) async -> RunHeader {
    // Everything from recordings: nothing observed goes into the run, so that replaying twice gives the same bytes.
    let isReplay = plan.suites.allSatisfy { mode(of: $0) == .replay }
    var header = RunHeader(
      id: id, evalgateVersion: EvalGateVersion.current, profile: settings.profile,
      mode: settings.mode ?? plan.suites.first.map(mode(of:)) ?? .live, base: base.reference,
      tuples: tuples, planDigest: plan.digest, planned: plan.entries.count,
      plannedBySuite: Dictionary(
        uniqueKeysWithValues: plan.suites.indices.map { (plan.suites[$0].name, plan.count(in: $0, on: .head)) }),
      selection: plan.selection, seed: settings.seed, shard: plan.shard,
      observed: isReplay ? nil : RunHeader.Observed(startedAt: Host.now, revision: await workspace.commit()?.name))
    header.carried = carrying.header
    header.prices = plan.prices
    header.programFiles = await programFiles(of: plan.suites, tuples)
    header.asked = settings.asked(in: workspace)
    return header
  }

  /// What programs are made of that name no revisions: the tuples say it of the others.
  private func programFiles(of suites: [Suite], _ tuples: [RunTuple]) async -> [ProgramFiles] {
    var all: [ProgramFiles] = []
    for (suite, tuple) in zip(suites, tuples) {
      let revisions = tuple.route?.identity.objectValue?["revisions"]?.objectValue ?? [:]
      let named = Set(revisions.map(\.key) + tuple.programs.map(\.key))
      for (program, make) in suite.programMakes where !named.contains(program) {
        // What cannot be read was told when the program was started.
        guard let digest = try? await make.parts(in: workspace.files).digest else { continue }
        all.append(ProgramFiles(suite: suite.name, program: program, digest: digest))
      }
    }
    return all
  }
}

extension DiagnosticCode {
  static let unknownSelection = DiagnosticCode(
    "run/unknown-name", "A suite or route was asked for that the project does not have.")
  static let emptySelection = DiagnosticCode(
    "run/empty", "The selection matched no case. An empty run is never a pass, because it has shown nothing.")
  static let shadowBudget = DiagnosticCode(
    "run/shadow-budget", "Under a budget a route that is asked beside needs one of its own, since it spends apart.")
  static let planChanged = DiagnosticCode(
    "run/plan-changed", "A run can be resumed only when everything that makes its plan is as it was.")
}

extension RunTuple {
  func with(reportedModels models: [String: [String]]) -> RunTuple {
    var tuple = self
    if let route = tuple.route, let reported = models[route.name] { tuple.route?.reportedModels = reported }
    return tuple
  }
}
