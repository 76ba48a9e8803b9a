import EvalGateChecks
import EvalGateConfig
import EvalGateCore
import EvalGatePolicy
import EvalGateProviders
import EvalGateStore
import StrictJSON
import Synchronization
import Testing

extension ProbeTables {
  /// The tables that come with evalgate.
  static func shippedTables() throws -> ProbeTables {
    var nodes: [String: Node] = [:]
    for (name, bytes) in ProbeTables.shipped { nodes[name] = try YAMLFile.read(bytes, path: name) }
    return try ProbeTables(nodes)
  }
}

/// The example in this repository: its suite, and what a run of it gives where the answers are known.
struct ExampleDesk {
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  static let cases = root + "/examples/probes/evalsets/desk-probes/cases.jsonl"

  /// Loaded once for all tests.
  static let shared = Task { try await ExampleDesk() }

  let suite: Suite
  /// What the frozen cases were made of.
  let set: ProbeSet

  init() async throws {
    let catalog = Catalog(
      checks: EvalGateChecks.Parts.checks + EvalGatePolicy.Parts.checks, metrics: EvalGateChecks.Parts.metrics,
      providers: EvalGateProviders.Parts.providers, sinks: OutputSink.allCases.map(\.rawValue),
      target: { try EvalGateProviders.Parts.target($0) },
      policy: { try RulePolicy(parsing: $0) })
    let project = try await ProjectLoader(files: DiskFiles(root: Self.root), catalog: catalog).load(
      configPath: "examples/probes/evalgate.yml")
    suite = try #require(project.suite(named: "desk-probes"))
    set = ProbeSet(try .shippedTables(), seed: 7, budget: 400)
  }

  /// The suite as it is, or without anybody who stops anything.
  func run(withPolicy: Bool, _ answers: [String: ProbeAnswer]) async throws -> [String: CaseRecord] {
    let asked = Suite(
      name: suite.name, prompt: suite.prompt, evalset: suite.evalset, policy: withPolicy ? suite.policy : nil,
      route: suite.route)
    let project = Project(configuration: Configuration(path: nil), suites: [asked], gates: [])
    let sink = Records()
    try await Runner(
      plan: Plan(project), head: ArmSources(generators: [asked.name: Prepared(answers: answers)]), sink: sink,
      today: try #require(CalendarDate("2026-02-10"))
    ).run()
    return sink.byCase
  }
}

/// A model that says what it is given to say.
private struct Prepared: Generator {
  let answers: [String: ProbeAnswer]

  func generate(_ request: GenerationRequest, trial: Int) async -> Candidate {
    guard let answer = answers[request.caseID] else {
      return Candidate(failure: GenerationFailure(.infrastructure, .other, "not prepared"))
    }
    let text = answer.quotesSystem ? request.messages.first { $0.role == .system }?.text ?? "" : answer.text
    return Candidate(
      answer: Answer(
        text: text, toolCalls: answer.toolCalls.map { ToolCall(name: $0.name, argumentsText: $0.arguments) },
        finishReason: answer.toolCalls.isEmpty ? .stop : .toolCalls))
  }
}

private final class Records: RunSink {
  private let records = Mutex<[CaseRecord]>([])

  func append(_ record: CaseRecord) throws { records.withLock { $0.append(record) } }
  func append(_ opinion: Opinion) throws {}

  var byCase: [String: CaseRecord] {
    Dictionary(records.withLock { $0 }.map { ($0.caseID, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

extension CaseRecord {
  /// Whether something forbidden was proposed, and whether it came about; nil where there is no attack to speak of.
  var attack: (attempted: Bool, effective: Bool)? {
    for case .attack(let attempted, let effective) in findings.flatMap(\.facts) { return (attempted, effective) }
    return nil
  }
}
