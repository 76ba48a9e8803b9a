import CurlHTTP
import EvalGateCore
import EvalGateProviders
import GateStatistics
import StrictJSON
import Testing

private func ok(_ after: Double, _ text: String = "x") -> SimulatedService.Reaction {
  SimulatedService.Reaction(after: after, result: .success(completion(text)))
}

private func status(_ code: Int, after: Double = 5, headers: HTTPHeaders = [:]) -> SimulatedService.Reaction {
  SimulatedService.Reaction(after: after, result: .success(response(code, "{}", headers: headers)))
}

private func route(
  _ models: [String], attempts: Int = 1, breaker: Breaker? = nil, concurrency: Int = 4,
  _ delivery: Delivery = Delivery()
) throws -> Route {
  Route(
    name: "r", targets: try models.map { try openAITarget(model: $0) }, retry: Retry(attempts: attempts),
    breaker: breaker, limits: Limits(concurrency: concurrency), delivery: delivery)
}

@Suite("The way to an answer")
struct HopTests {
  @Test("every target that was asked is kept, with what came of it")
  func hops() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport(
      [.success(response(503, "")), .success(response(429, "{}")), .success(completion("x"))], clock: clock)
    let targets = [try openAITarget(model: "a"), try openAITarget(model: "b")]
    let generator = try await generator(
      EvalGateProvidersTests.route(targets, attempts: 2), transport, clock: clock)
    let candidate = await generator.generate(question(), trial: 1)
    #expect(candidate.hops.map(\.target) == ["openai/a", "openai/b"])
    #expect(candidate.hops.map(\.role) == [.first, .fallback] && candidate.hops.map(\.tries) == [2, 1])
    #expect(candidate.hops.map(\.failure) == [.rateLimited, nil] && candidate.hops[0].status == 429)
    #expect(candidate.hops[0].waited == clock.slept.reduce(0, +) && candidate.hops[1].latency == 250)
  }

  @Test("a failure that a retry healed is told, and what may have cost is counted")
  func firstFailure() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, now, _ in
      now == 0 ? SimulatedService.Reaction(after: 5, result: .success(response(200, "<html>"))) : ok(10)
    }
    let hop = try #require(simulate(1, try route(["a"], attempts: 3), service, in: simulation)?.first?.hops.first)
    #expect(hop.tries == 2 && hop.failure == nil && hop.firstFailure == .unreadable && hop.uncounted == 1)
  }

  @Test("a wait that the deadline cuts off lasted until then")
  func cutOffWait() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in status(503, headers: ["retry-after": "60"]) }
    let candidate = try #require(
      simulate(1, try route(["a"], attempts: 3, Delivery(deadline: 2000)), service, in: simulation)?.first)
    #expect(candidate.hops.first?.waited == 1995 && candidate.failure?.reason == .deadline)
  }

  @Test("a target that was not asked, because its breaker is open, is a hop without tries")
  func breaker() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { model, _, _, _ in model == "a" ? status(500) : ok(10) }
    let route = try route(["a", "b"], breaker: Breaker(errorRate: 0.5, window: 2), concurrency: 1)
    let candidates = try #require(simulate(4, route, service, in: simulation))
    #expect(candidates.map { $0.hops[0].tries } == [1, 1, 0, 0])
    #expect(candidates.allSatisfy { $0.isFallback && $0.failure == nil })
  }

  @Test("an open breaker is not waited for where another target can be asked")
  func noWaiting() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { model, _, _, _ in model == "a" ? status(500) : ok(10) }
    let route = try route(
      ["a", "b"], attempts: 4, breaker: Breaker(errorRate: 0.5, window: 2, cooldown: 600_000), concurrency: 1)
    _ = simulate(50, route, service, in: simulation)
    #expect(simulation.now < 10_000)
  }
}

@Suite("Second requests")
struct HedgeTests {
  private func hedge(_ share: Double = 1) -> Delivery { Delivery(hedge: Hedge(after: 1000, share: share)) }

  @Test("a slow request gets a second one, and the first answer counts")
  func wins() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, underWay, _, _ in underWay > 1 ? ok(200, "fast") : ok(9000) }
    let candidate = try #require(simulate(1, try route(["a"], hedge()), service, in: simulation)?.first)
    #expect(candidate.text == "fast" && candidate.tries == 2 && simulation.now == 1200)
    #expect(candidate.hops.map(\.role) == [.first, .hedge] && candidate.hops.map(\.failure) == [.cancelled, nil])
    // Who waits for the answer has waited since the first one.
    let own = try #require(candidate.hops.last?.latency)
    #expect(candidate.latency == 1000 + (candidate.queued ?? 0) + own)
  }

  @Test("a fast request gets none")
  func fast() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in ok(900) }
    _ = simulate(10, try route(["a"], hedge()), service, in: simulation)
    #expect(service.visits.count == 10)
  }

  @Test("no more than their share get one")
  func share() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in ok(3000) }
    let candidates = try #require(
      simulate(200, try route(["a"], concurrency: 100, hedge(0.05)), service, in: simulation, width: 50))
    #expect(candidates.count == 200 && service.visits.count <= 210 && service.visits.count > 200)
  }

  @Test("a second request that fails does not end the first")
  func fails() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, underWay, _, _ in underWay > 1 ? status(500) : ok(3000) }
    let candidate = try #require(simulate(1, try route(["a"], hedge()), service, in: simulation)?.first)
    #expect(candidate.text == "x" && simulation.now == 3000)
  }

  @Test("both are booked: the one that was cut off at its worst")
  func budget() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, underWay, _, _ in underWay > 1 ? ok(200) : ok(9000) }
    let ledger = BudgetLedger(Budget(tokens: 1000))
    _ = simulate(1, try route(["a"], hedge()), service, in: simulation, budget: ledger)
    #expect(ledger.spent.tokens > 100 + 12)
  }

  @Test("the one that was cut off is told to be uncounted")
  func uncounted() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, underWay, _, _ in underWay > 1 ? ok(200) : ok(9000) }
    let candidate = try #require(simulate(1, try route(["a"], hedge()), service, in: simulation)?.first)
    #expect(candidate.hops.map(\.uncounted) == [1, 0] && candidate.uncountedRequests == 1)
  }

  @Test("a second request takes a place of the target's limit, and is not sent where none is free", arguments: [1, 4])
  func places(concurrency: Int) throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in ok(3000) }
    _ = simulate(40, try route(["a"], concurrency: concurrency, hedge()), service, in: simulation, width: concurrency)
    #expect(service.peak == concurrency && (concurrency > 1 || service.visits.count == 40))
  }

  @Test("one that the budget does not let out is none, and is not sent when the first has answered")
  func unpaid() throws {
    // One that is cut off is booked at its worst, beside the twelve tokens of the other.
    let probing = Simulation()
    let slow = SimulatedService(in: probing) { _, underWay, _, _ in underWay > 1 ? ok(200) : ok(9000) }
    let booked = BudgetLedger(Budget(tokens: 1000))
    _ = simulate(1, try route(["a"], hedge()), slow, in: probing, budget: booked)
    let worst = booked.spent.tokens - 12
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in ok(3000) }
    let ledger = BudgetLedger(Budget(tokens: worst * 3 / 2))
    let candidate = try #require(
      simulate(1, try route(["a"], hedge()), service, in: simulation, budget: ledger)?.first)
    #expect(service.visits.count == 1 && candidate.tries == 1 && candidate.hops.map(\.role) == [.first])
    #expect(ledger.spent.tokens == 12)
  }
}

@Suite("A route that cannot answer")
struct DegradeTests {
  private let down: SimulatedService.Behaviour = { _, _, now, _ in now < 50_000 ? status(503) : ok(10) }

  @Test("`partial` makes the case an error and goes on")
  func partial() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, down)
    let candidates = try #require(simulate(10, try route(["a"]), service, in: simulation))
    #expect(candidates.allSatisfy { $0.failure?.reason == .server } && service.visits.count == 10)
  }

  @Test("`queue` waits until the route can be asked again")
  func queue() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, down)
    let breaker = Breaker(errorRate: 0.5, window: 2, cooldown: 20_000)
    let candidates = try #require(
      simulate(10, try route(["a"], breaker: breaker, Delivery(degrade: .queue)), service, in: simulation))
    #expect(candidates.allSatisfy { $0.failure == nil } && simulation.now > 50_000 && simulation.now < 90_000)
  }

  @Test("`queue` ends with the deadline")
  func queueDeadline() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in status(503) }
    let delivery = Delivery(deadline: 30_000, degrade: .queue)
    let candidates = try #require(simulate(1, try route(["a"], delivery), service, in: simulation))
    #expect(candidates.first?.failure?.reason == .deadline && simulation.now == 30_000)
  }

  @Test("a deadline says what the time went on")
  func deadlineAfterRefusal() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in status(429, headers: ["retry-after": "60"]) }
    let candidates = try #require(
      simulate(1, try route(["a"], attempts: 4, Delivery(deadline: 2000)), service, in: simulation))
    let failure = candidates.first?.failure
    #expect(failure?.reason == .deadline && simulation.now == 2000)
    #expect(failure?.message.unsafeText.hasSuffix("; openai/a had answered 429 (rate_limited)") == true)
  }

  @Test("`queue` without a deadline ends all the same")
  func queueEnds() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in status(503) }
    let candidates = try #require(simulate(1, try route(["a"], Delivery(degrade: .queue)), service, in: simulation))
    #expect(candidates.first?.failure?.reason == .server && simulation.now <= 600_000)
  }

  @Test("`fail` asks nothing more after the first case that could not be answered")
  func fail() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, down)
    let candidates = try #require(
      simulate(10, try route(["a"], concurrency: 1, Delivery(degrade: .fail)), service, in: simulation))
    #expect(service.visits.count == 1 && candidates.allSatisfy(\.isError))
    #expect(candidates.last?.failure?.message.unsafeText.contains("degrade: fail") == true)
  }

  @Test("what is wrong with one request is no failure of the route")
  func badRequest() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, now, _ in now == 0 ? status(400) : ok(10) }
    let candidates = try #require(
      simulate(3, try route(["a"], concurrency: 1, Delivery(degrade: .fail)), service, in: simulation))
    #expect(candidates.map(\.isError) == [true, false, false])
  }
}

@Suite("Races and shadows")
struct RaceTests {
  @Test("in a race the first answer counts and the other is kept beside it")
  func race() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { model, _, _, _ in model == "a" ? ok(900, "slow") : ok(300, "fast")
    }
    let candidate = try #require(
      simulate(1, try route(["a", "b"], Delivery(race: true)), service, in: simulation)?.first)
    #expect(candidate.text == "fast" && candidate.target == "openai/b" && candidate.isFallback)
    #expect(candidate.shadows.map(\.answer.text) == ["slow"] && candidate.hops.map(\.role) == [.race, .race])
  }

  @Test("a target that fails does not win")
  func failure() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { model, _, _, _ in model == "a" ? ok(900) : status(500) }
    let candidate = try #require(
      simulate(1, try route(["a", "b"], Delivery(race: true)), service, in: simulation)?.first)
    #expect(candidate.target == "openai/a" && candidate.failure == nil && !candidate.isFallback)
  }

  private func raced(
    in simulation: Simulation, _ service: SimulatedService, _ delivery: Delivery = Delivery(race: true),
    attempts: Int = 4
  ) throws -> Candidate {
    try #require(simulate(1, try route(["a", "b"], attempts: attempts, delivery), service, in: simulation)?.first)
  }

  @Test("who lost is not asked again: neither the wait between its tries nor another try is waited for")
  func noRetry() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { model, _, _, _ in
      model == "a" ? status(503, after: 100, headers: ["retry-after": "60"]) : ok(300, "fast")
    }
    let candidate = try raced(in: simulation, service)
    #expect(candidate.text == "fast" && simulation.now == 300 && candidate.tries == 2)
    let rival = try #require(candidate.shadows.first?.failure)
    #expect(rival.reason == .server && rival.status == 503)
    #expect(rival.message.unsafeText.hasSuffix("; not tried again, because another target had answered"))
    #expect(candidate.hops.last?.waited == 200)
  }

  @Test("what is under way comes to its end, and counts, but a failure is not tried again")
  func underWay() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { model, _, _, _ in model == "a" ? status(503, after: 900) : ok(300)
    }
    let candidate = try raced(in: simulation, service)
    #expect(simulation.now == 900 && service.visits.count == 2)
    #expect(candidate.shadows.first?.failure?.status == 503 && candidate.hops.last?.failure == .server)
  }

  @Test("who had not got its turn when another answered is not asked")
  func queued() throws {
    let simulation = Simulation()
    // Two at once at each: the third waits at `a` until `b` has answered it.
    let service = SimulatedService(in: simulation) { model, _, _, _ in model == "a" ? ok(900) : ok(100) }
    let route = Route(
      name: "r", targets: [try openAITarget(model: "a"), try openAITarget(model: "b")],
      limits: Limits(concurrency: 2), delivery: Delivery(race: true))
    let candidates = try #require(simulate(3, route, service, in: simulation, width: 3))
    #expect(simulation.now < 1100)
    let late = try #require(candidates.last)
    #expect(late.shadows.first?.failure?.reason == .cancelled && late.tries == 1 && late.hops.last?.tries == 0)
    #expect(
      late.shadows.first?.failure?.message.unsafeText == "not asked, because another target had answered")
  }

  @Test("the deadline ends who lost, and not who won")
  func deadline() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { model, _, _, _ in model == "a" ? ok(90_000) : ok(300, "fast") }
    let candidate = try raced(in: simulation, service, Delivery(deadline: 2000, race: true))
    #expect(candidate.text == "fast" && candidate.failure == nil && simulation.now == 2000)
    #expect(candidate.shadows.first?.failure?.reason == .cancelled && candidate.uncountedRequests == 1)
  }

  @Test("nobody answered: every target is tried as often as the route says")
  func nobody() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in status(503) }
    let candidate = try raced(in: simulation, service, attempts: 3)
    #expect(candidate.failure?.reason == .server && service.visits.count == 6)
  }
}
