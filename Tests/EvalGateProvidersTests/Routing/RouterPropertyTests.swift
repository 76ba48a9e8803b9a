import CurlHTTP
import EvalGateCore
import EvalGateProviders
import GateStatistics
import StrictJSON
import Testing

private typealias Reaction = SimulatedService.Reaction

private func ok(_ after: Double) -> Reaction { Reaction(after: after, result: .success(completion("x"))) }
private func status(_ code: Int, after: Double = 5, headers: HTTPHeaders = [:]) -> Reaction {
  Reaction(after: after, result: .success(response(code, "{}", headers: headers)))
}

/// What sums of milliseconds may be off by.
private let rounding = 0.001

/// Anything a service may do, by chance.
private let moody: SimulatedService.Behaviour = { _, _, _, random in
  switch random.next() % 12 {
  case 0: return status(429)
  case 1: return status(429, headers: ["retry-after": "\(random.next() % 20)"])
  case 2: return status(503, headers: ["retry-after": "1"])
  case 3: return status(500)
  case 4: return Reaction(after: 300, result: .failure(HTTPError(kind: .interrupted, message: "reset")))
  case 5: return Reaction(after: 2000, result: .failure(HTTPError(kind: .timeout, message: "late")))
  case 6: return Reaction(after: 10, result: .success(response(200, "<html>")))
  default: return ok(50 + random.fraction() * 400)
  }
}

@Suite("Routes in simulated hours")
struct RouterPropertyTests {
  private let breaker = Breaker(errorRate: 0.6, window: 8, latencyP95: 5000, cooldown: 7000)

  private func targets(_ names: String...) throws -> [Target] { try names.map { try openAITarget(model: $0) } }

  @Test("whatever a service does, every case ends, once", arguments: 0..<20)
  func everyCaseEnds(seed: UInt64) throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, seed: seed, moody)
    let route = Route(
      name: "r", targets: try targets("a", "b"), retry: Retry(attempts: 3), breaker: breaker,
      limits: Limits(concurrency: 8, requestsPerMinute: 200, tokensPerMinute: 60_000),
      delivery: Delivery(hedge: Hedge(after: 400, share: 0.3)))
    let candidates = try #require(simulate(120, route, service, in: simulation))
    #expect(candidates.count == 120)
    #expect(candidates.reduce(0) { $0 + $1.tries } == service.visits.count)
    #expect(candidates.allSatisfy { ($0.failure == nil) == ($0.text == "x") })
  }

  @Test("no more are under way than allowed, at any time", arguments: [1, 3, 16])
  func concurrency(limit: Int) throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, moody)
    let route = Route(
      name: "r", targets: try targets("a"), retry: Retry(attempts: 4), limits: Limits(concurrency: limit),
      delivery: Delivery(hedge: Hedge(after: 100, share: 1)))
    _ = simulate(100, route, service, in: simulation)
    #expect(service.peak <= limit)
  }

  @Test("in no minute more requests start than allowed, pauses and retries included", arguments: 0..<10)
  func requestsPerMinute(seed: UInt64) throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, seed: seed, moody)
    let route = Route(
      name: "r", targets: try targets("a"), retry: Retry(attempts: 4),
      limits: Limits(concurrency: 20, requestsPerMinute: 30))
    _ = simulate(150, route, service, in: simulation)
    let starts = service.visits.map(\.start)
    #expect(zip(starts, starts.dropFirst(30)).allSatisfy { $1 - $0 >= 60_000 - rounding })
  }

  @Test("while a service asks to be left alone nothing starts", arguments: 0..<10)
  func patience(seed: UInt64) throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, seed: seed) { _, _, _, random in
      random.next() % 6 == 0 ? status(429, headers: ["retry-after": "9"]) : ok(200)
    }
    let route = Route(
      name: "r", targets: try targets("a"), retry: Retry(attempts: 9), limits: Limits(concurrency: 6))
    let candidates = try #require(simulate(80, route, service, in: simulation))
    let pauses = service.visits.filter { $0.status == 429 }.compactMap(\.end)
    let starts = service.visits.map(\.start)
    #expect(pauses.allSatisfy { pause in !starts.contains { $0 > pause && $0 < pause + 9000 - rounding } })
    #expect(candidates.allSatisfy { $0.failure == nil })
  }

  @Test("a bucket that a service describes in its headers is never emptied twice")
  func headers() throws {
    let simulation = Simulation()
    // 60 a minute, filled evenly, as the service itself keeps it.
    let bucket = Bucket(size: 60)
    let service = SimulatedService(in: simulation) { _, _, now, _ in
      guard let left = bucket.take(at: now) else { return status(429) }
      let headers: HTTPHeaders = [
        "x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": "\(Int(left))",
        "x-ratelimit-reset-requests": "\(60 - left)s",
      ]
      return Reaction(
        after: 5, result: .success(HTTPResponse(status: 200, headers: headers, body: completion("x").body)))
    }
    let route = Route(name: "r", targets: try targets("a"), limits: Limits(concurrency: 1))
    let candidates = try #require(simulate(200, route, service, in: simulation))
    #expect(candidates.allSatisfy { $0.failure == nil && $0.tries == 1 })
    // 60 at once and 140 at one a second: no slower than the service allows.
    #expect(simulation.now > 139_000 && simulation.now < 150_000)
  }

  @Test("under a service that takes ten at once, the number settles and everything is answered")
  func adapts() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, underWay, _, _ in underWay > 10 ? status(429) : ok(500) }
    let route = Route(
      name: "r", targets: try targets("a"), retry: Retry(attempts: 12), limits: Limits(concurrency: 64))
    let candidates = try #require(simulate(600, route, service, in: simulation))
    let refused = service.visits.count { $0.status == 429 }
    #expect(candidates.allSatisfy { $0.failure == nil })
    // 600 answers of half a second, ten at once, take 30 s at best.
    #expect(refused < 200 && simulation.now < 60_000)
  }

  @Test("during an outage a breaker lets a window and then single probes through")
  func outage() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { model, _, now, _ in
      model == "a" && now >= 10_000 && now < 70_000 ? status(500, after: 100) : ok(100)
    }
    let route = Route(
      name: "r", targets: try targets("a", "b"), retry: Retry(attempts: 1), breaker: breaker,
      limits: Limits(concurrency: 4), allowFallback: true)
    let candidates = try #require(simulate(4000, route, service, in: simulation))
    let during = service.visits.filter { $0.model == "a" && $0.start >= 10_000 && $0.start < 70_000 }
    // A window of 8 with what was under way, then one probe each 7 s.
    #expect(during.count <= 8 + 4 + 60 / 7 + 1)
    #expect(candidates.allSatisfy { $0.failure == nil })
    #expect(service.visits.last?.model == "a")
  }

  @Test("nothing lasts longer than its deadline", arguments: 0..<10)
  func deadline(seed: UInt64) throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, seed: seed) { _, _, _, random in
      random.next() % 3 == 0 ? ok(60_000) : random.next() % 2 == 0 ? status(503) : ok(300)
    }
    let route = Route(
      name: "r", targets: try targets("a", "b"), retry: Retry(attempts: 9), limits: Limits(concurrency: 1),
      delivery: Delivery(deadline: 4000))
    let candidates = try #require(simulate(60, route, service, in: simulation))
    #expect(simulation.now <= 60 * 4000 + rounding)
    #expect(service.visits.allSatisfy { ($0.end ?? .infinity) - $0.start <= 4000 + rounding })
    #expect(candidates.contains { $0.failure?.reason == .deadline && $0.latency == .infinity && $0.isError })
  }

  @Test("a run that is stopped is no deadline")
  func stopped() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in ok(60_000) }
    let route = Route(name: "r", targets: try targets("a"), delivery: Delivery(deadline: 30_000))
    let candidate = simulation.run {
      let environment = ProviderEnvironment(variables: [:], clock: simulation)
      let generator = try? await Parts.generator(
        for: route, mode: .live, environment: environment, recordings: MemoryStore(), http: service)
      return await withTaskGroup(of: Candidate?.self) { group in
        group.addTask { await generator?.generate(question(), trial: 1) }
        try? await simulation.sleep(milliseconds: 100)
        group.cancelAll()
        return await group.next() ?? nil
      }
    }
    #expect(candidate??.failure?.reason == .cancelled && simulation.now == 100)
  }

  @Test("when the run's time is up, what is under way is cut off and nothing more is asked")
  func runDeadline() throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation) { _, _, _, _ in ok(700) }
    let route = Route(name: "r", targets: try targets("a"), limits: Limits(concurrency: 2))
    let candidates = try #require(simulate(20, route, service, in: simulation, deadline: 2000))
    #expect(simulation.now == 2000 && service.visits.count == 6)
    #expect(candidates.count { $0.failure == nil } == 4 && candidates.count { $0.failure?.reason == .deadline } == 16)
  }

  @Test("a budget is never overshot, whatever fails", arguments: 0..<10)
  func budget(seed: UInt64) throws {
    let simulation = Simulation()
    let service = SimulatedService(in: simulation, seed: seed, moody)
    let run = BudgetLedger(Budget(tokens: 6000))
    let suite = BudgetLedger(Budget(tokens: 4000), of: "suite `s`")
    let route = Route(
      name: "r", targets: try targets("a"), retry: Retry(attempts: 2), limits: Limits(concurrency: 8),
      delivery: Delivery(budget: Budget(tokens: 3000)))
    let candidates = try #require(
      simulate(200, route, service, in: simulation, budget: run, suiteBudget: suite))
    #expect(run.spent == suite.spent && run.spent.tokens <= 3000)
    #expect(candidates.last?.failure?.reason == .budget)
    #expect(candidates.last?.failure?.message.unsafeText.contains("of 3000 tokens are spent of route `r`") == true)
  }
}

/// A bucket as services keep them: so many a minute, filled evenly.
private final class Bucket: @unchecked Sendable {
  // Only touched on the simulation's one thread.
  private let size: Double
  private var left: Double
  private var last = 0.0

  init(size: Double) { (self.size, left) = (size, size) }

  /// What is left after taking one; nil where there is none.
  func take(at now: Double) -> Double? {
    left = min(size, left + (now - last) * size / 60_000)
    last = now
    guard left >= 1 else { return nil }
    left -= 1
    return left
  }
}
