import CurlHTTP
import EvalGateCore
import EvalGateProviders
import GateStatistics
import StrictJSON
import Testing

/// What is kept of routes that begin with, fall back to, or race between the same targets.
@Suite("Routes that share targets")
struct SharedTargetsTests {
  private static func route(_ name: String, _ models: [String], race: Bool = false) throws -> Route {
    Route(
      name: name, targets: try models.map { try openAITarget(model: $0) }, retry: Retry(attempts: 1),
      allowFallback: true, delivery: Delivery(race: race))
  }

  private struct Question: Hashable {
    let route: Int
    let text: String
    let trial: Int

    var request: GenerationRequest { question(text) }
  }

  /// What of an answer a replay has to say again.
  private struct Said: Equatable {
    let text: String
    let target: String
    let isFallback: Bool
    let request: Digest?

    init(_ candidate: Candidate) {
      (text, target) = (candidate.text, candidate.target)
      (isFallback, request) = (candidate.isFallback, candidate.requestDigest)
    }
  }

  @Test(
    "in whatever order they are asked, by whichever runs, a replay of each says what it said last",
    arguments: UInt64(1)...30, [Mode.record, .auto])
  func interleavings(seed: UInt64, mode: Mode) async throws {
    let routes = [
      try Self.route("a", ["a"]), try Self.route("b", ["b"]), try Self.route("falls", ["a", "b"]),
      try Self.route("falls-elsewhere", ["a", "c"]), try Self.route("patient", ["a", "b"]),
      try Self.route("races", ["a", "b"], race: true), try Self.route("races-back", ["b", "a"], race: true),
    ]
    var random = SplitMix64(seed: seed)
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, seed: seed) { model, _, _, random in
      let answer = random.fraction() < 0.4 ? response(500, "{}") : completion("\(model) \(random.next())")
      return SimulatedService.Reaction(after: random.fraction() * 100, result: .success(answer))
    }
    var store = MemoryStore()
    var said: [Question: Said] = [:]
    var hasFallen = false
    for run in 0..<4 {
      // Another run knows what is kept, and not what was asked.
      store = MemoryStore(store.recordings)
      let all = routes.indices.flatMap { route in
        ["x", "y"].flatMap { text in (1...2).map { Question(route: route, text: text, trial: $0) } }
      }
      // Two suites by the same route ask the same.
      let questions = (all + all).filter { _ in random.fraction() < 0.6 }.shuffled(using: &random)
      let mode = run == 0 ? .record : mode
      let asked = store
      let finished = simulation.run { await Self.ask(questions, of: routes, mode, asked, service, simulation) }
      let answers = try #require(finished)
      for (question, answers) in Dictionary(grouping: answers, by: \.0) {
        let answered = answers.map(\.1).filter { !$0.isError }.map(Said.init)
        #expect(answered.dropFirst().allSatisfy { $0 == answered[0] }, "\(question)")
        guard let first = answered.first else { continue }
        said[question] = first
        hasFallen = hasFallen || first.isFallback
      }
      for (question, before) in said {
        let replay = try await generator(routes[question.route], nil, mode: .replay, store: store)
        let now = Said(await replay.generate(question.request, trial: question.trial))
        #expect(now == before, "\(question) in run \(run)")
      }
    }
    #expect(hasFallen && said.count > 20)
  }

  private static func ask(
    _ questions: [Question], of routes: [Route], _ mode: Mode, _ store: MemoryStore, _ service: SimulatedService,
    _ simulation: Simulation
  ) async -> [(Question, Candidate)] {
    var generators: [RouteGenerator] = []
    for route in routes {
      let generator = try? await generator(route, service, clock: simulation, mode: mode, store: store)
      if let generator { generators.append(generator) }
    }
    let ready = generators
    return await withTaskGroup(of: (Question, Candidate).self) { group in
      for question in questions {
        group.addTask { (question, await ready[question.route].generate(question.request, trial: question.trial)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test("a race is raced, whoever asked one of its targets before, and so is a route with a fallback asked")
  func raced() async throws {
    let (store, transport) = (MemoryStore(), HoldingTransport())
    let plain = try await generator(Self.route("a", ["a"]), transport, mode: .record, store: store)
    async let alone = plain.generate(question(), trial: 1)
    await transport.untilHeld(1)
    transport.release(completion("alone"))
    _ = await alone
    let race = try await generator(Self.route("r", ["a", "b"], race: true), transport, mode: .record, store: store)
    async let raced = race.generate(question(), trial: 1)
    await transport.untilHeld(2)
    transport.release(completion("raced"))
    #expect(await raced.text == "raced")
    let falls = try await generator(Self.route("f", ["a", "b"]), transport, mode: .record, store: store)
    async let fallen = falls.generate(question(), trial: 1)
    await transport.untilHeld(1)
    transport.release(completion("first"))
    #expect(await fallen.text == "first" && store.recordings.count == 3)
  }

  @Test("what a target said outlives a fallback that is added, edited, renamed or taken away again")
  func outliving() async throws {
    let store = MemoryStore()
    func said(_ route: Route, _ mode: Mode, _ script: [ScriptedTransport.Answer] = []) async throws -> String {
      let generator = try await generator(route, ScriptedTransport(script), mode: mode, store: store)
      return await generator.generate(question(), trial: 1).text
    }
    _ = try await said(Self.route("r", ["a", "b"]), .record, [.success(completion("of a"))])
    for (name, models) in [("r", ["a"]), ("r", ["a", "c"]), ("s", ["a", "b"])] {
      #expect(try await said(Self.route(name, models), .replay) == "of a")
      #expect(try await said(Self.route(name, models), .auto) == "of a")
    }
    // But what another target answered in its place is that route's alone.
    let down = ScriptedTransport.Answer.success(response(500, "{}"))
    _ = try await said(Self.route("t", ["d", "b"]), .record, [down, .success(completion("of b"))])
    #expect(try await said(Self.route("t", ["d", "b"]), .replay) == "of b")
    #expect(try await said(Self.route("t", ["d", "c"]), .replay) == "")
    #expect(try await said(Self.route("d", ["d"]), .replay) == "")
    #expect(try await said(Self.route("b", ["b"]), .replay) == "")
  }

  @Test("what one included from elsewhere is called there is no part of what it keeps")
  func included() async throws {
    let store = MemoryStore()
    let script = [ScriptedTransport.Answer.success(response(500, "{}")), .success(completion("of b"))]
    let whole = try await generator(
      Self.route("services/mail/r", ["a", "b"]), ScriptedTransport(script), mode: .record, store: store)
    _ = await whole.generate(question(), trial: 1)
    let own = try await generator(Self.route("r", ["a", "b"]), nil, mode: .replay, store: store)
    #expect(await own.generate(question(), trial: 1).text == "of b")
  }
}
