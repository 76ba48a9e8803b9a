import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

extension RecordingsCommand {
  struct Prune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "prune", abstract: "Remove recordings that no case asks for any more.",
      discussion:
        "Kept is what a case of the working tree or of the base sends, on any route that is defined and in any trial, and what somebody wrote a note for. The base is the one that `run` finds, or the revision that --baseline names. Both files of an evalset are pruned: the committed one and this machine's."
    )
    @OptionGroup var project: ProjectOptions
    @OptionGroup var asked: AskedRevision

    @Argument(help: ArgumentHelp("Only of these suites' evalsets.", valueName: "suite"))
    var suites: [String] = []

    @Flag(help: "Also those with a note, which somebody wrote by hand.")
    var noted = false

    @Flag(help: "Only say what would be removed.")
    var dryRun = false

    func run() async throws {
      let workspace = try Workspace(project)
      let loaded = try await workspace.project(quiet: true)
      let base = try await asked.base(of: loaded, workspace)
      let use = try await RecordingUse.find(in: loaded, base: base, workspace)
      var (removed, isAllKnown) = (0, true)
      for evalset in try loaded.evalsets(of: suites) {
        if let why = use.unknown[evalset.id] {
          isAllKnown = false
          workspace.console.line("  \(evalset.recordingsPath)  left as it is: \(why)")
          continue
        }
        for file in workspace.recordingFiles(of: evalset) {
          let lines = try FileRecordings.prune(file.path, isTrial: dryRun) { recording in
            use.asker(of: recording, in: evalset.id) != nil || (recording.note != nil && !noted)
          }
          guard !lines.isEmpty else { continue }
          removed += lines.count
          workspace.console.line("  \(file.name)  \(dryRun ? "would remove" : "removed") \(Self.text(lines))")
        }
      }
      if removed == 0, isAllKnown { workspace.console.line("every recording is asked for") }
    }

    /// `3 recordings (lines 1, 4, 9)`.
    private static func text(_ lines: [Int]) -> String {
      let shown = lines.prefix(8).map(String.init).joined(separator: ", ")
      let more = lines.count > 8 ? ", …" : ""
      return "\(Format.count(lines.count, "recording")) (\(lines.count == 1 ? "line" : "lines") \(shown)\(more))"
    }
  }
}
