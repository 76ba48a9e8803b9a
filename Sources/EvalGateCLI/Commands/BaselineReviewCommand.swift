import ArgumentParser
import EvalGateCore
import EvalGateStore

extension BaselineCommand {
  struct Review: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "review", abstract: "Look at what waits, and accept or reject it suite by suite.",
      discussion: """
        Needs a terminal. Keys: a accepts, r rejects, s skips, a capital does so for all that remain, i shows what was run, \
        d every changed case word by word.
        """)

    @OptionGroup var project: ProjectOptions

    @Argument(
      help: ArgumentHelp("Names of suites; all that wait when none is given.", valueName: "suite"), completion: .suites)
    var suites: [String] = []

    @Option(help: "Why, for everything that is accepted; asked for each when it is not given.")
    var reason: String?

    func run() async throws {
      let workspace = try Workspace(project)
      try BaselineCommand.refuseInCI()
      let loaded = try await workspace.project(quiet: true)
      let waiting = try await Candidates(workspace: workspace, project: loaded, only: suites).waiting()
      guard !waiting.isEmpty else { return workspace.console.line("nothing waits to be accepted") }
      guard !project.noInput, Keyboard.isThere(workspace.environment) else { throw Self.noTerminal(waiting) }
      try await BaselineReview(workspace: workspace, project: loaded, reason: reason, author: workspace.author())
        .run(waiting)
    }

    private static func noTerminal(_ waiting: [Candidates.Waiting]) -> Diagnostic {
      let names = waiting.map { NextSteps.quoted($0.suite.name) }
      return Diagnostic(
        .noTerminal, "there is no terminal to review \(Format.count(waiting.count, "pending baseline")) on",
        help: "see what waits: `evalgate baseline status`, and what the latest run changed: `evalgate diff`",
        "take everything: `evalgate baseline accept --all --reason \"…\"`; one suite: add `--suite \(names[0])`",
        "drop it: `evalgate baseline reject \(names.joined(separator: " "))`")
    }
  }
}

extension DiagnosticCode {
  static let noTerminal = DiagnosticCode(
    "baseline/no-terminal",
    "A review asks questions, and there is nobody to answer: standard input or output is no terminal, or `--no-input` was given."
  )
}
