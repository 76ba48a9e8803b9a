package import EvalGateCore

extension Target {
  /// The files that the program behind it says it is made of; nil for a service, and where it does not say.
  package var inputs: ProgramInputs? { program?.inputs }

  /// Whether a file is one of those that the program behind it is made of: a word of its command, or one of its inputs.
  ///
  /// - Parameter path: from the repository's root.
  package func isMade(of path: String) -> Bool {
    guard let program else { return false }
    let folder = ProgramLaunch.folder(of: location)
    let named = program.command.map { ProjectPath.normalised(folder.isEmpty ? $0 : folder + "/" + $0) }
    return named.contains(path) || program.inputs?.matches(path) ?? false
  }

  /// What is wrong with its options was told when the files were loaded.
  private var program: Exec? { (try? TargetReader(options))?.provider as? Exec }
}
