import CurlHTTP
public import EvalGateCore
import StrictJSON

extension Parts {
  /// Makes a route ready to be asked.
  ///
  /// - Parameters:
  ///   - recordings: where answers are found in `replay` and `auto` mode, and kept in `record` and `auto` mode.
  ///   - budget: the run's ledger; nil where nothing bounds what may be spent.
  ///   - suiteBudget: the suite's own ledger, within the run's.
  ///   - pool: what the run's generators share; nil for a generator that shares nothing.
  ///   - http: what sends requests; nil makes a client of its own when a target needs one (``needsHTTP(_:mode:)``).
  /// - Throws: `Diagnostic` for what has to be mended before anything is asked: a key that is not in the environment, a program
  ///   that does not start, a target without prices under a budget in USD.
  public static func generator(
    for route: Route, mode: Mode, environment: ProviderEnvironment, recordings: any RecordingStore,
    budget: BudgetLedger? = nil, suiteBudget: BudgetLedger? = nil,
    pool: RoutePool? = nil, http: (any Transport)? = nil
  ) async throws -> RouteGenerator {
    let readers = try route.targets.map(TargetReader.init)
    let own = await pool?.ledger(of: route) ?? BudgetLedger(route.delivery.budget, of: route.ledgerName)
    let ledgers = [budget, suiteBudget, own].compactMap { $0 }.filter { !$0.isUnlimited || $0 === budget }
    if mode != .replay, ledgers.contains(where: { $0.budget.usd != nil }) { try requirePrices(of: readers) }
    let transport = http ?? (needsHTTP(route, mode: mode) ? HTTPClient() : Unreachable())
    let setting = ConnectionSetting(
      environment: environment, mode: mode, timeout: route.timeout, transport: transport)
    guard mode != .replay else {
      var targets: [KeyedTarget] = []
      for reader in readers {
        targets.append(
          KeyedTarget(reader, revisions: try await reader.provider.revisions(of: reader.target, in: setting)))
      }
      let recorder = Recorder(
        mode: mode, store: recordings, targets: targets, route: Digest(recorded: route, targets), live: nil,
        searching: environment.searching)
      return RouteGenerator(mode: mode, recorder: recorder, connections: [])
    }
    let lanes =
      if let pool {
        try await pool.lanes(of: route, setting) { try await open(route, readers, setting) }
      } else {
        try await open(route, readers, setting)
      }
    let targets = lanes.map(\.target)
    let recorder = Recorder(
      mode: mode, store: recordings, targets: targets, route: Digest(recorded: route, targets),
      live: live(route, lanes, Budgets(ledgers), environment), hiding: environment.hiding,
      searching: environment.searching)
    return RouteGenerator(mode: mode, recorder: recorder, connections: lanes.map(\.connection))
  }

  /// What asks the targets: in order or all at once, again where the route is patient, and never beyond its time.
  private static func live(
    _ route: Route, _ lanes: [Lane], _ budgets: Budgets, _ environment: ProviderEnvironment
  ) -> any Generator {
    let delivery = route.delivery
    let backoff = Backoff(route.retry, seed: environment.seed)
    let targets = lanes.map { lane in
      Asking(
        lane: lane, backoff: backoff, clock: environment.clock, budgets: budgets,
        hedging: delivery.hedge.map(Hedging.init))
    }
    var generator: any Generator =
      delivery.race ? Racing(route: route.name, targets: targets) : Router(targets: targets)
    if delivery.degrade != .partial {
      generator = Degrading(generator, delivery.degrade, clock: environment.clock)
    }
    guard delivery.deadline != nil || environment.deadline != nil else { return generator }
    return Deadline(
      base: generator, clock: environment.clock, question: delivery.deadline, run: environment.deadline)
  }

  /// Whether asking this route takes an HTTP client.
  public static func needsHTTP(_ route: Route, mode: Mode) -> Bool {
    mode != .replay
      && route.targets.contains { target in all.contains { $0.name == target.provider && $0 is any Adapter.Type } }
  }

  /// Connects to every target; to none where one fails.
  private static func open(
    _ route: Route, _ readers: [TargetReader], _ setting: ConnectionSetting
  ) async throws -> [Lane] {
    var lanes: [Lane] = []
    do {
      for reader in readers {
        let connection = try await connection(of: reader, in: setting)
        lanes.append(
          Lane(
            target: KeyedTarget(reader, revisions: connection.revisions), connection: connection, limits: route.limits,
            breaker: route.breaker, clock: setting.environment.clock))
      }
    } catch {
      for lane in lanes { await lane.connection.close() }
      throw error
    }
    return lanes
  }

  private static func connection(
    of reader: TargetReader, in setting: ConnectionSetting
  ) async throws -> any Connection {
    do {
      return try await reader.provider.connect(to: reader.target, in: setting)
    } catch {
      guard let problem = error as? Diagnostic, LockedDoor.isOne(problem) else { throw error }
      return LockedDoor(problem)
    }
  }

  private static func requirePrices(of readers: [TargetReader]) throws(Diagnostic) {
    for reader in readers where reader.target.prices == nil && !reader.kind.isFree {
      throw Diagnostic(
        .missingPrice, "`\(reader.target.name)` has no `prices`, which a budget in USD needs",
        at: reader.target.location,
        help: "add `prices: { input: …, output: … }` in USD per million tokens", "or bound the run by `tokens:` instead"
      )
    }
  }
}

extension Route {
  /// Whose budget it is, in a message.
  var ledgerName: String { "route `\(name)`" }
}

extension KeyedTarget {
  init(_ reader: TargetReader, revisions: JSONObject?) {
    self.init(
      name: reader.target.name, provider: reader.target.provider, model: reader.target.model,
      prices: reader.target.prices, parameters: reader.parameters, settings: reader.settings,
      revisions: revisions, program: reader.program, readsVariables: reader.kind.readsVariables,
      service: reader.provider.address?.url ?? reader.target.name,
      isKnown: revisions != nil || !reader.kind.isKnownByRevisions)
  }
}

/// In the place of a client where nothing is sent.
private struct Unreachable: Transport {
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    throw HTTPError(kind: .other, message: "this route sends no HTTP requests")
  }
}
