package import EvalGateCore

extension Target {
  /// The files that the program behind it is made of; nil for a service.
  package var make: ProgramMake? {
    // What is wrong with its options was told when the files were loaded.
    ((try? TargetReader(options))?.provider as? Exec)?.make(at: location)
  }
}
