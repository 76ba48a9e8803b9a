import CurlHTTP
import EvalGateCore
import EvalGateProviders
import EvalGateStore
import StrictJSON

/// A way to a model for every suite of a plan, each with the recordings of its evalset.
struct Generators: Sendable {
  private let ways: [String: RouteGenerator]

  /// - Throws: what has to be mended before anything is asked: a missing key, a program that does not start, recordings that
  ///   cannot be read.
  init(
    _ plan: Plan, _ workspace: Workspace, mode: (Suite) -> Mode, budget: Budget, seed: UInt64, run: String,
    http: HTTPClient
  ) async throws {
    let environment = ProviderEnvironment(
      variables: workspace.environment, seed: seed, run: run, root: workspace.root)
    let ledger = BudgetLedger(budget)
    let pool = RoutePool()
    var ways: [String: RouteGenerator] = [:]
    var stores: [String: FileRecordings] = [:]
    do {
      for suite in plan.suites {
        let evalset = suite.evalset
        // Two suites of one evalset write to one file, so they share what writes it.
        let store =
          try stores[evalset.id]
          ?? FileRecordings(
            committed: workspace.absolute(evalset.recordingsPath), local: workspace.localRecordings(of: evalset),
          secrets: workspace.secrets)
        stores[evalset.id] = store
        ways[suite.name] = try await Parts.generator(
          for: suite.route, mode: mode(suite), environment: environment, recordings: store, budget: ledger,
          pool: pool, http: http)
      }
    } catch {
      for way in ways.values { await way.close() }
      throw error
    }
    self.ways = ways
  }

  var bySuite: [String: any Generator] { ways }

  /// The tuple with what the programs behind `exec` targets said of themselves.
  func completed(_ tuple: RunTuple) -> RunTuple {
    guard let revisions = ways[tuple.suite]?.revisions, !revisions.isEmpty, var route = tuple.route else {
      return tuple
    }
    var completed = tuple
    route.identity = ["targets": route.identity, "revisions": .object(revisions)]
    completed.route = route
    return completed
  }

  /// What programs wrote to standard error, by suite.
  var standardErrors: [(suite: String, text: UntrustedText)] {
    ways.sorted { $0.key < $1.key }.compactMap { name, way in way.standardError.map { (name, $0) } }
  }

  func close() async {
    for way in ways.values { await way.close() }
  }
}
