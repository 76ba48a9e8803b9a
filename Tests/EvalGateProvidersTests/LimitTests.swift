import CurlHTTP
import EvalGateCore
import EvalGateProviders
import StrictJSON
import Testing

/// Asks `count` cases at once.
private func askAll(_ count: Int, _ generator: RouteGenerator) async -> [Candidate] {
  await withTaskGroup(of: Candidate.self) { group in
    for index in 0..<count { group.addTask { await generator.generate(question(caseID: "c\(index)"), trial: 1) } }
    return await group.reduce(into: []) { $0.append($1) }
  }
}

@Suite("Limits of a target")
struct LimitTests {
  @Test("exactly the asked number is under way")
  func concurrency() async throws {
    let transport = HoldingTransport()
    let generator = try await generator(
      route([try openAITarget()], limits: Limits(concurrency: 4)), transport)
    async let all = askAll(12, generator)
    for _ in 0..<3 {
      await transport.untilHeld(4)
      #expect(transport.peak == 4)
      transport.release(completion("x"))
    }
    #expect(await all.count { $0.text == "x" } == 12)
  }

  @Test("a storm of 429 halves what is under way, once a round")
  func halving() async throws {
    let transport = HoldingTransport()
    let generator = try await generator(
      route([try openAITarget()], attempts: 9, limits: Limits(concurrency: 8)), transport)
    let answers = Task { await askAll(8, generator) }
    for expected in [8, 4, 2, 1, 1] {
      await transport.untilHeld(expected)
      #expect(transport.peak == expected)
      transport.release(response(429, "{}"))
    }
    // One at a time, then more again: what is held is answered until all have their answer.
    let release = Task {
      while !Task.isCancelled {
        transport.release(completion("x"))
        await Task.yield()
      }
    }
    let done = await answers.value
    release.cancel()
    #expect(done.count { $0.text == "x" } == 8)
  }

  @Test("a server that takes one at a time answers every case: what it refuses beside others is no try of the case")
  func oneSlot() async throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, underWay, _, _ in
      underWay > 1
        ? .init(after: 1, result: .success(response(429, "{}"))) : .init(after: 300, result: .success(completion("x")))
    }
    let generator = try await generator(
      route([try openAITarget()], attempts: 4, limits: Limits(concurrency: 8)), service, clock: simulation)
    let answers = try #require(simulation.run { await askAll(60, generator) })
    #expect(answers.count { $0.text == "x" } == 60, "\(answers.compactMap(\.failure))")
    // It settles at one: it is tried with two now and then, and no more.
    #expect(service.visits.count < 60 + 45, "\(service.visits.count)")
  }

  @Test("one that refuses everything fails the case after its tries")
  func refusing() async throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in
      .init(after: 1, result: .success(response(429, "{}")))
    }
    let generator = try await generator(
      route([try openAITarget()], attempts: 4, limits: Limits(concurrency: 8)), service, clock: simulation)
    let answers = try #require(simulation.run { await askAll(8, generator) })
    #expect(answers.allSatisfy { $0.failure?.reason == .rateLimited })
  }

  @Test("in no minute more requests are started than allowed")
  func requestsPerMinute() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport(Array(repeating: .success(completion("x")), count: 10), clock: clock)
    let generator = try await generator(
      route([try openAITarget()], limits: Limits(requestsPerMinute: 3)), transport, clock: clock)
    for _ in 0..<10 { _ = await generator.generate(question(), trial: 1) }
    // Three at once, and each later one a minute after the third before it.
    #expect(transport.times == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3].map { 1000 + $0 * 60_000.0 })
  }

  @Test("suites that share a pool share the limits of their route")
  func sharedLimits() async throws {
    let clock = TestClock()
    let pool = RoutePool()
    let transport = ScriptedTransport(Array(repeating: .success(completion("x")), count: 2), clock: clock)
    let route = route([try openAITarget()], limits: Limits(requestsPerMinute: 1))
    for _ in 0..<2 {
      let generator = try await Parts.generator(
        for: route, mode: .live, environment: ProviderEnvironment(variables: [:], clock: clock),
        recordings: MemoryStore(), pool: pool, http: transport)
      _ = await generator.generate(question(), trial: 1)
    }
    #expect(transport.times == [1000, 61_000])
  }

  @Test("waiting for the limit counts as queue time, not as latency")
  func queueTime() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport(Array(repeating: .success(completion("x")), count: 2), clock: clock)
    let generator = try await generator(
      route([try openAITarget()], limits: Limits(requestsPerMinute: 1)), transport, clock: clock)
    _ = await generator.generate(question(), trial: 1)
    let second = await generator.generate(question(), trial: 2)
    #expect(second.latency == 250 && second.queued == 60_003)
  }

  @Test("tokens that were booked and not used are free again")
  func tokensPerMinute() async throws {
    let clock = TestClock()
    let transport = ScriptedTransport(
      Array(repeating: .success(completion("x", input: 40, output: 10)), count: 3), clock: clock)
    let generator = try await generator(
      route([try openAITarget()], limits: Limits(tokensPerMinute: 1000)), transport, clock: clock)
    // Each may use some 920 tokens (a third of its bytes, and 880) and uses 50.
    for _ in 0..<3 { _ = await generator.generate(question(parameters: ["max_tokens": 880]), trial: 1) }
    #expect(transport.times == [1000, 1000, 61_000])
  }

  @Test("one request that was told to wait holds the others back as well")
  func sharedPause() async throws {
    let clock = TestClock()
    let limited = response(429, "{}", headers: ["retry-after": "30"])
    let transport = ScriptedTransport([.success(limited), .success(completion("x"))], clock: clock)
    let generator = try await generator(route([try openAITarget()]), transport, clock: clock)
    _ = await generator.generate(question(), trial: 1)
    _ = await generator.generate(question(), trial: 2)
    #expect(transport.times == [1000, 31_000])
  }

  @Test("a service that wants an hour of peace is not sent the next case either")
  func longPause() async throws {
    let limited = response(429, "{}", headers: ["retry-after": "3600"])
    let transport = ScriptedTransport([.success(limited), .success(completion("x"))])
    let generator = try await generator(route([try openAITarget()], attempts: 3), transport)
    _ = await generator.generate(question(), trial: 1)
    let second = await generator.generate(question(), trial: 2)
    #expect(second.failure?.reason == .rateLimited && second.tries == 0 && transport.requests.count == 1)
  }

  @Test("a task that is cancelled in the queue is let go and passes its turn on")
  func cancelledInQueue() async throws {
    let transport = HoldingTransport()
    let generator = try await generator(
      route([try openAITarget()], limits: Limits(concurrency: 1)), transport)
    let first = Task { await generator.generate(question(), trial: 1) }
    await transport.untilHeld(1)
    let second = Task { await generator.generate(question(), trial: 2) }
    second.cancel()
    #expect(await second.value.failure?.reason == .cancelled)
    let third = Task { await generator.generate(question(), trial: 3) }
    transport.release(completion("a"))
    await transport.untilHeld(1)
    transport.release(completion("b"))
    #expect(await [first.value.text, third.value.text] == ["a", "b"])
  }
}

@Suite("The breaker")
struct BreakerTests {
  private let rule = Breaker(errorRate: 0.5, window: 4, cooldown: 30_000)
  private let broken = ScriptedTransport.Answer.success(response(500, "{}"))
  private let well = ScriptedTransport.Answer.success(completion("x"))

  /// Asks so many times; which target answered, nil for none.
  private func ask(
    _ count: Int, _ script: [ScriptedTransport.Answer], clock: TestClock, rule: Breaker? = nil, second: Bool = true,
    between: (Int) -> Void = { _ in }
  ) async throws -> [String?] {
    var targets = [try openAITarget(model: "a")]
    if second { targets.append(try Parts.target(node(["provider": "echo"]))) }
    let generator = try await generator(
      route(targets, breaker: rule ?? self.rule), ScriptedTransport(script, clock: clock), clock: clock)
    var answered: [String?] = []
    for index in 0..<count {
      between(index)
      let candidate = await generator.generate(question(), trial: 1)
      answered.append(candidate.failure == nil ? candidate.target : nil)
    }
    return answered
  }

  @Test("it opens at the error rate over a whole window, and sends cases to the next target")
  func opens() async throws {
    let answered = try await ask(6, [well, broken, well, broken, well], clock: TestClock())
    #expect(answered == ["openai/a", "echo", "openai/a", "echo", "echo", "echo"])
  }

  @Test("after the cooldown one request finds out, and the breaker closes when it went well")
  func closes() async throws {
    let clock = TestClock()
    let answered = try await ask(7, [broken, broken, broken, broken, well, well], clock: clock) { index in
      if index == 5 { clock.advance(by: 30_000) }
    }
    #expect(answered == ["echo", "echo", "echo", "echo", "echo", "openai/a", "openai/a"])
  }

  @Test("a probe that fails opens it again")
  func opensAgain() async throws {
    let clock = TestClock()
    let answered = try await ask(7, [broken, broken, broken, broken, broken, well], clock: clock) { index in
      if index == 5 { clock.advance(by: 30_000) }
    }
    #expect(answered == Array(repeating: "echo", count: 7))
  }

  @Test("why a target is not asked says what was seen of it: failures, slowness, or a first one that went no better")
  func words() async throws {
    let clock = TestClock()
    let script = Array(repeating: broken, count: 5)
    let failing = try await generator(
      route([try openAITarget(model: "a")], breaker: rule), ScriptedTransport(script, clock: clock), clock: clock)
    var said: [String] = []
    for index in 0..<7 {
      if index == 5 { clock.advance(by: 30_000) }
      said.append(await failing.generate(question(), trial: 1).failure?.message.unsafeText ?? "")
    }
    #expect(said[4].contains("not asked, because 4 of its last 4 tries failed"), "\(said[4])")
    #expect(said[6].contains("not asked, because the request that was to find out"), "\(said[6])")
    let slow = try await generator(
      route([try openAITarget(model: "a")], breaker: Breaker(errorRate: 0.5, window: 2, latencyP95: 200)),
      ScriptedTransport([well, well], clock: clock), clock: clock)
    for _ in 1...2 { _ = await slow.generate(question(), trial: 1) }
    let refused = await slow.generate(question(), trial: 1).failure?.message.unsafeText ?? ""
    #expect(refused.contains("not asked, because its last 2 tries were too slow"), "\(refused)")
  }

  @Test("where there is no other target, the case is an error at once")
  func noTarget() async throws {
    let answered = try await ask(6, [broken, broken, broken, broken, well, well], clock: TestClock(), second: false)
    #expect(answered == Array(repeating: nil, count: 6))
  }

  @Test("too many requests are not an illness")
  func rateLimit() async throws {
    let storm = ScriptedTransport.Answer.success(response(429, "{}"))
    let answered = try await ask(5, [storm, storm, storm, storm, well], clock: TestClock())
    #expect(answered.last == "openai/a")
  }

  @Test("a target that answers slowly is left alone too")
  func slow() async throws {
    let rule = Breaker(errorRate: 0.5, window: 2, latencyP95: 200)
    let answered = try await ask(3, [well, well, well], clock: TestClock(), rule: rule)
    #expect(answered == ["openai/a", "openai/a", "echo"])
  }
}

@Suite("The budget")
struct BudgetTests {
  private let prices: JSONObject = ["prices": ["input": 1, "output": 10]]

  private func ask(
    _ count: Int, _ budget: Budget, target: JSONObject = [:], answer: HTTPResponse = completion("x")
  ) async throws -> ([Candidate], BudgetLedger, Int) {
    let ledger = BudgetLedger(budget)
    let transport = ScriptedTransport(Array(repeating: .success(answer), count: count))
    let generator = try await generator(route([try openAITarget(target)]), transport, budget: ledger)
    var candidates: [Candidate] = []
    for _ in 0..<count {
      candidates.append(await generator.generate(question(parameters: ["max_tokens": 100]), trial: 1))
    }
    return (candidates, ledger, transport.requests.count)
  }

  @Test("what was really used is booked, not the worst case")
  func settles() async throws {
    let (candidates, ledger, _) = try await ask(5, Budget(tokens: 300))
    #expect(candidates.allSatisfy { $0.failure == nil } && ledger.spent.tokens == 60)
  }

  @Test(
    "whatever a service calls the limit of an answer, so much is set aside",
    arguments: [
      ["max_tokens": 500], ["num_predict": 500], ["options": ["num_predict": 500]],
      ["generationConfig": ["maxOutputTokens": 500]], ["max_tokens": 100, "n": 5],
      ["max_tokens": 100, "thinkingConfig": ["thinkingBudget": 400]],
    ] as [JSONObject])
  func limitNames(parameters: JSONObject) async throws {
    let transport = ScriptedTransport([.success(completion("x"))])
    let generator = try await generator(
      route([try openAITarget()]), transport, budget: BudgetLedger(Budget(tokens: 450)))
    let candidate = await generator.generate(question(parameters: parameters), trial: 1)
    #expect(candidate.failure?.reason == .budget && transport.requests.isEmpty)
  }

  @Test("a call that might overshoot is not made")
  func tokens() async throws {
    let (candidates, ledger, sent) = try await ask(20, Budget(tokens: 200))
    let made = candidates.prefix { $0.failure == nil }.count
    #expect(candidates.last?.failure?.reason == .budget && candidates.last?.isError == true)
    #expect(sent == made && made > 0 && made < 20 && ledger.spent.tokens == 12 * made && ledger.spent.tokens <= 200)
  }

  @Test("money is reserved by the target's prices")
  func money() async throws {
    // 100 output tokens may cost 0.001 USD, and 0.00103 USD are one such call and no second.
    let (candidates, ledger, _) = try await ask(
      2, Budget(usd: 0.0011), target: prices, answer: completion("x", output: 90))
    #expect(candidates.map { $0.failure?.reason } == [nil, .budget] && ledger.spent.usd == 0.00091)
  }

  @Test("an answer without usage is an error and is booked at its worst")
  func missingUsage() async throws {
    let silent = response(200, #"{"choices":[{"message":{"content":"x"}}]}"#)
    let (candidates, ledger, _) = try await ask(1, Budget(tokens: 1000), answer: silent)
    #expect(candidates.first?.failure?.reason == .missingUsage && ledger.spent.tokens > 100)
  }

  @Test("a refused call costs nothing")
  func refused() async throws {
    let (_, ledger, _) = try await ask(1, Budget(tokens: 1000), answer: response(500, "{}"))
    #expect(ledger.spent == BudgetLedger.Amount())
  }

  @Test("a budget in USD needs a price for every target")
  func missingPrice() async throws {
    await #expect { try await ask(1, Budget(usd: 1)) } throws: { ($0 as? Diagnostic)?.code == .missingPrice }
  }

  @Test("who finds too little left waits for calls under way to give back")
  func waits() async throws {
    let transport = HoldingTransport()
    let ledger = BudgetLedger(Budget(tokens: 220))
    let generator = try await generator(route([try openAITarget()]), transport, budget: ledger)
    async let all = withTaskGroup(of: Candidate.self) { group in
      for trial in 1...3 {
        group.addTask { await generator.generate(question(parameters: ["max_tokens": 100]), trial: trial) }
      }
      return await group.reduce(into: [Candidate]()) { $0.append($1) }
    }
    for _ in 0..<3 {
      await transport.untilHeld(1)
      #expect(transport.peak == 1)
      transport.release(completion("x"))
    }
    #expect(await all.allSatisfy { $0.failure == nil })
  }
}

@Suite("Absurd settings")
struct AbsurdSettingTests {
  @Test("limits, times and token counts of any size are no crash")
  func sizes() async throws {
    let huge = Route(
      name: "r", targets: [try openAITarget()], retry: Retry(attempts: 2, base: 1e300, ceiling: 1e300), timeout: 1e300,
      breaker: Breaker(errorRate: 0, window: 1, cooldown: 1e300),
      limits: Limits(concurrency: .max, requestsPerMinute: .max, tokensPerMinute: .max))
    let transport = ScriptedTransport([
      .success(completion("x", input: .max, output: 1)), .success(completion("y", input: .max, output: .max)),
      .success(response(500, "{}", headers: ["retry-after": "99999999999999999999999999"])),
    ])
    let generator = try await generator(huge, transport)
    let request = question(parameters: ["max_tokens": .number(JSONNumber(Int.max))])
    var reasons: [GenerationFailure.Reason?] = []
    for trial in 1...4 { reasons.append(await generator.generate(request, trial: trial).failure?.reason) }
    #expect(reasons == [nil, nil, .server, .rateLimited])
  }
}
