import EvalGateCore
import EvalGateStore

/// The stored results of one suite, or why there are none.
enum StoredBaseline: Sendable {
  case found(Baseline, acceptedHere: Bool)
  case new(String)
  case unavailable(String)
}

extension Base {
  /// - Parameter tuple: what the suite is now, with what programs say of themselves where that is known.
  func baseline(of suite: Suite, tuple: RunTuple? = nil) async -> StoredBaseline {
    let tuple = tuple ?? suite.tuple
    do {
      return try await stored(suite, tuple)
    } catch let problem as Diagnostic {
      workspace.say([problem])
      return .unavailable("the baseline cannot be read: \(problem.message)")
    } catch {
      return .unavailable("the baseline cannot be read: \(error)")
    }
  }

  private func stored(_ suite: Suite, _ tuple: RunTuple) async throws -> StoredBaseline {
    let path = BaselineFile.path(of: suite.name)
    switch place {
    case .file(let file):
      guard let baseline = try BaselineFile.read(at: workspace.absolute(file)) else {
        return .unavailable("there is no file \(file)")
      }
      return baseline.suite == suite.name ? .found(baseline, acceptedHere: false) : .new("\(file) is of another suite")
    case .lines(let baseline):
      return baseline.suite == suite.name
        ? .found(baseline, acceptedHere: false) : .new("\(baseline.reason) is of another suite")
    case .run(let run):
      guard let baseline = try Baseline(suite: suite.name, from: run, reason: "run \(run.header.id)", mask: { $0 })
      else {
        return .new("run \(run.header.id.prefix(7)) has no such suite")
      }
      return .found(baseline, acceptedHere: false)
    case .workingTree:
      guard let baseline = try BaselineFile.read(at: workspace.absolute(path)) else { return .new("no baseline yet") }
      return .found(baseline, acceptedHere: false)
    case .new(let why): return .new(why)
    case .unavailable(let why, let help): return .unavailable("\(why): \(help)")
    case .revision(_, let files, _):
      // An acceptance made by this very change counts when it is of exactly what is being gated.
      if let accepted = try BaselineFile.read(at: workspace.absolute(path)),
        accepted.tuple.isProvenSame(as: tuple, of: suite),
        accepted.tuple.checks == tuple.checks
      {
        let before = await files.kind(of: path) == .file ? try await read(path, files) : nil
        return .found(accepted, acceptedHere: before != accepted)
      }
      if await files.kind(of: path) == .file { return .found(try await read(path, files), acceptedHere: false) }
      return missing(suite)
    }
  }

  private func read(_ path: String, _ files: any FileSource) async throws -> Baseline {
    try BaselineFile.read(try await files.read(path, limit: 256 << 20), path: path)
  }

  private func missing(_ suite: Suite) -> StoredBaseline {
    let name = reference?.text ?? "the base"
    guard let before = project?.suite(named: suite.name) else { return .new("the suite is new since \(name)") }
    if suite.asked(as: before).tuple.isSameVersion(as: suite.tuple) {
      return .new("unchanged since \(name), which has no baseline yet")
    }
    return .unavailable(
      "\(name) has no stored baseline: make one there with `evalgate run` and `evalgate baseline accept`")
  }
}
