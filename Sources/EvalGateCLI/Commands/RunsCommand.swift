import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

struct RunsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "The runs that are kept.", subcommands: [List.self, Prune.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Newest first.")
    @OptionGroup var project: ProjectOptions

    func run() async throws {
      let workspace = try Workspace(project)
      var unreadable: [Diagnostic] = []
      let rows = try workspace.runs.list().map { run -> [String] in
        let name = String(run.id.prefix(7))
        do throws(Diagnostic) {
          return [name] + Self.described(try RunFile(at: run.path))
        } catch {
          unreadable.append(.passedOver(run, error))
          return [name, "unreadable", "", ""]
        }
      }
      workspace.console.write(Columns.text(rows))
      workspace.say(unreadable)
    }

    private static func described(_ file: RunFile) -> [String] {
      [
        file.end?.outcome.rawValue ?? (file.isBeingWritten ? "running" : "interrupted"),
        "\(file.trials)/\(file.header.planned)",
        file.header.tuples.map(\.suite).joined(separator: " "),
      ]
    }
  }

  struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "prune", abstract: "Remove all but the newest.")
    @OptionGroup var project: ProjectOptions
    @Option(help: ArgumentHelp("How many stay.", valueName: "n"))
    var keep = 20

    func validate() throws {
      if keep < 0 { throw ValidationError("--keep is a whole number from 0") }
    }

    func run() async throws {
      let workspace = try Workspace(project)
      let removed = try await workspace.ownRuns().prune(keeping: keep)
      workspace.console.line("removed \(removed.count) \(removed.count == 1 ? "run" : "runs")")
    }
  }
}
