import EvalGateCore
import EvalGateReporters
import EvalGateStore

/// The report `jsonl` while it happens: a line for each trial that ends, in the order in which they end.
///
/// A run that only replays is over at once and has no times of its own, so its events are written with the other reports, in
/// the order of the plan: playing it again gives the same bytes.
final class EventStream: Sendable {
  private let console: Console
  private let secrets: SecretMask
  private let heldBack: HeldBack
  private let tuples: [String: RunTuple]
  private let toOutput: Bool
  private let files: [GrowingFile]

  /// Nil where nobody asked for events.
  /// - Throws: `Diagnostic` when a file cannot be written.
  init?(_ requests: [ReportRequest], _ header: RunHeader, _ workspace: Workspace, _ heldBack: HeldBack) throws {
    let wanted = requests.filter { $0.format == JSONLReporter.id }
    guard !wanted.isEmpty, header.observed != nil else { return nil }
    console = workspace.console
    secrets = workspace.secrets
    self.heldBack = heldBack
    tuples = Dictionary(header.tuples.map { ($0.suite, $0) }, uniquingKeysWith: { first, _ in first })
    toOutput = wanted.contains { $0.path == nil }
    files = try wanted.compactMap(\.path).map { try GrowingFile(at: Host.absolute($0)) }
    try write(JSONLReporter.start(header))
  }

  /// A trial has ended.
  func add(_ record: CaseRecord) throws {
    guard record.arm == .head, let tuple = tuples[record.suite] else { return }
    var trial = TrialSummary(record)
    trial.outcome = heldBack.masked(trial.outcome)
    try write(JSONLReporter.line(for: trial, tuple: tuple))
  }

  /// The gates are decided and the run is over; what was carried is told before them.
  func finish(_ report: Report) throws {
    let carried = JSONLReporter.carried(report)
    if !carried.isEmpty { try write(carried) }
    for gate in report.gates { try write(JSONLReporter.line(for: gate)) }
    try write(JSONLReporter.end(report))
  }

  private func write(_ text: String) throws {
    let bytes = secrets.masked(Array(text.utf8))
    if toOutput { console.write(String(decoding: bytes, as: UTF8.self)) }
    for file in files { try file.write(bytes) }
  }
}
