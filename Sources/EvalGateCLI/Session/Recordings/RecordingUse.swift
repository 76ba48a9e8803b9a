import CurlHTTP
import EvalGateCore
import EvalGateProviders
import EvalGateStore
import Synchronization

/// Which recordings the cases of a project ask for, found by asking every case again from recordings alone.
///
/// Asked for is what the head asks, what the base version asks of the same cases, and what another route of the project would be
/// asked (`--route`, `--shadow`). Whatever its trial: confirmations count on from the run's own.
struct RecordingUse: Sendable {
  /// Who asks for a recording.
  struct Asker: Sendable {
    let suite: String
    let caseID: String
    /// Counted from 1; more than 1 in a conversation.
    let turn: Int
    fileprivate(set) var target: String
    let arm: Arm
  }

  /// A request with its trial, whoever was asked it.
  private struct Question: Hashable {
    let request: Digest
    let trial: Int

    init(_ recording: Recording) { (request, trial) = (recording.request, recording.trial) }
  }

  /// By evalset, because each has files of its own: what is asked for there, by whom first.
  private(set) var askers: [String: [Digest: Asker]] = [:]
  /// Routes of several targets that ask.
  private var routes: Set<Digest> = []
  /// What is kept of those routes and of single targets, by evalset.
  private var answered: [String: Set<Question>] = [:]
  /// Trials of the head that no recording answers, by suite.
  private(set) var unanswered: [String: [String]] = [:]
  /// Evalsets of which it cannot be known, and why: what a program is asked depends on the program.
  private(set) var unknown: [String: String] = [:]

  /// Who asks for a recording in an evalset's files; nil where no case does.
  func asker(of recording: Recording, in evalset: String) -> Asker? {
    guard var asker = askers[evalset]?[recording.request] else { return nil }
    if let route = recording.route, !routes.contains(route) {
      // Of a route that is no more, what its first target said goes on to count where nothing else is kept.
      guard recording.asked == nil, answered[evalset]?.contains(Question(recording)) != true else { return nil }
    }
    if let asked = recording.asked {
      guard let other = askers[evalset]?[asked] else { return nil }
      asker.target = other.target
    }
    return asker
  }
}

extension RecordingUse {
  /// Asks every case of a project.
  ///
  /// - Throws: what has to be mended first: recordings that cannot be read, a program that does not start.
  static func find(in project: Project, base: Base, _ workspace: Workspace) async throws -> RecordingUse {
    let plan = Plan(project)
    try ForeignHead.refuse(plan.suites, base) { _ in .replay }
    let http = HTTPClient(configuration: HTTPClientConfiguration(maxConnections: 1))
    defer { http.shutdown() }
    let pool = try await GeneratorPool(
      project.suites, workspace, mode: { _ in .replay }, budget: Budget(), seed: 0, run: "recordings", http: http)
    let routes = Dictionary(
      (project.suites.map(\.route) + project.configuration.routes).map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    var use = RecordingUse()
    for (index, suite) in plan.suites.enumerated() {
      let trials = plan.entries.lazy.filter { $0.suite == index }.reduce(into: [Int: Int]()) {
        $0[$1.caseIndex] = max($0[$1.caseIndex] ?? 0, $1.trial)
      }
      let kept = try workspace.recordedTrials(of: suite.evalset)
      let own = try await pool.way(of: suite, in: try pool.environment(.head, root: workspace.root))
      try await use.ask(
        suite, own, suite.route, pool, files: workspace.files, trials: trials, kept: kept, isOwn: true)
      for (name, route) in routes.sorted(by: { $0.key < $1.key }) where name != suite.route.name {
        let way = try await pool.way(
          of: suite, in: try pool.environment(.head, root: workspace.root), beside: route)
        try await use.ask(suite, way, route, pool, files: workspace.files, trials: trials, kept: kept)
      }
      if let before = base.project?.suite(named: suite.name) {
        try await use.ask(base: suite.asked(as: before), base, pool, trials: trials, kept: kept)
      }
    }
    for evalset in try project.evalsets() {
      if base.fault != nil { use.unknown[evalset.id] = "the configuration of its base version does not load" }
      for file in workspace.recordingFiles(of: evalset) {
        _ = try FileRecordings.review(file.path, shownAs: file.name, isCommitted: file.isCommitted) { recording, _ in
          if let route = recording.route, !use.routes.contains(route) { return }
          use.answered[evalset.id, default: []].insert(Question(recording))
        }
      }
    }
    return use
  }

  private mutating func ask(
    base arm: Suite, _ base: Base, _ pool: GeneratorPool, trials: [Int: Int], kept: Set<Int>
  ) async throws {
    guard !arm.route.targets.contains(where: { $0.provider == "exec" }) else {
      unknown[arm.evalset.id] = "suite `\(arm.name)` runs a program, and what its base version asks is not known"
      return
    }
    let way = try await pool.way(of: arm, in: try pool.environment(.base, root: pool.workspace.root))
    try await ask(arm, way, arm.route, pool, files: base.files, trials: trials, kept: kept, arm: .base)
  }

  private mutating func ask(
    _ suite: Suite, _ way: RouteGenerator, _ route: Route, _ pool: GeneratorPool, files: any FileSource,
    trials: [Int: Int], kept: Set<Int>, arm: Arm = .head, isOwn: Bool = false
  ) async throws {
    let store = try pool.recordings(of: suite)
    if let route = way.recordedRoute { routes.insert(route) }
    for index in 0..<suite.evalset.cases.count {
      let evalCase = try suite.evalset.cases.evalCase(at: index)
      let own = 1...(trials[index] ?? 1)
      // What a conversation asks next depends on what was answered, trial by trial and target by target.
      let isConversation = evalCase.isConversation
      let all = isConversation ? kept.union(own).sorted() : Array(own)
      for trial in all {
        for preferred in 0..<(isConversation ? route.targets.count : 1) {
          let walker = Walker(way: way, store: store, preferred: preferred)
          let candidate = await Conversation(
            suite: suite, evalCase: evalCase, generator: walker, trial: trial, files: files
          ).run().candidate
          for (turn, keys) in walker.asked.enumerated() {
            for key in keys where askers[suite.evalset.id]?[key.digest] == nil {
              askers[suite.evalset.id, default: [:]][key.digest] = Asker(
                suite: suite.name, caseID: evalCase.id, turn: turn + 1, target: key.target, arm: arm)
            }
          }
          if isOwn, preferred == 0, own.contains(trial), candidate.failure?.reason == .missingRecording {
            unanswered[suite.name, default: []].append(own.count > 1 ? "\(evalCase.id) trial \(trial)" : evalCase.id)
          }
        }
      }
    }
    await way.close()
  }
}

extension Workspace {
  /// The trials of which an evalset has recordings.
  fileprivate func recordedTrials(of evalset: Evalset) throws -> Set<Int> {
    var trials: Set<Int> = []
    for file in recordingFiles(of: evalset) {
      _ = try FileRecordings.review(file.path, shownAs: file.name, isCommitted: file.isCommitted) { recording, _ in
        trials.insert(recording.trial)
      }
    }
    return trials
  }
}

/// Answers from recordings, one target before the others, and writes down what it was asked.
private final class Walker: Generator {
  private let way: RouteGenerator
  private let store: any RecordingStore
  private let preferred: Int
  private let log = Mutex<[[(target: String, digest: Digest)]]>([])

  init(way: RouteGenerator, store: any RecordingStore, preferred: Int) {
    (self.way, self.store, self.preferred) = (way, store, preferred)
  }

  var asked: [[(target: String, digest: Digest)]] { log.withLock { $0 } }

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    let keys = way.recordingKeys(of: request)
    log.withLock { $0.append(keys) }
    for place in Array(keys.indices.dropFirst(preferred)) + keys.indices.prefix(preferred) {
      let route = place == 0 ? way.recordedRoute : nil
      guard let found = store.answer(for: keys[place].digest, trial: trial, route: route) else { continue }
      let whose = found.asked.map { asked in keys.firstIndex { $0.digest == asked } } ?? place
      guard let target = whose else { continue }
      return Candidate(answer: way.answer(found.answer, ofTargetAt: target), failure: found.failure, tries: 0)
    }
    return Candidate(failure: GenerationFailure(.infrastructure, .missingRecording, "not recorded"), tries: 0)
  }
}
