import CurlHTTP
import EvalGateCore
import EvalGateReporters
import EvalGateStore

extension RunSession {
  /// Gates once on all that the shards hold, as if one process had run it. Asks only what a drop has to be confirmed by, and
  /// nothing with `--no-confirm`.
  func join(_ shards: ShardSet) async throws -> RunOutcome {
    let started = Host.monotonicMilliseconds
    let loaded = try await workspace.project()
    try ReportWriter(workspace: workspace, project: loaded).check(
      settings.reports, save: settings.save, reading: shards.shards.map(\.path))
    let adapted = try adapted(loaded)
    let base = try await base(of: shards, adapted)
    let rules = await base.rulebook(for: adapted, written: loaded)
    var joined = self
    joined.commentPolicy = rules.project.configuration.comment
    return try await joined.join(shards, rules, base, since: started)
  }

  private func join(
    _ shards: ShardSet, _ rules: Rulebook, _ base: Base, since started: Double
  ) async throws -> RunOutcome {
    let project = rules.project
    try ForeignHead.refuse(settings.selection.suites(of: project), base, mode: mode(of:))
    let (plan, opponents, tuples) = try await plan(of: shards, project, base)
    if let (before, now) = shards.header.prices.change(in: plan.prices) {
      throw Diagnostic(
        .planChanged,
        "the shards were made at other prices: \(SafeText.terminal(UntrustedText("\(before.target) cost \(before.prices)"))), and here it costs \(now.prices)",
        help: "join them at the commit they ran at, with the flags they were run with")
    }
    var earlier = EarlierResults(plan)
    let journal = try beginJoining(shards) { earlier.look(at: $0) }
    let planned = PlannedCases(plan)
    let intake = Intake(plan.suites, rules.policies, planned, of: shards.header)
    let file = try RunFile(at: journal.path)
    let said = file.opinionsByOrdinal
    try await file.forEachRecord(making: { try intake.weighed($0, said[$0.ordinal]) }) { intake.take($0) }
    let collector = intake.collector
    let gating = gating(rules, base, plan, planned, opponents, tuples, try await workspace.keptRuns(of: project))
    var verdict = gating.verdict(
      header: journal.header, results: collector.results(), isComplete: true, interruption: nil)
    var interruption: Interruption?
    if !verdict.demands.isEmpty {
      (verdict, interruption) = try await confirm(gating, plan, rules, base, journal, intake, earlier.spent)
    }
    if !settings.quiet { workspace.say(gating.notes(verdict)) }
    return try await conclude(verdict, journal, journal.header, started, [:], interruption, of: plan.suites)
  }

  /// What the shards were held against, and no other: half of a verdict would be of another comparison.
  private func base(of shards: ShardSet, _ project: Project) async throws -> Base {
    let held = shards.header.base
    let asked = settings.baseline ?? held?.revision ?? shards.header.asked?.baseline
    let base = try await Base.find(asked, project, workspace)
    guard let revision = base.revision?.name, revision != held?.revision else { return base }
    throw Diagnostic(
      .shards,
      "the shards were held against \(held?.text ?? "nothing"), and would be joined against \(base.reference?.text ?? asked ?? "")",
      help: "leave `--baseline` out: what the shards were held against holds for the whole")
  }

  /// The plan that the shards are parts of, with what stands against each suite.
  private func plan(
    of shards: ShardSet, _ project: Project, _ base: Base
  ) async throws -> (Plan, [String: Opponent], [RunTuple]) {
    let suites = settings.selection.suites(of: project)
    let tuples = suites.map { suite in shards.header.tuples.first { $0.suite == suite.name } ?? suite.tuple }
    var opponents: [String: Opponent] = [:]
    for (suite, tuple) in zip(suites, tuples) {
      let opponent = await base.opponent(of: suite, tuple: tuple, confirms: settings.confirm.confirms)
      opponents[suite.name] = project.compares(suite) ? opponent : opponent.without(opponent.ability)
    }
    let plan = plan(project, opponents)
    if plan.digest == shards.header.planDigest { return (plan, opponents, tuples) }
    // The shards may have found that the base version cannot be asked.
    let alone = opponents.mapValues { $0.arm == nil ? $0 : $0.without(.impossible("the shards could not ask it")) }
    let head = self.plan(project, alone)
    guard head.digest == shards.header.planDigest else {
      throw Diagnostic(
        .planChanged, "the shards were made from another plan than the files here",
        help: "join them at the commit they ran at, with the `--route` and `--trials` they were run with")
    }
    return (head, alone, tuples)
  }

  /// Fresh answers of both arms for what the shards together leave open.
  private func confirm(
    _ gating: Gating, _ plan: Plan, _ rules: Rulebook, _ base: Base, _ journal: Journal, _ intake: Intake,
    _ spent: [EarlierResults.Spent]
  ) async throws -> (GateVerdict, Interruption?) {
    let http = HTTPClient(configuration: HTTPClientConfiguration(maxConnections: plan.mostAtOnce))
    defer { http.shutdown() }
    let pool = try await pool(plan.suites, rules.project, http, run: journal.header.id)
    await pool.book(spent)
    let head = try await Generators(plan.suites, pool)
    let contests = Contests(
      session: self, rules: rules, base: base, head: head, baseSide: BaseSide(base, pool), pool: pool)
    let live = LiveRun(
      plan: plan, journal: journal, intake: intake, workspace: workspace, settings: settings, executor: http)
    live.watch()
    var state = Contests.State(
      gating: gating, header: journal.header, done: [], earlier: LiveRun.Earlier(), collector: intake.collector,
      live: live, fresh: FreshQuestions(plan))
    var interruption: Interruption?
    let verdict: Result<GateVerdict, any Error>
    do {
      verdict = .success(try await contests.settle(&state, true, &interruption))
    } catch {
      verdict = .failure(error)
    }
    show(
      await contests.close(), intake.collector.results(),
      heldBack: HeldBack(plan.suites, and: intake.policies))
    return (try verdict.get(), interruption)
  }
}
