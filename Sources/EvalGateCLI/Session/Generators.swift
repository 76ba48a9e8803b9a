import CurlHTTP
import EvalGateCore
import EvalGateProviders
import EvalGateStore
import StrictJSON

/// Recordings that can be read and not written.
private struct UnkeptRecordings: RecordingStore {
  let store: FileRecordings

  func answer(for digest: Digest, trial: Int) -> Recording? { store.answer(for: digest, trial: trial) }
  func keep(_ recording: Recording) throws {}
}

/// A way to a model for every suite of a plan, each with the recordings of its evalset, and the user's programs that judge.
struct Generators: Sendable {
  let judges: ProgramJudges
  private let ways: [String: RouteGenerator]
  /// Asked beside them, and decides nothing.
  private let shadows: [String: RouteGenerator]
  private let shadowRoute: String

  /// - Throws: what has to be mended before anything is asked: a missing key, a program that does not start, recordings that
  ///   cannot be read.
  init(
    _ plan: Plan, _ workspace: Workspace, mode: (Suite) -> Mode, budget: Budget, seed: UInt64, run: String,
    shadow: Route? = nil, http: HTTPClient
  ) async throws {
    let environment = ProviderEnvironment(
      variables: workspace.environment, seed: seed, run: run, root: workspace.root)
    let ledger = BudgetLedger(budget)
    let pool = RoutePool()
    var ways: [String: RouteGenerator] = [:]
    var shadows: [String: RouteGenerator] = [:]
    var stores: [String: FileRecordings] = [:]
    var unkept: [String: Diagnostic] = [:]
    let judges = ProgramJudges(in: environment)
    do {
      try await judges.start(for: plan.suites)
      for suite in plan.suites {
        let evalset = suite.evalset
        // Two suites of one evalset write to one file, so they share what writes it.
        let store =
          try stores[evalset.id]
          ?? FileRecordings(
            committed: workspace.absolute(evalset.recordingsPath), local: workspace.localRecordings(of: evalset),
            secrets: workspace.secrets)
        stores[evalset.id] = store
        let suiteLedger = BudgetLedger(suite.budget, of: "suite `\(suite.name)`")
        ways[suite.name] = try await Parts.generator(
          for: suite.route, mode: mode(suite), environment: environment,
          recordings: try Self.keeper(store, mode(suite), &unkept), budget: ledger, suiteBudget: suiteLedger,
          pool: pool, http: http)
        if let shadow {
          shadows[suite.name] = try await Parts.generator(
            for: shadow, mode: mode(suite), environment: environment,
            recordings: try Self.keeper(store, mode(suite), &unkept), budget: ledger, suiteBudget: suiteLedger,
            purpose: .shadow, pool: pool, http: http)
        }
      }
    } catch {
      for way in Array(ways.values) + Array(shadows.values) { await way.close() }
      await judges.close()
      throw error
    }
    self.ways = ways
    self.shadows = shadows
    shadowRoute = shadow?.name ?? ""
    self.judges = judges
    workspace.say(unkept.values.prefix(1).map(\.self))
  }

  /// What a mode writes to: `record` has to be able to; `auto` goes on without, and that is said.
  private static func keeper(
    _ store: FileRecordings, _ mode: Mode, _ unkept: inout [String: Diagnostic]
  ) throws(Diagnostic) -> any RecordingStore {
    guard mode == .record || mode == .auto else { return store }
    do throws(Diagnostic) {
      try store.prepareToKeep()
      return store
    } catch {
      guard mode == .auto else { throw error }
      var warning = error
      warning.severity = .warning
      warning.message = "answers are not kept: " + error.message
      warning.help = ["they will be asked for again; `--mode live` says so"]
      unkept[store.localPath] = warning
      return UnkeptRecordings(store: store)
    }
  }

  var bySuite: [String: any Generator] {
    ways.reduce(into: [:]) { all, way in
      let beside = shadows[way.key].map { Shadowing(way.value, beside: $0, of: shadowRoute) as any Generator }
      all[way.key] = beside ?? way.value
    }
  }

  /// The suite's tuple with what programs said of themselves: those behind `exec` targets, and those that judge.
  func completedTuple(of suite: Suite) async -> RunTuple {
    var completed = suite.tuple
    completed.programs = await judges.revisions(of: suite)
    guard let revisions = ways[suite.name]?.revisions, !revisions.isEmpty, var route = completed.route else {
      return completed
    }
    route.identity = ["targets": route.identity, "revisions": .object(revisions)]
    completed.route = route
    return completed
  }

  /// What programs wrote to standard error, by suite and by the name of those that judge.
  func standardErrors() async -> [(source: String, text: UntrustedText)] {
    let answering = ways.sorted { $0.key < $1.key }.compactMap { name, way in way.standardError.map { (name, $0) } }
    return await answering + judges.standardErrors.map { ($0.program, $0.text) }
  }

  func close() async {
    for way in Array(ways.values) + Array(shadows.values) { await way.close() }
    await judges.close()
  }
}
