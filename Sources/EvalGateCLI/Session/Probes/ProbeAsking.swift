import CurlHTTP
import EvalGateCore
import EvalGatePolicy
import EvalGateProviders
import EvalGateStore
import StrictJSON
import Synchronization

/// Asks a suite about scenarios that are not in its evalset: everything else of it is as it stands.
struct ProbeAsking: Sendable {
  let workspace: Workspace
  let base: Base
  let suite: Suite
  /// The file that the suite's cases come from, relative to the root.
  let casesPath: String
  let mode: Mode?
  let trials: Int?
  /// What a run has of the suite, by case id and digest: a scenario that was asked there is not asked again.
  let known: [String: CaseOutcome]

  /// How a scenario ends; all trials have to hold.
  ///
  /// - Parameter anew: asks although the run has it, for what may have been mended since.
  func trial(_ probe: Probe, anew: Bool = false) async throws -> ProbeTrial {
    var scenario = probe.line
    // It is asked by itself, and its twin is no part of what it is.
    scenario.removeValue(forKey: "twin")
    let line = Array((JSONValue.object(scenario).serialized() + "\n").utf8)
    let project = try await workspace.project(
      reading: OverlaidFiles(files: workspace.files, contents: [casesPath: line]))
    let plan = Plan(project, selection: Selection(suites: [suite.name], cases: [probe.id]), trials: trials)
    guard let asked = plan.suites.first, plan.suites.count == 1, !plan.entries.isEmpty else {
      return .unknown("suite `\(suite.name)` does not take it")
    }
    if !anew, let before = known[probe.id], before.digest == plan.header(of: 0).digest, let holds = before.holds(true) {
      return holds ? .holds : .fails
    }
    let mode: @Sendable (Suite) -> Mode = { self.mode ?? $0.mode ?? (Host.isCI ? .live : .auto) }
    try ForeignHead.refuse(plan.suites, base, mode: mode)
    let http = HTTPClient(configuration: HTTPClientConfiguration(maxConnections: plan.mostAtOnce))
    defer { http.shutdown() }
    let pool = try await GeneratorPool(
      [asked], workspace, mode: mode, budget: project.configuration.budget, seed: 0, run: "probes", http: http)
    let generators = try await Generators([asked], pool)
    let sink = TrialSink()
    do {
      try await Runner(plan: plan, head: generators.sources(workspace.files), sink: sink, today: Host.today).run()
    } catch {
      await generators.close()
      throw error
    }
    await generators.close()
    return sink.trial(of: plan.entries.count, without: try await generators.repeats())
  }
}

/// What came of the trials of one scenario.
private final class TrialSink: RunSink {
  private let records = Mutex<[CaseRecord]>([])

  func append(_ record: CaseRecord) throws { records.withLock { $0.append(record) } }
  func append(_ opinion: Opinion) throws {}

  /// One failure is enough; short of that, every trial has to have a result.
  ///
  /// - Parameter repeats: what programs said more than once: a trial that they speak of has none.
  func trial(of planned: Int, without repeats: ProgramRepeats) -> ProbeTrial {
    let records = records.withLock { $0 }
    func doubt(_ record: CaseRecord) -> RepeatedReply? {
      let (answer, opinions) = repeats.about(record)
      return answer ?? opinions.first
    }
    if records.contains(where: { $0.passFail == .fail && doubt($0) == nil }) { return .fails }
    if let reply = records.lazy.compactMap(doubt).first { return .unknown(reply.message) }
    if let error = records.first(where: { $0.passFail == .error }) {
      return .unknown(error.candidate.failure?.message.unsafeText ?? "it could not be judged")
    }
    return records.count == planned ? .holds : .unknown("not every trial has a result")
  }
}
