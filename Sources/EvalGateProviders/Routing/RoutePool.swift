public import EvalGateCore
import StrictJSON

/// What suites of one run share when they go by the same route: its limits, its breakers and its programs.
///
/// Without it every generator has its own, and two suites in a row could together exceed what a minute allows.
public actor RoutePool {
  private var lanes: [String: Task<[Lane], any Error>] = [:]
  private var ledgers: [String: BudgetLedger] = [:]

  /// An empty pool, for one run.
  public init() {}

  /// The books of a route's own budget, which all its suites share.
  func ledger(of route: Route) -> BudgetLedger {
    let ledger = ledgers[route.name] ?? BudgetLedger(route.delivery.budget, of: route.ledgerName)
    ledgers[route.name] = ledger
    return ledger
  }

  /// What was spent beyond the budgets of routes of their own, by the routes' names.
  public var excesses: [String] { ledgers.sorted { $0.key < $1.key }.compactMap(\.value.excess) }

  /// Enters in a route's own books what was spent on it before.
  public func book(_ amount: BudgetLedger.Amount, on route: Route) {
    ledger(of: route).book(amount)
  }

  /// The lanes of a route, made once for each mode, and where programs answer for each side of a comparison.
  func lanes(
    of route: Route, _ setting: ConnectionSetting, make: @escaping @Sendable () async throws -> [Lane]
  ) async throws -> [Lane] {
    let environment = setting.environment
    let targets = route.targets.map { $0.options.json.serialized() }.joined(separator: " ")
    // A program is told its arm and runs in its arm's folder; a service knows neither, and both arms share its limits.
    let isProgram = route.targets.contains { $0.provider == Exec.name }
    let side = isProgram ? "\(environment.arm.rawValue) \(environment.root)" : ""
    let key = "\(route.name) \(setting.mode.rawValue) \(side) \(targets)"
    let making = lanes[key] ?? Task { try await make() }
    lanes[key] = making
    return try await making.value
  }
}
