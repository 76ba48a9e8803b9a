import EvalGateCore
import EvalGateStore
import Synchronization

/// The runs that were made here, as they were read: each once however many suites, gates and looks ask for it.
final class KeptRuns: Sendable {
  /// Without runs that are files of the repository.
  let folder: RunsFolder

  init(_ folder: RunsFolder) { self.folder = folder }

  /// What one run brought.
  struct Contents: Sendable {
    /// As the change's own policies decided.
    let own: OutcomeCollector
    /// As the base's stricter policies decide, of the suites that are held to them.
    let held: OutcomeCollector
  }

  private struct State {
    var headers: [String: RunHeader?] = [:]
    var contents: [String: Contents] = [:]
    /// Suites by the commit at which their programs were others, or may have been.
    var setAside: [String: Set<String>] = [:]
  }

  private let state = Mutex(State())

  /// What a run was made with; nil for a file that holds nothing.
  /// - Throws: `Diagnostic` when it cannot be read.
  func header(of run: StoredRun) throws(Diagnostic) -> RunHeader? {
    if let known = state.withLock({ $0.headers[run.path] }) { return known }
    let header = try RunFile.isUnbegun(at: run.path) ? nil : RunFile.header(at: run.path)
    state.withLock { $0.headers[run.path] = .some(header) }
    return header
  }

  /// Takes what runs of a commit answered in a suite for another program's.
  func setAside(_ suite: String, at revision: String) {
    state.withLock { _ = $0.setAside[revision, default: []].insert(suite) }
  }

  /// Whether what a run answered in a suite is another program's.
  func isSetAside(_ suite: String, of run: RunHeader) -> Bool {
    guard let revision = run.observed?.revision else { return false }
    return state.withLock { $0.setAside[revision]?.contains(suite) ?? false }
  }

  /// - Throws: `Diagnostic` when any of it cannot be read.
  func contents(of run: StoredRun, heldTo policies: HeldPolicies?) throws(Diagnostic) -> Contents {
    if let known = state.withLock({ $0.contents[run.path] }) { return known }
    let file = try RunFile(at: run.path)
    let contents = Contents(own: try file.outcomes(), held: try Self.held(file, policies))
    state.withLock { $0.contents[run.path] = contents }
    return contents
  }

  private static func held(_ file: RunFile, _ policies: HeldPolicies?) throws(Diagnostic) -> OutcomeCollector {
    var outcomes = OutcomeCollector()
    guard let policies, file.header.tuples.contains(where: { policies.holds($0.suite) }) else { return outcomes }
    let said = file.opinionsByOrdinal
    do {
      try file.forEachRecord { record in
        guard policies.holds(record.suite) else { return }
        outcomes.add(TrialSummary(try policies.held(record, said[record.ordinal] ?? []) ?? record))
      }
    } catch {
      throw error as? Diagnostic
        ?? Diagnostic(
          .attempts, "run \(file.header.id) cannot be judged again: \(error)", help: "remove it, or run it again")
    }
    return outcomes
  }
}
