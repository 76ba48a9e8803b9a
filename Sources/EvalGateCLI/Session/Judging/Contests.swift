import CurlHTTP
import EvalGateCore
import EvalGateStore

/// The middle of a run, with everything open that can be asked: what is compared with what, the answers, and fresh answers of
/// both arms until every gate can decide.
struct Contests: Sendable {
  let session: RunSession
  let rules: Rulebook
  let base: Base
  let head: Generators
  let baseSide: BaseSide
  let pool: GeneratorPool

  private var settings: RunSettings { session.settings }
  private var project: Project { rules.project }
  private var files: any FileSource { session.workspace.files }

  /// - Parameter whole: the plan as it is without base arms.
  func run(_ whole: Plan, id: String, started: Double) async throws -> RunOutcome {
    let suites = settings.selection.suites(of: project)
    var tuples: [RunTuple] = []
    for suite in suites { tuples.append(await head.completedTuple(of: suite)) }
    let opponents = await opponents(of: suites, tuples)
    session.workspace.say(suites.compactMap { opponents[$0.name]?.staleness })
    let plan = session.plan(project, opponents, whole: whole)
    let kept = try await session.workspace.keptRuns(of: project)
    session.workspace.say(passedOver: kept.folder.trackedCount)
    let journal = try session.openJournal(plan, await session.header(plan, base, id: id, tuples: tuples))
    await pool.book(journal.spent)
    let planned = PlannedCases(plan)
    let intake = Intake(plan.suites, rules.policies, planned)
    let collector = intake.collector
    let heldBack = HeldBack(plan.suites, and: rules.policies)
    let events = try EventStream(settings.reports, journal.header, session.workspace, heldBack)
    let live = LiveRun(
      plan: plan, journal: journal.file, intake: intake, workspace: session.workspace, settings: settings,
      executor: pool.http, events: events, before: journal.before, besideBefore: journal.beside)
    let earlier = journal.isResumed ? try live.takeUp(journal.done, beside: pool.shadow?.name) : LiveRun.Earlier()
    live.watch()
    var gating = session.gating(rules, base, plan, planned, opponents, tuples, kept)
    gating.carrying.forbid(besides: tuples)
    gating.suites += await session.carrying.contests(besides: Set(plan.suites.map(\.name)), base)
    var state = State(
      gating: gating, header: journal.header, done: Set(journal.done),
      earlier: earlier, collector: collector, live: live, fresh: FreshQuestions(plan))
    var interruption: Interruption?
    if settings.confirm.stopsEarly, settings.shard == nil {
      interruption = try await askEarly(plan, &state)
    } else {
      interruption = try await live.run(
        earlier, done: state.done, head: head.sources(files), base: await baseSide.sources())
    }
    if !earlier.unanswered.isEmpty {
      interruption = try await live.askBeside(earlier, head: head.sources(files))
    }
    let reported = collector.reportedModels
    state.header.tuples = state.header.tuples.map { $0.with(reportedModels: reported) }
    let isComplete = collector.finished >= plan.mineCount - state.skipped
    // What came when everything of a shard had been asked took nothing away.
    if settings.shard != nil, interruption?.mayComeTooLate ?? true, isComplete {
      let words = await close()
      _ = try live.withdraw(try await repeats())
      session.show(words, collector.results(), heldBack: heldBack)
      session.show(excesses: await pool.excesses)
      return try await session.seal(journal.file, state.header, [], RunEnd(outcome: .shardComplete), started)
    }
    // What came when everything had been asked took nothing away.
    if interruption?.mayComeTooLate == true, isComplete, state.verdict(true, nil).demands.isEmpty { interruption = nil }
    let verdict = try await settle(&state, isComplete, &interruption)
    session.show(await close(), collector.results(), heldBack: heldBack)
    if !settings.quiet { session.workspace.say(state.gating.notes(verdict)) }
    var header = state.header
    header.planned -= state.skipped
    session.show(pool.changes, of: plan.suites)
    session.show(differing: pool.differing)
    session.show(overtaken: pool.overtaken)
    session.show(excesses: await pool.excesses)
    return try await session.conclude(
      verdict, journal.file, header, started, live.elapsed, interruption, of: plan.suites, events: events)
  }

  /// Asks fresh answers of both arms until every gate can decide by answers that stand: whether a program answered anything twice
  /// is known only when it has ended, and what it then takes away may have to be asked for elsewhere.
  func settle(
    _ state: inout State, _ isComplete: Bool, _ interruption: inout Interruption?
  ) async throws -> GateVerdict {
    var verdict: GateVerdict
    repeat {
      verdict = try await decide(&state, isComplete, &interruption)
      await rest()
    } while try state.live.withdraw(try await repeats())
    return verdict
  }

  private func decide(
    _ state: inout State, _ isComplete: Bool, _ interruption: inout Interruption?
  ) async throws -> GateVerdict {
    var verdict = state.verdict(isComplete, interruption)
    while interruption == nil, !verdict.demands.isEmpty {
      interruption = try await meet(verdict.demands, &state)
      verdict = state.verdict(isComplete, interruption)
    }
    return verdict
  }

  /// What a run knows and has while it goes on.
  struct State {
    var gating: Gating
    var header: RunHeader
    let done: Set<Int>
    /// What a resumed run has.
    let earlier: LiveRun.Earlier
    let collector: RunCollector
    let live: LiveRun
    let fresh: FreshQuestions
    /// Trials that are not asked, because enough was known.
    var skipped = 0

    func look(at suite: Int) -> (demands: [FreshDemand], stops: Bool) {
      gating.look(at: gating.suites[suite].suite.name, header, collector.results())
    }

    func verdict(_ isComplete: Bool, _ interruption: Interruption?) -> GateVerdict {
      gating.verdict(
        header: header, results: collector.results(),
        isComplete: interruption == nil && isComplete && gating.carrying.obstacle == nil,
        interruption: interruption?.reason ?? gating.carrying.obstacle)
    }
  }

  /// Asks fresh trials of both arms. A suite whose base version cannot be asked is told so and asks no more.
  private func meet(_ demands: [FreshDemand], _ state: inout State) async throws -> Interruption? {
    let before = state.collector.confirmations
    var questions: [Int: [Question]] = [:]
    for demand in demands {
      guard let place = state.gating.suites.firstIndex(where: { $0.suite.name == demand.suite }) else { continue }
      let ability = await open(state.gating.suites[place], state.header)
      if ability == .possible {
        questions[place] = state.fresh.questions(for: demand) { state.earlier.confirmed.contains($0) }
      } else {
        state.gating.suites[place].opponent = state.gating.suites[place].opponent.without(ability)
      }
    }
    guard !questions.isEmpty else { return nil }
    let kept = keptSuites(state.gating)
    let interruption = try await state.live.confirm(
      questions, head: head.sources(files) { !kept.contains($0) }, base: await baseSide.sources { !kept.contains($0) })
    // What could not even be tried is not tried for ever.
    if interruption == nil, state.collector.confirmations == before {
      for place in questions.keys {
        state.gating.suites[place].opponent = state.gating.suites[place].opponent.without(
          .impossible("fresh answers could not be had"))
      }
    }
    return interruption
  }

  /// Suite by suite; one that may stop early in ten parts, each looked at before the next.
  private func askEarly(_ plan: Plan, _ state: inout State) async throws -> Interruption? {
    for (index, questions) in plan.questions(without: state.done).enumerated() {
      guard var progress = progress(of: state.gating.suites[index], plan, index, state) else {
        if let stop = try await ask(questions, of: index, state) { return stop }
        continue
      }
      for boundary in progress.boundaries {
        let batch = Set(progress.order[progress.done..<boundary])
        let part = questions.filter { batch.contains(plan.header(of: $0.ordinal).id) }
        if let stop = try await ask(part, of: index, state) { return stop }
        progress = EarlyProgress(order: progress.order, done: boundary)
        state.gating.suites[index].progress = progress
        guard boundary < progress.order.count else { break }
        var look = state.look(at: index)
        while !look.demands.isEmpty {
          if let stop = try await meet(look.demands, &state) { return stop }
          look = state.look(at: index)
        }
        guard look.stops else { continue }
        let asked = Set(progress.asked)
        state.skipped += plan.entries.indices.count {
          plan.entries[$0].suite == index && !asked.contains(plan.header(of: $0).id)
        }
        state.gating.suites[index].progress = EarlyProgress(order: progress.order, done: boundary, isOver: true)
        break
      }
    }
    return nil
  }

  private func ask(_ questions: [Question], of suite: Int, _ state: State) async throws -> Interruption? {
    guard !questions.isEmpty else { return nil }
    return try await state.live.ask(
      questions, of: suite, state.earlier, head: head.sources(files), base: await baseSide.sources())
  }

  /// Nil for a suite that is asked whole, which is said.
  private func progress(
    of contest: Gating.Contest, _ plan: Plan, _ index: Int, _ state: State
  ) -> EarlyProgress? {
    let stopping = EarlyStopping(
      project: project,
      attempts: EarlierAttempts(
        workspace: session.workspace, header: state.header, kept: state.gating.kept, policies: rules.policies))
    if let why = stopping.obstacle(contest, trials: plan.count(in: index, on: .head)) {
      session.workspace.say([.noEffect("--stop-early asks all of \(contest.suite.name): \(why)")])
      return nil
    }
    return EarlyProgress(planned: contest.planned, seed: contest.seed ?? 0)
  }

  /// What stands against each suite; where a base arm has to be asked in the run itself, it is made ready now, so that one that
  /// cannot run is known before anything is asked.
  private func opponents(of suites: [Suite], _ tuples: [RunTuple]) async -> [String: Opponent] {
    var opponents: [String: Opponent] = [:]
    for (suite, tuple) in zip(suites, tuples) {
      var opponent = await base.opponent(of: suite, tuple: tuple, confirms: settings.confirm.confirms)
      let planned = (0..<suite.evalset.cases.count).map { suite.evalset.cases.header(at: $0) }
        .filter(settings.selection.accepts)
      if !project.compares(suite) {
        opponent = opponent.without(opponent.ability)
      } else if let arm = opponent.arm, !opponent.unanswered(planned).isEmpty {
        let ability = await baseSide.open(arm, head: tuple, isUnclear: opponent.isUnclear)
        if ability != .possible { opponent = opponent.without(ability) }
        // What programs are is known only when they have said it.
        if base.isHead { opponent.standOnTargetBranch(suite) }
      }
      opponents[suite.name] = opponent
    }
    return opponents
  }

  private func open(_ contest: Gating.Contest, _ header: RunHeader) async -> SuiteConfirmation.Ability {
    guard let arm = contest.opponent.arm else { return contest.opponent.ability }
    let tuple = header.tuples.first { $0.suite == contest.suite.name } ?? contest.suite.tuple
    return await baseSide.open(arm, head: tuple, isUnclear: contest.opponent.isUnclear)
  }

  /// Suites whose kept answers count as fresh ones.
  private func keptSuites(_ gating: Gating) -> Set<String> {
    Set(
      gating.suites.map(\.suite).filter { suite in
        gating.isCI
          ? base.allowsRecordings(suite) : suite.recordingsAllowed
      }.map(\.name))
  }

  /// Ends all programs, which are started again where they are asked again.
  private func rest() async {
    await head.close()
    await baseSide.rest()
  }

  private func repeats() async throws -> [ProgramRepeats] { try await [head.repeats()] + baseSide.repeats() }

  /// Ends everything that was asked.
  ///
  /// - Returns: what programs wrote to standard error, which is all there only when they have ended.
  func close() async -> [(source: String, text: UntrustedText)] {
    await head.close()
    await baseSide.close()
    return await head.standardErrors() + baseSide.standardErrors()
  }
}
