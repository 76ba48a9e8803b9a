import ArgumentParser
import EvalGateConfig
import EvalGateCore
import EvalGateStore

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check every file of the project: all problems at once, nothing is asked.")

  @OptionGroup var project: ProjectOptions

  func run() async throws {
    let workspace = try Workspace(project)
    let loaded = try await workspace.project(notes: true)
    var problems = try await workspace.baselineProblems(of: loaded)
    let base = try await Base.find(nil, loaded, workspace)
    if let before = base.project {
      problems += await workspace.versionProblems(of: loaded, since: before)
      problems += await workspace.scenarioProblems(of: loaded, since: before)
    }
    problems += await workspace.trackedByteCode(of: loaded.suites)
    workspace.say(problems)
    guard !problems.contains(where: { $0.severity == .error }) else { throw Ending(.invalid) }
    try SelfTesting.refuseBlind(loaded.suites, workspace)
    // By path, because included projects may give two sets one id.
    let cases = Dictionary(
      loaded.suites.map { ($0.evalset.recordingsPath, $0.evalset.cases.count) },
      uniquingKeysWith: { first, _ in first })
    let parts = [
      Format.count(loaded.suites.count, "suite"), Format.count(cases.count, "evalset"),
      Format.count(cases.values.reduce(0, +), "case"),
      Format.count(loaded.gates.count, "gate"),
    ]
    workspace.console.line("valid  " + parts.joined(separator: " · "))
  }
}

extension Workspace {
  /// Baselines are files of the repository too: one that does not read is said before it is needed.
  func baselineProblems(of project: Project) async throws -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for suite in project.suites {
      for kind in BaselineFile.Kind.allCases {
        let place = await BaselinePlace.find(suite, kind, in: files)
        do {
          _ = try BaselineFile.read(at: absolute(place.path))
          if let left = place.left {
            problems.append(
              Diagnostic(
                .leftBaseline,
                "the \(kind == .anchor ? "anchor" : "baseline") of \(suite.name) lies at the repository's top",
                at: SourceLocation(file: left.path), severity: .warning, help: "move it to its project: `\(left.move)`")
            )
          }
        } catch {
          var problem = error
          problem.location?.path = place.path
          problems.append(problem)
        }
      }
    }
    return problems
  }
}
