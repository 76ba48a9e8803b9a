import ArgumentParser
import EvalGateConfig
import EvalGateCore
import EvalGateReporters
import StrictJSON

struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Every effective value, and where it came from.")

  /// What may be shown instead of the project's own values.
  enum Shown: String, NamedChoice { case `default` }

  @OptionGroup var project: ProjectOptions

  @Option(help: ArgumentHelp("Print the built-in configuration, commented: `default`.", valueName: "what"))
  var show: Shown?

  @Flag(help: "As one JSON document.")
  var json = false

  func run() async throws {
    let workspace = try Workspace(project)
    guard show == nil else { return workspace.console.write(DefaultConfiguration.text) }
    let loaded = try await workspace.project(quiet: true)
    let flags = EnvironmentArguments.given(by: workspace.environment, to: "run").map {
      ConfigurationValue(
        key: SafeText.terminal(UntrustedText("--\($0.name)")), value: SafeText.terminal(UntrustedText($0.value)),
        origin: "environment \($0.variable)")
    }
    let values = loaded.configuration.values + flags
    guard json else {
      return workspace.console.write(Columns.text(values.map { ["\($0.key) = \($0.value)", $0.origin] }))
    }
    workspace.console.line(
      JSONValue.array(
        values.map { ["key": .string($0.key), "value": .string($0.value), "origin": .string($0.origin)] }
      ).printed(.pretty))
  }
}
