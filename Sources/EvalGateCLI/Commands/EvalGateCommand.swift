import ArgumentParser
import EvalGateCore

/// The root of the command line.
struct EvalGateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evalgate",
    abstract: "Blocks changes to prompts, policies and models that make things worse.",
    discussion: "The model proposes, deterministic code decides: `evalgate run` answers with an exit code.",
    version: EvalGateVersion.current,
    groupedSubcommands: [
      CommandGroup(name: "Start", subcommands: [InitCommand.self, ValidateCommand.self]),
      CommandGroup(
        name: "Gate",
        subcommands: [
          RunCommand.self, GateCommand.self, DiffCommand.self, MergeCommand.self, PlanCommand.self, NoiseCommand.self,
        ]),
      CommandGroup(name: "Baseline", subcommands: [BaselineCommand.self]),
      CommandGroup(
        name: "Look",
        subcommands: [
          ShowCommand.self, ReportCommand.self, HistoryCommand.self, TrendCommand.self, ListCommand.self,
          ConfigCommand.self, ExplainCommand.self,
        ]),
      CommandGroup(name: "Safety", subcommands: [PolicyCommand.self, ProbesCommand.self, ScanCommand.self]),
      CommandGroup(
        name: "Files",
        subcommands: [
          JSONCommand.self, RunsCommand.self, RecordingsCommand.self, ImportCommand.self, ExportCommand.self,
          SchemaCommand.self, AttributeCommand.self, RollbackCommand.self,
        ]),
    ])

  func run() async throws {
    Console().write(Self.helpMessage() + "\n", to: .error)
    throw Ending(.invalid)
  }
}
