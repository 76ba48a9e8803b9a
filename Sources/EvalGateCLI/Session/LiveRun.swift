import EvalGateCore
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
  let collector: RunCollector
  let generators: [String: any Generator]
  let opinions: any OpinionSource
  let workspace: Workspace
  let settings: RunSettings
  /// Where the cases' tasks run: on the thread that receives the answers, so that none has to change threads.
  let executor: any TaskExecutor
  private let clock = SuiteClock()

  /// How long calls in flight may take to end after the first Ctrl-C, in seconds.
  private static let grace = 5

  init(
    plan: Plan, journal: Journal, collector: RunCollector, generators: [String: any Generator],
    opinions: any OpinionSource, workspace: Workspace, settings: RunSettings, executor: any TaskExecutor
  ) {
    self.plan = plan
    self.journal = journal
    self.collector = collector
    self.generators = generators
    self.opinions = opinions
    self.workspace = workspace
    self.settings = settings
    self.executor = executor
  }

  /// Wall time of each suite in milliseconds, once it is over.
  var elapsed: [String: Double] { clock.elapsed }

  /// Counts what a resumed run already has.
  func takeUp(_ done: [Int]) throws {
    guard !done.isEmpty else { return }
    let wanted = Set(done)
    let earlier = try RunFile(at: journal.path)
    try earlier.forEachRecord { record in
      if wanted.contains(record.ordinal) { collector.add(record, isSafety: isSafety(record.suite)) }
    }
  }

  func run(done: Set<Int>) async throws -> Interruption? {
    let stop = StopSignal()
    let cause = Mutex<Interruption?>(nil)
    let progress = Progress(
      console: workspace.console, choice: settings.quiet ? .none : settings.progress ?? .auto,
      environment: workspace.environment, isCI: Host.isCI, showsFailures: !settings.quiet,
      describe: { "  ✗ \($0.suite)/\($0.caseID)  \(SafeText.terminal($0.message))" })
    let observer = Observers(progress: progress, clock: clock)
    let runner = Runner(
      plan: plan, generators: generators, opinions: opinions,
      sink: Sink(journal: journal, collector: collector, safety: safetySuites), observer: observer, stop: stop,
      today: Host.today, done: done, failFast: settings.failFast, files: workspace.files)
    // Said here, because a task that is not a child of this one takes no preference over from it.
    let work = Task(executorPreference: executor) { try await runner.run() }
    Interrupts.watch { signal in
      guard signal != .status else { return progress.status() }
      let isSecond = cause.withLock { cause in
        defer { cause = signal == .terminate ? .terminated : .interrupted }
        return cause?.isSignal == true
      }
      if isSecond { Host.exitNow(signal == .terminate ? 143 : 130) }
      stop.stop()
      Task {
        try await Task.sleep(for: .seconds(Self.grace))
        work.cancel()
      }
    }
    let deadline = Task {
      guard let limit = settings.maxDuration else { return }
      try await Task.sleep(for: .milliseconds(limit))
      cause.withLock { $0 = $0 ?? .ranOutOfTime }
      stop.stop()
      work.cancel()
    }
    defer { deadline.cancel() }
    // A power cut may cost a second at most, also while everything in flight is slow.
    let keeper = Task { try await journal.keepSynchronized() }
    defer { keeper.cancel() }
    try await withTaskCancellationHandler {
      try await work.value
    } onCancel: {
      work.cancel()
    }
    return cause.withLock { $0 } ?? (stop.isStopped ? .failedFast : nil)
  }

  private var safetySuites: Set<String> { Set(plan.suites.filter { $0.evalset.kind == .safety }.map(\.name)) }
  private func isSafety(_ suite: String) -> Bool { safetySuites.contains(suite) }
}

/// A finished trial is in the file before it counts.
private struct Sink: RunSink {
  let journal: Journal
  let collector: RunCollector
  let safety: Set<String>

  func append(_ record: CaseRecord) throws {
    try journal.append(record)
    collector.add(record, isSafety: safety.contains(record.suite))
  }

  func append(_ opinion: Opinion) throws { try journal.append(opinion) }
}

private struct Observers: RunObserver {
  let progress: Progress
  let clock: SuiteClock

  func suiteStarted(_ suite: Suite, entries: Int) {
    clock.start(suite.name)
    progress.suiteStarted(suite, entries: entries)
  }
  func entryStarted(suite: String, caseID: String) { progress.entryStarted(suite: suite, caseID: caseID) }
  func entryFinished(_ record: CaseRecord) { progress.entryFinished(record) }
  func suiteFinished(_ suite: Suite) {
    progress.suiteFinished(suite)
    clock.stop(suite.name)
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
    times.withLock { times in times.elapsed[suite] = times.started[suite].map { now - $0 } }
  }
}
