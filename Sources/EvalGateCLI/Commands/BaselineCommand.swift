import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore
import StrictJSON

struct BaselineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "The accepted results that changes are compared with.",
    subcommands: [Accept.self, Refresh.self, Status.self])

  struct Accept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the results of one or more runs as the baseline of their suites.",
      discussion: """
        Several runs of one unchanged version are pooled: those that are named, or else the latest one and every other kept \
        run of the same version. Commit the files: they are what a reviewer approves. Refused where `CI` is set.
        """)

    @OptionGroup var project: ProjectOptions

    @Argument(help: ArgumentHelp("Runs: a path, the beginning of an id, or `latest`.", valueName: "run"))
    var runs: [String] = []

    @Option(help: "Why these results are good enough to be held against the next change.")
    var reason: String

    @Option(name: .customLong("suite"), help: ArgumentHelp("Only these suites.", valueName: "name"))
    var suites: [String] = []

    @Flag(
      help: """
        Pin them as the anchor, such as at a release: what is compared with the baseline then has to hold against the anchor \
        too. Without a run, what is accepted now is pinned.
        """)
    var anchor = false

    func run() async throws {
      let workspace = try Workspace(project)
      guard !Host.isCI else {
        throw Diagnostic(
          .acceptedInCI, "a baseline is not accepted where `CI` is set",
          help: "accept on a machine of your own and commit the file: somebody has to answer for it")
      }
      guard !reason.trimmingSpaces.isEmpty else {
        throw Diagnostic(.baseline, "the reason is empty", help: "say why, as a reviewer would want to read it")
      }
      let loaded = try await workspace.project(quiet: true)
      let acceptance = Acceptance(
        workspace: workspace, project: loaded, reason: reason, only: suites, author: await workspace.author())
      if !runs.isEmpty {
        let files = try runs.map { try RunFile(at: workspace.runs.find($0).path) }
        try acceptance.write(acceptance.pooled(files), asAnchor: anchor)
      } else if anchor {
        try acceptance.write(acceptance.accepted(), asAnchor: true)
      } else {
        try acceptance.write(acceptance.found(), asAnchor: false)
      }
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
        for line in try Self.besides(suite, workspace) { workspace.console.line(line) }
      }
      for orphan in try await Self.orphans(loaded, workspace) {
        workspace.console.line("  \(orphan)  orphaned: there is no suite of this name")
      }
    }

    private static func line(_ suite: Suite, _ workspace: Workspace) throws -> String {
      guard let baseline = try BaselineFile.read(at: workspace.absolute(BaselineFile.path(of: suite.name))) else {
        return "  \(suite.name)  none"
      }
      let head = "  \(suite.name)  \(described(baseline))"
      let changes = TupleChange.between(baseline.tuple.asConfigured, suite.tuple)
      guard !changes.isEmpty else { return head }
      let moved = changes.map { "\($0.element.rawValue) \($0.id) \($0.from ?? "–") → \($0.to ?? "–")" }
      return head + "\n    stale: " + moved.joined(separator: ", ")
    }

    /// What lies beside the baseline: the results the suite is pinned to, and those that wait to be accepted.
    private static func besides(_ suite: Suite, _ workspace: Workspace) throws -> [String] {
      let anchor = try BaselineFile.read(at: workspace.absolute(BaselineFile.anchorPath(of: suite.name)))
      let pending = try BaselineFile.read(at: workspace.runs.pendingPath(of: suite.name))
      return [anchor.map { "    anchor: " + described($0) }, pending.map { "    pending: " + described($0) }]
        .compactMap { $0 }
    }

    private static func described(_ baseline: Baseline) -> String {
      let when = baseline.acceptedOn.map { ", accepted on \($0)" } ?? ""
      let cases = Format.count(baseline.cases.count, "case")
      return "\(cases), \(Format.count(baseline.runs.count, "run"))\(when): "
        + SafeText.terminal(UntrustedText(baseline.reason))
    }

    private static func orphans(_ project: Project, _ workspace: Workspace) async throws -> [String] {
      guard await workspace.files.kind(of: "evalsets/baselines") == .folder else { return [] }
      let names = Set(
        project.suites.flatMap { [BaselineFile.path(of: $0.name), BaselineFile.anchorPath(of: $0.name)] })
      return try await workspace.files.list(under: "evalsets/baselines")
        .filter { $0.hasSuffix(".jsonl") && !names.contains($0) }
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

extension RunTuple {
  /// Without what programs said of themselves, which nobody knows before they are started.
  fileprivate var asConfigured: RunTuple {
    var tuple = self
    tuple.programs = [:]
    if let targets = route?.identity["targets"] { tuple.route?.identity = targets }
    return tuple
  }
}

extension DiagnosticCode {
  static let acceptedInCI = DiagnosticCode(
    "baseline/in-ci",
    "CI never writes a baseline: a program that raises its own bar, or lowers it, is nobody's decision. A person accepts, in a commit, with a reason."
  )
}
