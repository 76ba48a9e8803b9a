import EvalGateCore
import StrictJSON
import Testing

@Suite("routes beside the one that decides")
struct ShadowRouteTests {
  private let twoTurns: [Turn] = [.user("first", toolResults: [:]), .user("second", toolResults: [:])]

  private func record(
    _ evalCase: EvalCase, _ generator: Scripted, beside shadow: Scripted? = nil
  ) async throws -> CaseRecord {
    let suite = try suite([evalCase])
    let sink = Kept()
    try await Runner(
      plan: Plan(project(suite)),
      head: ArmSources(
        generators: ["s": generator], shadows: shadow.map { ["s": ShadowRoute("strong", $0)] } ?? [:]),
      sink: sink, today: today
    ).run()
    return try #require(sink.records.first)
  }

  @Test("a shadow is asked the same and decides nothing")
  func oneTurn() async throws {
    let shadow = inTurn(Answer(text: "there"))
    let record = try await record(evalCase("a"), inTurn(Answer(text: "here")), beside: shadow)
    #expect(record.candidate.text == "here" && record.candidate.tries == 1)
    #expect(record.candidate.shadows.map(\.answer.text) == ["there"])
    #expect(record.candidate.shadows.map(\.route) == ["strong"])
    #expect(shadow.requests.map(\.messages) == [record.messages])
    // What was asked is kept once.
    #expect(record.candidate.shadows.map(\.messages) == [nil])
  }

  @Test("no case waits for a shadow, however long that takes: it is asked, and kept, before", .timeLimit(.minutes(1)))
  func slow() async throws {
    let cases = (0..<5).map { evalCase("c\($0)") }
    let sink = Kept()
    // Answers nothing before the last case is kept.
    let shadow = Scripted { _, _ in
      while sink.records.count < cases.count { await Task.yield() }
      return Candidate(answer: Answer(text: "there"))
    }
    try await Runner(
      plan: Plan(project(try suite(cases, concurrency: 1))),
      head: ArmSources(
        generators: ["s": inTurn(Answer(text: "here"))], shadows: ["s": ShadowRoute("strong", shadow)]),
      sink: sink, today: today
    ).run()
    #expect(sink.records.map(\.caseID).sorted() == cases.map(\.id))
    #expect(sink.records.allSatisfy { $0.candidate.shadows.map(\.answer.text) == ["there"] })
  }

  @Test("what a shadow did not answer in an earlier part of a run it is asked alone")
  func again() async throws {
    let cases = [evalCase("a"), evalCase("b")]
    let (main, shadow) = (inTurn(Answer(text: "here")), inTurn(Answer(text: "there")))
    let sink = Kept()
    let runner = Runner(
      plan: Plan(project(try suite(cases))),
      head: ArmSources(generators: ["s": main], shadows: ["s": ShadowRoute("strong", shadow)]), sink: sink,
      today: today)
    try await runner.run()
    let asked = (main.requests.count, shadow.requests.count)
    try await runner.askBeside([JudgedTrial(sink.records[1], [])])
    #expect(main.requests.count == asked.0 && shadow.requests.count == asked.1 + 1)
    #expect(sink.records.map(\.candidate.shadows.count) == [1, 2])
  }

  @Test("what a shadow answered beside a trial that came to nothing is kept, and stands beside the next attempt")
  func paid() async throws {
    let stopped = Scripted { _, _ in
      Candidate(failure: GenerationFailure(.infrastructure, .cancelled, "stopped"), tries: 0)
    }
    let shadow = inTurn(Answer(text: "there"))
    let plan = Plan(project(try suite([evalCase("a")])))
    func run(_ generator: Scripted, _ answered: [Int: ShadowAnswer]) async throws -> Kept {
      let sink = Kept()
      try await Runner(
        plan: plan,
        head: ArmSources(generators: ["s": generator], shadows: ["s": ShadowRoute("strong", shadow)]), sink: sink,
        today: today, answered: answered
      ).run()
      return sink
    }
    let first = try await run(stopped, [:])
    #expect(first.records.isEmpty && first.answers[0]?.answer.text == "there")
    let next = try await run(inTurn(Answer(text: "here")), first.answers)
    #expect(shadow.requests.count == 1)
    let beside = try #require(next.records.first?.candidate.shadows.first)
    // It heard the same, which is said once.
    #expect(beside.answer.text == "there" && beside.passFail == .pass && beside.messages == nil)
    // One that was not answered is asked again.
    var unanswered = beside
    unanswered.failure = GenerationFailure(.infrastructure, .server, "503")
    _ = try await run(inTurn(Answer(text: "here")), [0: unanswered])
    #expect(shadow.requests.count == 2)
  }

  @Test("a shadow that fails changes nothing")
  func broken() async throws {
    let broken = Scripted { _, _ in Candidate(failure: GenerationFailure(.infrastructure, .server, "503")) }
    let record = try await record(evalCase("a"), inTurn(Answer(text: "here")), beside: broken)
    #expect(record.candidate.failure == nil && record.passFail == .pass)
    #expect(record.candidate.shadows.first?.failure?.reason == .server)
    #expect(record.candidate.shadows.first?.passFail == .error)
  }

  @Test("in a conversation a shadow hears its own answers, and what it used is of all its turns")
  func conversation() async throws {
    let usage = Usage(input: 10, output: 1)
    let shadow = inTurn(Answer(text: "one there", usage: usage), Answer(text: "two there", usage: usage))
    let record = try await record(
      evalCase("a", turns: twoTurns), inTurn(Answer(text: "one"), Answer(text: "two")), beside: shadow)
    #expect(record.candidate.text == "two" && record.candidate.earlier.map(\.text) == ["one"])
    let beside = try #require(record.candidate.shadows.first)
    #expect(beside.answer.text == "two there" && beside.earlier.map(\.text) == ["one there"])
    #expect(beside.answer.usage?.total == 22)
    #expect(shadow.requests.last?.messages.map(\.text) == ["hello", "first", "one there", "second"])
    #expect(beside.messages?.contains { $0.text == "one there" } == true)
    #expect(record.messages.allSatisfy { !$0.text.contains("there") })
    #expect(beside.passFail == .pass)
  }

  @Test("rivals of a race cost what they cost in every turn; only those of the last turn are another end")
  func rivals() async throws {
    func rival(_ target: String, _ text: String) -> ShadowAnswer {
      ShadowAnswer(
        route: "r", target: target, answer: Answer(text: text, usage: Usage(input: 5, output: 1)), cost: 0.25)
    }
    let turns = [[rival("b", "1"), rival("c", "1")], [rival("b", "2"), rival("a", "2")]]
    let generator = Scripted { request, _ in
      let turn = request.messages.count { $0.role == .assistant }
      var candidate = Candidate(answer: Answer(text: "mine"), target: turn == 0 ? "a" : "c")
      candidate.shadows = turns[min(turn, 1)]
      return candidate
    }
    let shadows = try await record(evalCase("a", turns: twoTurns), generator).candidate.shadows
    #expect(shadows.map(\.target) == ["b", "a", "c"])
    #expect(shadows.map(\.cost) == [0.5, 0.25, 0.25])
    #expect(shadows.map(\.answer.usage?.total) == [12, 6, 6])
    #expect(shadows.map { $0.earlier.map(\.text) } == [["mine"], ["mine"], []])
    #expect(shadows.map(\.passFail) == [.pass, .pass, .error])
  }
}
