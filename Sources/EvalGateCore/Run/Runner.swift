import Synchronization

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

  /// Of the run that a task belongs to, for whoever makes it wait: what waits when the run is stopped was not sent and need not be.
  @TaskLocal public static var current: StopSignal?
}

/// Who is asked on one arm of a comparison.
public struct ArmSources: Sendable {
  /// By suite name: suites may share a route and still have recordings of their own.
  public let generators: [String: any Generator]
  /// By suite name: who is asked beside them; empty where nobody is.
  public let shadows: [String: ShadowRoute]
  /// Asks the user's programs; nil where there are none.
  public let opinions: (any OpinionSource)?
  /// Where pictures of prompts are read from; nil where there are none.
  public let files: (any FileSource)?

  public init(
    generators: [String: any Generator] = [:], shadows: [String: ShadowRoute] = [:],
    opinions: (any OpinionSource)? = nil, files: (any FileSource)? = nil
  ) {
    self.generators = generators
    self.shadows = shadows
    self.opinions = opinions
    self.files = files
  }
}

/// Asks a plan's questions with bounded concurrency and hands every result on as it comes.
///
/// Cases are read, asked, judged and let go one at a time, so memory does not grow with what they contain.
public struct Runner: Sendable {
  public let plan: Plan
  public let head: ArmSources
  public let base: ArmSources
  public let sink: any RunSink
  public let observer: (any RunObserver)?
  public let stop: StopSignal
  /// Judges waivers.
  public let today: CalendarDate
  /// Ordinals that a resumed run already has.
  public let done: Set<Int>
  /// By ordinal, of trials that are asked again: what a second route answered beside an earlier attempt, or why it did not.
  public let answered: [Int: ShadowAnswer]
  public let failFast: Bool

  public init(
    plan: Plan, head: ArmSources, base: ArmSources = ArmSources(), sink: any RunSink,
    observer: (any RunObserver)? = nil, stop: StopSignal = StopSignal(), today: CalendarDate, done: Set<Int> = [],
    answered: [Int: ShadowAnswer] = [:], failFast: Bool = false
  ) {
    self.plan = plan
    self.head = head
    self.base = base
    self.sink = sink
    self.observer = observer
    self.stop = stop
    self.today = today
    self.done = done
    self.answered = answered
    self.failFast = failFast
  }

  /// Suite by suite in plan order; within a suite as many at once as its route allows.
  ///
  /// - Throws: what the sink or the case list throws. Failed calls are results, not errors.
  public func run() async throws {
    try await besideOthers { try await run($0) }
  }

  private func run(_ beside: BesideWork?) async throws {
    for (index, suite) in plan.suites.enumerated() where !stop.isStopped {
      let places = plan.places(of: index, without: done)
      guard !places.isEmpty else { continue }
      observer?.suiteStarted(suite, entries: places.count)
      try await ask(places.count, of: suite, beside) { plan.question(at: Int(places[$0])) }
      observer?.suiteFinished(suite)
    }
  }

  /// Asks questions of one suite, in their order, as many at once as its route allows.
  ///
  /// - Throws: what the sink or the case list throws.
  public func ask(_ questions: [Question], of suite: Suite) async throws {
    try await besideOthers { try await ask(questions.count, of: suite, $0) { questions[$0] } }
  }

  /// Asks second routes what they did not answer beside trials of an earlier part of the run.
  ///
  /// - Throws: what the sink or the case list throws.
  public func askBeside(_ trials: [JudgedTrial]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for trial in trials {
        guard let shadow = head.shadows[trial.record.suite] else { continue }
        group.addTask {
          let question = plan.question(at: trial.record.ordinal)
          guard let conversation = try conversation(question, head) else { return }
          try await keepAnswer(of: shadow, to: question, beside: conversation) { trial }
        }
      }
      try await group.waitForAll()
    }
  }

  /// Second routes are asked while the run goes on, and wait for nobody but themselves.
  private func besideOthers(_ main: @escaping @Sendable (BesideWork?) async throws -> Void) async throws {
    guard !head.shadows.isEmpty || !base.shadows.isEmpty else { return try await main(nil) }
    try await BesideWork.running(main)
  }

  private func ask(
    _ count: Int, of suite: Suite, _ beside: BesideWork?, _ question: @escaping @Sendable (Int) -> Question
  ) async throws {
    let queue = WorkQueue(count: count)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<min(suite.route.limits.concurrency, count) {
        group.addTask {
          do {
            try await StopSignal.$current.withValue(stop) {
              while !stop.isStopped, let position = queue.next() { try await ask(question(position), beside) }
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

  private func ask(_ question: Question, _ beside: BesideWork?) async throws {
    let sources = question.arm == .head ? head : base
    guard let conversation = try conversation(question, sources) else {
      throw Diagnostic(
        .internalError, "no generator for suite `\(plan.suites[question.suite].name)`",
        help: "this is a bug in evalgate; please report it")
    }
    observer?.entryStarted(suite: conversation.suite.name, caseID: conversation.evalCase.id)
    let answered = question.arm == .head ? self.answered[question.ordinal] : nil
    guard let beside, answered?.isAnswered != true, let shadow = sources.shadows[conversation.suite.name],
      let handover = ask(shadow, question, conversation, beside)
    else {
      if let trial = try await answer(question, conversation, sources.opinions, beside: answered) {
        try keep(trial.record)
      }
      return
    }
    do {
      let trial = try await answer(question, conversation, sources.opinions)
      if let trial { try keep(trial.record) }
      handover.give(trial)
    } catch {
      handover.give(nil)
      throw error
    }
  }

  /// - Returns: what waits for the trial; nil where nobody is asked any more.
  private func ask(
    _ shadow: ShadowRoute, _ question: Question, _ conversation: Conversation, _ beside: BesideWork
  ) -> Handover<JudgedTrial?>? {
    let handover = Handover<JudgedTrial?>()
    let isBegun = beside.add {
      try await keepAnswer(of: shadow, to: question, beside: conversation) { await handover.value() }
    }
    return isBegun ? handover : nil
  }

  /// - Returns: nil where nobody is there to be asked.
  private func conversation(_ question: Question, _ sources: ArmSources) throws -> Conversation? {
    guard let suite = plan.suite(at: question.suite, on: question.arm), let generator = sources.generators[suite.name]
    else { return nil }
    return Conversation(
      suite: suite, evalCase: try suite.evalset.cases.evalCase(at: question.caseIndex), generator: generator,
      trial: question.trial, files: sources.files)
  }

  private func keep(_ record: CaseRecord) throws {
    if record.isDropped { try sink.append(dropped: record) } else { try sink.append(record) }
  }

  /// - Parameter answered: what a second route has answered and is not asked again.
  /// - Returns: nil where nothing came of it.
  private func answer(
    _ question: Question, _ conversation: Conversation, _ opinions: (any OpinionSource)?,
    beside answered: ShadowAnswer? = nil
  ) async throws -> JudgedTrial? {
    let (suite, evalCase) = (conversation.suite, conversation.evalCase)
    let (messages, own) = await conversation.run()
    let candidate = own.with(answered, after: messages)
    func judged(_ said: [Opinion]) -> CaseRecord {
      suite.judge(
        candidate, of: evalCase, ordinal: question.ordinal, trial: question.trial, arm: question.arm,
        messages: messages, today: today, opinions: said)
    }
    // A call that our own stopping cancelled has no result; it stays to be done on resume. What was sent may be on the bill, and
    // what an attack brought about before is a result.
    if candidate.failure?.reason == .cancelled {
      guard candidate.hops.contains(where: { $0.tries > 0 }) else { return nil }
      let record = judged([])
      if !record.isDropped { observer?.entryFinished(record) }
      return JudgedTrial(record, [])
    }
    var said: [Opinion] = []
    if let opinions {
      said = await suite.opinions(
        from: opinions, on: candidate, after: messages, of: evalCase, ordinal: question.ordinal,
        trial: question.trial)
      if !said.isEmpty, Task.isCancelled { return nil }
      for opinion in said { try sink.append(opinion) }
    }
    let record = judged(said)
    observer?.entryFinished(record)
    if failFast, record.arm == .head, record.passFail == .fail, record.waived.isEmpty { stop.stop() }
    return JudgedTrial(record, said)
  }

  /// Asks a second route, and keeps what it answers once the trial itself is kept. What it answered beside one of which nothing
  /// came is kept too: it is paid.
  ///
  /// - Parameter trial: waits for that; nil where nothing came of it.
  private func keepAnswer(
    of shadow: ShadowRoute, to question: Question, beside conversation: Conversation,
    _ trial: () async -> JudgedTrial?
  ) async throws {
    do {
      let (heard, candidate) = await StopSignal.$current.withValue(stop) { await conversation.answer(of: shadow) }
      let trial = await trial()
      guard trial != nil || candidate.failure?.reason != .cancelled || candidate.tries > 0 else { return }
      var answer = ShadowAnswer(candidate, route: shadow.name)
      // A rival's requests are among the hops of the trial itself.
      answer.uncounted = candidate.uncountedRequests
      answer.booked = candidate.bookedBesides
      if heard != trial?.record.messages { answer.messages = heard }
      answer.passFail = conversation.suite.passFail(
        of: answer, to: conversation.evalCase, ordinal: question.ordinal, trial: question.trial, arm: question.arm,
        messages: heard, today: today)
      try sink.append(answer, beside: trial, at: question.ordinal)
    } catch {
      stop.stop()
      throw error
    }
  }
}

extension Candidate {
  /// What budgets were charged besides the answer that counts: for its requests, and for answers that came second in a race; nil where
  /// that is nothing.
  fileprivate var bookedBesides: Booked? {
    let rivals = shadows.map { Booked(tokens: $0.answer.usage?.total ?? 0, usd: $0.cost ?? 0) }
    return (hops.compactMap(\.booked) + rivals).reduce(nil as Booked?) { ($0 ?? Booked()) + $1 }
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
