import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

struct BaselineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "The accepted results that changes are compared with.",
    subcommands: [Accept.self, Status.self])

  struct Accept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the results of one or more runs as the baseline of their suites.",
      discussion:
        "Several runs of one unchanged version are pooled. Commit the files: they are what a reviewer approves.")

    @OptionGroup var project: ProjectOptions

    @Argument(help: ArgumentHelp("Runs: a path, the beginning of an id, or `latest`.", valueName: "run"))
    var runs: [String] = ["latest"]

    @Option(help: "Why these results are good enough to be held against the next change.")
    var reason: String

    @Option(name: .customLong("suite"), help: ArgumentHelp("Only these suites.", valueName: "name"))
    var suites: [String] = []

    func run() async throws {
      let workspace = try Workspace(project)
      guard !reason.trimmingSpaces.isEmpty else {
        throw Diagnostic(.baseline, "the reason is empty", help: "say why, as a reviewer would want to read it")
      }
      let loaded = try await workspace.project(quiet: true)
      let files = try runs.map { try RunFile(at: workspace.runs.find($0).path) }
      try await Acceptance(
        workspace: workspace, project: loaded, runs: files, reason: reason, only: suites,
        author: await workspace.author()
      ).write()
    }
  }

  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Which suites have a baseline, and which baselines are of something else by now.")

    @OptionGroup var project: ProjectOptions

    func run() async throws {
      let workspace = try Workspace(project)
      let loaded = try await workspace.project(quiet: true)
      for suite in loaded.suites {
        workspace.console.line(try Self.line(suite, workspace))
      }
      for orphan in try await Self.orphans(loaded, workspace) {
        workspace.console.line("  \(orphan)  orphaned: there is no suite of this name")
      }
    }

    private static func line(_ suite: Suite, _ workspace: Workspace) throws -> String {
      guard let baseline = try BaselineFile.read(at: workspace.absolute(BaselineFile.path(of: suite.name))) else {
        return "  \(suite.name)  none"
      }
      let when = baseline.acceptedOn.map { " on \($0)" } ?? ""
      let runs = baseline.runs.count == 1 ? "1 run" : "\(baseline.runs.count) runs"
      let head =
        "  \(suite.name)  \(baseline.cases.count) cases, \(runs), accepted\(when): \(SafeText.terminal(UntrustedText(baseline.reason)))"
      let changes = TupleChange.between(baseline.tuple, suite.tuple)
      guard !changes.isEmpty else { return head }
      let moved = changes.map { "\($0.element.rawValue) \($0.id) \($0.from ?? "–") → \($0.to ?? "–")" }
      return head + "\n    stale: " + moved.joined(separator: ", ")
    }

    private static func orphans(_ project: Project, _ workspace: Workspace) async throws -> [String] {
      guard await workspace.files.kind(of: "evalsets/baselines") == .folder else { return [] }
      let names = Set(project.suites.map { BaselineFile.path(of: $0.name) })
      return try await workspace.files.list(under: "evalsets/baselines")
        .filter { $0.hasSuffix(".jsonl") && !names.contains($0) }
    }
  }
}

/// Writes baselines from runs.
struct Acceptance {
  let workspace: Workspace
  let project: Project
  let runs: [RunFile]
  let reason: String
  let only: [String]
  let author: String?

  func write() throws {
    let names = runs.flatMap { $0.header.tuples.map(\.suite) }
    for name in only where !names.contains(name) {
      throw Diagnostic(
        .baseline, "the run has no suite `\(name)`", help: "it has " + Set(names).sorted().joined(separator: ", "))
    }
    let chosen = project.suites.filter { names.contains($0.name) && (only.isEmpty || only.contains($0.name)) }
    guard !chosen.isEmpty else {
      throw Diagnostic(.baseline, "the run has no suite of this project", help: "run the suites first")
    }
    // All or nothing: what cannot be accepted is found before the first file is written.
    let baselines = try chosen.map { suite in (suite: suite, baseline: try baseline(of: suite)) }
    for (suite, baseline) in baselines {
      let path = BaselineFile.path(of: suite.name)
      try BaselineFile.write(baseline, to: workspace.absolute(path))
      let passes = baseline.cases.count { $0.majority == true }
      workspace.console.line("accepted  \(path)  \(passes)/\(baseline.cases.count) pass")
    }
    workspace.console.line("  commit it: the next change is compared with this")
  }

  private func baseline(of suite: Suite) throws -> Baseline {
    let of = runs.filter { run in run.header.tuples.contains { $0.suite == suite.name } }
    let single = try of.map { run -> Baseline in
      guard run.end != nil, run.trials >= run.header.planned else {
        throw Diagnostic(
          .baseline, "run \(run.header.id) is not complete",
          help: "finish it with `evalgate run --resume \(run.header.id)`")
      }
      guard run.header.selection.tags.isEmpty, run.header.selection.cases.isEmpty else {
        throw Diagnostic(
          .baseline, "run \(run.header.id) is of a selection of cases", help: "accept a run of whole suites")
      }
      guard
        let baseline = try Baseline(
          suite: suite.name, from: run, reason: reason, author: author, acceptedOn: Host.today,
          // Of a safety suite's outputs nothing is kept.
          mask: suite.evalset.kind == .safety ? nil : { $0 })
      else { throw Diagnostic(.baseline, "run \(run.header.id) has no suite `\(suite.name)`", help: "run it first") }
      return baseline
    }
    guard let pooled = try Baseline.pooled(single) else {
      throw Diagnostic(.baseline, "there is no run of `\(suite.name)`", help: "run it first")
    }
    try check(pooled, suite)
    return pooled
  }

  private func check(_ baseline: Baseline, _ suite: Suite) throws {
    if let missing = baseline.cases.first(where: \.hasError) {
      throw Diagnostic(
        .baseline, "`\(suite.name)` has cases without a result, such as \(missing.id)",
        help: "run it again: what was not measured cannot be a baseline")
    }
    guard suite.evalset.kind == .safety else { return }
    if let unsafe = baseline.cases.first(where: { $0.severity == .blocking && !$0.allPassed }) {
      throw Diagnostic(
        .baseline, "`\(suite.name)` has a blocking safety failure: \(unsafe.id)",
        help: "it can be mended, not accepted")
    }
  }
}

extension Workspace {
  /// Who accepts: as the environment or git names them.
  func author() async -> String? {
    if let named = environment["GIT_AUTHOR_NAME"] ?? environment["GITHUB_ACTOR"] ?? environment["GITLAB_USER_LOGIN"] {
      return named
    }
    guard case .available(let revisions) = await GitRevisions.find(at: root) else { return nil }
    return await revisions.author()
  }
}
