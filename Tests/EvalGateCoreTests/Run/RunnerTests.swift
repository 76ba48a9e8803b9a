import EvalGateCore
import StrictJSON
import Synchronization
import Testing

@Suite("runner")
struct RunnerTests {
  private let cases = (0..<40).map { evalCase("case-\($0)", variables: ["text": .string("\($0)")]) }

  private func plan(_ concurrency: Int, trials: Int = 1) throws -> Plan {
    Plan(
      project(
        try suite(cases, prompt: try prompt(), concurrency: concurrency),
        try suite(cases, name: "t", prompt: try prompt(), concurrency: concurrency)), trials: trials)
  }

  /// Finishes in another order than it was asked.
  private static func shuffled() -> Scripted {
    Scripted { request, trial in
      for _ in 0..<(request.caseID.utf8.reduce(0) { $0 &* 31 &+ Int($1) } & 63) { await Task.yield() }
      return Candidate(answer: Answer(text: "\(request.messages[0].text) #\(trial)"), target: "echo/m")
    }
  }

  @Test("every entry comes back once, with its own answer, whatever the order", arguments: [1, 2, 16, 1000])
  func complete(concurrency: Int) async throws {
    let plan = try plan(concurrency, trials: 3)
    let (sink, generator) = (Kept(), Self.shuffled())
    try await Runner(
      plan: plan, head: ArmSources(generators: ["s": generator, "t": generator]), sink: sink, today: today
    ).run()
    #expect(sink.records.map(\.ordinal).sorted() == plan.mine)
    for record in sink.records {
      #expect(record.candidate.text == "Say \(record.caseID.dropFirst(5)) #\(record.trial)")
    }
    let collector = RunCollector()
    for record in sink.records { collector.add(record, isSafety: false) }
    let outcomes = collector.results().outcomes.cases(of: "t")
    #expect(outcomes.map(\.id) == cases.map(\.id))
    #expect(outcomes.allSatisfy { $0.trials.map(\.trial) == [1, 2, 3] })
  }

  @Test("no more questions at once than the route allows")
  func bounded() async throws {
    let gauge = Mutex((now: 0, most: 0))
    let generator = Scripted { _, _ in
      gauge.withLock { gauge in gauge = (gauge.now + 1, max(gauge.most, gauge.now + 1)) }
      for _ in 0..<5 { await Task.yield() }
      gauge.withLock { $0.now -= 1 }
      return Candidate(answer: Answer(text: "ok"))
    }
    try await Runner(
      plan: try plan(3), head: ArmSources(generators: ["s": generator, "t": generator]), sink: Kept(), today: today
    ).run()
    #expect(gauge.withLock { $0.most } <= 3)
  }

  @Test("a stop signal keeps what was answered and asks nothing more")
  func stopped() async throws {
    let stop = StopSignal()
    let sink = Kept()
    let generator = Scripted { request, _ in
      if request.caseID == "case-5" { stop.stop() }
      return Candidate(answer: Answer(text: "ok"))
    }
    try await Runner(
      plan: try plan(1), head: ArmSources(generators: ["s": generator, "t": generator]), sink: sink, stop: stop,
      today: today
    ).run()
    #expect(sink.records.count == 6)
    #expect(generator.requests.count == 6)
  }

  @Test("a sink that cannot keep a line ends the run at once")
  func fullSink() async throws {
    let generator = Self.shuffled()
    let plan = try plan(2)
    await #expect(throws: Kept.Full.self) {
      try await Runner(
        plan: plan, head: ArmSources(generators: ["s": generator, "t": generator]), sink: Kept(limit: 5), today: today
      ).run()
    }
    // The one that failed, and at most one more of its neighbour's.
    #expect(generator.requests.count <= 7)
  }

  @Test("what a resumed run already has is not asked again")
  func resumed() async throws {
    let plan = try plan(4)
    let (sink, generator) = (Kept(), Self.shuffled())
    try await Runner(
      plan: plan, head: ArmSources(generators: ["s": generator, "t": generator]), sink: sink, today: today,
      done: Set(plan.mine.filter { $0 % 3 == 0 })
    ).run()
    #expect(sink.records.map(\.ordinal).sorted() == plan.mine.filter { $0 % 3 != 0 })
  }

  @Test("a call that our own stopping cancelled has no result")
  func cancelled() async throws {
    let sink = Kept()
    let generator = Scripted { request, _ in
      request.caseID == "case-1"
        ? Candidate(failure: GenerationFailure(.infrastructure, .cancelled, "stopped"))
        : Candidate(answer: Answer(text: "ok"))
    }
    try await Runner(
      plan: try plan(4), head: ArmSources(generators: ["s": generator, "t": generator]), sink: sink, today: today
    ).run()
    #expect(sink.records.count == 78)
    #expect(!sink.records.contains { $0.caseID == "case-1" })
  }

  @Test("what an attack brought about before our own stopping is a result")
  func cancelledAfterEffect() async throws {
    let sink = Kept()
    let call = ToolCall(name: "pay", argumentsText: "{}")
    let generator = Scripted { request, _ in
      guard request.messages.contains(where: { $0.role == .tool }) else {
        return Candidate(answer: Answer(toolCalls: [call]))
      }
      var candidate = Candidate(failure: GenerationFailure(.infrastructure, .cancelled, "stopped"))
      candidate.hops = [Hop(target: "echo/m", tries: 1)]
      return candidate
    }
    let attack = evalCase("a", checks: [.effect], turns: [.user("pay", toolResults: ["pay": "done"])])
    try await Runner(
      plan: Plan(project(try suite([attack]))), head: ArmSources(generators: ["s": generator]), sink: sink,
      today: today
    ).run()
    #expect(sink.records.map(\.passFail) == [.fail])
  }

  @Test("fail-fast stops after the first failure, but not after an error or a waived one")
  func failFast() async throws {
    let failing = (0..<20).map {
      evalCase("case-\($0)", checks: [Saying($0 == 7 ? .failed : $0 == 3 ? .error : .passed)])
    }
    let sink = Kept()
    let generator = inTurn(Answer(text: "ok"))
    try await Runner(
      plan: Plan(project(try suite(failing, concurrency: 1))), head: ArmSources(generators: ["s": generator]),
      sink: sink, today: today,
      failFast: true
    ).run()
    #expect(sink.records.count == 8)
  }

  @Test("a suite without a generator is a bug that is said, not a hang")
  func noGenerator() async throws {
    let plan = try plan(2)
    await #expect(throws: Diagnostic.self) {
      try await Runner(plan: plan, head: ArmSources(generators: [:]), sink: Kept(), today: today).run()
    }
  }
}
