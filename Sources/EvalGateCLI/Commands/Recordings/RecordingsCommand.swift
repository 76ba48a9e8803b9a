import ArgumentParser
import EvalGateCore
import EvalGateStore

struct RecordingsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recordings", abstract: "Kept answers: look at them, check them, keep or drop them.",
    subcommands: [Show.self, Verify.self, Prune.self, Import.self, Keep.self])

  struct Keep: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "keep", abstract: "Move this machine's recordings beside their evalsets, to be committed.")
    @OptionGroup var project: ProjectOptions

    @Flag(help: "Also in the place of those with a note, which somebody wrote by hand.")
    var noted = false

    func run() async throws {
      let workspace = try Workspace(project)
      for evalset in try await workspace.project(quiet: true).evalsets() {
        let kept = try FileRecordings.keep(
          committed: workspace.absolute(evalset.recordingsPath), local: workspace.localRecordings(of: evalset),
          replacesNoted: noted)
        let left =
          kept.noted == 0
          ? ""
          : "; \(kept.noted) with a note left as \(kept.noted == 1 ? "it is" : "they are"), which `--noted` replaces"
        let removed = kept.removed > 0 ? "\(kept.removed) removed, " : ""
        let counts = "\(kept.added) added, \(kept.replaced) replaced, \(removed)\(kept.total) in all"
        workspace.console.line("  \(evalset.recordingsPath)  \(counts)\(left)")
      }
    }
  }
}

extension Project {
  /// The evalsets of some suites, or of all, each file once and by id. Folders may each have one of the same id.
  ///
  /// - Throws: `Diagnostic` for a suite that there is not.
  func evalsets(of names: [String] = []) throws(Diagnostic) -> [Evalset] {
    let names = try self.names(meantBy: names)
    let chosen = suites.filter { names.isEmpty || names.contains($0.name) }.map(\.evalset)
    var seen: Set<String> = []
    return chosen.filter { seen.insert($0.location.path).inserted }
      .sorted { ($0.id, $0.location.path) < ($1.id, $1.location.path) }
  }
}

/// A file in which answers are kept.
struct RecordingsPlace {
  let path: String
  /// As messages name it.
  let name: String
  let isCommitted: Bool
}

extension Workspace {
  func localRecordings(of evalset: Evalset) -> String { runs.recordings + "/" + recordingsName(of: evalset) }

  /// What this machine's recordings are called in their folder.
  func recordingsName(of evalset: Evalset) -> String { evalset.id + ".jsonl" }

  /// The committed file first, because everybody has it.
  func recordingFiles(of evalset: Evalset) -> [RecordingsPlace] {
    let local = localRecordings(of: evalset)
    return [
      RecordingsPlace(path: absolute(evalset.recordingsPath), name: evalset.recordingsPath, isCommitted: true),
      RecordingsPlace(
        path: local, name: local.hasPrefix(root + "/") ? String(local.dropFirst(root.count + 1)) : local,
        isCommitted: false),
    ]
  }
}
