/// The files that a program of a run was made of, where it names no revisions and only they tell which one it was.
public struct ProgramFiles: Hashable, Sendable {
  public let suite: String
  /// The target, or the key of the program that judges.
  public let program: String
  public let digest: Digest

  public init(suite: String, program: String, digest: Digest) {
    (self.suite, self.program, self.digest) = (suite, program, digest)
  }
}

extension RunHeader {
  /// The first program that is made of other files in a later run. One of which either says nothing contradicts nothing.
  ///
  /// - Parameter suite: nil for all of them.
  public func editedProgram(of suite: String? = nil, in later: RunHeader) -> ProgramFiles? {
    programFiles.first { mine in
      (suite ?? mine.suite) == mine.suite
        && later.programFiles.contains {
          $0.suite == mine.suite && $0.program == mine.program && $0.digest != mine.digest
        }
    }
  }
}
