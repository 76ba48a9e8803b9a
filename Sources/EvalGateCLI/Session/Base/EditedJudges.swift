import EvalGateCore
import EvalGateProviders

extension Base {
  /// Edits to programs that judge cases. A program says of itself which revision it is, and one that is edited without saying so
  /// would let everything pass as the same one. Files are compared that a command and its `inputs` name; what else they read is not
  /// known.
  func editedJudges(of project: Project, since before: Project) async -> [RuleChange] {
    let known = Dictionary(
      before.suites.flatMap(\.evalset.programs).map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<String> = []
    var edits: [RuleChange] = []
    for evalset in project.suites.map(\.evalset) {
      for program in evalset.programs {
        // One that the base does not ask is an edit of the cases that it judges, which is shown already.
        guard let was = known[program.key] else { continue }
        for path in await edited(was, to: program).sorted() where seen.insert("\(evalset.id)\u{0}\(path)").inserted {
          edits.append(
            RuleChange(
              .checks, evalset.id, .changed, to: path, decides: .head,
              note: "it judges cases, and what is stored was judged by the base's",
              location: SourceLocation(path: path)))
        }
      }
    }
    return edits
  }

  /// By what either side says that it is made of: what a change takes out of `inputs` is not passed over.
  private func edited(_ was: JudgeProgram, to program: JudgeProgram) async -> Set<String> {
    let isSaidAlike = was.inputs?.patterns.map(\.written) == program.inputs?.patterns.map(\.written)
    var paths: Set<String> = []
    for side in isSaidAlike ? [program] : [was, program] {
      let (old, new) = (await parts(of: side, in: files), await parts(of: side, in: workspace.files))
      paths.formUnion((new ?? ProgramParts()).differences(from: old ?? ProgramParts()))
    }
    return paths
  }
}
