import ArgumentParser
import EvalGateCore
import EvalGateReporters

struct ConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Every effective value, and where it came from.")

  @OptionGroup var project: ProjectOptions

  func run() async throws {
    let workspace = try Workspace(project)
    let loaded = try await workspace.project(quiet: true)
    workspace.console.write(
      Columns.text(loaded.configuration.values.map { ["\($0.key) = \($0.value)", $0.origin] }))
  }
}
