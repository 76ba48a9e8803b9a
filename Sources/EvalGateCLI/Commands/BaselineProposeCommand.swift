import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

extension BaselineCommand {
  struct Propose: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "propose", abstract: "Open a pull request with what waits, for a nightly job.",
      discussion: """
        After `evalgate baseline refresh`, in a scheduled job of GitHub Actions or GitLab CI. The commit is made through the \
        service's interface and holds the baselines only; the description compares them with what is accepted. An open request \
        of the same branch is kept up to date. Merging it is the acceptance.
        """)

    @OptionGroup var project: ProjectOptions

    @Argument(
      help: ArgumentHelp("Names of suites; all that wait when none is given.", valueName: "suite"), completion: .suites)
    var suites: [String] = []

    @Option(help: ArgumentHelp("The branch it is made on; what is on it is replaced.", valueName: "name"))
    var branch = "evalgate/baseline"

    @Option(help: ArgumentHelp("The branch to merge into; by default the one the job runs on.", valueName: "name"))
    var target: String?

    @Flag(help: "Print what would be proposed, and send nothing.")
    var dryRun = false

    func validate() throws {
      for name in [branch, target].compactMap({ $0 }) where !Self.isBranch(name) {
        throw ValidationError("`\(name)` is no name of a branch")
      }
    }

    func run() async throws {
      let workspace = try Workspace(project)
      let loaded = try await workspace.project()
      let waiting = try await Candidates(workspace: workspace, project: loaded, only: suites).waiting()
      if let refused = waiting.lazy.compactMap({ Acceptance.refusal(of: $0.candidate.after, $0.suite) }).first {
        throw refused
      }
      if let stale = waiting.first(where: { !$0.candidate.movedOn.isEmpty }) {
        throw Diagnostic(
          .baseline, "what waits for `\(stale.suite.name)` was run with other files than are here",
          help: "run `evalgate baseline refresh` first")
      }
      let worth = waiting.filter(Self.isWorthProposing)
      guard !worth.isEmpty else {
        return workspace.console.line(
          waiting.isEmpty
            ? "nothing waits to be accepted: run `evalgate baseline refresh` first"
            : "nothing to propose: as many runs of the same version are accepted already")
      }
      let proposing = Proposing(workspace: workspace, project: loaded, branch: branch, target: target)
      if dryRun { try proposing.preview(worth) } else { try await proposing.open(worth) }
    }

    /// Another version or other cases than are accepted, or more runs of the same: a nightly job that finds nothing new opens
    /// nothing.
    private static func isWorthProposing(_ waiting: Candidates.Waiting) -> Bool {
      guard let before = waiting.candidate.before else { return true }
      let after = waiting.candidate.after
      return PendingResults.version(of: before.tuple) != PendingResults.version(of: after.tuple)
        || before.runs.count < after.runs.count
    }

    /// Names that git allows and that mean nothing else in an address (git check-ref-format).
    private static func isBranch(_ name: String) -> Bool {
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      return name.utf8.count <= 200 && name.utf8.first != UInt8(ascii: "-")
        && name.utf8.allSatisfy {
          (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "-_./".utf8.contains($0)
        } && !name.contains("..")
        && parts.allSatisfy { !$0.isEmpty && $0.first != "." && !$0.hasSuffix(".") && !$0.hasSuffix(".lock") }
    }
  }
}
