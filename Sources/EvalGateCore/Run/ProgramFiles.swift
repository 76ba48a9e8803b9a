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
  /// The first program that is made of other files in a later part of the run. One of which either says nothing contradicts nothing.
  public func editedProgram(in later: RunHeader) -> ProgramFiles? {
    programFiles.first { mine in
      later.programFiles.contains {
        $0.suite == mine.suite && $0.program == mine.program && $0.digest != mine.digest
      }
    }
  }
}
