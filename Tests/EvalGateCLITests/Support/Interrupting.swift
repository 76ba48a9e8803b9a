/// How a program of a project interrupts the run that asks it.
///
/// A signal is acted on a moment after it was sent, in which a quick program would have answered all that is left. So the program
/// waits until the run has said on standard error that it stops.
enum Interrupting {
  /// Defines `interrupt(NUMBER)` in Python where `os` and `time` are imported.
  static let python = """
    def interrupt(number):
        os.kill(os.getppid(), number)
        while b"stopping: " not in open("said", "rb").read(): time.sleep(0.01)
    """

  /// Defines `interrupt NAME` in a shell.
  static let shell = """
    interrupt() { kill -"$1" $PPID; until grep -q 'stopping: ' said; do sleep 0.01; done; }
    """
}

extension TemporaryProject {
  /// Runs the program where one of the project's interrupts it, which finds standard error in `said`.
  func interrupted(_ arguments: String...) async throws -> EvalGate.Run { try await interrupted(arguments) }

  func interrupted(_ arguments: [String]) async throws -> EvalGate.Run {
    let run = try await EvalGate.command(
      ["sh", "-c", #"exec "$0" "$@" 2> said"#, EvalGate.program] + arguments, in: self)
    return EvalGate.Run(code: run.code, output: run.output, error: try read("said"))
  }
}
