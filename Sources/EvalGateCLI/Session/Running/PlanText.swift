import EvalGateCore
import EvalGateReporters

/// What `--dry-run` says: what would be asked, with nothing asked.
enum PlanText {
  static func render(_ plan: Plan, mode: (Suite) -> Mode) -> String {
    let rows = plan.suites.indices.map { index -> [String] in
      let suite = plan.suites[index]
      let cases = plan.headers(of: index).count
      let calls = plan.count(in: index)
      return [
        suite.name, Format.count(cases, "case"), Format.count(calls, "call"), mode(suite).rawValue,
        route(suite) + base(of: index, in: plan),
      ]
    }
    return "plan  \(Format.count(plan.entries.count, "call")) · \(Format.count(plan.suites.count, "suite"))"
      + (plan.shard.map { " · shard \($0) takes \(Format.count(plan.mineCount))" } ?? "") + "\n"
      + Columns.text(rows, right: [1, 2])
  }

  private static func route(_ suite: Suite) -> String {
    "route \(suite.route.name): " + suite.route.targets.map(\.name).joined(separator: ", then ")
  }

  /// The calls that go to the base version, which may be another service with another key.
  private static func base(of index: Int, in plan: Plan) -> String {
    let calls = plan.count(in: index, on: .base)
    guard calls > 0, let base = plan.bases[index] else { return "" }
    let way = base.route.targets.map(\.name) == plan.suites[index].route.targets.map(\.name) ? "" : ", \(route(base))"
    return " · \(Format.count(calls)) to the base version\(way)"
  }
}
