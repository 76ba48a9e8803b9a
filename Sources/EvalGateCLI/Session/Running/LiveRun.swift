import ChildProcess
import EvalGateCore
import EvalGateProviders
import EvalGateReporters
import EvalGateStore
import Synchronization

/// Why a run ended before its plan did.
enum Interruption: Sendable {
  case interrupted, terminated
  /// `--fail-fast` saw a failure.
  case failedFast
  /// `--max-duration` is over.
  case ranOutOfTime

  var reason: String {
    switch self {
    case .interrupted: "interrupted"
    case .terminated: "terminated"
    case .failedFast: "stopped at the first failure"
    case .ranOutOfTime: "the time for the run was over"
    }
  }

  var isSignal: Bool {
    switch self {
    case .interrupted, .terminated: true
    case .failedFast, .ranOutOfTime: false
    }
  }

  /// Whether it may come when everything that decides was asked, as while a second route is still at work; then it takes nothing away.
  var mayComeTooLate: Bool {
    switch self {
    case .interrupted, .terminated, .ranOutOfTime: true
    case .failedFast: false
    }
  }

  func outcome(_ verdict: RunVerdict) -> RunOutcome {
    switch self {
    case .interrupted: .interrupted
    case .terminated: .terminated
    case .failedFast, .ranOutOfTime: verdict.outcome
    }
  }
}

/// The part of a run that waits: asks, shows progress, listens to signals.
struct LiveRun: Sendable {
  let plan: Plan
  let journal: Journal
  let intake: Intake
  let workspace: Workspace
  let settings: RunSettings
  /// Where the cases' tasks run: on the thread that receives the answers, so that none has to change threads.
  let executor: any TaskExecutor
  /// Nil where nobody follows the run.
  let events: EventStream?
  /// By ordinal: what earlier attempts cost at what is asked again.
  let before: [Int: SpentBefore]
  /// The same of answers beside trials.
  let besideBefore: [Int: SpentBefore]
  private let clock = SuiteClock()
  private let control = RunControl()
  private let progress: Progress

  /// How long calls in flight may take to end after the first Ctrl-C, in seconds.
  private static let grace = 5

  init(
    plan: Plan, journal: Journal, intake: Intake, workspace: Workspace, settings: RunSettings,
    executor: any TaskExecutor, events: EventStream? = nil, before: [Int: SpentBefore] = [:],
    besideBefore: [Int: SpentBefore] = [:]
  ) {
    self.plan = plan
    self.journal = journal
    self.intake = intake
    self.workspace = workspace
    self.settings = settings
    self.executor = executor
    self.events = events
    self.before = before
    self.besideBefore = besideBefore
    progress = Progress(
      console: workspace.console, choice: settings.quiet ? .none : settings.progress ?? .auto,
      environment: workspace.environment, isCI: Host.isCI, showsFailures: !settings.quiet,
      color: workspace.options.color, heldBack: HeldBack(plan.suites, and: intake.policies))
  }

  /// Wall time of each suite in milliseconds, once it is over.
  var elapsed: [String: Double] { clock.elapsed }

  /// What a resumed run already has.
  struct Earlier {
    /// Places of fresh trials that have a result.
    var confirmed: Set<Int> = []
    /// Trials that have a result and no answer of the second route, with what kept that from one; nil where it was not asked.
    var unanswered: [(trial: JudgedTrial, before: ShadowAnswer?)] = []
    /// By ordinal, of trials that have none: what the second route answered, or what kept it from that.
    var answered: [Int: ShadowAnswer] = [:]
  }

  /// Counts what a resumed run already has.
  ///
  /// - Parameter shadow: the name of the route that is asked beside.
  func takeUp(_ done: [Int], beside shadow: String?) throws -> Earlier {
    let wanted = Set(done)
    let file = try RunFile(at: journal.path)
    let said = file.opinionsByOrdinal
    var earlier = Earlier()
    try file.forEachRecord { record in
      let beside = record.arm == .head ? shadow.flatMap(record.answer) : nil
      guard wanted.contains(record.ordinal) else {
        earlier.answered[record.ordinal] = beside
        return
      }
      let opinions = said[record.ordinal]
      var record = record
      if shadow != nil, record.arm == .head, beside?.isAnswered != true {
        if beside != nil { record.candidate.shadows.removeLast() }
        earlier.unanswered.append((JudgedTrial(record, opinions ?? []), beside))
      }
      let held = try intake.take(record, opinions)
      try events?.add(held ?? record)
    }
    try file.forEachAnswerAlone { ordinal, answer in
      if answer.route == shadow { earlier.answered[ordinal] = answer }
    }
    try file.forEachConfirmation { record in
      guard record.passFail != .error else { return }
      try intake.take(confirmation: record, said[record.ordinal])
      earlier.confirmed.insert(record.ordinal)
    }
    return earlier
  }

  /// Asks what the plan says and nobody has asked yet.
  func run(
    _ earlier: Earlier = Earlier(), done: Set<Int>, head: ArmSources, base: ArmSources
  ) async throws -> Interruption? {
    let runner = runner(
      sink, Observers(progress: progress, clock: clock), head, base, done: done, answered: earlier.answered)
    return try await perform { try await runner.run() }
  }

  /// Asks some of a suite's questions.
  func ask(
    _ questions: [Question], of suite: Int, _ earlier: Earlier, head: ArmSources, base: ArmSources
  ) async throws -> Interruption? {
    let runner = runner(
      sink, Observers(progress: progress, clock: clock), head, base, done: [], answered: earlier.answered)
    return try await perform {
      runner.observer?.suiteStarted(plan.suites[suite], entries: questions.count)
      try await runner.ask(questions, of: plan.suites[suite])
      runner.observer?.suiteFinished(plan.suites[suite])
    }
  }

  /// Asks the second route what it has not answered. Where the run is stopped, what kept it from that stands.
  func askBeside(_ earlier: Earlier, head: ArmSources) async throws -> Interruption? {
    if let interruption = control.interruption {
      for (trial, before) in earlier.unanswered {
        if let before { try intake.take(before, beside: trial) }
      }
      return interruption
    }
    let trials = earlier.unanswered.map(\.trial)
    let runner = runner(sink, Observers(progress: progress, clock: nil), head, ArmSources(), done: [])
    return try await perform { try await runner.askBeside(trials) }
  }

  private var sink: JournalSink {
    JournalSink(journal: journal, intake: intake, events: events, before: before, besideBefore: besideBefore)
  }

  /// Asks fresh trials of both arms, suite by suite.
  func confirm(_ questions: [Int: [Question]], head: ArmSources, base: ArmSources) async throws -> Interruption? {
    let sink = ConfirmationSink(journal: journal, intake: intake, before: before)
    let runner = runner(sink, Observers(progress: progress, clock: nil), head, base, done: [])
    return try await perform {
      for (index, questions) in questions.sorted(by: { $0.key < $1.key }) where !runner.stop.isStopped {
        progress.confirmationStarted(plan.suites[index], entries: questions.count)
        try await runner.ask(questions, of: plan.suites[index])
        progress.suiteFinished(plan.suites[index])
      }
    }
  }

  private func runner(
    _ sink: any RunSink, _ observer: any RunObserver, _ head: ArmSources, _ base: ArmSources, done: Set<Int>,
    answered: [Int: ShadowAnswer] = [:]
  ) -> Runner {
    Runner(
      plan: plan, head: head, base: base, sink: sink, observer: observer, stop: control.stop, today: Host.today,
      done: done, answered: answered, failFast: settings.failFast && sink is JournalSink)
  }

  /// Begins to listen to signals and to watch the time; once a run.
  func watch() {
    Interrupts.watch { signal in
      guard signal != .status else { return progress.status() }
      if control.see(signal) {
        killAllChildren()
        Host.exitNow(signal == .terminate ? 143 : 130)
      }
      progress.stopping(grace: Self.grace)
      Task {
        try await Task.sleep(for: .seconds(Self.grace))
        control.cancel()
      }
    }
    guard let limit = settings.maxDuration else { return }
    Task {
      try await Task.sleep(for: .milliseconds(limit))
      control.endOfTime()
    }
  }

  private func perform(_ body: @escaping @Sendable () async throws -> Void) async throws -> Interruption? {
    // Said here, because a task that is not a child of this one takes no preference over from it.
    let work = Task(executorPreference: executor) { try await body() }
    control.work(on: work)
    // A power cut may cost a second at most, also while everything in flight is slow.
    let keeper = Task { try await journal.keepSynchronized() }
    let mover = Task { await progress.keepMoving() }
    defer {
      keeper.cancel()
      mover.cancel()
      progress.rest()
    }
    try await withTaskCancellationHandler {
      try await work.value
    } onCancel: {
      work.cancel()
    }
    return control.interruption
  }

}

/// What a signal or the clock may do to a run, at any time.
private final class RunControl: Sendable {
  let stop = StopSignal()
  private let cause = Mutex<Interruption?>(nil)
  private let current = Mutex<Task<Void, any Error>?>(nil)

  /// Why nothing more is asked; nil while there is no reason.
  var interruption: Interruption? { cause.withLock { $0 } ?? (stop.isStopped ? .failedFast : nil) }

  /// - Returns: whether it is not the first signal.
  func see(_ signal: Interrupts.Signal) -> Bool {
    let isSecond = cause.withLock { cause in
      defer { cause = signal == .terminate ? .terminated : .interrupted }
      return cause?.isSignal == true
    }
    stop.stop()
    return isSecond
  }

  func endOfTime() {
    cause.withLock { $0 = $0 ?? .ranOutOfTime }
    stop.stop()
    cancel()
  }

  func work(on task: Task<Void, any Error>) { current.withLock { $0 = task } }
  func cancel() { current.withLock { $0 }?.cancel() }
}

private struct Observers: RunObserver {
  let progress: Progress
  /// Nil where the time is no suite's own.
  let clock: SuiteClock?

  func suiteStarted(_ suite: Suite, entries: Int) {
    clock?.start(suite.name)
    progress.suiteStarted(suite, entries: entries)
  }
  func entryStarted(suite: String, caseID: String) { progress.entryStarted(suite: suite, caseID: caseID) }
  func entryFinished(_ record: CaseRecord) { progress.entryFinished(record) }
  func suiteFinished(_ suite: Suite) {
    progress.suiteFinished(suite)
    clock?.stop(suite.name)
  }
}

/// How long each suite took.
private final class SuiteClock: Sendable {
  private let times = Mutex<(started: [String: Double], elapsed: [String: Double])>(([:], [:]))

  var elapsed: [String: Double] { times.withLock { $0.elapsed } }
  func start(_ suite: String) {
    let now = Host.monotonicMilliseconds
    times.withLock { $0.started[suite] = now }
  }
  func stop(_ suite: String) {
    let now = Host.monotonicMilliseconds
    times.withLock { times in
      // A suite asked in parts takes as long as all of them.
      if let started = times.started[suite] { times.elapsed[suite, default: 0] += now - started }
    }
  }
}
