import EvalGateCore
import StrictJSON

/// What suites of one run share when they go by the same route: its limits, its breakers and its programs.
///
/// Without it every generator has its own, and two suites in a row could together exceed what a minute allows.
public actor RoutePool {
  private var lanes: [String: Task<[Lane], any Error>] = [:]

  /// An empty pool, for one run.
  public init() {}

  /// The lanes of a route, made once for each mode and each side of a comparison.
  func lanes(
    of route: Route, _ setting: ConnectionSetting, make: @escaping @Sendable () async throws -> [Lane]
  ) async throws -> [Lane] {
    let environment = setting.environment
    let targets = route.targets.map { $0.options.json.serialized() }.joined(separator: " ")
    let key = "\(route.name) \(setting.mode.rawValue) \(environment.arm.rawValue) \(environment.root) \(targets)"
    let making = lanes[key] ?? Task { try await make() }
    lanes[key] = making
    return try await making.value
  }
}
