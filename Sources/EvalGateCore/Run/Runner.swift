import Synchronization

/// Where finished trials go as they are finished. Called from many tasks at once.
public protocol RunSink: Sendable {
  /// - Throws: when the line could not be kept; the run then stops, because nothing may be lost.
  func append(_ record: CaseRecord) throws
  /// Keeps what a program said, before the record that was judged by it.
  func append(_ opinion: Opinion) throws
}

/// Told about progress. Called from many tasks at once, so it must be quick and thread-safe.
public protocol RunObserver: Sendable {
  func suiteStarted(_ suite: Suite, entries: Int)
  func entryStarted(suite: String, caseID: String)
  func entryFinished(_ record: CaseRecord)
  func suiteFinished(_ suite: Suite)
}

/// A request to stop sending; calls in flight end by themselves.
public final class StopSignal: Sendable {
  private let flag = Atomic<Bool>(false)
  public init() {}
  public func stop() { flag.store(true, ordering: .releasing) }
  public var isStopped: Bool { flag.load(ordering: .acquiring) }
}

/// Asks a plan's questions with bounded concurrency and hands every result on as it comes.
///
/// Cases are read, asked, judged and let go one at a time, so memory does not grow with what they contain.
public struct Runner: Sendable {
  public let plan: Plan
  /// By suite name: suites may share a route and still have recordings of their own.
  public let generators: [String: any Generator]
  /// Asks the user's programs; nil where there are none.
  public let opinions: (any OpinionSource)?
  public let sink: any RunSink
  public let observer: (any RunObserver)?
  public let stop: StopSignal
  /// Judges waivers.
  public let today: CalendarDate
  /// Ordinals that a resumed run already has.
  public let done: Set<Int>
  public let failFast: Bool
  /// Where pictures of prompts are read from; nil where there are none.
  public let files: (any FileSource)?

  public init(
    plan: Plan, generators: [String: any Generator], opinions: (any OpinionSource)? = nil, sink: any RunSink,
    observer: (any RunObserver)? = nil, stop: StopSignal = StopSignal(), today: CalendarDate, done: Set<Int> = [],
    failFast: Bool = false, files: (any FileSource)? = nil
  ) {
    self.plan = plan
    self.generators = generators
    self.opinions = opinions
    self.sink = sink
    self.observer = observer
    self.stop = stop
    self.today = today
    self.done = done
    self.failFast = failFast
    self.files = files
  }

  /// Suite by suite in plan order; within a suite as many at once as its route allows.
  ///
  /// - Throws: what the sink or the case list throws. Failed calls are results, not errors.
  public func run() async throws {
    var bySuite = [[Int]](repeating: [], count: plan.suites.count)
    for ordinal in plan.mine where !done.contains(ordinal) { bySuite[plan.entries[ordinal].suite].append(ordinal) }
    for (index, ordinals) in bySuite.enumerated() where !ordinals.isEmpty && !stop.isStopped {
      let suite = plan.suites[index]
      observer?.suiteStarted(suite, entries: ordinals.count)
      try await run(suite, ordinals)
      observer?.suiteFinished(suite)
    }
  }

  private func run(_ suite: Suite, _ ordinals: [Int]) async throws {
    guard let generator = generators[suite.name] else {
      throw Diagnostic(
        .internalError, "no generator for suite `\(suite.name)`", help: "this is a bug in evalgate; please report it")
    }
    let queue = WorkQueue(count: ordinals.count)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<min(suite.route.limits.concurrency, ordinals.count) {
        group.addTask {
          do {
            while !stop.isStopped, let position = queue.next() {
              try await run(ordinals[position], of: suite, with: generator)
            }
          } catch {
            // At once: waiting for the group would ask all the other questions first.
            stop.stop()
            throw error
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func run(_ ordinal: Int, of suite: Suite, with generator: any Generator) async throws {
    let entry = plan.entries[ordinal]
    let evalCase = try suite.evalset.cases.evalCase(at: entry.caseIndex)
    observer?.entryStarted(suite: suite.name, caseID: evalCase.id)
    let (messages, candidate) = await Conversation(
      suite: suite, evalCase: evalCase, generator: generator, trial: entry.trial, files: files
    ).run()
    // A call that our own stopping cancelled has no result; it stays to be done on resume.
    if candidate.failure?.reason == .cancelled { return }
    var said: [Opinion] = []
    if let opinions {
      said = await suite.opinions(
        from: opinions, on: candidate, of: evalCase, ordinal: ordinal, trial: entry.trial)
      if !said.isEmpty, Task.isCancelled { return }
      for opinion in said { try sink.append(opinion) }
    }
    let record = suite.judge(
      candidate, of: evalCase, ordinal: ordinal, trial: entry.trial, arm: entry.arm, messages: messages, today: today,
      opinions: said)
    try sink.append(record)
    observer?.entryFinished(record)
    if failFast, record.passFail == .fail, record.waived.isEmpty { stop.stop() }
  }
}

/// Positions handed out one by one to whoever asks.
private final class WorkQueue: Sendable {
  private let position = Atomic<Int>(0)
  private let count: Int

  init(count: Int) { self.count = count }

  func next() -> Int? {
    let taken = position.add(1, ordering: .relaxed).oldValue
    return taken < count ? taken : nil
  }
}
