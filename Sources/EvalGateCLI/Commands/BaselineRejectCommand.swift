import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

extension BaselineCommand {
  struct Reject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reject", abstract: "Drop what waits to be accepted.",
      discussion: "The runs themselves stay, and so does what is accepted.")

    @OptionGroup var project: ProjectOptions

    @Argument(help: ArgumentHelp("Names of suites.", valueName: "suite"), completion: .suites)
    var suites: [String] = []

    @Flag(help: "Everything that waits.")
    var all = false

    func validate() throws {
      if all != suites.isEmpty { throw ValidationError("name the suites, or give --all") }
    }

    func run() async throws {
      let workspace = try Workspace(project)
      // What waits may have to go because the project does not load.
      let home = try? await workspace.project(quiet: true).home
      let pending = try workspace.runs.pending().filter { home == nil || $0.home == home }
      let waiting = pending.map(\.suite)
      for name in suites where !waiting.contains(name) {
        throw Diagnostic(
          .baseline, "nothing waits for `\(name)`",
          label: suggestion(for: name, among: waiting).map { "did you mean `\($0)`?" },
          help: waiting.isEmpty
            ? "nothing waits at all" : "results wait for " + waiting.map { "`\($0)`" }.joined(separator: ", "))
      }
      for one in pending where all || suites.contains(one.suite) {
        try workspace.runs.removePending(of: one.suite, in: one.home)
        workspace.console.line("rejected  \(SafeText.terminal(UntrustedText(one.suite)))")
      }
      if waiting.isEmpty { workspace.console.line("nothing waits to be accepted") }
    }
  }
}
