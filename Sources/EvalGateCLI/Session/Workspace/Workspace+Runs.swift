import EvalGateCore
import EvalGateStore

/// Runs whose answers may count: a change can bring files that look like runs and say whatever it likes.
extension Workspace {
  /// The kept runs that were made on this machine, or came with its cache.
  func ownRuns() async throws -> RunsFolder { try await runs.ofThisMachine() }

  /// The same, to be read as earlier attempts.
  func keptRuns(of project: Project) async throws -> KeptRuns {
    let kept = KeptRuns(try await ownRuns())
    await setAside(runsOfOtherPrograms: kept, of: project)
    return kept
  }

  /// Takes runs of another commit for no attempts of suites whose programs are edited since, or may be.
  private func setAside(runsOfOtherPrograms kept: KeptRuns, of project: Project) async {
    let asking = project.suites.filter(\.asksPrograms)
    guard !asking.isEmpty, kept.folder.isThere, let revisions = await history() else { return }
    var seen: Set<String> = []
    for run in (try? kept.folder.list()) ?? [] {
      // What cannot be read is told where it is needed.
      guard let header = (try? kept.header(of: run)) ?? nil, let name = header.observed?.revision,
        seen.insert(name).inserted, let edits = await programEdits(since: name, revisions, project)
      else { continue }
      for suite in asking where await edits.concern(suite) { kept.setAside(suite.name, at: name) }
    }
  }

  /// The run that a person means, where its answers are to stand for some that are not asked.
  ///
  /// - Throws: `Diagnostic` where there is none, and with `CI` set where it is a file of the repository.
  func trustedRun(_ name: String, unfinished: Bool = false) async throws -> StoredRun {
    let own = try await ownRuns()
    let run = try unfinished ? own.unfinished(name) : own.find(name)
    if Host.isCI, try await runs.isTracked(run.path) { throw untrusted(run.path) }
    return run
  }

  /// Why a run that is decided again cannot pass in a pipeline: it is a file of the repository, and the base allows no recordings,
  /// which are as much the author's.
  func obstacles(of again: JudgedRun, _ base: Base) async throws -> [String] {
    guard let file = again.source, try await runs.isTracked(file.path),
      !again.suites.map(\.suite).allSatisfy(base.allowsRecordings)
    else { return [] }
    return [untrusted(file.path).message]
  }

  private func untrusted(_ path: String) -> Diagnostic {
    let path = relative(path)
    return Diagnostic(
      .runOfRepository, "\(path) is a file of the repository, which whoever wrote the change may have made up",
      at: SourceLocation(path: path),
      help: "name a run that this pipeline made, or take the file out with `git rm --cached`")
  }

  /// Says that runs were passed over because git tracks them.
  func say(passedOver count: Int) {
    guard count > 0 else { return }
    say([
      Diagnostic(
        .runOfRepository,
        "\(Format.count(count, "file")) in `.evalgate/runs` \(count == 1 ? "is" : "are") part of the repository, and no attempt of this version",
        severity: .note, help: "take them out of it: `git rm -r --cached .evalgate`")
    ])
  }

  /// The commit that is checked out; nil where there is none.
  func commit() async -> Revision? {
    guard let revisions = await history() else { return nil }
    return (try? await revisions.head()) ?? nil
  }
}

extension DiagnosticCode {
  static let runOfRepository = DiagnosticCode(
    "run/of-repository",
    "A run that git tracks is a file of the repository: a change can bring one that says whatever it likes. Nothing in it stands for an answer, nor counts as an earlier attempt."
  )
}
