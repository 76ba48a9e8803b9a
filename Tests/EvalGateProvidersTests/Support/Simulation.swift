import CurlHTTP
import EvalGateCore
import EvalGateProviders
import GateStatistics
import StrictJSON
import Synchronization

/// A small world with one thread and a clock that moves only when nothing else can happen: hours pass at once, and the same seed
/// gives the same history.
final class Simulation: TaskExecutor, RouteClock {
  private struct Sleeper {
    let id: Int
    let time: Double
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    var jobs: [UnownedJob] = []
    var next = 0
    var now = 0.0
    var sleepers: [Sleeper] = []
    var ids = 0
    var cancelled: Set<Int> = []
  }

  private let state = Mutex(State())
  let secondsSince1970 = 1_800_000_000

  var now: Double { state.withLock { $0.now } }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
  }

  /// Runs work to its end; nil where it hangs, because nothing is left that could wake it.
  func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value? {
    let result = Mutex<Value?>(nil)
    let task = Task(executorPreference: self) {
      let value = await work()
      result.withLock { $0 = value }
    }
    defer { task.cancel() }
    while true {
      while let job = nextJob() { job.runSynchronously(on: asUnownedTaskExecutor()) }
      if let value = result.withLock({ $0 }) { return value }
      guard let sleeper = nextSleeper() else { return nil }
      sleeper.resume(returning: true)
    }
  }

  func sleep(milliseconds: Double) async throws {
    let id = state.withLock { state in
      state.ids += 1
      return state.ids
    }
    let ended = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isCancelled = state.withLock { state in
          if state.cancelled.remove(id) != nil { return true }
          state.sleepers.append(
            Sleeper(id: id, time: state.now + max(0, milliseconds), continuation: continuation))
          return false
        }
        if isCancelled { continuation.resume(returning: false) }
      }
    } onCancel: {
      let sleeper = state.withLock { state -> Sleeper? in
        guard let place = state.sleepers.firstIndex(where: { $0.id == id }) else {
          state.cancelled.insert(id)
          return nil
        }
        return state.sleepers.remove(at: place)
      }
      sleeper?.continuation.resume(returning: false)
    }
    guard ended else { throw CancellationError() }
  }

  private func nextJob() -> UnownedJob? {
    state.withLock { state in
      guard state.next < state.jobs.count else {
        state.jobs.removeAll(keepingCapacity: true)
        state.next = 0
        return nil
      }
      defer { state.next += 1 }
      return state.jobs[state.next]
    }
  }

  /// The one that wakes first; of several, the one that lay down first.
  private func nextSleeper() -> CheckedContinuation<Bool, Never>? {
    state.withLock { state in
      guard let place = state.sleepers.indices.min(by: { state.sleepers[$0].time < state.sleepers[$1].time }) else {
        return nil
      }
      let sleeper = state.sleepers.remove(at: place)
      state.now = max(state.now, sleeper.time)
      return sleeper.continuation
    }
  }
}

/// A service in a simulation: what it does with a request depends on the request's number, the time and chance.
final class SimulatedService: Transport {
  /// One request as the service saw it.
  struct Visit: Sendable {
    let model: String
    let start: Double
    var end: Double?
    var status: Int?
  }

  /// How long a request takes and how it ends.
  struct Reaction: Sendable {
    var after: Double
    var result: Result<HTTPResponse, HTTPError>
  }

  typealias Behaviour = @Sendable (_ model: String, _ underWay: Int, _ now: Double, inout SplitMix64) -> Reaction

  private struct State {
    var visits: [Visit] = []
    var underWay = 0
    var peak = 0
    var random: SplitMix64
  }

  private let simulation: Simulation
  private let behaviour: Behaviour
  private let state: Mutex<State>

  init(in simulation: Simulation, seed: UInt64 = 1, _ behaviour: @escaping Behaviour) {
    self.simulation = simulation
    self.behaviour = behaviour
    state = Mutex(State(random: SplitMix64(seed: seed)))
  }

  var visits: [Visit] { state.withLock { $0.visits } }
  var peak: Int { state.withLock { $0.peak } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let text = String(decoding: request.body, as: UTF8.self)
    let model = text.split(separator: "\"").dropFirst(3).first.map(String.init) ?? ""
    let now = simulation.now
    let (place, reaction) = state.withLock { state in
      state.visits.append(Visit(model: model, start: now))
      state.underWay += 1
      state.peak = max(state.peak, state.underWay)
      return (state.visits.count - 1, behaviour(model, state.underWay, now, &state.random))
    }
    let isOver = (try? await simulation.sleep(milliseconds: reaction.after)) != nil
    let end = simulation.now
    state.withLock { state in
      state.underWay -= 1
      state.visits[place].end = end
      state.visits[place].status = (try? reaction.result.get())?.status
    }
    guard isOver else { throw HTTPError(kind: .cancelled, message: "cancelled") }
    return try reaction.result.get()
  }
}

extension SplitMix64 {
  /// From 0 up to 1.
  mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// Asks cases through a route in a simulation, so many at once as a run would.
func simulate(
  _ count: Int, _ route: Route, _ service: SimulatedService, in simulation: Simulation, budget: BudgetLedger? = nil,
  suiteBudget: BudgetLedger? = nil, deadline: Double? = nil, width: Int? = nil,
  parameters: JSONObject = ["max_tokens": 100]
) -> [Candidate]? {
  simulation.run {
    let environment = ProviderEnvironment(variables: [:], clock: simulation, seed: 7, deadline: deadline)
    guard
      let generator = try? await Parts.generator(
        for: route, mode: .live, environment: environment, recordings: MemoryStore(), budget: budget,
        suiteBudget: suiteBudget, http: service)
    else { return [] }
    return await withTaskGroup(of: (Int, Candidate).self) { group in
      var all: [(Int, Candidate)] = []
      let width = min(count, width ?? route.limits.concurrency)
      func add(_ index: Int) {
        group.addTask {
          let request = question(parameters: parameters, caseID: "c\(index)")
          return (index, await generator.generate(request, trial: 1))
        }
      }
      for index in 0..<width { add(index) }
      var next = width
      while let done = await group.next() {
        all.append(done)
        if next < count {
          add(next)
          next += 1
        }
      }
      return all.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }
}
