import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore
import StrictJSON

struct BaselineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline", abstract: "The accepted results that changes are compared with.",
    subcommands: [
      Status.self, Review.self, Accept.self, Reject.self, Refresh.self, Propose.self,
    ])

  struct Accept: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "accept", abstract: "Write the results of one or more runs as the baseline of their suites.",
      discussion: """
        Several runs of one unchanged version are pooled: those that are named, or else the latest one and every other kept \
        run of the same version. Commit the files: they are what a reviewer approves. Refused where `CI` is set.
        """)

    @OptionGroup var project: ProjectOptions

    @Argument(
      help: ArgumentHelp("Runs: a path, the beginning of an id, or `latest`.", valueName: "run"), completion: .runs)
    var runs: [String] = []

    @Option(help: "Why these results are good enough to be held against the next change.")
    var reason: String

    @Option(
      name: .customLong("suite"), help: ArgumentHelp("Only these suites.", valueName: "name"), completion: .suites)
    var suites: [String] = []

    @Flag(help: "Everything that waits, instead of the latest run.")
    var all = false

    @Flag(
      help: """
        Pin them as the anchor, such as at a release: what is compared with the baseline then has to hold against the anchor \
        too. Without a run, what is accepted now is pinned.
        """)
    var anchor = false

    func validate() throws {
      if all, anchor || !runs.isEmpty {
        throw ValidationError("--all takes what waits, and names no runs and no anchor")
      }
    }

    func run() async throws {
      let workspace = try Workspace(project)
      try BaselineCommand.refuseInCI()
      guard !reason.trimmingSpaces.isEmpty else {
        throw Diagnostic(.baseline, "the reason is empty", help: "say why, as a reviewer would want to read it")
      }
      let loaded = try await workspace.project(quiet: true)
      let acceptance = Acceptance(
        workspace: workspace, project: loaded, reason: reason, only: try loaded.names(meantBy: suites),
        author: await workspace.author())
      if all {
        try await acceptance.write(acceptance.waiting(), asAnchor: false)
      } else if !runs.isEmpty {
        let kept = try await workspace.ownRuns()
        let files = try runs.map { try RunFile(at: kept.find($0).path) }
        try await acceptance.write(acceptance.pooled(files), asAnchor: anchor)
      } else if anchor {
        try await acceptance.write(acceptance.accepted(), asAnchor: true)
      } else {
        try await acceptance.write(acceptance.found(), asAnchor: false)
      }
    }
  }
}

extension BaselineCommand {
  /// - Throws: where `CI` is set.
  static func refuseInCI() throws(Diagnostic) {
    guard !Host.isCI else {
      throw Diagnostic(
        .acceptedInCI, "a baseline is not accepted where `CI` is set",
        help: "accept on a machine of your own and commit the file: somebody has to answer for it")
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

extension DiagnosticCode {
  static let acceptedInCI = DiagnosticCode(
    "baseline/in-ci",
    "CI never writes a baseline: a program that raises its own bar, or lowers it, is nobody's decision. A person accepts, in a commit, with a reason."
  )
}
