import EvalGateCore
import EvalGateProviders
import EvalGateStore
import StrictJSON

extension Base {
  /// Suites whose recorded answers are of another version than the files have, as far as that can be known without asking: of another
  /// prompt, other tools, another route, or of a program whose files were edited. What judges is of now, so it is no other version;
  /// what a program said of the answers is.
  ///
  /// - Parameter asks: whether programs that judge are asked again.
  func otherVersions(of suites: [Suite], of project: Project, in run: RunHeader, asks: Bool) async -> [Diagnostic] {
    var found: [Diagnostic] = []
    for suite in suites {
      guard let recorded = run.tuples.first(of: suite) else { continue }
      var others = recorded.making(besides: suite.tuple)
      if others.isEmpty { others += await otherPrograms(of: suite, project, recorded, run) }
      let judges = asks ? [] : await otherJudges(of: suite, recorded)
      guard let other = (others + judges).first else { continue }
      found.append(
        Diagnostic(
          .otherVersion,
          "run \(run.id.prefix(7)) answered \(suite.name) with \(other.then)"
            + (other.now.map { ", and the files have \($0)" } ?? "") + ": the verdict is of what it ran",
          severity: .warning,
          help: others.isEmpty
            ? "`evalgate gate --ask` asks it again" : "`evalgate run \(suite.name)` asks what the files have"))
    }
    return found
  }

  /// Programs that answered and were edited since.
  private func otherPrograms(
    of suite: Suite, _ project: Project, _ recorded: RunTuple, _ run: RunHeader
  ) async -> [OtherMaking] {
    var others: [OtherMaking] = []
    let edits = suite.asksPrograms ? await workspace.programEdits(since: run, project) : nil
    for target in suite.route.targets {
      guard let make = target.make else { continue }
      let named = recorded.revisions(of: target)
      let isStill =
        if let named {
          await make.isStill(named, in: workspace.files)
        } else {
          await run.isStill(target.name, of: suite, make, in: workspace.files)
        }
      let was = "the program of route `\(suite.route.name)` as it was"
      if isStill == false {
        others.append(OtherMaking("\(was), whose files were edited since"))
      } else if isStill == nil || make.inputs == nil {
        switch await edits?.edit(of: target, to: target) {
        case .named(let paths):
          others.append(
            OtherMaking("\(was), and \(EditedProgram.words(paths)) \(paths.count == 1 ? "was" : "were") edited since"))
        case .possible(let path): others.append(OtherMaking("\(was), and `\(path)` was edited since"))
        case .unclear(let what): others.append(OtherMaking("\(was), and nothing says whether it \(what)"))
        case nil: break
        }
      }
    }
    return others
  }

  /// Programs that judged and were edited since.
  private func otherJudges(of suite: Suite, _ recorded: RunTuple) async -> [OtherMaking] {
    for program in suite.evalset.programs + [suite.policy?.program].compactMap(\.self) {
      guard let named = recorded.programs[program.key]?.objectValue else { continue }
      if await ProgramMake(program).isStill(named, in: workspace.files) == false {
        return [OtherMaking("what the program `\(program.command.joined(separator: " "))` said before it was edited")]
      }
    }
    return []
  }
}

extension DiagnosticCode {
  static let otherVersion = DiagnosticCode(
    "gate/other-version",
    "The answers that are decided about were made with another prompt, other tools, another route or another program than the files have now. With `CI` set that is no verdict on them, and is `undecided`."
  )
}
