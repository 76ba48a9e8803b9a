import ArgumentParser
import EvalGateConfig
import EvalGateCore
import EvalGateReporters

struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Every effective value, and where it came from.")

  /// What may be shown instead of the project's own values.
  enum Shown: String, CaseIterable, ExpressibleByArgument { case `default` }

  @OptionGroup var project: ProjectOptions

  @Option(help: ArgumentHelp("Print the built-in configuration, commented: `default`.", valueName: "what"))
  var show: Shown?

  func run() async throws {
    let workspace = try Workspace(project)
    guard show == nil else { return workspace.console.write(DefaultConfiguration.text) }
    let loaded = try await workspace.project(quiet: true)
    let flags = EnvironmentArguments.given(by: workspace.environment, to: "run").map {
      [SafeText.terminal(UntrustedText("--\($0.name) = \($0.value)")), "environment \($0.variable)"]
    }
    workspace.console.write(
      Columns.text(loaded.configuration.values.map { ["\($0.key) = \($0.value)", $0.origin] } + flags))
  }
}
