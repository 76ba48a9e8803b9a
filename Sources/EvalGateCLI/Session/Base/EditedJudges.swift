import EvalGateCore

extension Base {
  /// Edits to programs that judge cases. A program says of itself which revision it is, and one that is edited without saying so
  /// would let everything pass as the same one. Files are compared that a command names; what they read is not known.
  func editedJudges(of project: Project, since before: Project) async -> [RuleChange] {
    let known = Set(before.suites.flatMap(\.evalset.programs).map(\.key))
    var seen: Set<String> = []
    var edits: [RuleChange] = []
    for evalset in project.suites.map(\.evalset) {
      // One that the base does not ask is an edit of the cases that it judges, which is shown already.
      for program in evalset.programs where known.contains(program.key) {
        for path in program.namedPaths where seen.insert("\(evalset.id)\u{0}\(path)").inserted {
          guard await isEdited(path) else { continue }
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

  /// Whether a file is another one than at the base. What neither side has is a word of the command and no file.
  private func isEdited(_ path: String) async -> Bool {
    let (now, before) = (await content(of: path, in: workspace.files), await content(of: path, in: files))
    return now != before
  }

  private func content(of path: String, in files: any FileSource) async -> Digest? {
    guard await files.kind(of: path) == .file else { return nil }
    return (try? await files.read(path, limit: 1 << 30)).map { Digest(of: $0) }
  }
}

extension JudgeProgram {
  /// What the words of its command name, if they name files of the repository.
  fileprivate var namedPaths: [String] { ProjectPath.named(by: command, in: folder) }
}
