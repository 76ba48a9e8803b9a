import CurlHTTP
import EvalGateCore
import EvalGateProviders
import EvalGateStore
import StrictJSON

/// Recordings that can be read and not written.
private struct UnkeptRecordings: RecordingStore {
  let store: FileRecordings
  var claims: RecordingClaims { store.claims }

  func answer(for digest: Digest, trial: Int, route: Digest?) -> Recording? {
    store.answer(for: digest, trial: trial, route: route)
  }
  func keep(_ recording: Recording, of caseID: String) throws {}
  func withdraw(_ keys: [(request: Digest, trial: Int)], of route: Digest?) throws {}
}

/// What all generators of a run share: what may be spent, ways to a model, and recordings.
struct GeneratorPool: Sendable {
  let workspace: Workspace
  let mode: @Sendable (Suite) -> Mode
  let seed: UInt64
  let run: String
  let http: HTTPClient
  let ledger: BudgetLedger
  let routes = RoutePool()
  /// By suite: what each may spend, on either arm.
  private let ledgers: [String: BudgetLedger]
  /// Asked beside the head, and decides nothing.
  let shadow: Route?
  /// By suite; two suites of one evalset write to one file, so they share what writes it.
  private let stores: [String: any RecordingStore]
  /// The files behind them, each once, and whether any suite records it anew.
  private let files: [(evalset: Evalset, file: FileRecordings, isRecorded: Bool)]

  /// - Throws: `Diagnostic` for recordings that cannot be read, or cannot be added to where they have to be.
  init(
    _ suites: [Suite], _ workspace: Workspace, mode: @escaping @Sendable (Suite) -> Mode, budget: Budget, seed: UInt64,
    run: String, shadow: Route? = nil, http: HTTPClient
  ) async throws {
    (self.workspace, self.mode, self.seed, self.run, self.http) = (workspace, mode, seed, run, http)
    ledger = BudgetLedger(budget)
    self.shadow = shadow
    ledgers = Dictionary(
      suites.map { ($0.name, BudgetLedger($0.budget, of: "suite `\($0.name)`")) },
      uniquingKeysWith: { first, _ in first })
    let tracked = try await workspace.trackedRecordings(of: suites.map(\.evalset))
    workspace.say(trackedRecordings: tracked.count)
    var files: [String: FileRecordings] = [:]
    var stores: [String: any RecordingStore] = [:]
    var unkept: [String: Diagnostic] = [:]
    for suite in suites {
      let evalset = suite.evalset
      let file =
        try files[evalset.id]
        ?? FileRecordings(
          committed: workspace.absolute(evalset.recordingsPath), local: workspace.localRecordings(of: evalset),
          isLocalTracked: tracked.contains(evalset.id), secrets: workspace.secrets)
      files[evalset.id] = file
      stores[suite.name] = try Self.keeper(file, mode(suite), &unkept)
    }
    self.stores = stores
    let recorded = Set(suites.filter { mode($0) == .record }.map(\.evalset.id))
    self.files = suites.compactMap { suite in
      let id = suite.evalset.id
      return files.removeValue(forKey: id).map { (suite.evalset, $0, recorded.contains(id)) }
    }
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

  /// What recording anew changed, by evalset.
  var changes: [(evalset: Evalset, changes: RecordingChanges)] {
    files.filter(\.isRecorded).map { ($0.evalset, $0.file.changes) }
  }

  /// How many answers were this machine's where the committed ones say something else, by evalset. Where answers are recorded
  /// anew they are others on purpose.
  var differing: [(evalset: Evalset, count: Int)] {
    files.filter { !$0.isRecorded }.map { ($0.evalset, $0.file.differing) }.filter { $0.count > 0 }
  }

  /// How many answers of routes an earlier evalgate had of another target than they are of now, by evalset.
  var overtaken: [(evalset: Evalset, count: Int)] {
    files.filter { !$0.isRecorded }.map { ($0.evalset, $0.file.overtaken) }.filter { $0.count > 0 }
  }

  /// What was spent beyond the budgets of the run, its suites and its routes, each with whose it is.
  var excesses: [String] {
    get async {
      let own = [ledger.excess] + ledgers.sorted { $0.key < $1.key }.map(\.value.excess)
      return own.compactMap(\.self) + (await routes.excesses)
    }
  }

  /// Where a suite's answers are found and kept.
  func recordings(of suite: Suite) throws(Diagnostic) -> any RecordingStore {
    guard let store = stores[suite.name] else {
      throw Diagnostic(
        .internalError, "no recordings for suite `\(suite.name)`",
        help: "this is a bug in evalgate; please report it")
    }
    return store
  }

  /// What a suite may spend.
  func ledger(of suite: Suite) -> BudgetLedger? { ledgers[suite.name] }

  func environment(_ arm: Arm, root: String) throws(Diagnostic) -> ProviderEnvironment {
    ProviderEnvironment(
      variables: workspace.environment, seed: seed, run: run, arm: arm, root: root, files: try DiskFiles(root: root),
      secretFound: { [secrets = workspace.secrets] in secrets.learn($0) },
      hiding: { [secrets = workspace.secrets] in secrets.maskedQuote($0) },
      searching: { [secrets = workspace.secrets] in secrets.search($0) })
  }

  /// - Parameters:
  ///   - beside: another route to ask than the suite's own, which decides nothing.
  ///   - answers: in place of the suite's recordings.
  func way(
    of suite: Suite, in environment: ProviderEnvironment, beside: Route? = nil, answers: (any RecordingStore)? = nil
  ) async throws -> RouteGenerator {
    let store = try answers ?? recordings(of: suite)
    do {
      return try await Parts.generator(
        for: beside ?? suite.route, mode: mode(suite), environment: environment, recordings: store,
        budget: beside == nil ? ledger : nil, suiteBudget: beside == nil ? ledgers[suite.name] : nil, pool: routes,
        http: http)
    } catch let problem as Diagnostic {
      throw await workspace.withExcerpt(problem)
    }
  }
}

/// A way to a model for every suite of one arm, each with the recordings of its evalset, and the user's programs that judge.
struct Generators: Sendable {
  private let arm: Arm
  /// The programs of policies, where this arm's files are.
  private let deciders: ProgramJudges
  /// The programs of checks, which are the head's on both arms; the same as `deciders` on the head.
  private let checkers: ProgramJudges
  private let ways: [String: RouteGenerator]
  /// Asked beside them, and decides nothing.
  private let shadows: [String: RouteGenerator]
  private let shadowRoute: String

  /// - Parameters:
  ///   - root: where the arm's files lie.
  ///   - answers: in place of each suite's recordings.
  /// - Throws: what has to be mended before anything is asked: a missing key, a program that does not start.
  init(
    _ suites: [Suite], _ pool: GeneratorPool, arm: Arm = .head, root: String? = nil,
    answers: (any RecordingStore)? = nil
  ) async throws {
    let environment = try pool.environment(arm, root: root ?? pool.workspace.root)
    let deciders = ProgramJudges(in: environment)
    let checkers = root == nil ? deciders : ProgramJudges(in: try pool.environment(arm, root: pool.workspace.root))
    var ways: [String: RouteGenerator] = [:]
    var shadows: [String: RouteGenerator] = [:]
    do {
      if root == nil {
        try await deciders.start(for: suites)
      } else {
        try await deciders.start(policiesOf: suites)
      }
      for suite in suites {
        ways[suite.name] = try await pool.way(of: suite, in: environment, answers: answers)
        if arm == .head, let shadow = pool.shadow {
          shadows[suite.name] = try await pool.way(of: suite, in: environment, beside: shadow)
        }
      }
    } catch {
      for way in Array(ways.values) + Array(shadows.values) { await way.close() }
      await deciders.close()
      throw HeldBack(suites).masked(error)
    }
    self.arm = arm
    (self.ways, self.shadows, self.deciders, self.checkers) = (ways, shadows, deciders, checkers)
    shadowRoute = pool.shadow?.name ?? ""
  }

  /// - Parameters:
  ///   - files: where pictures of prompts are read from.
  ///   - isFresh: tells of suites whose answers have to be new ones; nil for the run itself, which asks the shadow as well.
  func sources(_ files: any FileSource, isFresh: ((String) -> Bool)? = nil) -> ArmSources {
    ArmSources(
      generators: ways.reduce(into: [:]) { all, way in
        all[way.key] = isFresh.map { way.value.confirming(fresh: $0(way.key)) } ?? way.value
      },
      shadows: isFresh == nil ? shadows.mapValues { ShadowRoute(shadowRoute, $0) } : [:],
      opinions: ArmJudges(deciders: deciders, checkers: checkers), files: files)
  }

  /// The suite's tuple with what programs said of themselves: those behind `exec` targets, and those that judge.
  func completedTuple(of suite: Suite) async -> RunTuple {
    var completed = suite.tuple
    completed.programs = await deciders.revisions(of: suite)
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
    return await answering + deciders.standardErrors.map { ($0.program, $0.text) }
  }

  /// What programs that have ended answered more than once. Nothing of that is kept from here on.
  /// - Throws: `Diagnostic` when what was kept of it cannot be taken back.
  func repeats() async throws -> ProgramRepeats {
    let decided = await deciders.repeated
    var withdrawn: [ProgramRepeats.Kept: RepeatedReply] = [:]
    for way in Array(ways.values) + Array(shadows.values) {
      for (request, trial, reply) in try way.withdrawRepeated() {
        withdrawn[ProgramRepeats.Kept(request: request, trial: trial)] = reply
      }
    }
    return ProgramRepeats(
      arm: arm, answers: ways.mapValues(\.repeated).filter { !$0.value.isEmpty }, withdrawn: withdrawn,
      opinions: checkers === deciders ? decided : await decided + checkers.repeated, suites: Set(ways.keys))
  }

  func close() async {
    for way in Array(ways.values) + Array(shadows.values) { await way.close() }
    await deciders.close()
    if checkers !== deciders { await checkers.close() }
  }
}

/// Policies are their own arm's, checks are the head's on both.
private struct ArmJudges: OpinionSource {
  let deciders: ProgramJudges
  let checkers: ProgramJudges

  func opinion(
    of program: JudgeProgram, on answer: JudgedAnswer, of evalCase: EvalCase, in suite: Suite, trial: Int
  ) async -> Opinion.Outcome {
    await (program.role == .policy ? deciders : checkers).opinion(
      of: program, on: answer, of: evalCase, in: suite, trial: trial)
  }
}
