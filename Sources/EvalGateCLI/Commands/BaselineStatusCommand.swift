import ArgumentParser
import EvalGateCore
import EvalGateReporters
import EvalGateStore

extension BaselineCommand {
  struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status", abstract: "What is accepted, what is stale or orphaned, and what waits to be accepted.")

    @OptionGroup var project: ProjectOptions

    func run() async throws {
      let workspace = try Workspace(project)
      let loaded = try await workspace.project(quiet: true)
      for suite in loaded.suites {
        for line in try await Self.lines(suite, loaded, workspace) { workspace.console.line(line) }
      }
      for orphan in await loaded.orphans(in: workspace.files) {
        workspace.console.line("  \(Self.safe(orphan))  orphaned: there is no suite of this name")
      }
      for name in try Candidates(workspace: workspace, project: loaded).orphans() {
        workspace.console.line(
          "  \(Self.safe(name))  pending, orphaned: there is no suite of this name; `evalgate baseline reject \(NextSteps.quoted(name))`"
        )
      }
    }

    private static func lines(_ suite: Suite, _ loaded: Project, _ workspace: Workspace) async throws -> [String] {
      let place = await BaselinePlace.find(suite, in: workspace.files)
      let anchorPlace = await BaselinePlace.find(suite, .anchor, in: workspace.files)
      let accepted = try BaselineFile.read(at: workspace.absolute(place.path))
      let anchor = try BaselineFile.read(at: workspace.absolute(anchorPlace.path))
      var lines = ["  \(safe(suite.name))  \(accepted.map(described) ?? "none")"]
      if let accepted { lines += stale(accepted, suite) + deleted(accepted, suite) }
      if let anchor { lines.append("    anchor: " + described(anchor)) }
      lines += [place, anchorPlace].compactMap(\.left).map { "    at the repository's top: \($0.move)" }
      if let pending = try workspace.runs.pending(of: suite.name, in: suite.home) {
        lines.append(
          "    pending: \(Format.count(pending.runs.count, "run")), \(pending.runs.map { safe(String($0.suffix(16).prefix(7))) }.joined(separator: " ")): evalgate baseline review"
        )
        let kept = await keptRuns(suite, loaded, workspace)
        if kept > pending.runs.count {
          lines.append(
            "    \(Format.count(kept, "kept run")) of this version in all: evalgate baseline accept pools them")
        }
      }
      return lines
    }

    /// How many runs `accept` pools where none is named; 0 where it accepts nothing of the suite.
    private static func keptRuns(_ suite: Suite, _ loaded: Project, _ workspace: Workspace) async -> Int {
      let acceptance = Acceptance(
        workspace: workspace, project: loaded, reason: "not accepted yet", only: [suite.name], author: nil)
      return (try? await acceptance.found())?.first?.baseline.runs.count ?? 0
    }

    /// What was edited since it was accepted.
    private static func stale(_ baseline: Baseline, _ suite: Suite) -> [String] {
      let changes = TupleChange.between(baseline.tuple.asConfigured, suite.tuple)
      guard !changes.isEmpty else { return [] }
      let moved = changes.map { "\($0.element.rawValue) \($0.id) \($0.from ?? "–") → \($0.to ?? "–")" }
      return ["    stale: " + safe(moved.joined(separator: ", "))]
    }

    /// Cases that the baseline knows and the evalset does not any more.
    private static func deleted(_ baseline: Baseline, _ suite: Suite) -> [String] {
      let known = Set(suite.casePositions.keys)
      let gone = baseline.cases.map(\.id).filter { !known.contains($0) }
      guard !gone.isEmpty else { return [] }
      let named = gone.prefix(5).map(safe).joined(separator: ", ") + (gone.count > 5 ? ", …" : "")
      return ["    orphaned: \(Format.count(gone.count, "case")) not in the evalset any more: \(named)"]
    }

    private static func described(_ baseline: Baseline) -> String {
      let when = baseline.acceptedOn.map { ", accepted on \($0)" } ?? ""
      let cases = Format.count(baseline.cases.count, "case")
      return "\(cases), \(Format.count(baseline.runs.count, "run"))\(when): \(safe(baseline.reason))"
    }

    private static func safe(_ text: String) -> String { SafeText.terminal(UntrustedText(text)) }
  }
}
